"""The code node: runs a person's script and checks what it returns."""

import asyncio
from collections.abc import Mapping
from typing import Any, ClassVar, Literal

from pydantic import Field, field_validator

from engine.errors import NodeError
from engine.fields import Binding, Selector
from engine.nodes.base import Context, Node, NodeConfig, Result
from engine.resources import CodeRunner
from engine.sandbox.outputs import CodeLimits, CodeNodeError, Output, checked
from engine.values import as_plain, holds_tables, masked

LIMITS = "code_limits"  # the key of `Resources.extras` under which other `CodeLimits` come in

FILES = ("sys", "files")

_DEFAULT_LIMITS = CodeLimits()
_LANGUAGES = {"python": "python3", "js": "javascript"}


class Code(Node, kind="code"):
    """Run a script with the values that `variables` selects and give what it returns.

    The script defines `main`, which gets the values by name and returns a mapping; or it has no
    `main`, finds the values in its variables, and leaves the declared outputs in variables. Missing
    values are None, files are mappings, data frames are polars DataFrames.

    Outputs:
        as `outputs` declares them; without declarations, all that the script returns.

    Raises:
        NodeError: `error_type` is CodeExecutionError when the script failed or hit a limit,
            OutputValidationError, DepthLimitError or CodeNodeError when its result is not as declared.
    """

    retries: ClassVar[bool] = True

    class Config(NodeConfig):
        code_language: Literal["python3", "javascript"] = Field(
            default="python3", title="Language", description="What the script is written in."
        )
        code: str = Field(
            default="def main() -> dict:\n    return {}\n",
            title="Script",
            description="A function `main` that takes the variables and returns the outputs.",
            json_schema_extra={"widget": "code", "language": "python"},
        )
        variables: list[Binding] = Field(
            default=[],
            title="Variables",
            description="The arguments of `main`.",
            json_schema_extra={"widget": "bindings"},
        )
        outputs: dict[str, Output] = Field(
            default={},
            title="Outputs",
            description="The keys that the script returns, and their types.",
            json_schema_extra={"widget": "typed-outputs"},
        )

        @field_validator("code_language", mode="before")
        @classmethod
        def _short_names(cls, value: Any) -> Any:
            return _LANGUAGES.get(value, value) if isinstance(value, str) else value or "python3"

        @field_validator("outputs", mode="before")
        @classmethod
        def _outputs_may_be_a_list(cls, value: Any) -> Any:
            if not isinstance(value, list):
                return value or {}
            return {item.get("variable"): {"type": item.get("type") or "string"} for item in value}

        @field_validator("variables", mode="before")
        @classmethod
        def _no_variables(cls, value: Any) -> Any:
            return value or []

    def declared_outputs(self) -> Mapping[str, str]:
        """Return the outputs by name."""
        return {name: output.type for name, output in self.config.outputs.items()}

    async def run(self, ctx: Context) -> Result:
        """Run the script."""
        values = {item.variable: _argument(ctx, item.value_selector) for item in self.config.variables}
        traced = {name: masked(value) for name, value in values.items()}
        limits = ctx.resources.extras.get(LIMITS, _DEFAULT_LIMITS)
        given = as_plain(values, keep_tables=True)
        try:
            returned = await _runner(ctx).run(
                self.config.code_language, self.config.code, given, outputs=tuple(self.config.outputs)
            )
            if not isinstance(returned.value, Mapping):
                raise _no_object(returned.value)
            outputs = await self._checked(returned.value, limits)
        except NodeError as error:
            error.inputs = traced
            raise
        printed = {"printed": returned.printed} if returned.printed else {}
        repeatable = returned.tier != "trusted"  # such a script reads files and networks that no fingerprint knows
        process_data = {"tier": returned.tier, **printed}
        return Result(outputs, inputs=traced, process_data=process_data, repeatable=repeatable)

    async def _checked(self, returned: Mapping[str, Any], limits: CodeLimits) -> dict[str, Any]:
        """Return what was returned as it is declared; rows and data frames are made of each other away from the loop."""
        if any(output.type == "dataframe" for output in self.config.outputs.values()) or holds_tables(returned):
            return await asyncio.to_thread(checked, returned, self.config.outputs, limits)
        return checked(returned, self.config.outputs, limits)


def _argument(ctx: Context, selector: Selector) -> Any:
    """Return the value for an argument; the empty list of a request's files is None, as scripts are used to it."""
    value = ctx.value_or_none(selector)
    return None if value == [] and tuple(selector) == FILES else value


def _runner(ctx: Context) -> CodeRunner:
    if ctx.resources.code is None:
        raise CodeNodeError("no sandbox runs scripts here")
    return ctx.resources.code


def _no_object(value: Any) -> NodeError:
    return NodeError(
        f"the script must return an object (a dict), not {type(value).__name__}", error_type="CodeExecutionError"
    )
