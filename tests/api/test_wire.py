"""The shapes of events: each carries exactly the fields that callers were promised."""

import json
from typing import Any

import pytest

from api.json_text import dumps
from api.sse import Encoder
from api.wire import Identity
from engine import events as ev
from engine.values import File

AT = 1_760_000_000.9
PICTURE = File(type="image", transfer_method="tool_file", filename="a.png", mime_type="image/png", id="f1")
USAGE = ev.Usage(prompt_tokens=21, completion_tokens=4)
NODE: dict[str, Any] = {
    "at": AT + 2,
    "execution_id": "x1",
    "node_id": "n1",
    "kind": "llm",
    "title": "Draft",
    "index": 2,
    "predecessor": "start",
}
LOOP = NODE | {"kind": "loop"}
ITERATION = NODE | {"kind": "iteration"}

CHAT = Identity(mode="chat", task_id="t", message_id="m", conversation_id="c", created_at=1_760_000_000)
FLOW = Identity(
    mode="advanced-chat",
    task_id="t",
    run_id="r",
    message_id="m",
    conversation_id="c",
    created_at=1_760_000_000,
    created_by={"id": "u1", "user": "ann"},
)
WORKFLOW = Identity(mode="workflow", task_id="t", run_id="r", created_by={"id": "u1", "user": "ann"})
COMPLETION = Identity(mode="completion", task_id="t", message_id="m", created_at=1_760_000_000)

COMMON = {
    "chat": {"event", "task_id", "message_id", "conversation_id", "created_at"},
    "advanced-chat": {"event", "task_id", "message_id", "conversation_id", "created_at"},
    "completion": {"event", "task_id", "message_id", "created_at"},
    "workflow": {"event", "task_id", "workflow_run_id"},
}

NODE_STARTED = "id node_id node_type title index predecessor_node_id inputs inputs_truncated created_at extras iteration_id loop_id"
NODE_FINISHED = (
    "id node_id node_type title index predecessor_node_id inputs inputs_truncated process_data process_data_truncated "
    "outputs outputs_truncated status error elapsed_time execution_metadata created_at finished_at files iteration_id "
    "loop_id"
)
CONTAINER = "id node_id node_type title created_at extras"
STARTED = f"{CONTAINER} metadata inputs inputs_truncated"
COMPLETED = (
    f"{CONTAINER} outputs outputs_truncated inputs inputs_truncated status error elapsed_time total_tokens "
    "execution_metadata finished_at steps"
)

