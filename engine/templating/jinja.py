"""Rendering of Jinja templates within bounds: cheap ones here, all others in child processes.

The sandbox keeps a template away from the interpreter but not from time and memory, so a template
renders in this process only when its syntax tree shows that it cannot take much of either.
"""

import asyncio
from collections.abc import Iterator, Mapping
from functools import lru_cache
from typing import Any

from jinja2 import TemplateSyntaxError, nodes

from engine.errors import NodeError
from engine.templating.jinja_pool import render_in_child, template_limits
from engine.templating.jinja_worker import ENVIRONMENT, reason, rendered
from engine.values import as_plain, holds_tables, with_rows

CHEAP_LENGTH = 4_000  # characters of template; to parse and compile more would hold up the event loop
CHEAP_WORK = 5_000_000  # nodes of the template times characters of its values

# Without loops, calls and assignments every expression is evaluated once and no value is used to
# build itself, so work and text grow at most in proportion to the values. The operators and filters
# that multiply (`*`, `**`, `%` on text, center, replace, indent, tojson of tojson ...) are left out.
_CHEAP_NODES = (
    nodes.Template,
    nodes.Output,
    nodes.TemplateData,
    nodes.If,
    nodes.CondExpr,
    nodes.Name,
    nodes.Const,
    nodes.Getattr,
    nodes.Getitem,
    nodes.Slice,
    nodes.Compare,
    nodes.Operand,
    nodes.Test,
    nodes.And,
    nodes.Or,
    nodes.Not,
    nodes.Add,
    nodes.Sub,
    nodes.Neg,
    nodes.Pos,
    nodes.Concat,
)
_CHEAP_FILTERS = frozenset(
    [
        "abs",
        "capitalize",
        "count",
        "d",
        "default",
        "first",
        "float",
        "int",
        "last",
        "length",
        "lower",
        "string",
        "title",
        "trim",
        "upper",
    ]
)


def syntax_fault(source: str) -> tuple[int, str] | None:
    """Return the line, from 1, at which a template cannot be read, and why; None when it can."""
    try:
        ENVIRONMENT.parse(source)
    except TemplateSyntaxError as error:
        return error.lineno, error.message or ""
    except RecursionError as error:
        return 1, str(error)
    return None


async def render_jinja(template: str, values: Mapping[str, Any]) -> str:
    """Return `template` with `values`; names that are not bound are empty, None prints `None`.

    There is no loader and no way out of the values; files arrive as mappings, data frames as their rows.

    Raises:
        NodeError: the template is wrong, or takes too much time, memory or text.
    """
    if holds_tables(values):
        values = await asyncio.to_thread(with_rows, values)
    plain = {name: as_plain(value) for name, value in values.items()}
    limits = template_limits()
    try:
        if _is_cheap(template, plain):
            return rendered(template, plain, most=limits.characters)
        return await render_in_child(template, plain)
    except Exception as error:
        raise NodeError(f"the template does not render: {reason(error, memory=limits.memory)}") from error


def _is_cheap(template: str, values: Mapping[str, Any]) -> bool:
    count = _cheap_nodes(template)
    return count is not None and count * _characters(values) <= CHEAP_WORK


def _characters(value: Any) -> int:
    """Return about how long the text of `value` is."""
    if isinstance(value, str):
        return len(value)
    if isinstance(value, dict):
        return sum(len(key) + _characters(item) for key, item in value.items())
    if isinstance(value, list):
        return sum(map(_characters, value))
    return 8


@lru_cache(maxsize=1024)
def _cheap_nodes(source: str) -> int | None:
    """Return of how many nodes a cheap template consists, None for any other."""
    if len(source) > CHEAP_LENGTH:
        return None
    tree = list(_walk(ENVIRONMENT.parse(source)))
    return len(tree) if all(map(_multiplies_nothing, tree)) else None


def _walk(node: nodes.Node) -> Iterator[nodes.Node]:
    yield node
    for child in node.iter_child_nodes():
        yield from _walk(child)


def _multiplies_nothing(node: nodes.Node) -> bool:
    if not isinstance(node, nodes.Filter):
        return isinstance(node, _CHEAP_NODES)
    if node.name == "join":
        return _joins_variable_by_little(node)
    has_arguments = bool(node.args or node.kwargs or node.dyn_args or node.dyn_kwargs)
    return node.name in _CHEAP_FILTERS and (not has_arguments or node.name in ("d", "default"))


def _joins_variable_by_little(node: nodes.Filter) -> bool:
    """Return whether the text can be but a few times longer than the variable."""
    if not isinstance(node.node, nodes.Name | nodes.Getattr) or node.kwargs or node.dyn_args or node.dyn_kwargs:
        return False
    return all(isinstance(arg, nodes.Const) and len(str(arg.value)) <= 8 for arg in node.args)
