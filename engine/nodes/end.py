"""The end node: the outputs of a workflow."""

import asyncio
from collections.abc import Iterable, Mapping, Sequence
from itertools import chain
from typing import Annotated, Any

from pydantic import AfterValidator, BaseModel, ConfigDict, Field

from engine.fields import Selector, Template
from engine.frames.table import Table
from engine.nodes.base import Context, Node, NodeConfig, Result
from engine.templating.templates import segments

Piece = str | tuple[str, ...]


def _source(value: Any) -> Any:
    """Return `value` with its lists made selectors and its texts templates, at any depth."""
    if isinstance(value, str):
        return Template(value)
    if isinstance(value, list):
        return Selector(str(part) for part in value)
    if isinstance(value, Mapping):
        return {str(key): _source(item) for key, item in value.items()}
    return value


class Output(BaseModel):
    """One output: either a selector, or a `value` made of several."""

    model_config = ConfigDict(extra="allow")

    variable: str = Field(title="Name", description="The output's name.")
    value_selector: Selector = Field(
        default=Selector(),
        title="Variable",
        description="Where its value is.",
        json_schema_extra={"widget": "selector"},
    )
    value_type: str = Field(
        default="any",
        title="Type",
        description="The type that readers may expect; a data frame that is to be a list gives its rows.",
    )
    value: Annotated[Any, AfterValidator(_source)] = Field(
        default=None,
        title="Made of several",
        description="Instead of a selector: a text with references, or an object of such texts and of selectors.",
        json_schema_extra={"widget": "value"},
    )

    @property
    def source(self) -> Any:
        """Return what the value is made of."""
        return self.value_selector or self.value


class End(Node, kind="end"):
    """Give the outputs of the run; a workflow may have several ends, later ones win.

    Outputs:
        every output by its name, with the value as it is; None when nothing was written there. A text
        that is nothing but one reference gives that value, too; any other text is rendered.
    """

    response = True

    class Config(NodeConfig):
        outputs: list[Output] = Field(
            default=[],
            title="Outputs",
            description="What the caller of the workflow gets.",
            json_schema_extra={"widget": "outputs"},
        )

    def declared_outputs(self) -> Mapping[str, str]:
        """Return the outputs with the types that the configuration names."""
        return {output.variable: output.value_type for output in self.config.outputs}

    def segments(self) -> Sequence[Piece]:
        """Return what the outputs name, one output a line."""
        return _lines(_pieces(output.source) for output in self.config.outputs)

    async def run(self, ctx: Context) -> Result:
        """Collect the outputs."""
        outputs = {output.variable: _value(output.source, ctx) for output in self.config.outputs}
        for output in self.config.outputs:
            value = outputs[output.variable]
            if isinstance(value, Table) and output.value_type == "array[object]":
                outputs[output.variable] = await asyncio.to_thread(value.rows)
        return Result(outputs, inputs=outputs)


def _value(source: Any, ctx: Context) -> Any:
    if isinstance(source, Mapping):
        return {key: _value(item, ctx) for key, item in source.items()}
    match _pieces(source):
        case [tuple() as selector]:
            return ctx.value_or_none(selector)
        case _:
            return ctx.render(source) if isinstance(source, str) else source


def _pieces(source: Any) -> Sequence[Piece]:
    if isinstance(source, Selector):
        return [source]
    if isinstance(source, str):
        return segments(source)
    return _lines(map(_pieces, source.values())) if isinstance(source, Mapping) else []


def _lines(lines: Iterable[Sequence[Piece]]) -> list[Piece]:
    """Return the pieces of all lines with a line break between two of them."""
    return list(chain.from_iterable(("\n", *line) for line in lines))[1:]
