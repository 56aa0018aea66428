"""Answers of a given shape: how a model is asked for one, and how its text becomes one."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

import json_repair
from jsonschema import Draft7Validator
from jsonschema.exceptions import SchemaError, ValidationError, best_match
from referencing.exceptions import Unresolvable
from referencing.jsonschema import EMPTY_REGISTRY

from engine.asking.reasoning import without_reasoning
from engine.errors import NodeError
from engine.models.base import Message

_INSTRUCTION = """Answer with one JSON object and nothing else: no explanation, no code fence.
The object must be valid under this JSON schema:

{schema}"""


def check_schema(schema: Any) -> Mapping[str, Any]:
    """Return `schema` itself. Raises NodeError when it is no JSON schema."""
    if not isinstance(schema, Mapping):
        raise NodeError("the schema of the structured output is not an object")
    try:
        Draft7Validator.check_schema(schema)
    except SchemaError as error:
        raise NodeError(f"the schema of the structured output is not valid: {error.message}") from error
    return schema


def with_instruction(messages: Sequence[Message], schema: Mapping[str, Any]) -> list[Message]:
    """Return `messages` with the demand for JSON at the end of the first system message, or before all."""
    instruction = _INSTRUCTION.format(schema=json.dumps(schema, ensure_ascii=False, indent=2))
    for place, message in enumerate(messages):
        if message.role == "system" and isinstance(message.content, str):
            told = replace(message, content=f"{message.content}\n\n{instruction}")
            return [*messages[:place], told, *messages[place + 1 :]]
    return [Message("system", instruction), *messages]


def parsed(text: str, schema: Mapping[str, Any]) -> dict[str, Any]:
    """Return the object in a model's answer; small faults of its JSON are mended.

    Raises:
        NodeError: there is no object in it, or not one of the shape that `schema` asks for.
    """
    value = object_in(without_reasoning(text))
    validator = Draft7Validator(schema, registry=EMPTY_REGISTRY)  # so that no `$ref` is ever fetched
    try:
        problem = best_match(validator.iter_errors(value))
    except Unresolvable as error:
        raise NodeError(f"the schema of the structured output refers to what is not in it: {error.ref}") from error
    if problem is not None:
        raise NodeError(f"the model's answer does not fit the schema: {_told(problem)}", error_type="OutputParserError")
    return value


def object_in(text: str) -> dict[str, Any]:
    """Return the JSON object in a text, small faults mended. Raises NodeError when there is none."""
    try:
        value = json.loads(text)
    except ValueError:
        value = json_repair.loads(text)
    if isinstance(value, list):  # some models think aloud in brackets before they answer
        value = next((item for item in value if isinstance(item, dict)), None)
    if not isinstance(value, dict):
        raise NodeError(f"the model's answer holds no JSON object: {text[:200]!r}", error_type="OutputParserError")
    return value


def _told(problem: ValidationError) -> str:
    place = ".".join(str(part) for part in problem.absolute_path)
    return f"{place}: {problem.message}" if place else problem.message
