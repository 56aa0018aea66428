"""Built-in tools that ask and tell others: HTTP requests, mails, knowledge, files."""

import json
from collections.abc import AsyncIterator
from dataclasses import dataclass, field, replace
from typing import Any

import pytest
import pytest_asyncio

from engine.agents.offered import offered_tool
from engine.errors import NodeError
from engine.filestore import MemoryFiles
from engine.knowledge.in_memory import KnowledgeBase, MemoryRetrieval, Segment
from engine.knowledge.search import Dataset
from engine.resources import Mail, Resources, RunInfo
from engine.tools.base import ToolContext, ToolInvokeError, ToolParameterError, ToolResult
from engine.tools.builtin.email import send_mail
from engine.tools.builtin.http import http_request
from tests.engine.built_in import Called, calling, given
from tests.engine.site import Page

pytestmark = pytest.mark.asyncio(loop_scope="module")
PAGES = {
    "/orders": Page(body=b'{"orders": [1, 2]}', mime_type="application/json", headers={"x-answer": "yes"}),
    "/failed": Page(body=b"no such order", status=404),
    "/report": Page(body=b"%PDF-1.7\n\xff\xfe", mime_type="application/pdf"),
    "/long": Page(body=b"x" * 500),
    "/moved": Page(status=302, headers={"location": "/orders"}),
}


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def served() -> AsyncIterator[Called]:
    async with calling(PAGES) as called:
        yield called


@pytest.fixture
def web(served: Called) -> Called:
    return Called(served.site, replace(served.resources, files=MemoryFiles()))


async def request(web: Called, path: str, **arguments: Any) -> Any:
    return await web.tool("http", "http_request", url=web.site.url + path, **arguments)


async def test_a_request_is_sent_as_it_is_told(web: Called) -> None:
    result = await request(
        web, "/orders?a=1", method="POST", headers={"X-One": "1"}, query='{"b": "ü"}', body='{"article": "A"}'
    )
    assert result.text == 'Status 200\n\n{"orders": [1, 2]}'
    assert result.json[0]["status"] == 200
    assert result.json[0]["body"] == {"orders": [1, 2]}
    assert result.json[0]["headers"]["x-answer"] == "yes"
    sent = web.site.last
    assert (sent.method, sent.json, sent.headers["x-one"]) == ("POST", {"article": "A"}, "1")
    assert sent.headers["content-type"] == "application/json"
    assert http_request.has_side_effects


async def test_an_answer_that_says_no_is_an_answer(web: Called) -> None:
    assert (await request(web, "/failed")).text == "Status 404\n\nno such order"


async def test_a_file_is_kept_and_a_long_text_cut(web: Called) -> None:
    result = await request(web, "/report")
    assert (result.files[0].filename, result.files[0].mime_type) == ("report.pdf", "application/pdf")
    text = (await request(web, "/long", max_characters=100)).text
    assert text == f"Status 200\n\n{'x' * 100}\n\n[400 of 500 characters are left out here]"


@pytest.mark.parametrize(
    ("url", "settings", "message"),
    [
        ("{site}/orders", {"allowed_hosts": "api.example.org"}, "127.0.0.1 is none of the hosts.*api.example.org"),
        ("http://api.example.org@127.0.0.1/", {"allowed_hosts": "api.example.org"}, "none of the hosts"),
        ("{site}/orders", {"method": "DELETE", "allowed_methods": "GET, head"}, "DELETE is none of the methods"),
        ("{site}/orders", {"fixed_headers": {"Authorization": "Bearer x"}}, "sent to allowed_hosts only"),
        ("file:///etc/passwd", {}, "no address of the web"),
        ("/orders", {}, "no address of the web"),
        ("http://10.1.2.3/", {}, "not a public web address"),
    ],
)
async def test_a_request_that_may_not_leave_does_not(
    web: Called, url: str, settings: dict[str, Any], message: str
) -> None:
    web.site.requests.clear()
    with pytest.raises(ToolInvokeError, match=message):
        await web.tool("http", "http_request", url=url.format(site=web.site.url), **settings)
    assert web.site.requests == []


async def test_fixed_headers_go_to_the_named_hosts_and_no_further(web: Called) -> None:
    settings = {"allowed_hosts": "127.0.0.1", "fixed_headers": {"Authorization": "Bearer x"}}
    assert (await request(web, "/moved", **settings)).text.startswith("Status 302")
    assert web.site.last.headers["authorization"] == "Bearer x"


@dataclass
class Outbox:
    """Keeps the mails that it is given."""

    is_set_up: bool = True
    mails: list[Mail] = field(default_factory=list)

    async def send(self, mail: Mail) -> None:
        """Keep a mail."""
        self.mails.append(mail)


MAIL: dict[str, Any] = {
    "send_to": "ada@example.org; bob@example.com",
    "subject": "Hello\nBcc: x@y.z",
    "email_content": "Dear Ada,\n...",
}
SENDS: dict[str, Any] = {"dry_run": False, "allowed_recipients": "@example.org, bob@example.com"}


@pytest.mark.parametrize("name", [("email", "send_mail"), ("email", "email_sender"), ("email_sender",) * 2])
async def test_a_mail_is_only_shown_by_default(name: tuple[str, str]) -> None:
    box = Outbox()
    result = await given(Resources(mails=box), *name, **MAIL, cc="eve@example.net")
    assert result.text == (
        "The mail was not sent: it is only tried out. This is what it would be:\n\n"
        "To: ada@example.org, bob@example.com\nCc: eve@example.net\nSubject: Hello Bcc: x@y.z\n\nDear Ada,\n..."
    )
    assert (result.json[0]["sent"], result.json[0]["to"], box.mails) == (
        False,
        ["ada@example.org", "bob@example.com"],
        [],
    )
    assert send_mail.has_side_effects


