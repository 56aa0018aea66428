"""One turn with a chat, chatflow or completion app."""

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from services.runs import SERVICE_API, LiveRun
from storage.records import App

if TYPE_CHECKING:
    from services.runtime import Runtime


async def start_turn(
    rt: "Runtime",
    app: App,
    *,
    query: str,
    inputs: Mapping[str, Any],
    user: str,
    conversation_id: str = "",
    files: Sequence[Mapping[str, Any]] = (),
    invoke_from: str = SERVICE_API,
    workflow_id: str | None = None,
    draft: bool = False,
    auto_generate_name: bool = True,
    account_id: str | None = None,
    parent_message_id: str | None = None,
    trace_id: str | None = None,
    model_config: Mapping[str, Any] | None = None,
) -> LiveRun:
    """Check a turn and start it; follow the returned run by `subscribe`, or await its `finished`.

    Its last event is `MessageEnd` (answer stored) or `RunError`; chatflows send `RunFinished` before
    it. `user` is the caller's name for its end user; with `account_id` an account of the workspace
    asks instead. `draft` runs the draft of a chatflow, `model_config` another configuration than the
    stored one (both for the debugger).

    Raises:
        AppUnavailable: the app is disabled, or cannot run.
        NotChatApp: a workflow app.
        NotPublished: a chatflow without a published version.
        InvalidInput: a value breaks its rule; `param` names it.
        BadRequest: `workflow_id` is no UUID.
        NotFound: there is no such conversation of this user, or no such version.
        TooManyRequests: the app runs as often as it may.
        InvalidWorkflow: the draft cannot run.
    """
    raise NotImplementedError
