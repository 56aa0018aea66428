"""Replays: a stored run again from one of its nodes on; only what comes from there on asks a model."""

from collections.abc import AsyncIterator
from typing import Any

import pytest

import storage.runs
from engine.document import Document
from engine.events import NodeFinished, RunFinished
from services.apps import apps, workflows
from services.chats.chat import start_turn
from services.errors import InvalidInput
from services.runs.replays import Changes, replay
from services.runs.runs import DEBUGGER, LiveRun
from services.runs.workflow_runs import start_run
from services.runtime import Runtime
from storage.errors import NotFound
from storage.records import App, Run
from tests.services.parts import chat_app, document, events_of, graph, message_of, node, published, run_of, sign_in
from tests.vendor import Vendor

SECRET = {"id": "s1", "name": "TOKEN", "value_type": "secret", "value": "secret-of-the-house"}
FORM = [{"variable": "topic", "type": "text-input", "label": "Topic", "max_length": 20}]


def ask(id: str, text: str, **data: Any) -> dict[str, Any]:
    model = {"provider": "openai", "name": "small", "mode": "chat", "completion_params": {}}
    return node(id, "llm", model=model, prompt_template=[{"role": "user", "text": text}], **data)


def story(**workflow: Any) -> Document:
    """Three models in a row."""
    end = node("end", "end", outputs=[{"variable": "text", "value_selector": ["c", "text"]}])
    return document(
        "workflow",
        graph(
            node("start", "start", variables=FORM),
            ask("a", "A {{#start.topic#}}"),
            ask("b", "B {{#a.text#}}"),
            ask("c", "C {{#b.text#}}"),
            end,
        ),
        **workflow,
    )


@pytest.fixture
async def vendor(rt: Runtime, workspace_id: str) -> AsyncIterator[Vendor]:
    with Vendor() as found:
        found.rule(when=["A "], reply="from a")
        found.rule(when=["B "], reply="from b")
        found.rule(when=["C "], reply="from c")
        await sign_in(rt, workspace_id, found)
        yield found


async def ran(rt: Runtime, app: App, **given: Any) -> LiveRun:
    live = await start_run(rt, app, inputs={"topic": "ferries"}, user="ann", **given)
    await events_of(live)
    return live


async def again(rt: Runtime, app: App, run_id: str, node_id: str = "", **changes: Any) -> tuple[LiveRun, RunFinished]:
    live = await replay(rt, app, run_id, node_id, Changes(**changes), user="ann")
    ended = [event for event in await events_of(live) if isinstance(event, RunFinished)]
    return live, ended[-1]


def asked(vendor: Vendor) -> list[str]:
    """Return the prompts that models were asked since the last look."""
    prompts = [request.body["messages"][-1]["content"] for request in vendor.model_requests]
    vendor.requests.clear()
    return prompts


async def test_only_the_nodes_from_there_on_call_a_model(rt: Runtime, workspace_id: str, vendor: Vendor) -> None:
    app = await published(rt, workspace_id, story())
    first = await ran(rt, app)
    assert len(asked(vendor)) == 3
    live, end = await again(rt, app, first.id, "b")
    assert asked(vendor) == ["B from a", "C from b"]
    assert end.outputs == {"text": "from c"}
    row, nodes = await run_of(rt, live, app)
    assert (row.parent_run_id, row.replayed_from, row.triggered_from) == (first.id, "b", "debugging")
    assert [(one.node_id, bool(one.metadata.get("reused"))) for one in nodes] == [
        ("start", False),
        ("a", True),
        ("b", False),
        ("c", False),
        ("end", False),
    ]
    children = storage.runs.list_runs(rt.db, workspace_id, app.id, parent_run_id=first.id)
    assert [child.id for child in children] == [live.id]


async def test_a_replay_can_be_replayed(rt: Runtime, workspace_id: str, vendor: Vendor) -> None:
    app = await published(rt, workspace_id, story())
    first = await ran(rt, app)
    second, _ = await again(
        rt, app, first.id, "c", nodes={"c": {"prompt_template": [{"role": "user", "text": "C other"}]}}
    )
    asked(vendor)
    _, end = await again(rt, app, second.id, "c")
    assert asked(vendor) == ["C other"]
    assert end.status == "succeeded"


async def test_values_inputs_and_prompts_may_change(rt: Runtime, workspace_id: str, vendor: Vendor) -> None:
    app = await published(rt, workspace_id, story())
    first = await ran(rt, app)
    asked(vendor)
    await again(rt, app, first.id, "b", values={"a": {"text": "edited"}})
    assert asked(vendor) == ["B edited", "C from b"]
    await again(rt, app, first.id, inputs={"topic": "trains"})
    assert asked(vendor)[0] == "A trains"
    prompt = [{"role": "user", "text": "C {{#a.text#}}"}]
    await again(rt, app, first.id, "c", nodes={"c": {"prompt_template": prompt}})
    assert asked(vendor) == ["C from a"]
    assert app.id == (await apps.get_app(rt, workspace_id, app.id)).id


