"""What programs learn of an app and its users."""

import pytest

from tests.api import apps
from tests.api.client import Api, PublishedApp, expect
from tests.services import parts

pytestmark = pytest.mark.asyncio(loop_scope="session")


async def test_an_end_user_is_found_by_the_id_that_answers_name(echo: PublishedApp, workflow: PublishedApp) -> None:
    files = {"file": ("a.txt", b"text", "text/plain")}
    made = expect(await echo.send("POST", "/files/upload", files=files, data={"user": "ann"}), 201)
    found = expect(await echo.send("GET", f"/end-users/{made['created_by']}"), 200)
    assert (found["external_user_id"], found["session_id"], found["type"]) == ("ann", "ann", "service-api")
    assert (found["app_id"], found["is_anonymous"], found["name"]) == (echo.id, False, None)
    assert found["created_at"].endswith("Z")
    refused = expect(await workflow.send("GET", f"/end-users/{made['created_by']}"), 404)
    assert refused["code"] == "end_user_not_found"
    assert expect(await echo.send("GET", "/end-users/nobody"), 404)["code"] == "end_user_not_found"


async def test_icons_of_the_tools_of_an_app_are_told(api: Api, echo: PublishedApp) -> None:
    tool = {"provider_id": "time", "provider_type": "builtin", "provider_name": "time", "tool_name": "current_time"}
    entry = {**tool, "enabled": True, "tool_parameters": {}}
    agent = await api.app(apps.configured("agent-chat", agent_mode={"enabled": True, "tools": [entry]}))
    (name,) = icons = expect(await agent.send("GET", "/meta"), 200)["tool_icons"]
    assert name == "current_time"
    assert icons[name].keys() == {"background", "content"}
    node = parts.node("clock", "tool", **tool, tool_parameters={}, tool_configurations={})
    flow = await api.app(apps.workflow(node, result=("clock", "text")))
    assert list(expect(await flow.send("GET", "/meta"), 200)["tool_icons"]) == ["current_time"]
    assert expect(await echo.send("GET", "/meta"), 200) == {"tool_icons": {}}
