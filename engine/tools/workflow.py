"""Another published workflow as a tool."""

from collections.abc import AsyncIterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, cast

from engine.tools.base import (
    Json,
    Parameter,
    ParameterType,
    Text,
    ToolContext,
    ToolInvokeError,
    ToolMessage,
    ToolNotFoundError,
    ToolReference,
)
from engine.values import as_text

if TYPE_CHECKING:
    from engine.resources import Resources

DEPTH = "workflow_depth"  # the key of `Resources.extras` under which another limit comes in

_DEEPEST = 5  # apps inside each other, the outermost not counted

_TYPES = {"number": "number", "select": "select", "checkbox": "boolean", "file": "file", "file-list": "files"}


@dataclass(frozen=True, slots=True)
class WorkflowTool:
    """Runs a workflow with its start variables as parameters; its outputs are the result."""

    provider: str
    name: str
    label: str
    description: str
    parameters: Sequence[Parameter]
    use_cases: Sequence[str] = ()
    credentials: Sequence[Parameter] = ()
    has_side_effects: bool = True  # nobody knows what its nodes do
    timeout: float | None = None  # its run has limits of its own
    repeatable: bool = False
    version: int = 1

    async def run(self, arguments: Mapping[str, Any], ctx: ToolContext) -> AsyncIterator[ToolMessage]:
        """Run it; `text` is the JSON of its outputs."""
        check_depth(ctx, self.name)
        if ctx.resources.workflows is None:
            raise _missing(self.provider, self.name)
        answer = await ctx.resources.workflows.run(self.provider, arguments, caller=ctx.run)
        if answer.ran is not None:
            yield answer.ran
        if answer.error is not None:
            raise ToolInvokeError(answer.error)
        yield Text(as_text(answer.outputs))
        yield Json(answer.outputs)


def check_depth(ctx: ToolContext, name: str) -> None:
    """Refuse a call that is too deep: apps may call each other, and themselves. Raises ToolInvokeError."""
    deepest = ctx.resources.extras.get(DEPTH, _DEEPEST)
    if ctx.run.depth >= deepest:
        raise ToolInvokeError(
            f"apps call each other {deepest} deep at the most; {name!r} would be {ctx.run.depth + 1} deep"
        )


async def workflow_tool(resources: "Resources", reference: ToolReference) -> WorkflowTool:
    """Return the tool that a reference with `provider_type: workflow` names.

    Raises:
        ToolNotFoundError: there is no such workflow, or workflows cannot be called here.
    """
    form = None if resources.workflows is None else await resources.workflows.start_form(reference.provider_id)
    if form is None:
        raise _missing(reference.provider_id, reference.tool_name)
    name = reference.tool_name or "workflow"
    return WorkflowTool(reference.provider_id, name, name, f"Runs the workflow {name}.", [*map(parameter_of, form)])


def parameter_of(item: Mapping[str, Any]) -> Parameter:
    """Return an input of an app's form as a parameter of a tool."""
    kind = str(item.get("type") or "")
    return Parameter(
        name=str(item.get("variable") or ""),
        type=cast("ParameterType", "object" if kind.startswith("json") else _TYPES.get(kind, "string")),
        required=bool(item.get("required")),
        default=item.get("default") or None,
        options=item.get("options") or () if kind == "select" else (),
        description=str(item.get("label") or ""),
    )


def _missing(provider_id: str, name: str) -> ToolNotFoundError:
    return ToolNotFoundError(f"there is no workflow {provider_id!r} that can be called as the tool {name!r}")
