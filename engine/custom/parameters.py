"""What a node's function takes and gives, read from its type hints: settings of a node, values, outputs."""

import enum
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal, get_origin

from pydantic import Field, ValidationError

from engine.errors import NodeError, VariableNotFound
from engine.fields import Selector, Template
from engine.filestore import file_content
from engine.frames.table import Table
from engine.hints import as_hint, fields_of, is_kind, plain, plain_hint, record_of, value_type
from engine.nodes.base import Context
from engine.values import MISSING, File, as_text, converted, fits

REQUIRED: Any = ...


@dataclass(frozen=True, slots=True)
class Parameter:
    """Something that a node is given: by a constant, a text with references, or a variable."""

    name: str
    hint: Any  # the type of its value
    default: Any = REQUIRED
    description: str = ""

    @property
    def setting(self) -> tuple[Any, Any]:
        """Return type and field of the setting, as pydantic's `create_model` takes them."""
        about: dict[str, Any] = {"title": self.name.replace("_", " ").capitalize(), "description": self.description}
        if self.hint is str:
            return Selector | Template, Field(
                self._plain_default(""), json_schema_extra={"widget": "template"}, **about
            )
        if not _has_constants(self.hint):
            default = REQUIRED if self.default is REQUIRED else Selector()
            return Selector, Field(default, json_schema_extra={"widget": "selector"}, **about)
        kind = self.hint if self.default is not None else self.hint | None
        return Selector | kind, Field(self._plain_default(None), json_schema_extra={"widget": "argument"}, **about)

    async def value(self, setting: Any, ctx: Context) -> Any:
        """Return what the setting stands for in a run, as the engine has it.

        Raises:
            VariableNotFound: it is a variable that nothing has written, and there is no default.
            NodeError: it is a file that cannot be read.
        """
        value = setting
        if isinstance(setting, Template):
            value = ctx.render(setting)
        elif isinstance(setting, Selector):
            value = ctx.value(setting) if setting else MISSING
            if value is MISSING and self.default is REQUIRED:
                raise VariableNotFound(setting)
        if value is MISSING:
            return self.default
        if self.hint is str:
            return as_text(value)
        if self.hint is bytes and isinstance(value, File):
            return await file_content(value, ctx.resources)
        return value

    def checked(self, value: Any) -> Any:
        """Return a value as the type hint has it; slow for large frames.

        Raises:
            NodeError: it does not fit; the message names the parameter.
        """
        try:
            return as_hint(value, self.hint)
        except ValidationError as error:
            fault = error.errors()[0]
            place = "".join(f"[{part}]" for part in fault["loc"])
            raise NodeError(
                f"{self.name}{place}: {fault['msg']} (got {value!r:.80})", error_type="ArgumentError"
            ) from error
        except NodeError as error:
            raise NodeError(f"{self.name}: {error}", error_type="ArgumentError") from error

    def _plain_default(self, otherwise: Any) -> Any:
        if self.default is REQUIRED:
            return REQUIRED
        value = self.default.value if isinstance(self.default, enum.Enum) else self.default
        return otherwise if value is None else Template(value) if self.hint is str else value


def outputs_of(hint: Any) -> dict[str, str]:
    """Return the outputs of a return annotation, name -> value type: fields of a record, else one `result`."""
    hint = plain_hint(hint)
    if hint in (None, type(None)):
        return {}
    fields = fields_of(hint)
    if fields is None:
        return {"result": value_type(hint)}
    return {name: value_type(part) for name, part in fields.items()}


def given_outputs(returned: Any, declared: Mapping[str, str]) -> dict[str, Any]:
    """Return what a function returned as the outputs that its annotation declares; slow for large frames.

    Raises:
        NodeError: something else came back; the message names the output.
    """
    if not declared:
        return {}
    found = record_of(returned) if set(declared) != {"result"} else None
    values = {"result": returned} if found is None else found
    missing = [name for name in declared if name not in values]
    if missing:
        raise NodeError(f"the function did not return {missing[0]!r}", error_type="OutputValidationError")
    return {name: engine_value(values[name], kind, name=name) for name, kind in declared.items()}


def engine_value(value: Any, declared: str, *, name: str) -> Any:
    """Return a value of a function as the engine has it. Raises NodeError when it is not of the declared type."""
    value = converted(plain(value), declared)
    if isinstance(value, Table):
        value.hash  # noqa: B018 - computed here, in the thread of the function, for whoever asks on the loop
    if value is not None and not fits(value, declared):
        raise NodeError(f"the output {name!r} is no {declared}: {value!r:.80}", error_type="OutputValidationError")
    return value


def _has_constants(hint: Any) -> bool:
    return hint in (int, float, bool) or get_origin(hint) is Literal or is_kind(hint, enum.Enum)


Parameters = Sequence[Parameter]
