"""Another app as a tool: a chat, an agent, a chatflow, a completion or a workflow that its makers offer as one."""

from collections.abc import AsyncIterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from engine.tools.base import (
    Cited,
    Json,
    Made,
    Parameter,
    Text,
    ToolContext,
    ToolInvokeError,
    ToolMessage,
    ToolNotFoundError,
    ToolReference,
)
from engine.tools.workflow import check_depth, parameter_of
from engine.values import as_text

if TYPE_CHECKING:
    from engine.resources import OfferedApp, Resources

QUERY = Parameter(name="query", required=True, description="What to ask, complete in itself: it knows nothing else.")


@dataclass(frozen=True, slots=True)
class AppTool:
    """Asks an app, with its form as further parameters; its answer is the result."""

    app: "OfferedApp"
    provider: str = "app"
    credentials: Sequence[Parameter] = ()
    timeout: float | None = None  # its run has limits of its own
    repeatable: bool = False
    version: int = 1

    @property
    def name(self) -> str:
        """Return the name under which the app is offered."""
        return self.app.name

    @property
    def label(self) -> str:
        """Return the name of the app."""
        return self.app.label

    @property
    def description(self) -> str:
        """Return what its makers say that it does."""
        return self.app.description or f"Asks the app {self.app.label!r}."

    @property
    def use_cases(self) -> Sequence[str]:
        """Return what its makers say that it is good for."""
        return self.app.use_cases

    @property
    def has_side_effects(self) -> bool:
        """Return whether its makers say that it changes something outside."""
        return self.app.has_side_effects

    @property
    def parameters(self) -> Sequence[Parameter]:
        """Return the question, where it takes one, and what its form asks for."""
        form = [parameter_of(item) for item in self.app.form]
        return [QUERY, *(one for one in form if one.name != QUERY.name)] if self.app.takes_query else form

    async def run(self, arguments: Mapping[str, Any], ctx: ToolContext) -> AsyncIterator[ToolMessage]:
        """Ask it: text and files of its answer, of a workflow its outputs."""
        check_depth(ctx, self.name)
        if ctx.resources.workflows is None:
            raise ToolNotFoundError(f"no app can be called here, {self.name!r} neither")
        query = as_text(arguments.get("query")) if self.app.takes_query else ""
        inputs = {item["variable"]: arguments.get(item["variable"]) for item in self.app.form}
        given = {name: value for name, value in inputs.items() if value is not None}
        answer = await ctx.resources.workflows.ask(self.app, query, given, caller=ctx.run)
        if answer.ran is not None:
            yield answer.ran
        if answer.error is not None:
            raise ToolInvokeError(f"the app {self.label!r} failed: {answer.error}")
        if answer.outputs is not None:
            yield Json(answer.outputs)
        if answer.text:
            yield Text(answer.text)
        for file in answer.files:
            yield Made(file)
        if answer.citations:
            yield Cited(answer.citations)


async def app_tool(resources: "Resources", reference: ToolReference) -> AppTool:
    """Return the tool that a reference with `provider_type: app` names: the app's id is the provider's.

    Raises:
        ToolNotFoundError: there is no such app, it is not offered as a tool, or apps cannot be called here.
    """
    found = None if resources.workflows is None else await resources.workflows.offered(reference.provider_id)
    if found is None:
        named = reference.tool_name or reference.provider_id
        raise ToolNotFoundError(f"there is no app {reference.provider_id!r} that is offered as the tool {named!r}")
    return AppTool(found)
