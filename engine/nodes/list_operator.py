"""The list operator: filter, pick, order and cut a list."""

import asyncio
from collections.abc import Callable, Mapping, Sequence
from functools import partial
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, Field

from engine.comparisons import ComparisonOperator
from engine.errors import NodeError
from engine.fields import Selector, Template
from engine.frames.table import Table
from engine.nodes.base import Context, Node, NodeConfig, Result
from engine.values import File, type_of

Test = Callable[[Any], bool]
_NUMBERS = ("Int", "UInt", "Float", "Decimal")  # beginnings of the types of columns


class InvalidKeyError(NodeError):
    """There is no such attribute of files, no such column, or no such element."""


class InvalidConditionError(NodeError):
    """The operator does not go with the elements."""


class InvalidFilterValueError(NodeError):
    """The expected value does not go with the elements."""


class FilterCondition(BaseModel):
    """A test that every kept element passes; `key` names the attribute of files."""

    model_config = ConfigDict(extra="allow")

    key: str = Field(default="", title="Attribute", description="The attribute that is tested, for lists of files.")
    comparison_operator: ComparisonOperator = Field(
        default="contains", title="Comparison", description="How the two values are compared."
    )
    value: Template | bool | list[str] | None = Field(
        default=Template(""),
        description="The expected value; texts may name variables.",
        json_schema_extra={"widget": "value"},
    )


class FilterBy(BaseModel):
    """Which elements stay."""

    enabled: bool = Field(default=False, description="Whether elements are left out.")
    conditions: list[FilterCondition] = Field(default=[], description="What every kept element passes.")


class ExtractBy(BaseModel):
    """Which single element to take, counted from 1."""

    enabled: bool = Field(default=False, description="Whether only one element is taken.")
    serial: Template = Field(
        default=Template("1"), title="Place", description="The place, from 1; may name a variable."
    )


class OrderBy(BaseModel):
    """How to order; `key` names the attribute of files."""

    enabled: bool = Field(default=False, description="Whether elements are ordered.")
    key: str | None = Field(default="", title="Attribute", description="The attribute that counts, for lists of files.")
    value: Literal["asc", "desc"] = Field(default="asc", title="Direction", description="Smallest or largest first.")


class Limit(BaseModel):
    """How many of the first elements to keep."""

    enabled: bool = Field(default=False, description="Whether only the first elements are kept.")
    size: int = Field(default=-1, title="Elements", description="How many; a negative number drops so many at the end.")


TestOf = Callable[[FilterCondition, Any], Test]


