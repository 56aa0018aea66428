"""Tools from elsewhere: a service and two MCP servers are added on the page Tools, tried there, and used by an agent."""

import contextlib
import json
import shlex
import socket
import sys
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest
import uvicorn
from playwright.sync_api import Locator, Page, expect
from playwright.sync_api import TimeoutError as PlaywrightTimeout

from tests import mcp_reference
from tests.browser.automation import ADMIN, console
from tests.browser.steps import ask, keyed, open_path, press, settle
from tests.process.server import Server, running_app

pytestmark = pytest.mark.browser
PROGRAM = shlex.join([sys.executable, str(Path(mcp_reference.__file__))])
DOCUMENT = {
    "openapi": "3.0.0",
    "info": {"title": "Shop", "description": "What things cost."},
    "components": {"securitySchemes": {"key": {"type": "apiKey", "in": "header", "name": "X-Key"}}},
    "paths": {
        "/price": {
            "get": {
                "operationId": "price",
                "summary": "Tells a price",
                "parameters": [{"name": "article", "in": "query", "required": True, "schema": {"type": "string"}}],
            },
            "delete": {"operationId": "forget", "summary": "Forgets all prices"},
        }
    },
}


class Shop(BaseHTTPRequestHandler):
    """A service with a document of its own, which wants a key for the rest."""

    def do_GET(self) -> None:
        """Give the document, or a price to who has the key."""
        url = urlsplit(self.path)
        if url.path == "/openapi.json":
            self._send(200, {**DOCUMENT, "servers": [{"url": f"http://{self.headers['host']}"}]})
        elif self.headers["x-key"] != "key-of-the-shop":
            self._send(401, {"reason": "no key"})
        else:
            self._send(200, {"price": 42, "of": parse_qs(url.query)["article"][0]})

    def _send(self, status: int, value: object) -> None:
        body = json.dumps(value).encode()
        self.send_response(status)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *about: object) -> None:
        """Say nothing."""


@contextlib.contextmanager
def shop() -> Iterator[str]:
    server = ThreadingHTTPServer(("127.0.0.1", 0), Shop)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_address[1]}"
    server.shutdown()
    server.server_close()


@contextlib.contextmanager
def depot() -> Iterator[str]:
    """Serve the reference server over HTTP."""
    listening = socket.create_server(("127.0.0.1", 0))
    application = mcp_reference.reference_server()[0].streamable_http_app()
    web = uvicorn.Server(uvicorn.Config(application, log_level="warning", ws="none"))
    thread = threading.Thread(target=web.run, kwargs={"sockets": [listening]}, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{listening.getsockname()[1]}/mcp"
    web.should_exit = web.force_exit = True
    thread.join(30)


@pytest.fixture(scope="module")
def site() -> Iterator[Server]:
    """A product of its own: it may reach services on this machine."""
    with running_app(env={**ADMIN, "MILLRACE_ALLOW_PRIVATE_ADDRESSES": "127.0.0.1"}) as server:
        yield server


def card(page: Page, name: str) -> Locator:
    return page.locator("[class*='st-key-tools_card_']").filter(has_text=name)


def fill(page: Page, key: str, text: str) -> None:
    field = keyed(page, key).locator("input, textarea").first
    expect(field).to_be_editable()
    settle(page)
    field.fill(text)
    field.press("Enter")
    settle(page)


def add_service(page: Page, url: str) -> None:
    press(page, "tools_add_api")
    fill(page, "toolbox_add_url", f"{url}/openapi.json")
    press(page, "toolbox_add_read")
    expect(keyed(page, "toolbox_add_operations")).to_contain_text("Tells a price")
    fill(page, "toolbox_add_auth_value", "key-of-the-shop")
    press(page, "toolbox_add_save")
    expect(card(page, "Shop")).to_contain_text("2 tools")


def add_server(page: Page, name: str, *, key: str, value: str, kind: str) -> None:
    press(page, "tools_add_server")
    fill(page, "toolbox_new_name", name)
    keyed(page, "toolbox_new_transport").get_by_text(kind).click()
    fill(page, key, value)
    press(page, "toolbox_new_save")
    expect(card(page, name)).to_contain_text("Stock")
    expect(card(page, name)).to_contain_text("ready")


def try_first(page: Page, provider: str, tool: str, argument: str, value: str) -> Locator:
    card(page, provider).get_by_role("button").click()
    dialog = page.get_by_role("dialog")
    keyed(page, "toolbox_0_try").locator("button").click()
    fill(page, f"toolbox_try_{tool}_{argument}", value)
    expect(keyed(page, "toolbox_call").locator("button")).to_be_enabled()
    press(page, "toolbox_call")
    result = dialog.locator(".st-key-toolbox_result")
    expect(result).to_contain_text("Answered in")
    return result


def give_tool(page: Page, name: str) -> None:
    """Choose a further tool on the page of an agent."""
    chooser, option = page.get_by_role("combobox", name="Add a tool").first, page.get_by_role("option", name=name).first
    for _ in range(10):  # a list that was opened while the page was still drawn closes again
        settle(page)
        chooser.click()
        chooser.fill(name)
        with contextlib.suppress(PlaywrightTimeout):
            option.click(timeout=6_000)
            break
    add = page.locator("[class*='tools_add'] button").first
    expect(add).to_be_enabled()
    add.click()
    expect(page.get_by_test_id("stCheckbox").filter(has_text=name)).to_have_count(1)
    settle(page)


def test_an_agent_uses_a_service_and_servers_that_were_added_in_the_browser(page: Page, site: Server):
    with shop() as service, depot() as address:
        open_path(page, "/tools")
        add_service(page, service)
        add_server(page, "Depot", key="toolbox_new_url", value=address, kind="At an address")
        add_server(page, "Warehouse", key="toolbox_new_command", value=PROGRAM, kind="A program")

        expect(try_first(page, "Warehouse", "stock", "article", "screw")).to_contain_text("screw: 5 pieces")

        app = console(site, "/apps", {"name": "Clerk", "mode": "agent-chat"})
        open_path(page, f"/studio?app={app['id']}")
        give_tool(page, "Stock · Depot")
        give_tool(page, "Tells a price · Shop")
        open_path(page, f"/chat?app={app['id']}")
        ask(page, "What is the stock of screws?")
        expect(page.get_by_test_id("stChatMessage").last).to_contain_text("pieces")
        ask(page, "Which price has a nail?")
        expect(page.get_by_test_id("stChatMessage").last).to_contain_text("42")