GRAPH_EVENTS = [
    (
        ev.RunStarted(at=AT, run_id="r", workflow_id="w", inputs={"tone": "calm"}),
        "workflow_started",
        "id workflow_id inputs created_at reason",
    ),
    (ev.NodeStarted(**NODE), "node_started", NODE_STARTED),
    (
        ev.NodeFinished(**NODE, status=ev.NodeStatus.SUCCEEDED, started_at=AT, usage=USAGE),
        "node_finished",
        NODE_FINISHED,
    ),
    (
        ev.NodeRetried(**NODE, status=ev.NodeStatus.RETRY, started_at=AT, error="no", retry_index=1),
        "node_retry",
        f"{NODE_FINISHED} retry_index",
    ),
    (ev.ContainerStarted(**ITERATION, length=3), "iteration_started", STARTED),
    (ev.ContainerNext(**ITERATION, round_index=0), "iteration_next", f"{CONTAINER} index"),
    (
        ev.ContainerFinished(**ITERATION, status=ev.NodeStatus.FAILED, started_at=AT, error="no"),
        "iteration_completed",
        COMPLETED,
    ),
    (ev.ContainerStarted(**LOOP, length=3), "loop_started", STARTED),
    (ev.ContainerNext(**LOOP, round_index=1), "loop_next", f"{CONTAINER} index pre_loop_output"),
    (ev.ContainerFinished(**LOOP, status=ev.NodeStatus.SUCCEEDED, started_at=AT), "loop_completed", COMPLETED),
    (
        ev.HumanInputRequired(node_id="n", title="Ask", form_id="f", form={"form_content": "Hi"}, expires_at=AT),
        "human_input_required",
        "form_id node_id node_title form_content inputs actions display_in_ui form_token resolved_default_values "
        "expiration_time",
    ),
    (
        ev.HumanInputFilled(node_id="n", title="Ask", rendered_content="", action_id="ok", action_text="OK"),
        "human_input_form_filled",
        "node_id node_title rendered_content action_id action_text submitted_data",
    ),
    (
        ev.HumanInputExpired(node_id="n", title="Ask", expires_at=AT),
        "human_input_form_timeout",
        "node_id node_title expiration_time",
    ),
    (
        ev.RunPaused(run_id="r", node_ids=["n"], reasons=[{}], state={"secret": 1}),
        "workflow_paused",
        "workflow_run_id paused_nodes outputs reasons status created_at elapsed_time total_tokens total_steps",
    ),
    (
        ev.RunFinished(at=AT + 1, run_id="r", workflow_id="w", status=ev.RunStatus.SUCCEEDED, started_at=AT),
        "workflow_finished",
        "id workflow_id status outputs error elapsed_time total_tokens total_steps created_by created_at finished_at "
        "exceptions_count files",
    ),
]
BARE_EVENTS = [
    (ev.ReasoningDelta(text="so", node_id="n"), "reasoning_chunk", "message_id reasoning node_id is_final"),
    (
        ev.AgentLog(node_execution_id="x", node_id="n", id="l", label="call", status="start"),
        "agent_log",
        "node_execution_id id label parent_id error status data metadata node_id",
    ),
]
MESSAGE_EVENTS = [
    (ev.MessageEnd(usage=USAGE), "message_end", {"id", "metadata", "files"}),
    (ev.MessageReplaced(text="no", reason="output_moderation"), "message_replace", {"answer", "reason"}),
    (ev.RunError(code="invalid_param", message="no"), "error", {"status", "code", "message"}),
]


def sent(identity: Identity, event: ev.Event) -> Any:
    """Return what the stream of `identity` carries for `event`, None for nothing."""
    line = Encoder(identity).encode([event]).decode()
    if not line:
        return None
    assert line.startswith("data: {")
    assert line.endswith("}\n\n")
    assert line.count("\n") == 2
    return json.loads(line.removeprefix("data: "))


@pytest.mark.parametrize(("event", "name", "fields"), [*GRAPH_EVENTS, *BARE_EVENTS], ids=lambda value: str(value)[:20])
@pytest.mark.parametrize("identity", [FLOW, WORKFLOW], ids=lambda identity: identity.mode)
def test_graph_events_carry_exactly_the_listed_fields(identity: Identity, event: ev.Event, name: str, fields: str):
    told = sent(identity, event)
    assert told["event"] == name
    assert set(told["data"]) == set(fields.split())
    with_run = {"workflow_run_id"} if (event, name, fields) in GRAPH_EVENTS else set()
    assert set(told) == COMMON[identity.mode] | with_run | {"data"}


@pytest.mark.parametrize(("event", "name", "fields"), MESSAGE_EVENTS, ids=[case[1] for case in MESSAGE_EVENTS])
@pytest.mark.parametrize("identity", [CHAT, FLOW, COMPLETION], ids=lambda identity: identity.mode)
def test_message_events_carry_exactly_the_listed_fields(
    identity: Identity, event: ev.Event, name: str, fields: set[str]
):
    told = sent(identity, event)
    assert told["event"] == name
    assert set(told) == COMMON[identity.mode] | fields


def test_text_of_a_chat_is_a_message_without_a_source():
    told = sent(CHAT, ev.TextDelta(text="Hé\n", selector=("llm", "text")))
    assert told == {
        "event": "message",
        "task_id": "t",
        "id": "m",
        "message_id": "m",
        "conversation_id": "c",
        "created_at": 1_760_000_000,
        "answer": "Hé\n",
    }


def test_text_of_a_chatflow_names_its_source():
    encoder = Encoder(FLOW)
    sources = [("llm", "text"), None, ("llm", "text")]
    lines = encoder.encode(ev.TextDelta(text="x", selector=source) for source in sources).decode().split("\n\n")
    told = [json.loads(line.removeprefix("data: ")) for line in lines if line]
    assert [message["from_variable_selector"] for message in told] == [["llm", "text"], None, ["llm", "text"]]


