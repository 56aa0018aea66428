"""Conditions on variables: the language of if-else cases and of loops' ends."""

from collections.abc import Sequence
from typing import Annotated, Any, Literal

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field

from engine.comparisons import WITHOUT_EXPECTED, ComparisonOperator, compare
from engine.errors import NodeError, VariableNotFound
from engine.fields import Selector, Template
from engine.templating.templates import render, render_log
from engine.values import MISSING, File, as_plain, masked, type_of
from engine.variables import VariablePool

LogicalOperator = Literal["and", "or"]
_ON_FILES = frozenset({"contains", "not contains", "all of"})

FileAttribute = Literal["type", "size", "name", "mime_type", "transfer_method", "url", "extension", "related_id"]


def _without_numbers(value: Any) -> Any:
    """Return `value` with numbers, which only YAML makes of it, as the texts they were."""
    if isinstance(value, list):
        return [_without_numbers(item) for item in value]
    return str(value) if isinstance(value, int | float) and not isinstance(value, bool) else value


class SubCondition(BaseModel):
    """A test of one attribute of every file in a list; `value` is taken literally."""

    model_config = ConfigDict(extra="allow")

    key: FileAttribute = Field(title="Attribute", description="The attribute of the file.")
    comparison_operator: ComparisonOperator = Field(title="Comparison", description="How the two values are compared.")
    value: Annotated[str | bool | list[str | bool] | None, BeforeValidator(_without_numbers)] = Field(
        default=None, description="The expected value.", json_schema_extra={"widget": "value"}
    )


class SubConditions(BaseModel):
    """Tests of the files in a list, joined by one logical operator."""

    logical_operator: LogicalOperator = Field(default="and", description="How the conditions are joined.")
    conditions: list[SubCondition] = Field(default=[], description="Each tests one attribute of the files.")


class Condition(BaseModel):
    """A test of one variable. `varType` and `numberVarType` are hints for editors; values decide."""

    model_config = ConfigDict(extra="allow")

    id: str | None = Field(default=None, title="Id", description="Tells conditions apart in editors.")
    variable_selector: Selector = Field(
        title="Variable", description="The variable that is tested.", json_schema_extra={"widget": "selector"}
    )
    comparison_operator: ComparisonOperator = Field(title="Comparison", description="How the two values are compared.")
    value: Annotated[Template | bool | list[str | bool] | None, BeforeValidator(_without_numbers)] = Field(
        default=None,
        description="The expected value; a text may name variables.",
        json_schema_extra={"widget": "template"},
    )
    sub_variable_condition: SubConditions | None = Field(
        default=None,
        title="Tests of files",
        description="Tests of the files when the variable is a list of files.",
    )


def evaluate(
    conditions: Sequence[Condition], logical_operator: LogicalOperator, pool: VariablePool
) -> tuple[bool, list[dict[str, Any]]]:
    """Return whether `conditions` hold, and a record of each one that was looked at.

    `and` stops at the first that fails, `or` at the first that holds; what comes behind is not even
    looked up. Without conditions `and` holds and `or` does not.

    Raises:
        VariableNotFound: a condition that was reached tests a variable that nothing has written.
        NodeError: the operator does not go with the value.
    """
    decisive = logical_operator == "or"
    records: list[dict[str, Any]] = []
    for condition in conditions:
        record = _checked(condition, pool)
        records.append(record)
        if record["result"] is decisive:
            return decisive, records
    return not decisive, records


def _checked(condition: Condition, pool: VariablePool) -> dict[str, Any]:
    actual = pool.get(condition.variable_selector)
    if actual is MISSING:
        raise VariableNotFound(condition.variable_selector)
    if _is_about_files(condition, actual):
        result = _files_pass(actual, condition)
    else:
        result = compare(condition.comparison_operator, actual, _expected(condition, actual, pool))
    expected = condition.value
    return {
        "actual_value": as_plain(masked(actual)),
        "comparison_operator": condition.comparison_operator,
        "expected_value": render_log(expected, pool) if isinstance(expected, str) else expected,
        "result": result,
    }


def _expected(condition: Condition, actual: Any, pool: VariablePool) -> Any:
    expected: Any = condition.value
    if isinstance(expected, str):
        expected = render(expected, pool)
    if expected is None or condition.comparison_operator in WITHOUT_EXPECTED:
        return expected
    if isinstance(actual, bool) or type_of(actual) == "array[boolean]":
        return [_as_bool(item) for item in expected] if isinstance(expected, list) else _as_bool(expected)
    return expected


def _as_bool(expected: Any) -> bool:
    if isinstance(expected, bool):
        return expected
    try:
        return {"true": True, "1": True, "false": False, "0": False}[expected.strip()]
    except KeyError:
        raise NodeError(f"Invalid expected value {expected!r}: a boolean is true, false, 1 or 0") from None


def _is_about_files(condition: Condition, actual: Any) -> bool:
    if condition.comparison_operator not in _ON_FILES or not isinstance(actual, list):
        return False
    return type_of(actual) == "array[file]" or (not actual and condition.sub_variable_condition is not None)


def _files_pass(files: Sequence[File], condition: Condition) -> bool:
    """Return whether the sub-conditions hold; which outer operator asks makes no difference."""
    group = condition.sub_variable_condition
    if group is None:
        raise NodeError("A condition on a list of files needs sub-conditions")
    join = all if group.logical_operator == "and" else any
    return join(_holds(test, files) for test in group.conditions)


def _holds(test: SubCondition, files: Sequence[File]) -> bool:
    """Return whether any file passes; operators that deny something ask it of every file."""
    join = all if "not" in test.comparison_operator else any
    expected: Any = test.value
    if test.key == "extension" and test.comparison_operator not in WITHOUT_EXPECTED:
        if not isinstance(expected, str):
            raise NodeError(f"Invalid expected value {expected!r}: an extension is one text")
        expected = _dotted(expected)
    return join(compare(test.comparison_operator, _attribute(file, test.key), expected) for file in files)


def _attribute(file: File, key: str) -> Any:
    return _dotted(file.extension) if key == "extension" else file.attribute(key)


def _dotted(extension: str) -> str:
    return f".{extension}" if extension and not extension.startswith(".") else extension