async def test_the_graph_that_ran_is_replayed_not_the_present_one(
    rt: Runtime, workspace_id: str, vendor: Vendor
) -> None:
    app = await apps.add_document(rt, workspace_id, story())
    first = await ran(rt, app, draft=True, invoke_from=DEBUGGER)
    draft = await workflows.get_draft(rt, app)
    await workflows.save_draft(rt, app, graph=graph(node("start", "start")), hash=draft.hash)
    asked(vendor)
    _, end = await again(rt, app, first.id, "c")
    assert (asked(vendor), end.outputs) == (["C from b"], {"text": "from c"})


async def test_a_failed_run_goes_on_from_where_it_failed(rt: Runtime, workspace_id: str, vendor: Vendor) -> None:
    app = await published(rt, workspace_id, story())
    vendor.reset()
    vendor.rule(when=["B "], reply="no", status=400)
    first = await ran(rt, app)
    assert (await run_of(rt, first, app))[0].status == "failed"
    vendor.reset()
    _, end = await again(rt, app, first.id, "b")
    assert len(asked(vendor)) == 2
    assert end.status == "succeeded"


async def test_a_handled_failure_stays_what_it_was(rt: Runtime, workspace_id: str, vendor: Vendor) -> None:
    failing = ask("a", "A", error_strategy="fail-branch")
    whole = graph(node("start", "start"), failing, ask("b", "B {{#a.error_message#}}"))
    whole["edges"][1]["sourceHandle"] = "fail-branch"
    app = await published(rt, workspace_id, document("workflow", whole))
    vendor.reset()
    vendor.rule(when=["A"], unless=["B"], reply="no", status=400)
    first = await ran(rt, app)
    before = asked(vendor)[-1]
    live, end = await again(rt, app, first.id, "b")
    assert (asked(vendor), end.status) == ([before], "partial-succeeded")
    assert (await run_of(rt, live, app))[1][1].status == "exception"


async def test_a_value_that_is_not_stored_whole_must_be_made_again(
    rt: Runtime, workspace_id: str, vendor: Vendor
) -> None:
    app = await published(rt, workspace_id, story())
    vendor.reset()
    vendor.rule(when=["A "], reply="x" * 300_000)
    vendor.rule(when=["B "], unless=["A "], reply="from b")
    first = await ran(rt, app)
    with pytest.raises(InvalidInput, match="the node a has to run again"):
        await again(rt, app, first.id, "b")
    asked(vendor)
    assert (await again(rt, app, first.id, "c"))[1].status == "succeeded"
    assert (await again(rt, app, first.id, "b", values={"a": {"text": "short"}}))[1].status == "succeeded"


async def test_kept_results_hold_whole_what_the_row_has_not(rt: Runtime, workspace_id: str, vendor: Vendor) -> None:
    app = await apps.add_document(rt, workspace_id, story())
    vendor.reset()
    vendor.rule(when=["A "], reply="x" * 300_000)
    first = await ran(rt, app, draft=True, invoke_from=DEBUGGER)
    asked(vendor)
    await again(rt, app, first.id, "b")
    assert len(asked(vendor)[0]) > 300_000


async def test_a_masked_secret_is_never_taken_for_the_value(rt: Runtime, workspace_id: str, vendor: Vendor) -> None:
    leak = node(
        "leak",
        "template-transform",
        template="{{ t }}",
        variables=[{"variable": "t", "value_selector": ["env", "TOKEN"]}],
    )
    whole = graph(node("start", "start"), leak, ask("b", "B {{#leak.output#}}"))
    app = await published(rt, workspace_id, document("workflow", whole, environment_variables=[SECRET]))
    first = await ran(rt, app)
    with pytest.raises(InvalidInput, match="leak has to run again"):
        await again(rt, app, first.id, "b")
    asked(vendor)
    await again(rt, app, first.id, "leak")
    assert asked(vendor) == ["B secret-of-the-house"]


async def test_what_makes_no_sense_is_refused_in_words(rt: Runtime, workspace_id: str, vendor: Vendor) -> None:
    app = await published(rt, workspace_id, story())
    first = await ran(rt, app)
    for changes, words in (
        ({"nodes": {"a": {"title": "x"}}}, "comes before"),
        ({"values": {"c": {"text": "x"}}}, "runs itself"),
        ({"values": {"nobody": {"text": "x"}}}, "no result"),
        ({"inputs": {"topic": "x" * 100}}, "topic"),
    ):
        with pytest.raises(InvalidInput, match=words):
            await again(rt, app, first.id, "b", **changes)
    with pytest.raises(NotFound, match="node"):
        await again(rt, app, first.id, "nobody")
    with pytest.raises(NotFound, match="run"):
        await again(rt, app, "nothing", "b")


