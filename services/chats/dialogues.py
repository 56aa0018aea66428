"""Whole dialogues that callers bring along, as clients of OpenAI's protocol do: mapped to one turn or one run."""

import mimetypes
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Final

from engine.document import Document
from engine.files import FileRules
from engine.inputs import InputItem
from engine.resources import Turn
from services.accounts.actors import DEFAULT_USER
from services.apps.serving import Served, served
from services.chats.chat import CONVERSATION_MODES, start_turn
from services.errors import InvalidInput
from services.files.files import file_of
from services.files.given_files import upload_as
from services.runs.limits import check_available
from services.runs.runs import SERVICE_API, LiveRun
from services.runs.workflow_runs import start_run
from storage.records import App

if TYPE_CHECKING:
    from services.runtime import Runtime

INSTRUCTIONS: Final = "system"  # the input that takes what a caller tells a model in general, in apps that have it

_TEXTS: Final = ("text-input", "paragraph")


@dataclass(frozen=True, slots=True, kw_only=True)
class Picture:
    """A picture of a message: its address, or itself."""

    url: str = ""
    data: bytes = b""
    mime_type: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Dialogue:
    """What was said so far, and the last message of the user, which is to be answered."""

    query: str
    history: Sequence[Turn] = ()  # oldest first
    instructions: str = ""
    pictures: Sequence[Picture] = ()  # of the last message
    user: str = ""  # "" is the shared user
    inputs: Mapping[str, Any] = field(default_factory=dict)
    conversation_id: str = ""  # a stored conversation to go on with; `history` is not looked at then


async def start(rt: "Runtime", app: App, dialogue: Dialogue) -> LiveRun:
    """Start the answer of an app of any mode to a dialogue.

    Chat apps get the last message as their query and the earlier ones as what they remember. Completion and
    workflow apps get it as their one text input.

    Raises:
        InvalidInput: the app takes no pictures, or which input the message is for cannot be told.
        others: as `chat.start_turn` and `workflow_runs.start_run`.
    """
    check_available(app)
    user = dialogue.user or DEFAULT_USER
    serving = await served(rt, app)
    files = await _files(rt, serving, dialogue, user)
    inputs = _inputs(serving, dialogue)
    if app.mode == "workflow":
        return await start_run(rt, app, inputs=inputs, user=user, files=files)
    return await start_turn(
        rt,
        app,
        query=dialogue.query,
        inputs=inputs,
        user=user,
        files=files,
        conversation_id=dialogue.conversation_id,
        history=dialogue.history,
        auto_generate_name=False,
    )


async def tells_as_it_comes(rt: "Runtime", app: App) -> bool:
    """Return whether the text that a run streams is its whole answer: not so for workflows with several outputs."""
    return app.mode != "workflow" or len(_outputs((await served(rt, app)).document)) == 1


def _outputs(document: Document) -> set[str]:
    ends = [node.data for node in document.nodes if node.data.get("type") == "end"]
    return {str(output.get("variable")) for data in ends for output in data.get("outputs") or ()}


def _inputs(serving: Served, dialogue: Dialogue) -> dict[str, Any]:
    given = dict(dialogue.inputs)
    names = {item.variable for item in serving.form}
    if dialogue.instructions and INSTRUCTIONS in names:
        given.setdefault(INSTRUCTIONS, dialogue.instructions)
    if serving.app.mode in CONVERSATION_MODES:
        return given
    item = _text_input([item for item in serving.form if item.type in _TEXTS and item.variable not in given])
    if item is not None:
        given[item.variable] = dialogue.query
    elif serving.app.mode == "workflow":
        raise _unclear(serving, given)
    return given


def _text_input(items: Sequence[InputItem]) -> InputItem | None:
    """Return the only text input, or the only one that is required, None when it cannot be told which is meant."""
    required = [item for item in items if item.required]
    meant = required if len(required) == 1 else items
    return meant[0] if len(meant) == 1 else None


def _unclear(serving: Served, given: Mapping[str, Any]) -> InvalidInput:
    texts = [item.variable for item in serving.form if item.type in _TEXTS and item.variable not in given]
    if not texts:
        return InvalidInput("The workflow has no text input that the last message could go into.", param="messages")
    listed = ", ".join(texts)
    return InvalidInput(
        f"The workflow has several text inputs: {listed}. Give all but one as `inputs`.", param="inputs"
    )


async def _files(rt: "Runtime", serving: Served, dialogue: Dialogue, user: str) -> list[dict[str, Any]]:
    if dialogue.pictures and FileRules.of_features(serving.document.features) is None:
        raise InvalidInput("The app takes no pictures: uploads are switched off in it.", param="messages")
    return [await _file(rt, serving.app, picture, user) for picture in dialogue.pictures]


async def _file(rt: "Runtime", app: App, picture: Picture, user: str) -> dict[str, Any]:
    if picture.url:
        return {"type": "image", "transfer_method": "remote_url", "url": picture.url}
    ending = mimetypes.guess_extension(picture.mime_type) or ""
    upload = await upload_as(
        rt,
        app,
        user,
        invoke_from=SERVICE_API,
        account_id=None,
        data=picture.data,
        filename=f"picture{ending}",
        mime_type=picture.mime_type,
    )
    return {"type": file_of(rt, upload).type, "transfer_method": "local_file", "upload_file_id": upload.id}
