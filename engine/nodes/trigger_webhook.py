"""The webhook trigger: starts a workflow when a request comes to its address."""

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Annotated, Any, ClassVar, Literal

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, ValidationInfo, field_validator

from engine.nodes.base import Context, Node, NodeConfig, Result
from engine.problems import refusal

RAW = "_webhook_raw"
JSON, FORM, MULTIPART = "application/json", "application/x-www-form-urlencoded", "multipart/form-data"
TEXT, BYTES = "text/plain", "application/octet-stream"

SimpleType = Literal["string", "number", "boolean", "array[string]", "array[number]", "array[boolean]"]
BodyType = Literal[SimpleType, "object", "array[object]", "file", "array[file]"]
FILES = frozenset({"file", "array[file]"})
OBJECTS = frozenset({"object", "array[object]"})


def _lower(value: Any) -> Any:
    return value.lower() if isinstance(value, str) else value


def _simple_name(value: Any) -> Any:
    return "application/x-www-form-urlencoded" if value == "form-urlencoded" else _lower(value)


class Header(BaseModel):
    """A header that is read; its value is text."""

    model_config = ConfigDict(extra="allow")

    name: str = Field(min_length=1, max_length=100, description="The header; - becomes _ in the variable.")
    required: bool = Field(default=False, description="A request without it is refused.")

    @property
    def variable(self) -> str:
        """Return the name of the output."""
        return self.name.replace("-", "_")


class QueryParameter(BaseModel):
    """A parameter in the address."""

    model_config = ConfigDict(extra="allow")

    name: str = Field(min_length=1, max_length=100, description="The parameter, and the variable.")
    type: SimpleType = Field(default="string", description="What it must be.")
    required: bool = Field(default=False, description="A request without it is refused.")


class BodyParameter(BaseModel):
    """A part of the body; of a text or of bytes, the whole of it."""

    model_config = ConfigDict(extra="allow")

    name: str = Field(min_length=1, max_length=100, description="The part of the body, and the variable.")
    type: BodyType = Field(default="string", description="What it must be.")
    required: bool = Field(default=False, description="A request without it is refused.")


class TriggerWebhook(Node, kind="trigger-webhook"):
    """Start the workflow at a request to an address of its own, once it is published.

    Outputs:
        every declared header, parameter and part of the body by its name, None where an optional one is missing.
        _webhook_raw: object with method, headers, query and body as they came.
    """

    root = True
    fresh_because: ClassVar[str] = "It gives what this run is given."

    class Config(NodeConfig):
        webhook_url: str = Field(
            default="",
            title="Webhook URL",
            description="Of other builders; the address here is made for each app.",
            json_schema_extra={"widget": "hidden"},
        )
        webhook_debug_url: str = Field(
            default="",
            title="Webhook debug URL",
            description="Of other builders; the address here is made for each app.",
            json_schema_extra={"widget": "hidden"},
        )
        method: Annotated[Literal["get", "post", "put", "patch", "delete", "head"], BeforeValidator(_lower)] = Field(
            default="post", description="The method that a request must have."
        )
        content_type: Annotated[
            Literal[
                "application/json",
                "application/x-www-form-urlencoded",
                "multipart/form-data",
                "text/plain",
                "application/octet-stream",
            ],
            BeforeValidator(_simple_name),
        ] = Field(default="application/json", description="What the body must be.")
        headers: list[Header] = Field(
            default=[], description="Headers that become variables.", json_schema_extra={"widget": "table"}
        )
        params: list[QueryParameter] = Field(
            default=[],
            title="Parameters in the address",
            description="What follows the ? and becomes variables.",
            json_schema_extra={"widget": "table"},
        )
        body: list[BodyParameter] = Field(
            default=[],
            title="Parts of the body",
            description="What becomes variables; of octet-streams the one file.",
            validate_default=True,
            json_schema_extra={"widget": "table"},
        )
        async_mode: bool = Field(
            default=True, title="Answer at once", description="Else the answer waits for the end of the run."
        )
        timeout: int = Field(default=30, ge=1, le=600, description="Seconds that an answer waits for the run.")
        status_code: int = Field(default=200, ge=200, le=399, title="Status", description="Of the answer.")
        response_body: str = Field(
            default="", title="Answer", description="JSON as it is; other text becomes the message of an object."
        )

        @field_validator("webhook_url", "webhook_debug_url", "response_body", mode="before")
        @classmethod
        def _no_text(cls, value: Any) -> Any:
            return "" if value is None else value

        @field_validator("body")
        @classmethod
        def _fits_content_type(cls, value: list[BodyParameter], info: ValidationInfo) -> list[BodyParameter]:
            content_type = info.data.get("content_type")
            for parameter in value:
                if parameter.type in FILES and content_type not in (MULTIPART, BYTES):
                    raise refusal("file_in_body", name=parameter.name)
                if parameter.type in OBJECTS and content_type != JSON:
                    raise refusal("object_in_body", name=parameter.name)
            names = [*_names(info.data), *(parameter.name for parameter in value)]
            doubled = [name for name, count in Counter(names).items() if count > 1]
            if doubled:
                raise refusal("given_twice", names=", ".join(doubled))
            return value

    def declared_outputs(self) -> Mapping[str, str]:
        """Return the declared parameters and the raw request."""
        config = self.config
        outputs = {header.variable: "string" for header in config.headers}
        outputs |= {parameter.name: parameter.type for parameter in config.params}
        of_bytes = config.content_type == BYTES
        outputs |= {parameter.name: "file" if of_bytes else parameter.type for parameter in config.body}
        return {**outputs, RAW: "object"}

    def is_reusable(self) -> bool:
        """Return False: it gives what this run is given."""
        return False

    async def run(self, ctx: Context) -> Result:
        """Return what the request brought, which the pool holds."""
        given = {name: ctx.value_or_none((self.node_id, name)) for name in self.declared_outputs()}
        return Result(given, inputs=given)


def _names(settings: Mapping[str, Any]) -> Sequence[str]:
    """Return the variables of headers and parameters that are valid so far."""
    headers, params = settings.get("headers") or (), settings.get("params") or ()
    return [*(header.variable for header in headers), *(parameter.name for parameter in params)]
