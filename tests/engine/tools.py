"""Tools whose behaviour a test decides."""

import asyncio
from collections.abc import AsyncIterator, Mapping, Sequence
from typing import Any

from engine.resources import AppAnswer, OfferedApp, RunInfo
from engine.tools.base import Parameter, Ran, ToolContext, ToolMessage
from engine.tools.registry import BUILT_IN, ToolRegistry


class ScriptedTool:
    """Gives the messages that a test says, or fails; `calls` are the arguments that it was given."""

    provider = "test"
    label = "Scripted"
    description = "Does what a test says."
    use_cases: Sequence[str] = ()
    has_side_effects = False
    repeatable = False
    version = 1

    def __init__(
        self,
        *messages: ToolMessage,
        name: str = "scripted",
        parameters: Sequence[Parameter] = (),
        credentials: Sequence[Parameter] = (),
        timeout: float | None = None,
        hangs: bool = False,
        error: Exception | None = None,
    ) -> None:
        self.name = name
        self.parameters = parameters
        self.credentials = credentials
        self.timeout = timeout
        self.contexts: list[ToolContext] = []
        self._hangs = hangs
        self.calls: list[dict[str, Any]] = []
        self._messages = messages
        self._error = error

    async def run(self, arguments: Mapping[str, Any], ctx: ToolContext) -> AsyncIterator[ToolMessage]:
        """Say the messages."""
        self.calls.append(dict(arguments))
        self.contexts.append(ctx)
        if self._hangs:
            await asyncio.Event().wait()
        for message in self._messages:
            yield message
        if self._error is not None:
            raise self._error


def tools(*scripted: ScriptedTool) -> ToolRegistry:
    """Return these tools and the built-in ones."""
    return ToolRegistry([*BUILT_IN.tools, *scripted])


class OneWorkflow:
    """One workflow, `adder`, that can be called; `callers` are who did."""

    def __init__(self) -> None:
        self.callers: list[RunInfo] = []

    async def start_form(self, tool_id: str) -> Sequence[Mapping[str, Any]] | None:
        """Return its two numbers."""
        form = [{"variable": name, "type": "number", "label": name, "required": True} for name in ("a", "b")]
        return form if tool_id == "adder" else None

    async def run(self, tool_id: str, inputs: Mapping[str, Any], *, caller: RunInfo) -> AppAnswer:
        """Add them."""
        self.callers.append(caller)
        return AppAnswer(outputs={"sum": inputs["a"] + inputs["b"]})

    async def offered(self, app_id: str) -> OfferedApp | None:
        """Offer an app that doubles what it is told."""
        if app_id != "doubler":
            return None
        form = [{"variable": "times", "type": "number", "label": "Times"}]
        return OfferedApp(
            id=app_id, name="doubler", label="Doubler", description="Says it twice.", form=form, takes_query=True
        )

    async def ask(self, app: OfferedApp, query: str, inputs: Mapping[str, Any], *, caller: RunInfo) -> AppAnswer:
        """Double what it is told."""
        self.callers.append(caller)
        return AppAnswer(text=query * int(inputs.get("times") or 2), ran=Ran(app_id=app.id, run_id="r", name=app.label))
