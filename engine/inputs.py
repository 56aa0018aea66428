"""The input form of an app: what it asks for, and the check of what is given."""

import json
import math
from collections.abc import Callable, Mapping, Sequence
from typing import Annotated, Any, Literal

from jsonschema import Draft7Validator
from jsonschema.exceptions import SchemaError, best_match
from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, ValidationError
from referencing import Registry
from referencing.exceptions import Unresolvable

from engine.errors import InvalidInputs
from engine.files import FileReader, FileRules

InputType = Literal[
    "text-input",
    "paragraph",
    "select",
    "number",
    "checkbox",
    "file",
    "file-list",
    "json_object",
    "external_data_tool",
]
VALUE_TYPES: Mapping[str, str] = {
    "text-input": "string",
    "paragraph": "string",
    "select": "string",
    "number": "number",
    "checkbox": "boolean",
    "file": "file",
    "file-list": "array[file]",
    "json_object": "object",
    "external_data_tool": "string",
}
Texts = Annotated[
    list[str],
    BeforeValidator(lambda value: [str(item) for item in value] if isinstance(value, list | tuple) else value or []),
]


class InputItem(BaseModel):
    """One field of an input form."""

    model_config = ConfigDict(extra="allow")

    variable: str = Field(min_length=1, max_length=100, description="The variable that the value becomes.")
    label: str = Field(default="", description="What people see.")
    type: InputType = Field(description="What can be given.")
    required: bool = Field(default=False, description="A value must be given.")
    default: Any = Field(
        default=None,
        description="The value when none is given.",
        json_schema_extra={"widget": "default", "by": "type"},
    )
    max_length: int | None = Field(default=None, title="Most", description="The most characters, or files.")
    options: Texts = Field(default=[], description="The texts of which one can be chosen.")
    hide: bool = Field(default=False, title="Hidden", description="Not on the web form, only for programs.")
    allowed_file_types: Texts = Field(default=[], description="The kinds of files that are let in.")
    allowed_file_extensions: Texts = Field(default=[], description="Further endings that are let in.")
    allowed_file_upload_methods: Texts = Field(default=[], description="Uploads (local_file), addresses, or both.")
    json_schema: dict[str, Any] | str | None = Field(
        default=None, title="JSON schema", description="JSON schema (draft 7) of an object."
    )

    @property
    def file_rules(self) -> FileRules:
        """Return what files the field lets in."""
        return FileRules(
            types=self.allowed_file_types,
            extensions=self.allowed_file_extensions,
            methods=self.allowed_file_upload_methods,
            limit=self.max_length or None,
        )


NO_UPLOADS = FileReader()


def parse_inputs(
    form: Sequence[Mapping[str, Any] | InputItem], values: Mapping[str, Any], *, files: FileReader = NO_UPLOADS
) -> dict[str, Any]:
    """Return the value of every variable of `form`, None where nothing was given and none is the default.

    Values that `form` does not ask for are ignored.

    Raises:
        InvalidInputs: a value is missing or breaks its rule; the message names the variable.
    """
    items = [item if isinstance(item, InputItem) else _item(item) for item in form]
    return {item.variable: _parsed(item, values.get(item.variable), files) for item in items}


def _item(mapping: Mapping[str, Any]) -> InputItem:
    try:
        return InputItem.model_validate(mapping)
    except ValidationError as error:
        fault = error.errors()[0]
        variable = mapping.get("variable")
        place = ".".join(map(str, fault["loc"]))
        raise InvalidInputs(f"the input form is wrong at {variable}, {place}: {fault['msg']}") from error


def _parsed(item: InputItem, value: Any, files: FileReader) -> Any:
    if _is_absent(item, value):
        if item.required:
            raise InvalidInputs(f"{item.variable} is required in input form", item.variable)
        value = item.default
        if _is_absent(item, value):
            return None
    if item.type == "file":
        alone = value[0] if isinstance(value, list) and len(value) == 1 else value  # clients wrap a single file, too
        return files.read(item.variable, alone, item.file_rules)
    if item.type == "file-list":
        return files.read_all(item.variable, value, item.file_rules)
    return _PARSERS[item.type](item, value)


def _is_absent(item: InputItem, value: Any) -> bool:
    """Return whether nothing was given: None, and for all but texts the empty text of a blank field."""
    if value is None or item.type == "external_data_tool":
        return True
    if value == "":
        return item.type not in ("text-input", "paragraph")
    return value == [] and (item.type == "file" or (item.type == "file-list" and item.required))


def _text(item: InputItem, value: Any) -> str:
    if not isinstance(value, str):
        raise _refusal(item, "must be a string", value)
    text = value.replace("\0", "")
    if item.max_length and len(text) > item.max_length:
        limit = f"{item.variable} in input form must be at most {item.max_length} characters"
        raise InvalidInputs(f"{limit}, got {len(text)}", item.variable)
    return text


def _option(item: InputItem, value: Any) -> str:
    if not isinstance(value, str):
        raise _refusal(item, "must be a string", value)
    if value not in item.options:
        raise _refusal(item, f"must be one of the following: {', '.join(item.options)}", value)
    return value


def _number(item: InputItem, value: Any) -> int | float:
    number: Any = value
    if isinstance(value, str):
        try:
            number = float(value) if "." in value else int(value)
        except ValueError:
            number = None
    if isinstance(number, bool) or not isinstance(number, int | float) or not math.isfinite(number):
        raise _refusal(item, "must be a valid number", value)
    return number


def _checkbox(item: InputItem, value: Any) -> bool:
    word = value.strip().lower() if isinstance(value, str) else value
    if word in ("true", "yes", "on", "1", 1):
        return True
    if word in ("false", "no", "off", "0", 0):
        return False
    raise _refusal(item, "must be true or false", value)


def _json_object(item: InputItem, value: Any) -> dict[str, Any]:
    if not isinstance(value, dict):
        raise _refusal(item, "must be an object", value)
    if item.json_schema:
        _check_schema(item, value)
    return value


def _check_schema(item: InputItem, value: dict[str, Any]) -> None:
    try:
        schema: Any = json.loads(item.json_schema) if isinstance(item.json_schema, str) else item.json_schema
        Draft7Validator.check_schema(schema)
        fault = best_match(Draft7Validator(schema, registry=Registry()).iter_errors(value))
    except (ValueError, SchemaError, Unresolvable) as error:
        raise InvalidInputs(f"{item.variable} has a json_schema that cannot be used: {error}", item.variable) from error
    if fault is not None:
        place = "".join(f"[{part!r}]" for part in fault.absolute_path)
        raise InvalidInputs(f"{item.variable}{place} in input form breaks its schema: {fault.message}", item.variable)


def _refusal(item: InputItem, rule: str, value: Any) -> InvalidInputs:
    return InvalidInputs(f"{item.variable} in input form {rule}, got {value!r:.80}", item.variable)


_PARSERS: Mapping[str, Callable[[InputItem, Any], Any]] = {
    "text-input": _text,
    "paragraph": _text,
    "select": _option,
    "number": _number,
    "checkbox": _checkbox,
    "json_object": _json_object,
}
