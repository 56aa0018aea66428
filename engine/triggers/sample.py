"""A trigger tried by hand: what a person is asked for, and what the trigger gives for it."""

from collections.abc import Mapping
from typing import Any

from engine.files import FileReader, FileRules
from engine.inputs import NO_UPLOADS
from engine.nodes.base import Node
from engine.nodes.trigger_plugin import TriggerPlugin
from engine.nodes.trigger_webhook import RAW, TriggerWebhook
from engine.triggers.event import event_outputs
from engine.triggers.webhook import checked_type, needed, raw_request

TRIGGERS = frozenset({"trigger-webhook", "trigger-schedule", "trigger-plugin"})

_FIELDS = {
    "string": "text-input",
    "number": "number",
    "boolean": "checkbox",
    "file": "file",
    "array[file]": "file-list",
}


def sample_form(node: Node) -> list[dict[str, Any]]:
    """Return the items of an input form that asks for what the trigger would give; other types are asked as JSON."""
    required = _required(node)
    return [
        {"variable": name, "label": name, "type": _FIELDS.get(declared, "json_object"), "required": name in required}
        for name, declared in node.declared_outputs().items()
        if name != RAW
    ]


def sample_outputs(node: Node, values: Mapping[str, Any], *, files: FileReader = NO_UPLOADS) -> dict[str, Any]:
    """Return the outputs of a trigger for values that a person gives, by the names of the variables.

    Raises:
        InvalidInputs: a required value is missing, or one is of another type.
    """
    if isinstance(node, TriggerPlugin):
        return event_outputs(node.config, values)
    required = _required(node)
    outputs: dict[str, Any] = {}
    for name, declared in node.declared_outputs().items():
        value = needed("value", name, values.get(name), required=name in required)
        outputs[name] = None if value is None else _of_type(name, declared, value, files)
    if isinstance(node, TriggerWebhook) and outputs[RAW] is None:
        outputs[RAW] = _raw(node.config, outputs)
    return outputs


def _required(node: Node) -> set[str]:
    if isinstance(node, TriggerPlugin):
        return set(map(str, node.config.output_schema.get("required") or ()))
    if not isinstance(node, TriggerWebhook):
        return set()
    config = node.config
    headers = {header.variable for header in config.headers if header.required}
    return headers | {parameter.name for parameter in (*config.params, *config.body) if parameter.required}


def _of_type(name: str, declared: str, value: Any, files: FileReader) -> Any:
    if declared == "file":
        return files.read(name, value, FileRules())
    if declared == "array[file]":
        return files.read_all(name, value, FileRules())
    return checked_type(name, declared, value)


def _raw(config: Any, outputs: Mapping[str, Any]) -> dict[str, Any]:
    """Return the request that would have brought the outputs."""
    headers = {header.name: outputs[header.variable] for header in config.headers}
    query = {parameter.name: outputs[parameter.name] for parameter in config.params}
    return raw_request(config.method, headers, query, {part.name: outputs[part.name] for part in config.body})
