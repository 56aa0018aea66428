"""The parts of agents: what questions are about, what fits a model, files by name, earlier calls, calls at once."""

import asyncio
import json
from dataclasses import replace

import pytest

from engine.agents.files import KnownFiles
from engine.agents.limits import cut
from engine.agents.notes import NOTES, note
from engine.agents.offered import OfferedTool
from engine.agents.purposes import APPROACHES, alternatives, approach_to, intent_of
from engine.agents.room import within
from engine.asking.memory import history
from engine.asking.model_settings import Window
from engine.models.anthropic_wire import message_body
from engine.models.base import Abilities, ChatRequest, Message, ToolCall, ToolSpec
from engine.resources import Turn
from engine.tools.base import Parameter, Text, ToolReference
from engine.tools.registry import BUILT_IN
from engine.values import File
from tests.engine.models import Conversing, Scripted
from tests.engine.test_agent import call, work
from tests.engine.tools import ScriptedTool


@pytest.mark.parametrize(
    ("query", "primary", "rounds"),
    [
        ("帮我计算 1+1", "calculate", 2),
        ("Search the latest news on AI", "search", 3),
        ("最新AI技术有哪些？请搜索", "search", 3),
        ("Query the table of orders in the database", "database", 5),
        ("Send an e-mail to Ann", "email", 10),
        ("把这个文件的内容总结一下", "file", 10),
        ("123 * 456", "calculate", 2),
        ("hello", "general", 10),
    ],
)
def test_the_words_of_a_question_tell_what_it_is_about(query, primary, rounds):
    intent = intent_of(query)
    assert (intent.primary, approach_to(intent).rounds) == (primary, rounds)
    assert (intent.confidence > 0) == (primary != "general")
    assert intent.all[:1] == (() if primary == "general" else (primary,))


BUILT_IN_NAMES = {tool.name for tool in BUILT_IN.tools} | {name for _, name in BUILT_IN.other_names}


@pytest.mark.parametrize("purpose", APPROACHES)
def test_tools_for_a_purpose_are_built_in(purpose):
    approach = APPROACHES[purpose]
    assert {*approach.preferred, *approach.fallbacks} <= BUILT_IN_NAMES


def offered(provider: str, name: str) -> OfferedTool:
    tool = BUILT_IN.get(ToolReference(provider_id=provider, tool_name=name))
    assert tool is not None
    return OfferedTool(tool=tool, name=tool.name, description=tool.description)


SEARCHES = [offered("searxng", "searxng_search"), offered("wikipedia", "wikipedia_search")]


@pytest.mark.parametrize(
    ("failed", "others", "named"),
    [
        (offered("duckduckgo", "ddgo_search"), SEARCHES, ["searxng_search", "wikipedia_search"]),
        (offered("searxng", "searxng_search"), [offered("duckduckgo", "web_search")], ["web_search"]),
        (offered("calculator", "calculator"), [*SEARCHES, offered("code", "simple_code")], ["simple_code"]),
        (offered("sql", "database_query"), [*SEARCHES, offered("records", "find_records")], ["find_records"]),
        (offered("chart", "bar_chart"), SEARCHES, []),
    ],
)
def test_built_in_tools_stand_in_for_each_other(failed, others, named):
    assert alternatives(failed, others, ()) == named


def test_a_tool_to_fall_back_on_is_known_by_its_own_name_though_another_one_has_it():
    second = replace(SEARCHES[1], name="wikipedia_wikipedia_search")
    assert alternatives(SEARCHES[0], [second], ["wikipedia_search"]) == ["wikipedia_wikipedia_search"]


def test_a_long_observation_says_how_much_is_missing():
    assert cut("x" * 10, 10) == "x" * 10
    assert cut("x" * 1200, 1000).startswith("x" * 1000 + "\n[Cut: these are the first 1,000 of 1,200 characters")


def test_notes_have_a_text_with_their_values():
    assert note("rounds_used_up", rounds=3)["text"].startswith("All 3 rounds")
    assert all(isinstance(words, str) for words in NOTES.values())


PARAMETERS = [Parameter(name="one", type="file"), Parameter(name="many", type="files"), Parameter(name="text")]


def test_files_are_handed_to_tools_by_their_names():
    first, second = (File(type="document", transfer_method="local_file", filename="a.txt", id=id) for id in "12")
    files = KnownFiles([first])
    files.add([second, first])
    assert files.names == ["a.txt", "a.txt (2)"]
    given = files.handed(PARAMETERS, {"one": "a.txt (2)", "many": ["a.txt", "b.txt"], "text": "a.txt"})
    assert given == {"one": second, "many": [first, "b.txt"], "text": "a.txt"}


SYSTEM, QUESTION = Message("system", "be kind"), Message("user", "now")
OLD = [Message("user", "old " * 30), Message("assistant", "older " * 30)]
LONG = Message("tool", "long " * 300, tool_call_id="1")
LATEST = Message("tool", "latest " * 30, tool_call_id="2")