async def test_a_turn_is_replayed_with_what_it_knew_and_leaves_its_conversation_alone(
    rt: Runtime, workspace_id: str, vendor: Vendor
) -> None:
    memory = {"window": {"enabled": True, "size": 5}, "query_prompt_template": "{{#sys.query#}}"}
    count = {"id": "v1", "name": "level", "value_type": "string", "value": "low"}
    assign = node(
        "set",
        "assigner",
        version="2",
        items=[
            {
                "variable_selector": ["conversation", "level"],
                "operation": "over-write",
                "input_type": "variable",
                "value": ["sys", "query"],
            }
        ],
    )
    talk = document(
        "advanced-chat",
        graph(
            node("start", "start"),
            assign,
            ask("a", "level {{#conversation.level#}}", memory=memory),
            node("answer", "answer", answer="{{#a.text#}}!"),
        ),
        conversation_variables=[count],
    )
    app = await published(rt, workspace_id, talk)
    turns = []
    conversation = ""
    for query in ("one", "two", "three"):
        live = await start_turn(
            rt, app, query=query, inputs={}, user="ann", conversation_id=conversation, auto_generate_name=False
        )
        await events_of(live)
        conversation = live.conversation_id
        turns.append(live)
    sent = [request.body["messages"] for request in vendor.model_requests]
    vendor.requests.clear()
    before = rt.db.query(
        "SELECT (SELECT count(*) FROM messages) AS m, (SELECT max(value) FROM conversation_variables) AS v"
    )
    live, end = await again(rt, app, turns[1].id, "a")
    assert [request.body["messages"] for request in vendor.model_requests] == [sent[1]]
    assert end.answer.endswith("!")
    after = rt.db.query(
        "SELECT (SELECT count(*) FROM messages) AS m, (SELECT max(value) FROM conversation_variables) AS v"
    )
    assert before == after
    assert (await message_of(rt, turns[1], app)).status == "normal"


async def test_a_container_stands_as_a_whole_and_runs_as_a_whole(
    rt: Runtime, workspace_id: str, vendor: Vendor
) -> None:
    inside = {"isInIteration": True, "iteration_id": "it"}
    iteration = node(
        "it", "iteration", iterator_selector=["list", "result"], output_selector=["a", "text"], start_node_id="first"
    )
    code = node(
        "list",
        "code",
        code_language="python3",
        code="def main():\n    return {'result': ['x', 'y']}",
        variables=[],
        outputs={"result": {"type": "array[string]"}},
    )
    inner = ask("a", "A {{#it.item#}}", **inside)
    whole = graph(
        node("start", "start"),
        code,
        iteration,
        {**node("first", "iteration-start", **inside), "parentId": "it"},
        {**inner, "parentId": "it"},
        ask("b", "B {{#it.output#}}"),
        edges=[("start", "list"), ("list", "it"), ("first", "a"), ("it", "b")],
    )
    app = await published(rt, workspace_id, document("workflow", whole))
    first = await ran(rt, app)
    assert len(asked(vendor)) == 3
    live, _ = await again(rt, app, first.id, "b")
    assert asked(vendor) == ['B ["from a", "from a"]']
    assert [(one.node_id, one.path) for one in (await run_of(rt, live, app))[1]] == [
        ("start", []),
        ("list", []),
        ("it", []),
        ("b", []),
    ]
    live, _ = await again(rt, app, first.id, "a")
    assert len(asked(vendor)) == 3
    row: Run = (await run_of(rt, live, app))[0]
    assert row.replayed_from == "it"
    reused = [event.node_id for event in live.events if isinstance(event, NodeFinished) and event.reused]
    assert reused == ["list"]


async def test_a_chat_app_is_replayed_with_its_present_configuration(
    rt: Runtime, workspace_id: str, vendor: Vendor
) -> None:
    app = await chat_app(rt, workspace_id)
    live = await start_turn(rt, app, query="A question", inputs={}, user="ann", auto_generate_name=False)
    await events_of(live)
    vendor.requests.clear()
    again_live = await replay(rt, app, live.id, changes=Changes(query="B question"), user="ann")
    kinds = [type(event).__name__ for event in await events_of(again_live)]
    assert kinds[-1] == "MessageEnd"
    assert asked(vendor) == ["B question"]
