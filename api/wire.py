"""What callers read: every event of a run as the JSON object that the published API describes."""

from base64 import b64encode
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from engine.events import (
    AgentLog,
    AgentThought,
    ContainerFinished,
    ContainerNext,
    ContainerStarted,
    Event,
    HumanInputExpired,
    HumanInputFilled,
    HumanInputRequired,
    MessageEnd,
    MessageFile,
    MessageReplaced,
    NodeFinished,
    NodeRetried,
    NodeStarted,
    ReasoningDelta,
    RunError,
    RunFinished,
    RunPaused,
    RunStarted,
    Usage,
)
from engine.values import File
from services.chats.autoplay import SpeechEnded, SpokenPiece

Json = dict[str, Any]

GRAPH_MODES = frozenset({"workflow", "advanced-chat"})  # apps whose callers see nodes

_USAGE_KEYS = (
    "prompt_tokens",
    "prompt_unit_price",
    "prompt_price_unit",
    "prompt_price",
    "completion_tokens",
    "completion_unit_price",
    "completion_price_unit",
    "completion_price",
    "total_tokens",
    "total_price",
    "currency",
    "latency",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Identity:
    """What every event of one stream repeats; ids that an app's mode does not have stay empty."""

    mode: str
    task_id: str
    run_id: str = ""
    message_id: str = ""
    conversation_id: str = ""
    created_at: int = 0  # of the message, epoch seconds
    created_by: Mapping[str, Any] | None = None  # as `workflow_finished` shows it

    def common(self) -> Json:
        """Return the fields that stand at the top of every event of this mode."""
        if self.mode == "workflow":
            return {"task_id": self.task_id, "workflow_run_id": self.run_id}
        ids = {"task_id": self.task_id, "message_id": self.message_id}
        if self.mode != "completion":
            ids["conversation_id"] = self.conversation_id
        return {**ids, "created_at": self.created_at}


def usage_of(usage: Usage) -> Json:
    """Return the twelve keys of `metadata.usage`."""
    values = usage.as_mapping()
    return {key: values[key] for key in _USAGE_KEYS}


def metadata_of(end: MessageEnd) -> Json:
    """Return the `metadata` of a finished message."""
    return {
        "annotation_reply": end.annotation,
        "retriever_resources": list(end.citations),
        "usage": usage_of(end.usage),
    }


def finished_run(event: RunFinished, identity: Identity) -> Json:
    """Return what a blocking answer and the last event of a workflow run tell of it."""
    return {
        "id": event.run_id,
        "workflow_id": event.workflow_id,
        "status": event.status,
        "outputs": event.outputs,
        "error": event.error,
        "elapsed_time": round(event.elapsed, 6),
        "total_tokens": event.usage.total_tokens,
        "total_steps": event.total_steps,
        "created_at": int(event.started_at),
        "finished_at": int(event.at),
        "created_by": identity.created_by or {},
        "exceptions_count": event.exceptions_count,
        "files": list(event.files),
    }


def paused_run(event: RunPaused, started_at: float) -> Json:
    """Return the `data` of a pause; the state that a resumption needs and whom forms are sent to stay here."""
    reasons = [{key: value for key, value in reason.items() if key != "delivery_methods"} for reason in event.reasons]
    return {
        "workflow_run_id": event.run_id,
        "paused_nodes": list(event.node_ids),
        "outputs": event.outputs,
        "reasons": reasons,
        "status": "paused",
        "created_at": int(started_at),
        "elapsed_time": round(event.elapsed, 6),
        "total_tokens": event.total_tokens,
        "total_steps": event.total_steps,
    }


def _run_started(event: RunStarted, _: Identity) -> tuple[str, Json]:
    return "workflow_started", {
        "id": event.run_id,
        "workflow_id": event.workflow_id,
        "inputs": event.inputs,
        "created_at": int(event.at),
        "reason": event.reason,
    }


def _run_finished(event: RunFinished, identity: Identity) -> tuple[str, Json]:
    return "workflow_finished", finished_run(event, identity)


def _run_paused(event: RunPaused, _: Identity) -> tuple[str, Json]:
    return "workflow_paused", paused_run(event, event.at - event.elapsed)


def _node_head(event: NodeStarted | NodeFinished) -> Json:
    return {
        "id": event.execution_id,
        "node_id": event.node_id,
        "node_type": event.kind,
        "title": event.title,
        "index": event.index,
        "predecessor_node_id": event.predecessor,
        "iteration_id": event.iteration_id,
        "loop_id": event.loop_id,
    }


def _node_started(event: NodeStarted, _: Identity) -> tuple[str, Json]:
    return "node_started", {
        **_node_head(event),
        "inputs": None,  # known only once the node has ended
        "inputs_truncated": False,
        "created_at": int(event.at),
        "extras": event.extras,
        **({"agent_strategy": event.extras["agent_strategy"]} if "agent_strategy" in event.extras else {}),
    }


def node_result(event: NodeFinished) -> Json:
    """Return how one execution of a node ended, as `node_finished` and a single node's run show it."""
    return {
        **_node_head(event),
        "inputs": event.inputs,
        "inputs_truncated": False,
        "process_data": event.process_data,
        "process_data_truncated": False,
        "outputs": event.outputs,
        "outputs_truncated": False,
        "status": event.status,
        "error": event.error,
        "elapsed_time": round(event.elapsed, 6),
        "execution_metadata": _execution_metadata(event),
        "created_at": int(event.started_at),
        "finished_at": int(event.at),
        "files": _files_in(event.outputs),
    }


def _node_finished(event: NodeFinished, _: Identity) -> tuple[str, Json]:
    return "node_finished", node_result(event)


def _node_retried(event: NodeRetried, _: Identity) -> tuple[str, Json]:
    return "node_retry", {**node_result(event), "retry_index": event.retry_index}


def _execution_metadata(event: NodeFinished | ContainerFinished) -> Json | None:
    metadata = dict(event.metadata)
    if event.usage is not None:
        metadata = {
            "total_tokens": event.usage.total_tokens,
            "total_price": float(event.usage.total_price),
            "currency": event.usage.currency,
            **metadata,
        }
    for container, owner in (("iteration", event.iteration_id), ("loop", event.loop_id)):
        if owner is not None:
            metadata[f"{container}_id"] = owner
    return metadata or None


def _files_in(outputs: Mapping[str, Any]) -> list[Json]:
    found = []
    for value in outputs.values():
        members = value if isinstance(value, list | tuple) else (value,)
        found += [member.as_mapping() for member in members if isinstance(member, File)]
    return found


def _container_head(event: ContainerStarted | ContainerNext | ContainerFinished, at: float) -> Json:
    return {
        "id": event.node_id,
        "node_id": event.node_id,
        "node_type": event.kind,
        "title": event.title,
        "created_at": int(at),
        "extras": {},
    }


def _container_started(event: ContainerStarted, _: Identity) -> tuple[str, Json]:
    return f"{event.kind}_started", {
        **_container_head(event, event.at),
        "metadata": {f"{event.kind}_length": event.length},
        "inputs": event.inputs,
        "inputs_truncated": False,
    }


def _container_next(event: ContainerNext, _: Identity) -> tuple[str, Json]:
    fields = {**_container_head(event, event.at), "index": event.round_index}
    if event.kind == "loop":
        fields["pre_loop_output"] = {} if event.previous_output is None else event.previous_output
    return f"{event.kind}_next", fields


def _container_finished(event: ContainerFinished, _: Identity) -> tuple[str, Json]:
    return f"{event.kind}_completed", {
        **_container_head(event, event.started_at),
        "outputs": event.outputs,
        "outputs_truncated": False,
        "inputs": event.inputs,
        "inputs_truncated": False,
        "status": event.status,
        "error": None,  # the published API never fills it, only `status` tells
        "elapsed_time": round(event.elapsed, 6),
        "total_tokens": event.usage.total_tokens if event.usage else 0,
        "execution_metadata": _execution_metadata(event),
        "finished_at": int(event.at),
        "steps": event.steps,
    }


def _reasoning(event: ReasoningDelta, identity: Identity) -> tuple[str, Json]:
    return "reasoning_chunk", {
        "message_id": identity.message_id or None,
        "reasoning": event.text,
        "node_id": event.node_id,
        "is_final": event.is_final,
    }


def _agent_log(event: AgentLog, _: Identity) -> tuple[str, Json]:
    return "agent_log", {
        "node_execution_id": event.node_execution_id,
        "id": event.id,
        "label": event.label,
        "parent_id": event.parent_id,
        "error": event.error,
        "status": event.status,
        "data": event.data,
        "metadata": event.metadata,
        "node_id": event.node_id,
    }


def _form_required(event: HumanInputRequired, _: Identity) -> tuple[str, Json]:
    form = event.form
    return "human_input_required", {
        "form_id": event.form_id,
        "node_id": event.node_id,
        "node_title": event.title,
        "form_content": form.get("form_content", ""),
        "inputs": form.get("inputs", []),
        "actions": form.get("actions", []),
        "display_in_ui": form.get("display_in_ui", False),
        "form_token": form.get("form_token"),
        "resolved_default_values": form.get("resolved_default_values", {}),
        "expiration_time": int(event.expires_at),
    }


def _form_filled(event: HumanInputFilled, _: Identity) -> tuple[str, Json]:
    return "human_input_form_filled", {
        "node_id": event.node_id,
        "node_title": event.title,
        "rendered_content": event.rendered_content,
        "action_id": event.action_id,
        "action_text": event.action_text,
        "submitted_data": event.submitted,
    }


def _form_expired(event: HumanInputExpired, _: Identity) -> tuple[str, Json]:
    return "human_input_form_timeout", {
        "node_id": event.node_id,
        "node_title": event.title,
        "expiration_time": int(event.expires_at),
    }


def _message_end(event: MessageEnd, identity: Identity) -> tuple[str, Json]:
    return "message_end", {"id": identity.message_id, "metadata": metadata_of(event), "files": list(event.files)}


def _message_replaced(event: MessageReplaced, _: Identity) -> tuple[str, Json]:
    return "message_replace", {"answer": event.text, "reason": event.reason}


def _agent_thought(event: AgentThought, _: Identity) -> tuple[str, Json]:
    return "agent_thought", {
        "id": event.id,
        "position": event.position,
        "thought": event.thought,
        "observation": event.observation,
        "tool": event.tool,
        "tool_labels": event.tool_labels,
        "tool_input": event.tool_input,
        "message_files": [file.related_id or file.id for file in event.files],
    }


def _message_file(event: MessageFile, _: Identity) -> tuple[str, Json]:
    file = event.file
    return "message_file", {
        "id": event.id,
        "type": file.type,
        "belongs_to": event.belongs_to,
        "url": file.address,
    }


def error_shape(event: RunError, _: Identity) -> tuple[str, Json]:
    return "error", {"status": event.status, "code": event.code, "message": event.message}


def _spoken(event: SpokenPiece | SpeechEnded, identity: Identity) -> tuple[str, Json]:
    fields: Json = {"audio": b64encode(event.audio).decode() if isinstance(event, SpokenPiece) else ""}
    if identity.mode == "workflow":  # the others have the time of the message
        fields["created_at"] = int(event.at)
    return "tts_message" if isinstance(event, SpokenPiece) else "tts_message_end", fields


Shape = Callable[[Any, Identity], tuple[str, Json]]

FLAT: dict[type[Event], Shape] = {
    AgentThought: _agent_thought,
    MessageFile: _message_file,
    MessageEnd: _message_end,
    MessageReplaced: _message_replaced,
    RunError: error_shape,
    SpokenPiece: _spoken,
    SpeechEnded: _spoken,
}
FLAT_OF_WORKFLOWS: dict[type[Event], Shape] = {kind: FLAT[kind] for kind in (RunError, SpokenPiece, SpeechEnded)}
NESTED: dict[type[Event], Shape] = {
    RunStarted: _run_started,
    NodeStarted: _node_started,
    NodeFinished: _node_finished,
    NodeRetried: _node_retried,
    ReasoningDelta: _reasoning,
    ContainerStarted: _container_started,
    ContainerNext: _container_next,
    ContainerFinished: _container_finished,
    AgentLog: _agent_log,
    HumanInputRequired: _form_required,
    HumanInputFilled: _form_filled,
    HumanInputExpired: _form_expired,
    RunPaused: _run_paused,
    RunFinished: _run_finished,
}
WITHOUT_RUN = frozenset({AgentLog, ReasoningDelta})  # chatflows leave the run's id out of these
