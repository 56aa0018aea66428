"""What is kept of the rounds of an agent app."""

from engine.events import AgentThought, NodeFinished, NodeStatus, TextDelta
from services.chats.thoughts import thoughts_of
from services.runs.recording import Recorder
from services.runs.traces import MAX_VALUE

SECRET = "secret-of-the-house"


def thought(id: str = "t1", **given):
    return AgentThought(**{"id": id, "position": 1, "tool": "search", "tool_input": "{}", **given})


def test_a_round_is_kept_as_it_was_told_last_and_since_when():
    events = [thought(tool="", at=5.0), TextDelta(text="x"), thought(at=6.0), thought(observation="found", at=7.5)]
    (kept,) = thoughts_of(events, "m")
    assert (kept["tool"], kept["observation"], kept["created_at"], kept["message_id"]) == ("search", "found", 5, "m")


def test_rounds_keep_their_order():
    events = [thought("a"), thought("b", position=2), thought("a", observation="late")]
    assert [(one["id"], one["position"]) for one in thoughts_of(events, "m")] == [("a", 1), ("b", 2)]


def test_a_very_long_observation_is_cut():
    (kept,) = thoughts_of([thought(observation="x" * (MAX_VALUE + 1))], "m")
    assert len(kept["observation"]) < MAX_VALUE
    assert kept["tool"] == "search"


def test_the_log_of_an_agent_holds_no_secret():
    entry = {"id": "l", "data": {"tool_call_args": {"key": SECRET}}}
    event = NodeFinished(
        execution_id="e",
        node_id="n",
        kind="agent",
        title="N",
        status=NodeStatus.SUCCEEDED,
        started_at=1.0,
        metadata={"agent_log": [entry]},
    )
    recorder = Recorder([SECRET])
    assert SECRET not in str(recorder.take(event))
    assert SECRET not in str(recorder.ended_rows(workspace_id="w", app_id="a", run_id="r"))
