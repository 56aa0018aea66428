"""What a script may return: the checks of the code node, by declared types or by the result's own shape."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, Field

from engine.errors import NodeError
from engine.frames.table import Table
from engine.values import converted

OutputType = Literal[
    "string",
    "number",
    "boolean",
    "object",
    "array[string]",
    "array[number]",
    "array[object]",
    "array[boolean]",
    "dataframe",  # ours; elsewhere a script's outputs are JSON
]


class Output(BaseModel):
    """A declared output; `children` describe the fields of an object."""

    model_config = ConfigDict(extra="allow")

    type: OutputType = Field(default="string", description="The type of the value.")
    children: dict[str, "Output"] | None = Field(default=None, title="Parts", description="The fields of an object.")


@dataclass(frozen=True, slots=True, kw_only=True)
class CodeLimits:
    """How large a result may be."""

    string: int = 400_000  # characters
    smallest: int = -(2**63)
    largest: int = 2**63 - 1
    precision: int = 20  # digits after the point
    depth: int = 5  # of objects in objects
    texts: int = 30  # items of array[string]
    objects: int = 30  # items of array[object]
    numbers: int = 1000  # items of array[number] and array[boolean]


class OutputValidationError(NodeError):
    """A script returned something else than its node declares."""


class DepthLimitError(NodeError):
    """A script returned objects that are nested too deep."""


class CodeNodeError(NodeError):
    """A code node cannot work as it is configured."""


def checked(result: Mapping[str, Any], declared: Mapping[str, Output], limits: CodeLimits) -> dict[str, Any]:
    """Return `result` with its values in their declared types; without declarations as it is.

    Raises:
        OutputValidationError: an output is missing, of another type, or too large.
        DepthLimitError: it is nested too deep.
        CodeNodeError: it holds more than is declared.
    """
    checks = _Checks(limits)
    return checks.declared(result, declared, "", 1) if declared else checks.free(result, "", 1)


class _Checks:
    """The checks within one set of limits; `name` is a value's dotted path, for messages."""

    def __init__(self, limits: CodeLimits) -> None:
        self._limits = limits
        self._items: Mapping[str, tuple[int, Callable[[Any, str], Any]]] = {
            "string": (limits.texts, self._text),
            "number": (limits.numbers, self._number),
            "boolean": (limits.numbers, self._boolean),
        }

    def declared(
        self, result: Mapping[str, Any], outputs: Mapping[str, Output], name: str, depth: int
    ) -> dict[str, Any]:
        self._check_depth(depth)
        found: dict[str, Any] = {}
        for key, output in outputs.items():
            path = _join(name, key)
            if key not in result:
                raise OutputValidationError(f"Output {path} is missing.")
            found[key] = None if result[key] is None else self._typed(result[key], output, path, depth)
        if extra := result.keys() - outputs.keys():
            names = ", ".join(sorted(_join(name, key) for key in extra))
            raise CodeNodeError(f"Not all output parameters are validated. Declare {names} or do not return it.")
        return found

    def free(self, result: Mapping[str, Any], name: str, depth: int) -> dict[str, Any]:
        self._check_depth(depth)
        return {key: self._shape(value, _join(name, key), depth) for key, value in result.items()}

    def _typed(self, value: Any, output: Output, name: str, depth: int) -> Any:
        value = converted(value, output.type)
        if output.type == "object":
            return self._object(value, output, name, depth)
        if output.type == "dataframe":
            return _table(value, name)
        if not output.type.startswith("array["):
            return self._items[output.type][1](value, name)
        kind = output.type[6:-1]
        if kind == "object":
            items = self._list(value, name, self._limits.objects)
            return [
                _nullable(item, lambda i, at: self._object(i, output, at, depth), at)
                for item, at in _named(items, name)
            ]
        longest, check = self._items[kind]
        return [_nullable(item, check, at) for item, at in _named(self._list(value, name, longest), name)]

    def _object(self, value: Any, output: Output, name: str, depth: int) -> dict[str, Any]:
        if not isinstance(value, Mapping):
            raise OutputValidationError(f"Output {name} is not an object, got {_kind(value)} instead.")
        if output.children:
            return self.declared(value, output.children, name, depth + 1)
        return self.free(value, name, depth + 1)

    def _list(self, value: Any, name: str, longest: int) -> list[Any]:
        if not isinstance(value, list):
            raise OutputValidationError(f"Output {name} is not an array, got {_kind(value)} instead.")
        if len(value) > longest:
            raise OutputValidationError(
                f"The length of output variable `{name}` must be less than {longest} elements, got {len(value)}."
            )
        return value

    def _text(self, value: Any, name: str) -> str:
        if not isinstance(value, str):
            raise OutputValidationError(f"Output variable `{name}` must be a string, got {_kind(value)} instead.")
        if len(value) > self._limits.string:
            raise OutputValidationError(
                f"The length of output variable `{name}` must be less than {self._limits.string} characters,"
                f" got {len(value)}."
            )
        return value.replace("\x00", "")

    def _number(self, value: Any, name: str) -> int | float:
        if isinstance(value, bool):
            return int(value)
        if not isinstance(value, int | float):
            raise OutputValidationError(f"Output variable `{name}` must be a number, got {_kind(value)} instead.")
        if not self._limits.smallest <= value <= self._limits.largest:
            raise OutputValidationError(
                f"Output variable `{name}` is out of range,"
                f" it must be between {self._limits.smallest} and {self._limits.largest}, got {value!r:.40}."
            )
        if isinstance(value, float) and (digits := _digits(value)) > self._limits.precision:
            raise OutputValidationError(
                f"Output variable `{name}` has too high precision, it must be less than {self._limits.precision} digits,"
                f" got {digits}."
            )
        return value

    def _boolean(self, value: Any, name: str) -> bool:
        if not isinstance(value, bool):
            raise OutputValidationError(f"Output variable `{name}` must be a boolean, got {_kind(value)} instead.")
        return value

    def _shape(self, value: Any, name: str, depth: int) -> Any:
        """Return a value that nothing is declared about, checked by its own type."""
        if value is None or isinstance(value, bool | Table):
            return value
        if isinstance(value, str):
            return self._text(value, name)
        if isinstance(value, int | float):
            return self._number(value, name)
        if isinstance(value, Mapping):
            return self.free(value, name, depth + 1)
        return self._shapes(value, name, depth)

    def _shapes(self, items: list[Any], name: str, depth: int) -> list[Any]:
        self._check_depth(depth)
        if len({_family(item) for item in items if item is not None}) > 1:
            raise OutputValidationError(f"Output {name} is not a valid array. Make all elements of the same type.")
        return [self._shape(item, at, depth + isinstance(item, list)) for item, at in _named(items, name)]

    def _check_depth(self, depth: int) -> None:
        if depth > self._limits.depth:
            raise DepthLimitError(f"Depth limit {self._limits.depth} reached, object too deep.")


def _join(name: str, key: str) -> str:
    return f"{name}.{key}" if name else key


def _named(items: Sequence[Any], name: str) -> list[tuple[Any, str]]:
    return [(item, f"{name}[{place}]") for place, item in enumerate(items)]


def _nullable(item: Any, check: Callable[[Any, str], Any], name: str) -> Any:
    return None if item is None else check(item, name)


def _family(item: Any) -> str:
    return "number" if isinstance(item, bool | int | float) else type(item).__name__


def _table(value: Any, name: str) -> Table:
    if not isinstance(value, Table):
        raise OutputValidationError(
            f"Output {name} is not a data frame or a list of objects, got {_kind(value)} instead."
        )
    return value


def _kind(value: Any) -> str:
    names = {dict: "object", list: "array", str: "string", bool: "boolean", int: "number", float: "number"}
    names[Table] = "dataframe"
    return names.get(type(value), type(value).__name__)


def _digits(value: float) -> int:
    """Return how many digits the shortest text of `value` has after the point."""
    exponent = Decimal(str(value)).normalize().as_tuple().exponent
    return max(0, -exponent) if isinstance(exponent, int) else 0
