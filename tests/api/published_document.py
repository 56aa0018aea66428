"""The published description of the service API, and what an answer lacks of it."""

import json
import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

FILE = Path(__file__).resolve().parents[3] / "shared" / "reference" / "dify-openapi.json"
PUBLISHED: dict[str, Any] = json.loads(FILE.read_text(encoding="utf-8")) if FILE.exists() else {"paths": {}}
METHODS = ("get", "post", "put", "patch", "delete")

# Keys that may be left out, by the end of their path.
MAY_LACK = (
    "metadata.retriever_resources",
    "text_to_speech.voice",
    "text_to_speech.language",
    "text_to_speech.autoPlay",
    "image.detail",
    ".option_source",  # these belong to some types of inputs of a form
    ".allowed_file_types",
    ".allowed_file_extensions",
    ".allowed_file_upload_methods",
    ".number_limits",
)
# Values that are a text in the file alone: they keep the type of their field, as with the server that the file describes.
MAY_DIFFER = re.compile(r"\.doc_metadata\[\d+\]\.value")
PYTHON: Mapping[str, type | tuple[type, ...]] = {
    "string": str,
    "integer": int,
    "number": (int, float),
    "boolean": bool,
    "array": list,
    "object": dict,
}


def plain_path(path: str) -> str:
    """Return a path with its parameters unnamed, since names differ."""
    return re.sub(r"\{[^}]+\}", "{}", path)


def operations() -> Iterator[tuple[str, str]]:
    """Yield the method and the path of every published operation."""
    for path, methods in PUBLISHED["paths"].items():
        yield from ((method, path) for method in methods if method in METHODS)


def answer_schema(method: str, path: str) -> Mapping[str, Any] | None:
    """Return the schema of the JSON that an operation answers with when all is well, None when it answers otherwise."""
    for status, answer in PUBLISHED["paths"][path][method]["responses"].items():
        if status.startswith("2"):
            content = resolved(answer).get("content", {})
            return content["application/json"]["schema"] if "application/json" in content else None
    return None


def documented_answer(method: str, path: str, status: int) -> Mapping[str, Any]:
    """Return what is documented of an operation's answer with a status. Raises KeyError: nothing is."""
    return resolved(PUBLISHED["paths"][path][method]["responses"][str(status)])


def resolved(part: Mapping[str, Any]) -> Mapping[str, Any]:
    """Return a part of the document, or what it refers to."""
    while "$ref" in part:
        found: Any = PUBLISHED
        for name in part["$ref"].removeprefix("#/").split("/"):
            found = found[name]
        part = found
    return part


def faults(schema: Mapping[str, Any], value: Any, path: str = "") -> list[str]:
    """Return which documented keys an answer lacks, and which values are of another type; null passes everywhere."""
    schema = resolved(schema)
    if value is None:
        return []
    for choice in ("oneOf", "anyOf"):
        if choice in schema:
            return min((faults(branch, value, path) for branch in schema[choice]), key=len)
    if "allOf" in schema:
        return [fault for part in schema["allOf"] for fault in faults(part, value, path)]
    wrong = "" if MAY_DIFFER.search(path) else _wrong(schema, value)
    if wrong:
        return [f"{path} is {value!r:.60}, {wrong}"]
    if isinstance(value, list):
        return [
            fault
            for index, item in enumerate(value)
            for fault in faults(schema.get("items", {}), item, f"{path}[{index}]")
        ]
    return list(_faults_of_members(schema, value, path)) if isinstance(value, dict) else []


def _wrong(schema: Mapping[str, Any], value: Any) -> str:
    """Return what a value should have been, "" for one that fits."""
    kind = str(schema.get("type"))
    if kind in PYTHON and (not isinstance(value, PYTHON[kind]) or (kind != "boolean" and isinstance(value, bool))):
        return f"no {kind}"
    choices = schema.get("enum", [value])
    return "" if value in choices else f"none of {', '.join(map(str, choices))}"


def _faults_of_members(schema: Mapping[str, Any], value: Mapping[str, Any], path: str) -> Iterator[str]:
    for name, member in schema.get("properties", {}).items():
        place = f"{path}.{name}"
        if name in value:
            yield from faults(member, value[name], place)
        elif not place.endswith(MAY_LACK):
            yield f"{place} is missing"