async def test_a_mail_leaves_where_the_settings_say_so_and_there_is_a_host() -> None:
    box = Outbox()
    result = await given(Resources(mails=box), "email", "send_mail", **MAIL, **SENDS, reply_to="me@example.org")
    assert result.text.startswith("The mail was sent.\n")
    assert result.json[0]["sent"] is True
    (mail,) = box.mails
    assert (mail.to, mail.subject, mail.reply_to) == (
        ["ada@example.org", "bob@example.com"],
        "Hello Bcc: x@y.z",
        "me@example.org",
    )
    for mails in (Outbox(is_set_up=False), None):
        text = (await given(Resources(mails=mails), "email", "send_mail", **MAIL, **SENDS)).text
        assert text.startswith("The mail was not sent: no mail host is set up (SMTP_SERVER).")


@pytest.mark.parametrize(
    ("changed", "message"),
    [
        ({"allowed_recipients": ""}, "allowed_recipients in the tool's settings has to say to whom"),
        ({"send_to": "eve@evil.example"}, "eve@evil.example is none of those who may be written to"),
        ({"cc": "eve@sub.example.org"}, "eve@sub.example.org is none of those"),
        ({"send_to": "ada"}, "'ada' is no e-mail address"),
        ({"send_to": "a b@example.org"}, "is no e-mail address"),
        ({"send_to": " , "}, "needs an address"),
        ({"send_to": json.dumps([f"a{n}@example.org" for n in range(21)])}, "20 addresses at most, not to 21"),
    ],
)
async def test_a_mail_goes_to_nobody_else(changed: dict[str, str], message: str) -> None:
    box = Outbox()
    with pytest.raises(ToolInvokeError, match=message):
        await given(Resources(mails=box), "email", "send_mail", **{**MAIL, **SENDS, **changed})
    assert box.mails == []


@pytest.mark.parametrize("key", ["settings", "parameters", "tool_parameters"])
@pytest.mark.parametrize("empty", ["", None, {"auto": 0, "value": ""}, {"type": "constant", "value": ""}])
async def test_no_model_decides_what_nobody_filled_in(key: str, empty: Any) -> None:
    entry = {"provider_name": "email", "tool_name": "send_mail", key: {"allowed_recipients": empty, "dry_run": empty}}
    offered = await offered_tool(entry, Resources())
    assert [one.name for one in offered.free] == ["send_to", "subject", "email_content", "cc", "reply_to"]
    box = Outbox()
    called = ToolResult()
    wanted = {**MAIL, "dry_run": False, "allowed_recipients": "*"}
    await offered.call(wanted, ToolContext(Resources(mails=box), RunInfo()), called)
    assert called.text.startswith("The mail was not sent")
    assert box.mails == []


BASES = MemoryRetrieval(
    [
        KnowledgeBase(
            Dataset("g1", "Guide"), [Segment(content="Refunds are paid within 14 days.", document_name="r.md")]
        ),
        KnowledgeBase(Dataset("n1", "News"), [Segment(content="Refunds became faster.", document_name="news.md")]),
    ]
)


@pytest.mark.parametrize("name", ["g1", "Guide", " Guide , n1"])
async def test_knowledge_is_searched_by_id_or_name(name: str) -> None:
    result = await given(
        Resources(retrieval=BASES), "knowledge", "knowledge_search", query="refunds paid", knowledge_base=name
    )
    assert "Refunds are paid within 14 days." in result.text
    assert result.json[0]["document"] == "r.md"
    assert result.citations[0]["dataset_name"] == "Guide"
    assert ("faster" in result.text) is ("n1" in name)


@pytest.mark.parametrize(
    ("settings", "message"),
    [({}, "name no knowledge base"), ({"knowledge_base": "Gone"}, "there is no knowledge base 'Gone'")],
)
async def test_knowledge_that_is_not_there_is_named(settings: dict[str, Any], message: str) -> None:
    with pytest.raises(ToolInvokeError, match=message):
        await given(Resources(retrieval=BASES), "knowledge", "knowledge_search", query="x", **settings)


@pytest.mark.parametrize("name", [("files", "read_file_text"), ("file_processor", "file_processor")])
async def test_a_file_is_read_and_read_on(name: tuple[str, str]) -> None:
    files = MemoryFiles()
    note = await files.write(b"0123456789" * 20, filename="note.txt", mime_type="text/plain")
    resources = Resources(files=files)
    result = await given(resources, *name, file=note, max_characters=100)
    assert result.text.endswith("9\n\n[100 of 200 characters are left out here]")
    assert (result.json[0]["characters"], len(result.json[0]["text"])) == (200, 100)
    assert (await given(resources, *name, file=note, start=195)).text == "56789"
    both = (await given(resources, *name, files=[note, note], start=199)).text
    assert both == "# note.txt\n\n9\n\n# note.txt\n\n9\n\n"


async def test_a_file_that_cannot_be_read_is_named() -> None:
    files = MemoryFiles()
    odd = await files.write(b"x", filename="a.bin", mime_type="application/octet-stream")
    cases: list[tuple[dict[str, Any], type[NodeError], str]] = [
        ({"file": odd}, NodeError, "a.bin"),
        ({}, ToolInvokeError, "no file to read"),
        ({"file": "a.bin"}, ToolParameterError, "'file' must be file"),
    ]
    for arguments, kind, message in cases:
        with pytest.raises(kind, match=message):
            await given(Resources(files=files), "files", "read_file_text", **arguments)
