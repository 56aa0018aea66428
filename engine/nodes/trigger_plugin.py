"""The plugin trigger: starts a workflow at an event that a plugin reports."""

from collections.abc import Mapping
from typing import Any, ClassVar

from pydantic import Field, field_validator

from engine.nodes.base import Context, Node, NodeConfig, Result

_TYPES = {"string": "string", "number": "number", "integer": "number", "boolean": "boolean", "object": "object"}


class TriggerPlugin(Node, kind="trigger-plugin"):
    """Start the workflow at an event, which a program hands in at the address of the trigger.

    Outputs:
        every part of the event that its schema names, None where the event lacks it; all parts without a schema.
    """

    root = True
    fresh_because: ClassVar[str] = "Every event is another one."

    class Config(NodeConfig):
        plugin_id: str = Field(default="", title="Source", description="Where the event comes from.")
        provider_id: str = Field(default="", title="Provider", description="Of the plugin.")
        event_name: str = Field(default="", title="Event", description="The name of the event.")
        subscription_id: str = Field(default="", title="Subscription", description="Of Dify; not needed here.")
        plugin_unique_identifier: str = Field(
            default="", title="Plugin", description="Of Dify: the package that brings the event."
        )
        event_parameters: dict[str, Any] = Field(
            default={}, title="Parameters", description="What the plugin is told to look for."
        )
        output_schema: dict[str, Any] = Field(
            default={}, title="Shape of the event", description="JSON schema of an object; its parts are the outputs."
        )

        @field_validator("event_parameters", "output_schema", mode="before")
        @classmethod
        def _none_is_empty(cls, value: Any) -> Any:
            return {} if value is None else value

    def declared_outputs(self) -> Mapping[str, str]:
        """Return the parts of the event."""
        parts = self.config.output_schema.get("properties")
        return {str(name): _type(part) for name, part in parts.items()} if isinstance(parts, Mapping) else {}

    def is_reusable(self) -> bool:
        """Return False: every event is another one."""
        return False

    async def run(self, ctx: Context) -> Result:
        """Return the event, which the pool holds."""
        event = ctx.pool.of(self.node_id)
        named = {name: event.get(name) for name in self.declared_outputs()}
        outputs = named or dict(event)
        return Result(outputs, inputs=outputs)


def _type(part: Any) -> str:
    """Return the type of a variable for a JSON schema."""
    if not isinstance(part, Mapping):
        return "any"
    if part.get("type") == "array":
        item = _type(part.get("items"))
        return f"array[{item}]" if item in _TYPES.values() else "array[any]"
    return _TYPES.get(str(part.get("type")), "any")