def test_text_of_a_workflow_is_a_text_chunk():
    told = sent(WORKFLOW, ev.TextDelta(text="x", selector=("llm", "text")))
    assert told == {
        "event": "text_chunk",
        "task_id": "t",
        "workflow_run_id": "r",
        "data": {"text": "x", "from_variable_selector": ["llm", "text"]},
    }


@pytest.mark.parametrize(("event", "name", "fields"), [*GRAPH_EVENTS, *BARE_EVENTS], ids=lambda value: str(value)[:20])
@pytest.mark.parametrize("identity", [CHAT, COMPLETION], ids=lambda identity: identity.mode)
def test_callers_of_apps_without_a_graph_see_no_nodes(identity: Identity, event: ev.Event, name: str, fields: str):
    assert sent(identity, event) is None


def test_a_workflow_stream_has_no_message_end():
    assert sent(WORKFLOW, ev.MessageEnd(usage=USAGE)) is None


def test_a_run_that_ended_says_who_asked_and_in_whole_seconds():
    finished = ev.RunFinished(
        at=AT + 1.2,
        run_id="r",
        workflow_id="w",
        status=ev.RunStatus.PARTIAL_SUCCEEDED,
        started_at=AT,
        outputs={"picture": PICTURE},
        usage=USAGE,
        elapsed=1.2,
        exceptions_count=1,
        files=[PICTURE],
    )
    data = sent(WORKFLOW, finished)["data"]
    assert data["created_by"] == {"id": "u1", "user": "ann"}
    assert (data["created_at"], data["finished_at"]) == (1_760_000_000, 1_760_000_002)
    assert (data["status"], data["total_tokens"]) == ("partial-succeeded", 25)
    assert data["outputs"]["picture"] == data["files"][0] == PICTURE.as_mapping()


def test_usage_has_the_twelve_keys_with_prices_as_text():
    usage = sent(CHAT, ev.MessageEnd(usage=USAGE))["metadata"]["usage"]
    assert len(usage) == 12
    assert (usage["total_tokens"], usage["total_price"], usage["latency"]) == (25, "0", 0.0)


def test_a_finished_node_counts_tokens_and_lists_its_files():
    finished = ev.NodeFinished(
        **NODE, status=ev.NodeStatus.SUCCEEDED, started_at=AT, usage=USAGE, outputs={"files": [PICTURE]}, loop_id="l"
    )
    data = sent(FLOW, finished)["data"]
    assert data["execution_metadata"] == {"total_tokens": 25, "total_price": 0.0, "currency": "USD", "loop_id": "l"}
    assert data["files"] == [PICTURE.as_mapping()]


def test_the_state_of_a_paused_run_and_whom_its_forms_are_sent_to_stay_here():
    reason = {"form_id": "f", "delivery_methods": [{"type": "email", "config": "hidden"}]}
    paused = ev.RunPaused(run_id="r", node_ids=["n"], reasons=[reason], state={"pool": "hidden"})
    assert b"hidden" not in Encoder(FLOW).encode([paused])
    assert sent(FLOW, paused)["data"]["reasons"] == [{"form_id": "f"}]


@pytest.mark.parametrize("text", ["a\u2028b", "a\x85b", "a\nb", "\x1cx"], ids=ascii)
def test_an_event_stays_one_line_for_clients_that_split_at_any_line_break(text: str):
    line = Encoder(CHAT).encode([ev.TextDelta(text=text)]).decode()
    assert len(line.splitlines()) == 2
    assert json.loads(line.splitlines()[0].removeprefix("data: "))["answer"] == text


def test_half_a_surrogate_pair_becomes_the_replacement_character():
    assert sent(CHAT, ev.TextDelta(text="x\ud83dy"))["answer"] == "x\ufffdy"


def test_numbers_that_json_lacks_become_null():
    assert dumps({"a": [float("nan"), float("inf"), 1.5], "f": PICTURE}).startswith('{"a":[null,null,1.5],"f":{')
