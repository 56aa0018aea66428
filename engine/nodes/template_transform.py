"""The template node: makes a text of values by Jinja."""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any, ClassVar

from pydantic import Field

from engine.fields import Binding
from engine.nodes.base import Context, Node, NodeConfig, Result
from engine.templating.templates import render_jinja, text_at, with_names
from engine.values import MISSING, masked


class TemplateTransform(Node, kind="template-transform"):
    """Render a Jinja template with the values that `variables` selects.

    The template may also hold references such as `{{#node.name#}}`. They become variables before Jinja
    reads the template, so that no value is ever taken for a part of it; the last part of a reference
    can be used as a name, too, as in `{% if name %}{{#node.name#}}{% endif %}`.

    Outputs:
        output: the rendered text.

    Raises:
        NodeError: the template does not render.
    """

    outputs: ClassVar[Mapping[str, str]] = {"output": "string"}

    class Config(NodeConfig):
        template: str = Field(
            default="",
            title="Template",
            description="A Jinja template.",
            json_schema_extra={"widget": "code", "language": "jinja"},
        )
        variables: list[Binding] = Field(
            default=[],
            title="Variables",
            description="The names in the template.",
            json_schema_extra={"widget": "bindings"},
        )

    def references(self) -> set[tuple[str, ...]]:
        """Return the selectors of the variables, and those in the template."""
        return super().references() | set(with_names(self.config.template)[1].values())

    async def run(self, ctx: Context) -> Result:
        """Render the template."""
        bound = {item.variable: ctx.value_or_none(item.value_selector) for item in self.config.variables}
        template, names = with_names(self.config.template)
        values = {**dict(_by_last_part(names.values(), ctx)), **bound}
        values |= {name: text_at(selector, ctx.pool) for name, selector in names.items()}
        inputs = {name: masked(value) for name, value in bound.items()}
        return Result({"output": await render_jinja(template, values)}, inputs=inputs)


def _by_last_part(selectors: Iterable[tuple[str, ...]], ctx: Context) -> Iterator[tuple[str, Any]]:
    for selector in selectors:
        value = ctx.value(selector)
        if value is not MISSING:
            yield selector[-1], value
