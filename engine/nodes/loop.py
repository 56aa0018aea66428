"""The loop: an inner graph again and again, on shared variables, until a condition holds."""

import json
import time
from collections.abc import Mapping
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, Field

from engine.conditions import Condition, LogicalOperator, evaluate
from engine.errors import NodeError
from engine.events import NO_USAGE, Usage
from engine.fields import Selector
from engine.nodes.base import Context, Node, NodeConfig, NodePaused, Result
from engine.values import as_plain, fits


class LoopVariable(BaseModel):
    """A variable that lives as long as the loop, at `[loop id, label]`."""

    model_config = ConfigDict(extra="allow")

    label: str = Field(title="Name", description="The variable's name.")
    var_type: str = Field(default="string", title="Type", description="The variable's type.")
    value_type: Literal["constant", "variable"] = Field(
        default="constant", title="Begins with", description="Where its first value is from."
    )
    value: Any = Field(
        default=None,
        description="A constant, or the variable that holds the first value.",
        json_schema_extra={"widget": "given", "by": "value_type"},
    )


class Loop(Node, kind="loop"):
    """Run the inner graph until a condition holds, a loop-end is reached or the rounds are used up.

    Rounds share the pool with the outer run; what inner nodes wrote is removed before the next round.

    Outputs:
        every loop variable by its label, and `loop_round`: the number of completed rounds. None at
        all when the condition holds before the first round.

    Raises:
        NodeError: a loop variable has no fitting first value, a round failed, or the condition cannot
            be tested after a round.
    """

    container = True

    class Config(NodeConfig):
        start_node_id: str = Field(title="First node", description="The inner node at which every round starts.")
        loop_count: int = Field(ge=1, title="Rounds at the most", description="The loop ends after so many rounds.")
        loop_variables: list[LoopVariable] = Field(
            default=[], title="Loop variables", description="What rounds hand on to each other."
        )
        break_conditions: list[Condition] = Field(
            default=[],
            title="Ends when",
            description="Tested before the first round and after every round.",
            json_schema_extra={"widget": "conditions"},
        )
        logical_operator: LogicalOperator = Field(default="and", description="How the conditions are joined.")

    def start_node_id(self) -> str:
        """Return the inner start node."""
        return str(self.config.start_node_id)

    def declared_outputs(self) -> Mapping[str, str]:
        """Return the loop variables and the number of rounds."""
        return {variable.label: variable.var_type for variable in self.config.loop_variables} | {"loop_round": "number"}

    def references(self) -> set[tuple[str, ...]]:
        """Return the selectors of conditions and of variables that start with another's value."""
        variables = (variable.value for variable in self.config.loop_variables if variable.value_type == "variable")
        return super().references() | {tuple(value) for value in variables if isinstance(value, list)}

    async def run(self, ctx: Context) -> Result:
        """Run the rounds."""
        assert ctx.rounds is not None
        track = dict(ctx.resumed) if ctx.resumed else self._begin(ctx)
        if ctx.resumed is None and self._is_over_before_it_begins(ctx):
            return self._unplayed(ctx, track)
        reason = "loop_completed"
        for index in range(track["index"], self.config.loop_count):
            track["index"] = index
            if await self._round(ctx, index, track):
                reason = "loop_break"
                break
        outputs = {**self._variables(ctx), "loop_round": track["index"] + 1}
        return Result(
            outputs,
            usage=Usage.from_mapping(track["usage"]),
            metadata=self._metadata(track, reason, steps=self.config.loop_count),
            repeatable=track["repeatable"],
        )

    def _begin(self, ctx: Context) -> dict[str, Any]:
        assert ctx.rounds is not None
        for variable in self.config.loop_variables:
            ctx.pool.set((self.node_id, variable.label), self._first_value(ctx, variable))
        ctx.rounds.begin(inputs=self._variables(ctx), length=self.config.loop_count)
        return {
            "index": 0,
            "round": None,
            "durations": {},
            "values": {},
            "usage": NO_USAGE.as_mapping(),
            "repeatable": True,
        }

    def _unplayed(self, ctx: Context, track: Mapping[str, Any]) -> Result:
        """Return the result of no round at all; the variables can be read all the same, of a kept result, too."""
        values = [((self.node_id, label), value) for label, value in self._variables(ctx).items()]
        return Result(assignments=values, metadata=self._metadata(track, "loop_break", steps=0))

    def _first_value(self, ctx: Context, variable: LoopVariable) -> Any:
        if variable.value_type == "variable":
            return ctx.require(Selector(variable.value))
        return constant(variable.var_type, variable.value, label=variable.label)

    def _is_over_before_it_begins(self, ctx: Context) -> bool:
        try:
            return self._is_over(ctx)
        except NodeError:  # inner variables do not exist yet: that is no answer, and no fault
            return False

    def _is_over(self, ctx: Context) -> bool:
        conditions = self.config.break_conditions
        return bool(conditions) and evaluate(conditions, self.config.logical_operator, ctx.pool)[0]

    async def _round(self, ctx: Context, index: int, track: dict[str, Any]) -> bool:
        """Run one round; return whether it was the last."""
        assert ctx.rounds is not None
        saved, track["round"] = track["round"], None
        if saved is None:
            for node_id in ctx.rounds.inner_nodes(self.start_node_id()):
                ctx.pool.remove(node_id)
            if index:
                ctx.rounds.next(index, self._variables(ctx))
        clock = time.perf_counter()
        try:
            played = await ctx.rounds.run(self.start_node_id(), ctx.pool, index, resumed=saved)
        except NodePaused as paused:
            raise NodePaused({**track, "round": paused.state}, paused.reasons) from None
        if played.error is not None:
            raise played.error
        track["repeatable"] = track["repeatable"] and played.repeatable
        track["durations"] |= {str(index): round(time.perf_counter() - clock, 6)}
        track["values"] |= {str(index): as_plain(self._variables(ctx))}
        if played.usage is not NO_USAGE:
            track["usage"] = (Usage.from_mapping(track["usage"]) + played.usage).as_mapping()
        return played.ended_loop or self._is_over(ctx)

    def _variables(self, ctx: Context) -> dict[str, Any]:
        return {
            variable.label: ctx.value_or_none((self.node_id, variable.label)) for variable in self.config.loop_variables
        }

    def _metadata(self, track: Mapping[str, Any], reason: str, *, steps: int) -> dict[str, Any]:
        usage = Usage.from_mapping(track["usage"])
        return {
            "total_tokens": usage.total_tokens,
            "total_price": float(usage.total_price),
            "currency": usage.currency,
            "loop_duration_map": track["durations"],
            "loop_variable_map": track["values"],
            "completed_reason": reason,
            "steps": steps,
        }


def constant(declared: str, value: Any, *, label: str) -> Any:
    """Return a constant as its declared type; one that does not fit is tried as JSON text.

    Raises:
        NodeError: it does not fit either way.
    """
    if fits(value, declared):
        return value
    if isinstance(value, str) and declared != "string":
        try:
            parsed = json.loads(value)
        except ValueError:
            parsed = None
        if fits(parsed, declared):
            return parsed
    raise NodeError(f"the loop variable {label!r} is declared as {declared}, its first value is {value!r}")
