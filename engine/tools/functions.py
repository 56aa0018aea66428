"""A tool made of a function, for those that ship with the engine."""

from collections.abc import AsyncIterator, Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from engine.tools.base import Parameter, Text, ToolContext, ToolInvokeError, ToolMessage


@dataclass(frozen=True, slots=True, kw_only=True)
class FunctionTool:
    """Answers with the text that `function` makes of the arguments; its ValueError is the tool's failure."""

    provider: str
    name: str
    label: str
    description: str
    function: Callable[..., str]  # called with the arguments by name
    parameters: Sequence[Parameter] = ()
    use_cases: Sequence[str] = ()
    credentials: Sequence[Parameter] = ()
    has_side_effects: bool = False
    timeout: float | None = None  # seconds
    repeatable: bool = True
    version: int = 1  # raise it when the same arguments give another result

    async def run(self, arguments: Mapping[str, Any], ctx: ToolContext) -> AsyncIterator[ToolMessage]:
        """Call the function with the arguments that it knows."""
        known = {parameter.name for parameter in self.parameters}
        try:
            text = self.function(**{name: value for name, value in arguments.items() if name in known})
        except ValueError as error:
            raise ToolInvokeError(f"{self.name}: {error}") from error
        yield Text(text)
