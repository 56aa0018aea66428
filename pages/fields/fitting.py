"""What goes with the type of a variable: the fields that may read it, and the ways to compare it."""

import re
from collections.abc import Mapping, Sequence
from typing import Final

from engine.graph.reference_problems import EXPECTED, UNKNOWN_TYPES
from services.apps.inspection import Variable

WRITABLE: Final = "conversation"  # what assigners may write, besides the variables of the loop around them
FILES: Final = ("file", "array[file]")
WANTED: Final[Mapping[tuple[str, str], tuple[str, ...]]] = {  # kind and field -> how the types that it takes begin
    **EXPECTED,
    ("llm", "vision.configs.variable_selector"): FILES,
    ("question-classifier", "vision.configs.variable_selector"): FILES,
    ("parameter-extractor", "vision.configs.variable_selector"): FILES,
    ("parameter-extractor", "query"): ("string",),
    ("knowledge-retrieval", "query_attachment_selector"): FILES,
}

_EMPTY: Final = ("empty", "not empty")
COMPARISONS: Final[Mapping[str, tuple[str, ...]]] = {
    "string": ("is", "is not", "contains", "not contains", "start with", "end with", "in", "not in", *_EMPTY),
    "number": ("=", "≠", ">", "<", "≥", "≤", *_EMPTY),
    "boolean": ("is", "is not", *_EMPTY),
    "file": ("exists", "not exists"),
    "object": _EMPTY,
    "array[file]": ("contains", "not contains", "all of", *_EMPTY),
    "array[object]": _EMPTY,
    "array": ("contains", "not contains", *_EMPTY),
}
_SAME: Final = {"integer": "number", "float": "number", "secret": "string"}
_PLACE = re.compile(r"\.\d+(?=\.|$)")


def fitting(variables: Sequence[Variable], kind: str, path: str) -> Sequence[Variable]:
    """Return the variables that a field of a node of a kind may read; those of unknown types among them."""
    field = _PLACE.sub("", path)
    if (kind, field) == ("assigner", "items.variable_selector"):
        return [variable for variable in variables if variable.selector[0] not in ("sys", "env")]
    wanted = WANTED.get((kind, field))
    if wanted is None:
        return variables
    return [one for one in variables if one.value_type in UNKNOWN_TYPES or one.value_type.startswith(wanted)]


def comparisons(value_type: str, known: Sequence[str]) -> Sequence[str]:
    """Return which of the `known` comparisons go with a type; all of them where nobody knows it."""
    value_type = _SAME.get(value_type, value_type)
    fit = COMPARISONS.get(value_type) or (COMPARISONS["array"] if value_type.startswith("array[") else ())
    if value_type in UNKNOWN_TYPES or not fit:
        return known
    return [one for one in fit if one in known] or known
