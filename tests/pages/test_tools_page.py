"""The Tools page: what it lists, and the dialogs by which services are added and tools tried."""

import json

from services.tools import apis
from services.tools.sources import ToolProvider

SECRET = "key-of-the-shop"
DOCUMENT = {
    "openapi": "3.0.0",
    "info": {"title": "Shop"},
    "servers": [{"url": "https://shop.example"}],
    "components": {"securitySchemes": {"key": {"type": "apiKey", "in": "header", "name": "X-Key"}}},
    "paths": {"/a": {"get": {"operationId": "readAll"}, "delete": {"operationId": "forgetAll"}}},
}
AUTH = {"type": "api_key", "name": "X-Key", "value": SECRET}


def labels(at):
    return " ".join(element.value for element in (*at.markdown, *at.caption))


def shop(rt, workspace_id) -> ToolProvider:
    row = rt.call(apis.add_api(rt, workspace_id, document=json.dumps(DOCUMENT), auth=AUTH))
    return rt.call(rt.toolbox.catalogue(workspace_id)).provider("api", row.id)


def test_the_page_lists_what_there_is_and_finds_it_again(open_page):
    at = open_page("tools.py")
    assert "Calculator" in labels(at)
    at.text_input(key="tools_search").set_value("day of the week").run()
    assert "**Time**" in labels(at)
    assert "**Calculator**" not in labels(at)
    at.text_input(key="tools_search").set_value("no such tool").run()
    assert "No tool fits" in at.info[0].value


def test_a_service_is_added_from_its_document(open_body, rt, workspace_id):
    at = open_body("pages.toolbox.add_api:show_add_api()")
    at.text_area(key="toolbox_add_text").set_value(json.dumps(DOCUMENT))
    at.button(key="toolbox_add_read").click().run()
    assert "readAll" in labels(at)
    at.text_input(key="toolbox_add_auth_value").set_value(SECRET).run()
    at.button(key="toolbox_add_save").click().run()
    assert [error.value for error in at.error] == []
    provider = rt.call(rt.toolbox.catalogue(workspace_id)).provider("api", "shop")
    assert [tool.name for tool in provider.tools] == ["readAll", "forgetAll"]
    assert rt.call(apis.shown_api(rt, workspace_id, provider.id))["auth"]["name"] == "X-Key"


def test_a_stored_key_is_not_on_the_page_and_stays_when_it_is_left_empty(open_body, rt, workspace_id):
    provider = shop(rt, workspace_id)
    at = open_body(f"pages.toolbox.provider:show_provider('api', {provider.id!r})")
    assert SECRET not in repr(at)
    at.text_input(key="toolbox_api_name").set_value("My shop").run()
    at.button(key="toolbox_api_save").click().run()
    assert [error.value for error in at.error] == []
    changed = rt.call(rt.toolbox.catalogue(workspace_id)).provider("api", provider.id)
    assert changed.label == "My shop"
    assert changed.tools[0].service.sign_in.auth.value == SECRET


def test_a_tool_is_switched_off_and_one_that_changes_something_is_asked_about(open_body, rt, workspace_id):
    provider = shop(rt, workspace_id)
    at = open_body(f"pages.toolbox.provider:show_provider('api', {provider.id!r})")
    at.toggle(key="toolbox_0_on").set_value(False).run()
    assert rt.call(rt.toolbox.catalogue(workspace_id)).provider("api", provider.id).off == {"readAll"}
    at.button(key="toolbox_1_try").click().run()
    at.button(key="toolbox_call").click().run()
    assert "This may change something" in labels(at)
    assert [button.key for button in at.button if button.key == "toolbox_call"] == []
    at.button(key="toolbox_call_sure").click().run()
    assert "no services are called from here" in at.error[0].value or "cannot be reached" in at.error[0].value


def test_a_built_in_tool_is_tried(open_body):
    at = open_body("pages.toolbox.provider:show_provider('builtin', 'calculator')")
    at.button(key="toolbox_0_try").click().run()
    at.text_input(key="toolbox_try_calculator_expression").set_value("6 * 7").run()
    at.button(key="toolbox_call").click().run()
    assert "Answered in" in at.success[0].value
    assert at.code[0].value == "42"
