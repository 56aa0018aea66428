"""Calls of tools: what their providers ask for, and their time."""

from collections.abc import Mapping

import pytest

from engine.resources import Resources, RunInfo
from engine.tools.base import (
    Parameter,
    Text,
    Tool,
    ToolContext,
    ToolCredentialsMissing,
    ToolInvokeError,
    ToolParameterError,
)
from engine.tools.calls import call
from engine.tools.registry import ToolRegistry
from tests.engine.tools import ScriptedTool

KEY = Parameter(name="api_key", required=True)
PLACE = Parameter(name="base_url", default="https://weather.example")


class Stored(ToolRegistry):
    """Tools of which one provider is let in with these values."""

    def __init__(self, *tools: ScriptedTool, stored: Mapping[str, str]) -> None:
        super().__init__(tools)
        self._stored = stored

    async def credentials(self, tool: Tool) -> Mapping[str, str]:
        return self._stored


async def said(tool: ScriptedTool, stored: Mapping[str, str], **given: object) -> str:
    ctx = ToolContext(Resources(tools=Stored(tool, stored=stored)), RunInfo())
    return "".join([message.text async for message in call(tool, given, ctx) if isinstance(message, Text)])


async def test_a_tool_is_given_what_is_stored_for_its_provider() -> None:
    tool = ScriptedTool(Text("Rain"), credentials=[KEY, PLACE])
    assert await said(tool, {"api_key": "secret"}) == "Rain"
    assert tool.contexts[0].credentials == {"api_key": "secret", "base_url": "https://weather.example"}


async def test_a_tool_is_not_called_without_what_its_provider_asks_for() -> None:
    tool = ScriptedTool(Text("Rain"), credentials=[KEY])
    with pytest.raises(ToolCredentialsMissing, match="'test' need 'api_key'") as caught:
        await said(tool, {"api_key": ""})
    assert (caught.value.provider, caught.value.field, tool.calls) == ("test", "api_key", [])


async def test_arguments_are_checked_before_anything_is_called() -> None:
    tool = ScriptedTool(parameters=[Parameter(name="city", required=True)])
    with pytest.raises(ToolParameterError, match="city"):
        await said(tool, {})


async def test_a_tool_that_does_not_end_in_its_time_is_given_up() -> None:
    with pytest.raises(ToolInvokeError, match=r"did not end within 0\.05 seconds"):
        await said(ScriptedTool(timeout=0.05, hangs=True), {})


async def test_a_time_out_of_the_tool_itself_is_not_called_ours() -> None:
    with pytest.raises(TimeoutError, match="theirs"):
        await said(ScriptedTool(timeout=30, error=TimeoutError("theirs")), {})
