"""ReAct: tools described in the prompt, calls read from the text.

The method is that of Yao et al., "ReAct: Synergizing Reasoning and Acting in Language Models" (2023).
"""

import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from engine.agents.arguments import arguments_in, read_arguments
from engine.agents.offered import OfferedTool
from engine.agents.rounds import Call, Round
from engine.agents.strategy import Say, Think
from engine.asking.generation import Generation
from engine.asking.reasoning import Separated
from engine.models.base import Message, ToolSpec
from engine.values import as_text

_HOW = """You can use tools. They are, one per line as JSON:
{tools}

Work in steps. In each step write exactly two lines, then stop:
Thought: what you know and what is missing
Action: {{"action": "the name of one tool", "action_input": {{the arguments as an object}}}}

Choose the tool that fits best and give it the right arguments. Calls that do not need each other's results may stand
in one list: Action: [{{…}}, {{…}}]. When a tool fails, try another one or other arguments.

You are then told the result in a line that begins with "Observation:"; never write such a line yourself.
As soon as you can answer, write instead, in the language of the question:
Thought: why this is enough
Final Answer: the answer itself"""
_ENOUGH = "No more tools can be used. Answer now with what you have, in a line that begins with `Final Answer:`."

_FINAL = re.compile(r"Final Answer[\"'*`]*\s*[:：]\s*", re.IGNORECASE)
_ACTION = re.compile(r"^[ \t>*`]*Action[*`]*\s*[:：]", re.IGNORECASE | re.MULTILINE)
_NAME_AND_INPUT = re.compile(r"\s*(?P<name>[\w-]+)\s*\n\s*Action Input\s*[:：](?P<input>.*)", re.IGNORECASE | re.DOTALL)
_FINAL_ACTION = re.compile(r"\{\s*\"action\"\s*:\s*\"final answer\"", re.IGNORECASE)
_THOUGHT = re.compile(r"^\s*Thought\s*[:：]\s*", re.IGNORECASE)


class ReAct:
    """The model writes what it wants to call, and reads in a message what came of it."""

    name = "ReAct"
    stop: Sequence[str] = ("Observation:",)

    def __init__(self, messages: Sequence[Message], tools: Sequence[OfferedTool]) -> None:
        self._messages = _told(messages, tools) if tools else list(messages)
        self._tools = {tool.name: tool for tool in tools}
        self.asked = len(self._messages)

    def messages(self, *, is_last: bool) -> list[Message]:
        """Return the conversation; in the last round it ends with the demand to answer."""
        if not is_last or not self._tools:
            return list(self._messages)
        *before, last = self._messages
        if last.role == "user" and isinstance(last.content, str):
            return [*before, replace(last, content=f"{last.content}\n\n{_ENOUGH}")]
        return [*self._messages, Message("user", _ENOUGH)]

    def specs(self, *, is_last: bool) -> list[ToolSpec]:
        """Return nothing: the tools are in the prompt."""
        return []

    def sink(self, say: Say, think: Think) -> "FinalAnswer":
        """Return what says only the final answer."""
        return FinalAnswer(say, think)

    def read(self, answer: Generation) -> tuple[str, list[Call]]:
        """Return the thought, or the answer when there is no call."""
        wanted = _wanted(answer.text)
        final = _FINAL.search(answer.text)
        if wanted is None or (final is not None and final.start() < wanted[0]):
            return answer.text, []
        place, actions = wanted
        thought = _THOUGHT.sub("", answer.text[:place].strip()).strip()
        return thought, [self._call(action) for action in actions]

    def remember(self, step: Round, answer: Generation) -> None:
        """Add what the model wrote up to its call, and what came of that."""
        written = answer.text.partition("Observation:")[0].strip()
        several = len(step.calls) > 1
        lines = [f"{key}: {call.observation}" if several else call.observation for key, call in step.keyed()]
        observed = "\n".join(f"Observation: {line}" for line in lines)
        self._messages += [Message("assistant", written), Message("user", observed)]

    def _call(self, action: "_Action") -> Call:
        """Return the call; a bare text is that of a tool's only parameter."""
        given = action.given
        if isinstance(given, Mapping):
            return Call(action.name, dict(given), is_mended=action.is_mended)
        tool = self._tools.get(action.name)
        if tool is not None and len(tool.free) == 1 and not str(given).strip().startswith("{"):
            return Call(action.name, {tool.free[0].name: given}, is_mended=action.is_mended)
        arguments, is_mended = read_arguments(str(given)) if action.name else (None, False)
        return Call(action.name, given if arguments is None else arguments, is_mended=is_mended or action.is_mended)


