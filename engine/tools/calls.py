"""The one way to call a tool, for nodes and agents alike."""

import asyncio
from collections.abc import AsyncGenerator, Mapping
from contextlib import aclosing
from dataclasses import replace
from typing import TYPE_CHECKING, Any, cast

from engine.tools.arguments import checked
from engine.tools.base import Tool, ToolContext, ToolCredentialsMissing, ToolInvokeError, ToolMessage

if TYPE_CHECKING:
    from engine.resources import Resources


async def call(tool: Tool, given: Mapping[str, Any], ctx: ToolContext) -> AsyncGenerator[ToolMessage, None]:
    """Yield what a tool says, called with given values and with what is stored to let its provider in.

    Raises:
        ToolParameterError: a value does not fit a parameter, or a required one is missing.
        ToolCredentialsMissing: nobody has entered what the provider asks for.
        ToolInvokeError: the tool did not end in its time.
        NodeError: the call failed.
    """
    arguments = checked(tool.parameters, given)
    ctx = replace(ctx, credentials=await _credentials(tool, ctx.resources))
    try:
        async with asyncio.timeout(tool.timeout) as bound, aclosing(cast("Any", tool.run(arguments, ctx))) as messages:
            async for message in messages:
                yield message
    except TimeoutError as error:
        if not bound.expired():
            raise
        raise ToolInvokeError(f"the tool {tool.name!r} did not end within {tool.timeout:g} seconds") from error


async def _credentials(tool: Tool, resources: "Resources") -> Mapping[str, str]:
    if not tool.credentials or resources.tools is None:
        stored: Mapping[str, str] = {}
    else:
        stored = await resources.tools.credentials(tool)
    for field in tool.credentials:
        if field.required and not stored.get(field.name):
            raise ToolCredentialsMissing(tool.provider, field.name)
    defaults = {field.name: str(field.default) for field in tool.credentials if field.default is not None}
    return {**defaults, **{name: value for name, value in stored.items() if value}}
