"""What a published app offers as a tool: its name, what it takes, and a call of it."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from engine.inputs import InputItem
from services.apps.serving import Served, served
from services.chats.chat import CONVERSATION_MODES, start_turn
from services.errors import InvalidInput
from services.runs.runs import LiveRun
from services.runs.workflow_runs import start_run
from storage.records import App

if TYPE_CHECKING:
    from services.runtime import Runtime

Json = dict[str, Any]

USER: Final = "MCP"  # the end user for whom clients of the protocol run an app
_FILE: Final[Json] = {
    "type": "object",
    "properties": {
        "type": {"type": "string", "enum": ["image", "document", "audio", "video", "custom"]},
        "transfer_method": {"type": "string", "const": "remote_url"},
        "url": {"type": "string", "description": "Where the file is fetched from."},
    },
    "required": ["type", "transfer_method", "url"],
}


@dataclass(frozen=True, slots=True)
class AppTool:
    """An app as clients of the protocol see it."""

    name: str  # chat or run
    description: str
    schema: Json  # of the arguments


async def tool_of(rt: "Runtime", app: App) -> AppTool:
    """Return the one tool that an app is. Raises as `services.apps.serving.served`."""
    serving = await served(rt, app)
    if app.mode in CONVERSATION_MODES:
        return AppTool("chat", _described(app, "Send a message to"), _chat_schema(serving))
    return AppTool("run", _described(app, "Run"), _object(serving.form))


async def start_call(rt: "Runtime", app: App, name: str, arguments: Mapping[str, Any]) -> LiveRun:
    """Start an app as a tool.

    Raises:
        InvalidInput: the app is another tool, or arguments break its rules.
        others: as `chat.start_turn` and `workflow_runs.start_run`.
    """
    if app.mode not in CONVERSATION_MODES:
        _check_name(name, "run")
        if app.mode == "workflow":
            return await start_run(rt, app, inputs=arguments, user=USER)
        return await start_turn(rt, app, query="", inputs=arguments, user=USER)
    _check_name(name, "chat")
    inputs = arguments.get("inputs") or {}
    if not isinstance(inputs, Mapping):
        raise InvalidInput("inputs must be an object.", param="inputs")
    return await start_turn(
        rt,
        app,
        query=_text(arguments, "query"),
        inputs=inputs,
        user=USER,
        conversation_id=_text(arguments, "conversation_id"),
        auto_generate_name=False,
    )


def _check_name(name: str, known: str) -> None:
    if name != known:
        raise InvalidInput(f"There is no tool {name!r:.80}, but {known}.", param="name")


def _text(arguments: Mapping[str, Any], name: str) -> str:
    value = arguments.get(name) or ""
    if not isinstance(value, str):
        raise InvalidInput(f"{name} must be a text.", param=name)
    return value


def _described(app: App, verb: str) -> str:
    return f"{app.name}: {app.description}" if app.description else f"{verb} the app {app.name}."


def _chat_schema(serving: Served) -> Json:
    properties: Json = {
        "query": {"type": "string", "description": "What is said to the app."},
        "conversation_id": {"type": "string", "description": "The conversation to go on with, as an answer named it."},
    }
    required = ["query"]
    if serving.form:
        properties["inputs"] = {"description": "Values of the app's form.", **_object(serving.form)}
        required += ["inputs"] if "required" in properties["inputs"] else []
    return {"type": "object", "properties": properties, "required": required}


def _object(items: Sequence[InputItem]) -> Json:
    schema: Json = {"type": "object", "properties": {item.variable: _property(item) for item in items}}
    if required := [item.variable for item in items if item.required and item.default in (None, "")]:
        schema["required"] = required
    return schema


def _property(item: InputItem) -> Json:
    told = {"description": item.label} if item.label else {}
    match item.type:
        case "select":
            return {**told, "type": "string", "enum": list(item.options)}
        case "number" | "checkbox":
            return {**told, "type": "number" if item.type == "number" else "boolean"}
        case "file":
            return {**told, **_FILE}
        case "file-list":
            return {**told, "type": "array", "items": _FILE}
        case "json_object" | "json":
            return {**told, **_own_schema(item), "type": "object"}
    return {**told, "type": "string", **({"maxLength": item.max_length} if item.max_length else {})}


def _own_schema(item: InputItem) -> Json:
    schema = item.json_schema
    if isinstance(schema, str):
        try:
            schema = json.loads(schema)
        except ValueError:
            return {}
    return dict(schema) if isinstance(schema, dict) else {}
