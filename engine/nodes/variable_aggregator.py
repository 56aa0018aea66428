"""The variable aggregator: joins the variables of branches of which one has run."""

from collections.abc import Mapping, Sequence
from typing import Any

from pydantic import BaseModel, ConfigDict, Field

from engine.fields import Selector
from engine.nodes.base import Context, Node, NodeConfig, Result
from engine.values import MISSING, masked


class Group(BaseModel):
    """Variables of which the first that is there goes by the group's name."""

    model_config = ConfigDict(extra="allow")

    group_name: str = Field(title="Name", description="The name of the output.")
    output_type: str = Field(
        default="any", title="Type", description="The type that readers may expect; nothing is converted."
    )
    variables: list[Selector] = Field(default=[], description="Tried in this order.")


class AdvancedSettings(BaseModel):
    """Whether there are several outputs instead of one."""

    model_config = ConfigDict(extra="allow")

    group_enabled: bool = Field(default=False, title="Enabled", description="Whether each group is an output.")
    groups: list[Group] = Field(default=[], description="Of each, the first variable that was written is given.")


class VariableAggregator(Node, kind="variable-aggregator"):
    """Give the first of several variables that was written; None counts as written.

    Outputs:
        output: the value, absent when none of the variables was written. With groups instead, for
        every group by its name, an object with `output`.
    """

    class Config(NodeConfig):
        output_type: str = Field(
            default="any", title="Type", description="The type that readers may expect; nothing is converted."
        )
        variables: list[Selector] = Field(
            default=[],
            title="Variables",
            description="Tried in this order.",
            json_schema_extra={"widget": "selectors"},
        )
        advanced_settings: AdvancedSettings | None = Field(
            default=None, title="Several outputs", description="Groups of variables instead of one list."
        )

    @property
    def _groups(self) -> Sequence[Group] | None:
        """Return the groups, None when the node has but one output."""
        settings = self.config.advanced_settings
        return settings.groups if settings is not None and settings.group_enabled else None

    def declared_outputs(self) -> Mapping[str, str]:
        """Return `output`, or the groups."""
        if self._groups is None:
            return {"output": self.config.output_type}
        return {group.group_name: "object" for group in self._groups}

    def references(self) -> set[tuple[str, ...]]:
        """Return the variables that are tried; those of the form that is switched off do not count."""
        lists = [self.config.variables] if self._groups is None else [group.variables for group in self._groups]
        return {tuple(selector) for variables in lists for selector in variables if len(selector) >= 2}

    async def run(self, ctx: Context) -> Result:
        """Pick the values."""
        if self._groups is None:
            picked, inputs = _first(self.config.variables, ctx)
            return Result(picked, inputs=inputs)
        outputs: dict[str, Any] = {}
        inputs = {}
        for group in self._groups:
            picked, source = _first(group.variables, ctx)
            inputs |= source
            if picked:
                outputs[group.group_name] = picked
        return Result(outputs, inputs=inputs)


def _first(variables: Sequence[Selector], ctx: Context) -> tuple[dict[str, Any], dict[str, Any]]:
    """Return the first value that is there as `{"output": value}`, and from where; both empty for none."""
    for selector in variables:
        value = ctx.value(selector)
        if value is not MISSING:
            return {"output": value}, {".".join(selector): masked(value)}
    return {}, {}


Node.registry["variable-assigner"] = VariableAggregator  # what early exports call it
