"""The OpenAPI document as a page that needs no other file."""

import json
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader

from api.samples import sample_of

Json = dict[str, Any]


def page(document: Mapping[str, Any]) -> str:
    """Return the page."""
    shown: dict[str, list[Json]] = {tag["name"]: [] for tag in document["tags"]}
    for path, methods in document["paths"].items():
        for method, operation in methods.items():
            shown[operation["tags"][0]].append(_shown(method, path, operation))
    groups = [{**tag, "operations": shown[tag["name"]]} for tag in document["tags"] if shown[tag["name"]]]
    return _environment().get_template("docs.html").render(info=document["info"], groups=groups)


@cache
def _environment() -> Environment:
    return Environment(loader=FileSystemLoader(Path(__file__).parent), autoescape=True, trim_blocks=True)


def _shown(method: str, path: str, operation: Mapping[str, Any]) -> Json:
    schema = operation.get("requestBody", {}).get("content", {}).get("application/json", {}).get("schema")
    return {
        "method": method.upper(),
        "path": path,
        "id": operation["operationId"],
        "summary": operation.get("summary", ""),
        "description": operation.get("description", ""),
        "parameters": [_parameter(parameter) for parameter in operation.get("parameters", ())],
        "fields": [] if schema is None else _fields(schema),
        "curl": _curl(method, path, operation, schema),
        "answer": _answer(operation),
    }


def _answer(operation: Mapping[str, Any]) -> str:
    """Return an answer as it was recorded, "" where none was."""
    for status, answer in operation["responses"].items():
        content = answer.get("content", {}).get("application/json", {})
        if status.startswith("2") and "example" in content:
            return json.dumps(content["example"], indent=1, ensure_ascii=False)
    return ""


def _parameter(parameter: Mapping[str, Any]) -> Json:
    return {**_field(parameter["name"], parameter["schema"], parameter.get("required")), "place": parameter["in"]}


def _fields(schema: Mapping[str, Any]) -> list[Json]:
    required = schema.get("required", ())
    return [{**_field(name, field, name in required), "place": "body"} for name, field in schema["properties"].items()]


def _field(name: str, schema: Mapping[str, Any], required: Any) -> Json:
    default = schema.get("default")
    return {
        "name": name,
        "type": type_of(schema),
        "required": bool(required),
        "default": "" if default in (None, "") else json.dumps(default),
        "description": schema.get("description", ""),
    }


def type_of(schema: Mapping[str, Any]) -> str:
    """Return the type of a field as people write it."""
    if choices := schema.get("enum") or ([schema["const"]] if "const" in schema else ()):
        return " | ".join(json.dumps(choice) for choice in choices)
    if kinds := schema.get("anyOf"):
        return " | ".join(type_of(kind) for kind in kinds if kind.get("type") != "null")
    if schema.get("type") == "array":
        return f"list of {type_of(schema.get('items', {}))}"
    return str(schema.get("type", "any"))


def _curl(method: str, path: str, operation: Mapping[str, Any], schema: Mapping[str, Any] | None) -> str:
    verb = "" if method == "get" else f" -X {method.upper()}"
    lines = [f'curl{verb} "$BASE{path}"']
    if operation.get("security"):
        key = "APP_KEY" if path.startswith("/v1") else "TOKEN"
        lines.append(f'  -H "Authorization: Bearer ${key}"')
    if schema is not None:
        body = json.dumps(sample_of(schema), ensure_ascii=False)
        lines += ['  -H "Content-Type: application/json"', f"  -d '{body}'"]
    return " \\\n".join(lines)
