"""Examples in the OpenAPI document: requests made from their schemas, answers as `docs/api_examples.py` recorded them."""

import json
import re
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any, Final

Json = dict[str, Any]

RECORDED: Final = Path(__file__).parent / "examples.json"  # "get /v1/files/{}/preview" -> the JSON of an answer
ID: Final = "7d0c3f5e-9c6b-4a1e-8f0d-2b5a6c7d8e9f"

_NAMES = re.compile(r"\{\w+\}")
_SAMPLES = {"string": "…", "integer": 1, "number": 1, "boolean": True, "array": [], "object": {}}
_NAMED: Final[Mapping[str, Any]] = {  # what a parameter's schema alone does not tell
    "action": "enable",
    "batch": "20251009120000123456",
    "created_at__after": "2025-10-09T00:00:00Z",
    "created_at__before": "2025-10-10T00:00:00Z",
    "keyword": "ferry",
    "model_type": "llm",
    "node_id": "local_file",
    "sort_by": "-updated_at",
    "status": "succeeded",
    "user": "ann",
}


def add_examples(method: str, path: str, operation: Json) -> None:
    """Put an example beside every parameter and body of an operation, and a recorded one beside its answer."""
    for parameter in operation.get("parameters", ()):
        parameter.setdefault("example", _of_parameter(parameter))
    for kind, content in operation.get("requestBody", {}).get("content", {}).items():
        if kind == "application/json":
            content.setdefault("example", sample_of(content["schema"]))
    recorded = _recorded().get(f"{method} {_NAMES.sub('{}', path)}")
    for status, answer in operation["responses"].items():
        content = answer.get("content", {}).get("application/json")
        if status.startswith("2") and content is not None and recorded is not None:
            content.setdefault("example", recorded)


def sample_of(schema: Mapping[str, Any]) -> Any:
    """Return a value that fits a schema: its example, or the least that it asks for."""
    if examples := schema.get("examples"):
        return examples[0]
    if choices := schema.get("enum", [schema["const"]] if "const" in schema else ()):
        return choices[0]
    if kinds := schema.get("anyOf"):
        return sample_of(kinds[0])
    if properties := schema.get("properties"):
        required = schema.get("required", ())
        return {name: sample_of(part) for name, part in properties.items() if name in required or "examples" in part}
    if schema.get("type") == "array" and "properties" in schema.get("items", {}):
        return [sample_of(schema["items"])]
    return _SAMPLES.get(str(schema.get("type")), "…")


def _of_parameter(parameter: Mapping[str, Any]) -> Any:
    name, schema = parameter["name"], parameter["schema"]
    if name in _NAMED:
        return _NAMED[name]
    if schema.get("default") not in (None, ""):
        return schema["default"]
    return ID if name.endswith("id") else sample_of(schema)


@cache
def _recorded() -> Json:
    return dict(json.loads(RECORDED.read_text(encoding="utf-8"))) if RECORDED.exists() else {}