@pytest.mark.parametrize(
    ("size", "left"),
    [
        (2000, [SYSTEM, *OLD, QUESTION, LONG, LATEST]),
        (370, [SYSTEM, OLD[1], QUESTION, LONG, LATEST]),
        (340, [SYSTEM, QUESTION, LONG, LATEST]),
        (100, [SYSTEM, QUESTION, "left out to make room", LATEST]),
        (1, [SYSTEM, QUESTION, "left out to make room", LATEST]),
    ],
)
def test_old_turns_make_room_before_old_observations_and_the_latest_stays(size, left):
    model = Scripted(abilities=Abilities(context_size=size))
    kept, changed = within([SYSTEM, *OLD, QUESTION, LONG, LATEST], 4, model, {"max_tokens": 0})
    assert [message if message in left else "left out to make room" for message in kept] == left
    assert (changed > 0) == (size < 2000)


def test_what_tools_are_told_takes_room_too():
    model = Scripted(abilities=Abilities(context_size=340))
    spec = ToolSpec("t", "word " * 200, {})
    messages = [SYSTEM, *OLD, QUESTION, Message("tool", "x " * 100)]
    assert within(messages, 4, model, {"max_tokens": 0})[1] == 0
    assert within(messages, 4, model, {"max_tokens": 0}, [spec])[1] == 1


async def test_earlier_calls_are_remembered_as_calls():
    step = {
        "id": "s",
        "thought": "I add.",
        "tool": "add;add",
        "calls": [
            {"name": "add", "input": {"a": 1}, "observation": "1"},
            {"name": "add (2)", "input": {"a": 2}, "observation": "2"},
        ],
    }
    turn = Turn("sum?", "I add.\n\nIt is 3.", steps=[step, {"id": "e", "thought": "It is 3.", "tool": ""}])
    ((asked, wanted, *results, answer),) = await history([turn], Window(), None, with_calls=True)
    assert (asked.text, wanted.text, answer.text) == ("sum?", "I add.", "It is 3.")
    assert [(one.name, json.loads(one.arguments)) for one in wanted.tool_calls] == [
        ("add", {"a": 1}),
        ("add", {"a": 2}),
    ]
    assert [(one.tool_call_id, one.text) for one in results] == [("s-0", "1"), ("s-1", "2")]
    ((asked, answer),) = await history([turn], Window(), None)
    assert answer.text == "I add.\n\nIt is 3."


class Meeting(ScriptedTool):
    """Ends when two run at the same time."""

    def __init__(self, *, changes: bool) -> None:
        super().__init__(Text("met"))
        self.has_side_effects = changes
        self.most = self._now = 0

    async def run(self, arguments, ctx):
        self._now += 1
        self.most = max(self.most, self._now)
        await asyncio.sleep(0)
        await asyncio.sleep(0)
        self._now -= 1
        yield Text(f"met {arguments.get('n')}")


@pytest.mark.parametrize(("changes", "most"), [(False, 3), (True, 1)])
async def test_calls_that_change_nothing_are_made_at_the_same_time(changes, most):
    tool = Meeting(changes=changes)
    tool.parameters = [Parameter(name="n")]
    wanted = [call({"n": number}, name="scripted", call_id=str(number)) for number in range(3)]
    model = Conversing(wanted, "done")
    await work(model, {"enabled": True, "provider_name": "test", "tool_name": "scripted"}, tool=tool)
    assert tool.most == most
    assert [message.text for message in model.requests[-1].messages[-3:]] == ["met 0", "met 1", "met 2"]


async def test_what_a_tool_is_good_for_is_told_with_its_description():
    tool = ScriptedTool(Text("ok"))
    tool.use_cases = ["this", "that"]
    model = Scripted("done")
    entry = {"enabled": True, "provider_name": "test", "tool_name": "scripted"}
    await work(model, entry, {**entry, "extra": {"description": "Own words."}}, tool=tool)
    told = [spec.description for spec in model.requests[0].tools]
    assert told == ["Does what a test says.\nGood for: this; that.", "Own words."]


async def test_react_makes_the_calls_of_a_list():
    text = 'Thought: both.\nAction: [{"action": "calculator", "action_input": "1+1"}, {"action": "calculator", "action_input": "2+2"}]'
    model = Conversing(text, "Final Answer: 2 and 4")
    entry = {"enabled": True, "type": "builtin", "provider_name": "calculator", "tool_name": "calculator"}
    await work(model, entry, strategy="ReAct")
    assert model.prompt[-1] == ("user", "Observation: calculator: 2\nObservation: calculator (2): 4")


def test_a_vendor_that_wants_to_know_the_tools_of_earlier_calls_is_told_them():
    before = [Message("user", "sum?"), Message("assistant", "", tool_calls=[ToolCall("1", "add", "{}")])]
    messages = [*before, Message("tool", "3", tool_call_id="1")]
    body = message_body("m", ChatRequest(messages=messages))
    assert ([tool["name"] for tool in body["tools"]], body["tool_choice"]) == (["add"], {"type": "none"})
    assert "tools" not in message_body("m", ChatRequest(messages=before[:1]))
