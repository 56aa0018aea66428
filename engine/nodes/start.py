"""The start node: what the user gave."""

from collections.abc import Mapping
from typing import ClassVar

from pydantic import Field

from engine.inputs import VALUE_TYPES, InputItem
from engine.nodes.base import Context, Node, NodeConfig, Result


class Start(Node, kind="start"):
    """Give the inputs of the run, which its caller has checked and put into the pool.

    Outputs:
        every variable of the form by its name, None when nothing was given for it, and every system
        variable as `sys.<name>`. Environment variables are kept out: they may be secret.
    """

    fresh_because: ClassVar[str] = "It gives what this run is given."
    root = True

    class Config(NodeConfig):
        variables: list[InputItem] = Field(
            default=[],
            title="Input form",
            description="What the user is asked for.",
            json_schema_extra={"widget": "input-form"},
        )

    def declared_outputs(self) -> Mapping[str, str]:
        """Return the variables of the form."""
        return {item.variable: VALUE_TYPES[item.type] for item in self.config.variables}

    def is_reusable(self) -> bool:
        """Return False: it gives what this run is given."""
        return False

    async def run(self, ctx: Context) -> Result:
        """Return the inputs at once."""
        given = {item.variable: ctx.value_or_none((self.node_id, item.variable)) for item in self.config.variables}
        system = {f"sys.{name}": value for name, value in ctx.pool.of("sys").items()}
        return Result({**given, **system}, inputs={**given, **system})
