"""Values as nodes are given them for tools and agents: constants, templates or variables."""

from collections.abc import Callable, Iterator, Mapping
from typing import Any, Literal

from pydantic import Field, field_validator

from engine.asking.model_settings import Settings
from engine.templating.templates import references, render, render_log
from engine.values import MISSING, masked
from engine.variables import VariablePool


class Given(Settings):
    """A value: `mixed` and `constant` texts are templates, `variable` selects."""

    type: Literal["mixed", "constant", "variable"] = Field(
        default="mixed", title="Given as", description="Where the value comes from."
    )
    value: Any = Field(default=None, description="A text that may name variables, a value, or a selector.")

    @field_validator("type", mode="before")
    @classmethod
    def _other_types_are_constants(cls, value: Any) -> Any:
        return value if value in ("mixed", "variable") else "constant"

    @classmethod
    def of(cls, value: Any) -> "Given":
        """Return what a document has at a parameter: with its type, or in old files the bare value."""
        if isinstance(value, Mapping) and {"type", "value"} <= value.keys():
            return cls.model_validate(value)
        return cls(type="constant", value=value)

    @property
    def is_variable(self) -> bool:
        """Return whether the value is a selector."""
        return self.type == "variable" and isinstance(self.value, list)

    def resolved(self, pool: VariablePool) -> Any:
        """Return the value, `MISSING` when it is a variable that nothing has written."""
        if self.is_variable:
            return pool.get([str(part) for part in self.value])
        return _rendered(self.value, lambda text: render(text, pool))

    def traced(self, pool: VariablePool) -> Any:
        """Return the value as a trace shows it: secrets masked, a missing variable as None."""
        if self.is_variable:
            value = self.resolved(pool)
            return None if value is MISSING else masked(value)
        return _rendered(self.value, lambda text: render_log(text, pool))

    def references(self) -> Iterator[tuple[str, ...]]:
        """Yield the selectors in the value."""
        if self.is_variable:
            if len(self.value) >= 2:
                yield tuple(str(part) for part in self.value)
        else:
            yield from _references(self.value)


def _rendered(value: Any, render_text: Callable[[str], str]) -> Any:
    """Return `value` with every text in it rendered."""
    if isinstance(value, str):
        return render_text(value)
    if isinstance(value, list):
        return [_rendered(item, render_text) for item in value]
    if isinstance(value, dict):
        return {key: _rendered(item, render_text) for key, item in value.items()}
    return value


def _references(value: Any) -> Iterator[tuple[str, ...]]:
    if isinstance(value, str):
        yield from references(value)
    elif isinstance(value, list | dict):
        for item in value.values() if isinstance(value, dict) else value:
            yield from _references(item)
