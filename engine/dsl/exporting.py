"""A document to the text of an app export, without what must not leave the house."""

import re
from typing import Any

import yaml

from engine.document import Document, JsonObject
from engine.dsl.dependencies import derived_dependencies
from engine.dsl.loading import CURRENT_VERSION
from engine.dsl.old_graphs import without_added_starts
from engine.dsl.ours import for_others

SCHEDULE_DEFAULTS = {
    "mode": "visual",
    "frequency": "daily",
    "visual_config": {"time": "12:00 AM", "on_minute": 0, "weekdays": ["sun"], "monthly_days": [1]},
    "timezone": "UTC",
}


def dump(document: Document, *, include_secrets: bool = False) -> str:
    """Return the document as YAML: sorted keys, Unicode as it is, long texts as blocks. Kinds of our own become notes.

    Secrets, credential ids, webhook addresses, schedules and ids of uploaded files are left out
    unless `include_secrets`; an agent app's credential ids are always. `load` gives the document back.
    """
    raw = {**document.raw, "version": CURRENT_VERSION, "kind": "app"}
    raw.setdefault("dependencies", derived_dependencies(document))
    if isinstance(raw.get("workflow"), dict):
        raw["workflow"] = _workflow(raw["workflow"], include_secrets=include_secrets)
    if isinstance(raw.get("model_config"), dict):
        raw["model_config"] = _without_agent_credentials(raw["model_config"])
    return yaml.dump(raw, Dumper=_Dumper, allow_unicode=True, sort_keys=True, width=1_000_000)


def _workflow(workflow: JsonObject, *, include_secrets: bool) -> JsonObject:
    graph = for_others(without_added_starts(workflow.get("graph") or {}))
    if include_secrets:
        return {**workflow, "graph": graph}
    nodes = [_public_node(node) for node in graph.get("nodes") or []]
    variables = [_public_variable(item) for item in workflow.get("environment_variables") or []]
    return {**workflow, "graph": {**graph, "nodes": nodes}, "environment_variables": variables}


def _public_variable(item: JsonObject) -> JsonObject:
    return {**item, "value": ""} if item.get("value_type") == "secret" else item


def _public_node(node: JsonObject) -> JsonObject:
    data = node.get("data") or {}
    change = _NODE_RULES.get(str(data.get("type")))
    return {**node, "data": change(data)} if change else node


def _tool(data: JsonObject) -> JsonObject:
    return {key: value for key, value in data.items() if key != "credential_id"}


def _agent(data: JsonObject) -> JsonObject:
    parameters = data.get("agent_parameters")
    tools = parameters.get("tools") if isinstance(parameters, dict) else None
    if not isinstance(parameters, dict) or not isinstance(tools, dict) or not isinstance(tools.get("value"), list):
        return data
    return {**data, "agent_parameters": {**parameters, "tools": {**tools, "value": _tools(tools["value"])}}}


def _without_agent_credentials(config: JsonObject) -> JsonObject:
    agent_mode = config.get("agent_mode")
    if not isinstance(agent_mode, dict) or not isinstance(agent_mode.get("tools"), list):
        return config
    return {**config, "agent_mode": {**agent_mode, "tools": _tools(agent_mode["tools"])}}


def _tools(tools: list[Any]) -> list[Any]:
    return [_tool(tool) if isinstance(tool, dict) else tool for tool in tools]


def _schedule(data: JsonObject) -> JsonObject:
    return {key: value for key, value in data.items() if key != "cron_expression"} | SCHEDULE_DEFAULTS


def _webhook(data: JsonObject) -> JsonObject:
    return {**data, "webhook_url": "", "webhook_debug_url": ""}


def _subscription(data: JsonObject) -> JsonObject:
    return {**data, "subscription_id": ""}


def _start(data: JsonObject) -> JsonObject:
    """Leave out default files that were uploaded: elsewhere their ids mean nothing."""
    variables = data.get("variables")
    if not isinstance(variables, list):
        return data
    return {**data, "variables": [_public_input(item) if isinstance(item, dict) else item for item in variables]}


def _public_input(item: JsonObject) -> JsonObject:
    default = item.get("default")
    if isinstance(default, list):
        return {**item, "default": [file for file in default if not _is_upload(file)]}
    return {**item, "default": None} if _is_upload(default) else item


def _is_upload(value: Any) -> bool:
    return isinstance(value, dict) and any(value.get(key) for key in ("upload_file_id", "related_id"))


_NODE_RULES = {
    "tool": _tool,
    "agent": _agent,
    "trigger-schedule": _schedule,
    "trigger-webhook": _webhook,
    "trigger-plugin": _subscription,
    "start": _start,
}


class _Dumper(yaml.SafeDumper):
    """Writes every value out, and texts of several lines as blocks."""

    def ignore_aliases(self, data: Any) -> bool:
        """Return True: a value that appears twice is written twice."""
        return True


def _text(dumper: yaml.SafeDumper, value: str) -> yaml.ScalarNode:
    if re.search("[\r\x85\u2028\u2029\ufeff]", value):
        style: str | None = '"'  # line breaks that a block would not give back
    else:
        style = "|" if "\n" in value else None
    return dumper.represent_scalar("tag:yaml.org,2002:str", value, style=style)


_Dumper.add_representer(str, _text)