class ListOperator(Node, kind="list-operator"):
    """Filter, pick, order and cut a list of texts, numbers, booleans or files, or a data frame, in this sequence.

    Outputs:
        result: the list, or the data frame, that is left.
        first_record, last_record: its ends, None for an empty list.

    Raises:
        NodeError: the variable is missing or of another type, or a setting does not go with it.
    """

    class Config(NodeConfig):
        variable: Selector = Field(title="List", description="The list to work on.")
        filter_by: FilterBy = Field(default=FilterBy(), title="Filter", description="Which elements are kept.")
        extract_by: ExtractBy = Field(default=ExtractBy(), title="Pick one", description="Take one element only.")
        order_by: OrderBy = Field(default=OrderBy(), title="Order", description="How to order the elements.")
        limit: Limit = Field(default=Limit(), title="First elements only", description="How many elements to keep.")
        var_type: str = Field(
            default="array[string]", title="Type of the list", description="The type of the list, for editors."
        )
        item_var_type: str = Field(
            default="string", title="Type of its elements", description="The type of its elements, for editors."
        )

    def declared_outputs(self) -> Mapping[str, str]:
        """Return the list with its declared type and its ends."""
        element = self.config.item_var_type
        return {"result": self.config.var_type, "first_record": element, "last_record": element}

    async def run(self, ctx: Context) -> Result:
        """Work through the enabled steps."""
        value = ctx.require(self.config.variable)
        if not value and not isinstance(value, Table):
            return Result(_outputs([]), inputs={"variable": []})
        if isinstance(value, Table):
            return await asyncio.to_thread(self._of_rows, ctx, value)
        kind = type_of(value)
        if kind not in _TESTS:
            raise NodeError(
                f"{'.'.join(self.config.variable)} is {kind}; a list operator takes lists of texts, "
                "numbers, booleans or files, and data frames",
                error_type="InvalidVariableTypeError",
            )
        items = self._left(ctx, list(value), _TESTS[kind], self._sort_key(kind))
        return Result(_outputs(items), inputs={"variable": value})

    def _of_rows(self, ctx: Context, table: Table) -> Result:
        """Work through the enabled steps with the rows of a data frame; what is left is one again."""
        key = _column(self.config.order_by.key or "", table) if self.config.order_by.enabled else None
        rows = self._left(ctx, list(enumerate(table.rows())), partial(_row_test, table), key)
        outputs = _outputs([row for _, row in rows])
        return Result({**outputs, "result": table.rows_at([place for place, _ in rows])}, inputs={"variable": table})

    def _left(
        self, ctx: Context, items: list[Any], test_of: TestOf, sort_key: Callable[[Any], Any] | None
    ) -> list[Any]:
        items = self._kept(ctx, items, test_of)
        if self.config.extract_by.enabled:
            items = [self._picked(ctx, items)]
        if self.config.order_by.enabled:
            items = sorted(items, key=sort_key, reverse=self.config.order_by.value == "desc")
        return items[: self.config.limit.size] if self.config.limit.enabled else items

    def _kept(self, ctx: Context, items: list[Any], test_of: TestOf) -> list[Any]:
        if not self.config.filter_by.enabled:
            return items
        for condition in self.config.filter_by.conditions:
            expected = ctx.render(condition.value) if isinstance(condition.value, str) else condition.value
            test = test_of(condition, expected)
            items = [item for item in items if test(item)]
        return items

    def _picked(self, ctx: Context, items: Sequence[Any]) -> Any:
        serial = ctx.render(self.config.extract_by.serial).strip()
        if not serial.isdecimal() or not 1 <= int(serial) <= len(items):
            raise InvalidKeyError(f"Invalid serial index: {serial!r} is none of the {len(items)} elements, from 1")
        return items[int(serial) - 1]

    def _sort_key(self, kind: str) -> Callable[[Any], Any] | None:
        by_attribute = self.config.order_by.enabled and kind == "array[file]"
        return _attribute(self.config.order_by.key or "") if by_attribute else None


def _outputs(items: list[Any]) -> dict[str, Any]:
    first, last = (items[0], items[-1]) if items else (None, None)
    return {"result": items, "first_record": first, "last_record": last}


def _text_test(condition: FilterCondition, expected: Any) -> Test:
    if not isinstance(expected, str):
        raise InvalidFilterValueError(f"texts are compared with a text, not with {expected!r}")
    compare = _operator(condition, _TEXT_OPERATORS, "texts")
    return lambda item: compare(item, expected)


def _number_test(condition: FilterCondition, expected: Any) -> Test:
    compare = _operator(condition, _NUMBER_OPERATORS, "numbers")
    try:
        number = float(expected) if isinstance(expected, str) else None
    except ValueError:
        number = None
    if number is None:
        raise InvalidFilterValueError(f"numbers are compared with a number, not with {expected!r}")
    return lambda item: compare(item, number)


def _boolean_test(condition: FilterCondition, expected: Any) -> Test:
    if not isinstance(expected, bool):
        raise InvalidFilterValueError(f"booleans are compared with true or false, not with {expected!r}")
    compare = _operator(condition, _BOOLEAN_OPERATORS, "booleans")
    return lambda item: compare(item, expected)


def _file_test(condition: FilterCondition, expected: Any) -> Test:
    attribute = _attribute(condition.key)
    test = _attribute_test(condition, expected)
    return lambda file: test(attribute(file))