@dataclass(frozen=True, slots=True)
class _Action:
    """A call as it is written; without a name it could not be read, and `given` is the text."""

    name: str
    given: Any
    is_mended: bool = False


class FinalAnswer:
    """Says what follows `Final Answer:` as it comes; a text without one that calls nothing is said at the end."""

    def __init__(self, say: Say, think: Think) -> None:
        self._say = say
        self._all: list[str] = []
        self._found = False
        self._separated = Separated(self._take, think)

    def text(self, text: str) -> None:
        """Take a piece."""
        self._separated.text(text)

    def thinking(self, text: str) -> None:
        """Take a piece of reasoning."""
        self._separated.thinking(text)

    def finish(self) -> None:
        """Say the rest."""
        self._separated.finish()
        if not self._found and _wanted(self.answer) is None:
            named = _FINAL_ACTION.search(self.answer)
            ends = _action(self.answer[named.start() :]) if named else None
            self._say(as_text(ends.get("action_input")) if ends else _THOUGHT.sub("", self.answer))

    @property
    def answer(self) -> str:
        """Return all that the model wrote."""
        return self._separated.answer

    @property
    def reasoning(self) -> str:
        """Return its reasoning."""
        return self._separated.reasoning

    def _take(self, text: str) -> None:
        if self._found:
            self._say(text)
            return
        self._all.append(text)
        written = "".join(self._all)
        match = _FINAL.search(written)
        if match is not None and match.end() < len(written) and not _ACTION.search(written):
            self._found = True
            self._say(written[match.end() :])


def _told(messages: Sequence[Message], tools: Sequence[OfferedTool]) -> list[Message]:
    """Return the messages with the description of tools and steps at the end of the first system message."""
    lines = [json.dumps(_described(tool.spec), ensure_ascii=False) for tool in tools]
    how = _HOW.format(tools="\n".join(lines))
    if messages and messages[0].role == "system":
        return [Message("system", f"{messages[0].text}\n\n{how}"), *messages[1:]]
    return [Message("system", how), *messages]


def _described(spec: ToolSpec) -> dict[str, Any]:
    return {"name": spec.name, "description": spec.description, "parameters": spec.parameters}


def _wanted(text: str) -> tuple[int, list[_Action]] | None:
    """Return where the first call begins, and all calls of the step; None without one."""
    label = _ACTION.search(text)
    start = label.end() if label else _object_with_action(text)
    if start is None:
        return None
    place = label.start() if label else start
    old = _NAME_AND_INPUT.match(text, start) if label else None
    if old is not None:
        return place, [_Action(old["name"], old["input"].strip())]
    listed = _listed(text[start:])
    if listed:
        return place, listed
    found, is_mended = _read_action(text[start:])
    if found is None:
        return (place, [_Action("", text[start:].strip())]) if label and "{" in text[start:] else None
    if str(found["action"]).lower() == "final answer":
        return None
    return place, [_Action(str(found["action"]), found.get("action_input", {}), is_mended)]


def _listed(text: str) -> list[_Action]:
    """Return the calls of a list, none where the text does not begin with one."""
    text = text.lstrip(" \n`").removeprefix("json").lstrip()
    if not text.startswith("["):
        return []
    try:
        found: Any = json.JSONDecoder().raw_decode(text)[0]
    except ValueError:
        return []
    listed = [item for item in found if isinstance(item, dict) and item.get("action")]
    return [_Action(str(item["action"]), item.get("action_input", {})) for item in listed]


def _action(text: str) -> dict[str, Any] | None:
    return _read_action(text)[0]


def _read_action(text: str) -> tuple[dict[str, Any] | None, bool]:
    """Return the first object that names an action, and whether it had to be mended."""
    at = text.find("{")
    if at < 0:
        return None, False
    is_mended = False
    try:
        found: Any = json.JSONDecoder().raw_decode(text, at)[0]
    except ValueError:
        found, is_mended = arguments_in(text[at:]), True
    return (found, is_mended) if isinstance(found, dict) and "action" in found else (None, False)


def _object_with_action(text: str) -> int | None:
    match = re.search(r"\{\s*\"action\"\s*:", text)
    return match.start() if match else None
