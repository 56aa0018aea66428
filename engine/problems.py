"""What can be wrong with a document, each fault with a code, its words in English and the values in them.

Whoever speaks another language looks the words of a code up in its own table and fills in the same values.
"""

from collections.abc import Mapping
from typing import Any

from pydantic_core import ErrorDetails, PydanticCustomError

from engine.errors import Problem

OF_GRAPH: Mapping[str, str] = {
    "no_start": "the workflow has no node to start from; add a start node",
    "several_starts": "there are several start nodes: {nodes}",
    "no_answer": "nothing is ever answered; add an answer node",
    "no_outputs": "the workflow gives no outputs; add an end node",
    "input_name": "texts cannot name the input {name!r}: letters, digits and _, at most 30, not a digit first",
    "doubled_id": "{count} nodes have the id {node!r}; ids must differ",
    "dangling_edge": "an edge leads from {source!r} to {target!r}, and there is no node {missing}",
    "circle": "the edges lead in a circle: {path}",
    "kind_cannot_run": 'the node kind "{kind}" cannot run yet',
    "kind_unknown": 'there is no node kind "{kind}"',
    "own_kind_missing": 'no file in the folder of nodes gives the kind "{kind}": it is missing there, or broken',
    "kind_missing": "the node has no kind",
    "no_inner_start": "it has no node inside to start from",
    "inner_start_gone": "its start node {start!r} does not exist",
    "root_gone": "the run cannot start at {root!r}: no such node",
    "crossing_edge": "the edge to {target!r} crosses the border of a container",
    "unknown_branch": "the edge to {target!r} leaves by {handle!r}, a branch that the node does not have",
    "unreachable": "no path leads here from the start; the node never runs",
    "trigger_in_chat": "a chatflow is started by messages; the trigger never fires",
    "second_schedule": "the workflow has another schedule; both fire here, in Dify only the first",
}
OF_REFERENCES: Mapping[str, str] = {
    "unknown_node": "{selector} names the node {node!r}, which does not exist",
    "unknown_variable": "there is no variable {variable}",
    "other_variable": "there is no variable {variable}; there is {known}",
    "not_before": "{selector} is not written yet: {owner} does not come before this node",
    "no_output": "{owner} has no output {name!r}",
    "other_output": "{owner} has no output {name!r}; there is {known}",
    "wrong_type": "{reader} needs {expected}, and {owner} gives {given} as {name!r}",
}
OF_SETTINGS: Mapping[str, str] = {  # by pydantic's names of broken rules, and by our own
    "missing": "a value is required",
    "string_type": "must be text, not {given}",
    "string_empty": "must not be empty",
    "string_too_short": "must have at least {min_length} characters, not {given}",
    "string_too_long": "must have at most {max_length} characters, not {given}",
    "bool_type": "must be true or false, not {given}",
    "int_type": "must be a whole number, not {given}",
    "float_type": "must be a number, not {given}",
    "greater_than_equal": "must be at least {ge}, not {given}",
    "greater_than": "must be more than {gt}, not {given}",
    "less_than_equal": "must be at most {le}, not {given}",
    "less_than": "must be less than {lt}, not {given}",
    "literal_error": "must be one of {expected}, not {given}",
    "list_type": "must be a list, not {given}",
    "dict_type": "must be a mapping, not {given}",
    "too_short": "must have at least {min_length} entries, not {given}",
    "value_error": "{error}",
    "other_rule": "{rule}, not {given}",
    "parameter_unnamed": "a parameter needs a name",
    "parameter_reserved": 'the name "{name}" is reserved for the node\'s own outputs',
    "given_twice": "{names} is given more than once",
    "cron_invalid": '"{expression}" is no cron expression: {reason}',
    "no_time_zone": 'there is no time zone "{zone}"',
    "no_clock_time": '"{text}" is no time of day; write 9:30 AM or 21:30',
    "no_weekday": "a weekly schedule needs a day of the week",
    "no_month_day": "a monthly schedule needs a day of the month",
    "file_in_body": '"{name}" is a file, which only multipart/form-data and application/octet-stream carry',
    "object_in_body": '"{name}" is an object, which only application/json carries',
    "default_unnamed": "a default needs the name of an output",
    "default_type": "the default of {name!r} must be {declared}, not {given}",
}
WORDS: Mapping[str, str] = {**OF_GRAPH, **OF_REFERENCES, **OF_SETTINGS}
SAME_AS: Mapping[str, str] = {
    "bool_parsing": "bool_type",
    "int_parsing": "int_type",
    "int_from_float": "int_type",
    "float_parsing": "float_type",
    "enum": "literal_error",
    "model_type": "dict_type",
    "model_attributes_type": "dict_type",
}
LONGEST_VALUE = 60  # characters of a value in a message


def problem(
    code: str, node_id: str | None = None, field: str | None = None, *, severity: str = "error", **values: Any
) -> Problem:
    """Return the problem that the code stands for, with the values of its words.

    Raises:
        KeyError: there is no such code, or a value is missing.
    """
    return Problem(WORDS[code].format(**values), node_id, field, severity, code, values)


def setting_problem(node_id: str, details: ErrorDetails) -> Problem:
    """Return what pydantic says of a node's settings in our words, at the dotted path of the field."""
    facts = dict(details.get("ctx") or {})
    code = SAME_AS.get(details["type"], details["type"])
    if code == "string_too_short" and facts["min_length"] == 1:
        code = "string_empty"
    if code not in OF_SETTINGS:
        code, facts = "other_rule", {"rule": details["msg"]}
    if code == "value_error":
        facts["error"] = str(facts["error"])
    place = ".".join(str(part) for part in details["loc"]) or None
    return problem(code, node_id, place, **{**facts, "given": shortened(details["input"])})


def refusal(code: str, **values: Any) -> PydanticCustomError:
    """Return what a validator of settings raises to refuse a value for the reason that the code stands for."""
    return PydanticCustomError(code, WORDS[code], values)


def shortened(value: Any) -> str:
    """Return a value as messages show it."""
    text = repr(value)
    return text if len(text) <= LONGEST_VALUE else f"{text[: LONGEST_VALUE - 3]}..."