def _row_test(table: Table, condition: FilterCondition, expected: Any) -> Test:
    """Return the test of one column; nulls pass `empty` alone."""
    value_of = _column(condition.key, table)
    kind = table.columns[condition.key]
    make = _number_test if kind.startswith(_NUMBERS) else _boolean_test if kind == "Boolean" else _text_test
    test = make(condition, expected)
    if condition.comparison_operator == "empty":
        return lambda row: value_of(row)[1] is None or test(value_of(row)[1])
    return lambda row: value_of(row)[1] is not None and test(value_of(row)[1])


def _column(name: str, table: Table) -> Callable[[Any], tuple[bool, Any]]:
    """Return what reads a column of a numbered row, as a key that can be ordered: nulls are smaller than all else."""
    if name not in table.columns:
        raise InvalidKeyError(f"Invalid key: the data frame has no column {name!r}, but {', '.join(table.columns)}")
    return lambda row: (row[1][name] is not None, row[1][name])


def _attribute_test(condition: FilterCondition, expected: Any) -> Test:
    if condition.key == "size":
        return _number_test(condition, expected)
    if condition.key not in _CHOICES:
        return _text_test(condition, expected)
    if not isinstance(expected, list):
        raise InvalidFilterValueError(f"the {condition.key} of files is compared with a list, not with {expected!r}")
    compare = _operator(condition, _CHOICE_OPERATORS, f"the {condition.key} of files")
    return lambda value: compare(value, expected)


def _operator(
    condition: FilterCondition, known: Mapping[str, Callable[[Any, Any], bool]], what: str
) -> Callable[[Any, Any], bool]:
    name = condition.comparison_operator
    if name not in known:
        raise InvalidConditionError(f"the operator {name!r} does not go with {what}; it is one of {', '.join(known)}")
    return known[name]


def _attribute(key: str) -> Callable[[File], Any]:
    if key not in _ATTRIBUTES:
        raise InvalidKeyError(f"Invalid key: files have no {key!r}, but {', '.join(_ATTRIBUTES)}")
    return _ATTRIBUTES[key]


_TESTS: Mapping[str, TestOf] = {
    "array[string]": _text_test,
    "array[number]": _number_test,
    "array[boolean]": _boolean_test,
    "array[file]": _file_test,
}
_CHOICES = ("type", "transfer_method")
_ATTRIBUTES: Mapping[str, Callable[[File], Any]] = {
    "name": lambda file: file.filename,
    "type": lambda file: file.type,
    "size": lambda file: file.size,
    "extension": lambda file: file.extension,
    "mime_type": lambda file: file.mime_type,
    "transfer_method": lambda file: file.transfer_method,
    "url": lambda file: file.remote_url,  # uploads have none
    "related_id": lambda file: file.related_id or "",
}
_CHOICE_OPERATORS: Mapping[str, Callable[[Any, Any], bool]] = {
    "in": lambda actual, expected: actual in expected,
    "not in": lambda actual, expected: actual not in expected,
}
_BOOLEAN_OPERATORS: Mapping[str, Callable[[Any, Any], bool]] = {
    "is": lambda actual, expected: actual == expected,
    "is not": lambda actual, expected: actual != expected,
}
_TEXT_OPERATORS: Mapping[str, Callable[[Any, Any], bool]] = {
    "contains": lambda actual, expected: expected in actual,
    "not contains": lambda actual, expected: expected not in actual,
    "start with": lambda actual, expected: actual.startswith(expected),
    "end with": lambda actual, expected: actual.endswith(expected),
    **_BOOLEAN_OPERATORS,
    **_CHOICE_OPERATORS,  # of two texts: whether the expected one contains the element
    "empty": lambda actual, _: not actual,
    "not empty": lambda actual, _: bool(actual),
}
_NUMBER_OPERATORS: Mapping[str, Callable[[Any, Any], bool]] = {
    "=": lambda actual, expected: actual == expected,
    "≠": lambda actual, expected: actual != expected,
    "<": lambda actual, expected: actual < expected,
    ">": lambda actual, expected: actual > expected,
    "≤": lambda actual, expected: actual <= expected,
    "≥": lambda actual, expected: actual >= expected,
}
