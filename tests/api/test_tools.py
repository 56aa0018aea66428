"""Tools over the console's API."""

import json

from tests.api.client import Api

DOCUMENT = {
    "openapi": "3.0.0",
    "info": {"title": "Shop"},
    "servers": [{"url": "https://shop.example"}],
    "paths": {"/a": {"get": {"operationId": "readAll"}}},
}
HERE = "/workspaces/current"


async def test_a_service_is_added_switched_and_deleted(api: Api) -> None:
    auth = {"type": "bearer", "value": "key-of-the-shop"}
    body = {"schema": json.dumps(DOCUMENT), "credentials": auth}
    made = await api.console("POST", f"{HERE}/tool-provider/api/add", json=body)
    assert made.status_code == 201, made.text
    provider = made.json()
    assert (provider["type"], provider["name"], provider["tools"][0]["name"]) == ("api", "shop", "readAll")
    place = f"{HERE}/tool-providers/api/{provider['id']}"
    assert (await api.console("PUT", f"{place}/tools/readAll", json={"enabled": False})).status_code == 200
    listed = (await api.console("GET", f"{HERE}/tool-providers")).json()
    assert next(one for one in listed if one["type"] == "api")["tools"][0]["enabled"] is False
    assert "key-of-the-shop" not in json.dumps(listed)
    assert (await api.console("DELETE", place)).status_code == 204
    assert (await api.console("DELETE", place)).status_code == 404


async def test_what_cannot_be_added_says_why(api: Api) -> None:
    refused = await api.console("POST", f"{HERE}/tool-provider/api/add", json={"schema": "{}"})
    assert (refused.status_code, refused.json()["params"]) == (400, "document")
    refused = await api.console("POST", f"{HERE}/tool-provider/mcp", json={"name": "A", "server_url": "ftp://a"})
    assert (refused.status_code, refused.json()["params"]) == (400, "url")


async def test_a_built_in_tool_is_tried(api: Api) -> None:
    place = f"{HERE}/tool-providers/builtin/calculator"
    tried = await api.console("POST", f"{place}/tools/calculator/trial", json={"arguments": {"expression": "6 * 7"}})
    assert (tried.json()["text"], tried.json()["error"]) == ("42", "")
    stored = await api.console("PUT", f"{place}/credentials", json={"credentials": {"key": "x"}})
    assert (stored.status_code, stored.json()["params"]) == (400, "credentials")
