"""Types for configuration fields that mean more than their value: references to variables."""

from typing import Any

from pydantic import BaseModel, Field, GetCoreSchemaHandler, GetJsonSchemaHandler
from pydantic.json_schema import JsonSchemaValue
from pydantic_core import CoreSchema, core_schema


class Selector(tuple[str, ...]):
    """Where a value is: `(owner, name, *path)`, owner a node id or `sys`, `env`, `conversation`."""

    __slots__ = ()

    @classmethod
    def __get_pydantic_core_schema__(cls, source: Any, handler: GetCoreSchemaHandler) -> CoreSchema:
        parts = core_schema.list_schema(core_schema.str_schema(coerce_numbers_to_str=True))
        return core_schema.no_info_after_validator_function(
            cls, parts, serialization=core_schema.plain_serializer_function_ser_schema(list)
        )

    @classmethod
    def __get_pydantic_json_schema__(cls, schema: CoreSchema, handler: GetJsonSchemaHandler) -> JsonSchemaValue:
        return {"type": "array", "items": {"type": "string"}, "format": "selector"}


class Template(str):
    """Text with `{{#owner.name#}}` references in it."""

    __slots__ = ()

    @classmethod
    def __get_pydantic_core_schema__(cls, source: Any, handler: GetCoreSchemaHandler) -> CoreSchema:
        return core_schema.no_info_after_validator_function(cls, core_schema.str_schema())

    @classmethod
    def __get_pydantic_json_schema__(cls, schema: CoreSchema, handler: GetJsonSchemaHandler) -> JsonSchemaValue:
        return {"type": "string", "format": "template"}


class Binding(BaseModel):
    """A name inside a script or a Jinja template, and where its value is."""

    variable: str = Field(title="Name", description="The name in the text.")
    value_selector: Selector = Field(
        title="Variable", description="Where the value is.", json_schema_extra={"widget": "selector"}
    )
