"""Mails that bring forms to people: whom, with what, and what happens without a mail host."""

import logging
from collections.abc import Mapping
from typing import Any

import pytest

from services import accounts
from services.forms.form_mails import send_unsent
from services.forms.mail import OUTBOX
from services.runs.runs import DEBUGGER
from services.runtime import Runtime
from tests.services.mail_host import MailHost, mail_host
from tests.services.parts import published
from tests.services.waiting import form_of, paused_run, reviewed

BOB = {"type": "external", "email": "bob@example.com"}
BODY = "Dear reader,\n{{#url#}}\nThanks for {{#start.s#}}"


def mailed(items: list[Mapping[str, Any]], **config: Any) -> Any:
    """Return a workflow that asks by mail."""
    recipients = {"whole_workspace": config.pop("whole_workspace", False), "items": items}
    config = {"recipients": recipients, "subject": "Check {{#start.s#}}", "body": BODY, **config}
    methods = [{"type": "webapp", "enabled": True}, {"type": "email", "enabled": True, "config": config}]
    return reviewed(delivery_methods=methods)


def by_host(rt: Runtime, host: MailHost, **more: Any) -> None:
    """Have the runtime send mails by a host."""
    settings = {"smtp_server": "127.0.0.1", "smtp_port": host.port, "smtp_security": "none", **more}
    rt.settings = rt.settings.model_copy(update=settings)


def receivers(host: MailHost) -> list[str]:
    return sorted(str(mail["To"]) for mail in host.mails)


async def test_a_form_is_mailed_with_its_address(rt: Runtime, workspace_id: str) -> None:
    app = await published(rt, workspace_id, mailed([BOB]))
    async with mail_host() as host:
        by_host(rt, host, app_web_url="https://desk.example.com/")
        form = await form_of(rt, app, await paused_run(rt, app, inputs={"s": "the draft"}))
        await send_unsent(rt)
        await send_unsent(rt)
    (mail,) = host.mails
    text = mail.get_payload(decode=True)
    assert isinstance(text, bytes)
    link = f"https://desk.example.com/form/{form.mail_token}"
    assert text.decode().split() == ["Dear", "reader,", link, "Thanks", "for", "the", "draft"]
    assert (mail["Subject"], mail["To"]) == ("Check the draft", "bob@example.com")
    assert form.mail_token != form.token


async def test_members_and_the_whole_workspace_get_mails_each_once(rt: Runtime, workspace_id: str) -> None:
    ann = await accounts.setup(rt, email="ann@example.com", name="Ann", password="correct horse 7")
    member = {"type": "member", "user_id": ann.id}
    app = await published(rt, workspace_id, mailed([member, BOB, BOB, {"type": "external", "email": "no mail"}]))
    other = await published(rt, workspace_id, mailed([member], whole_workspace=True))
    async with mail_host() as host:
        by_host(rt, host)
        await paused_run(rt, app)
        await send_unsent(rt)
        assert receivers(host) == ["ann@example.com", "bob@example.com"]
        await paused_run(rt, other)
        await send_unsent(rt)
    assert receivers(host) == ["ann@example.com", "ann@example.com", "bob@example.com"]


async def test_in_debug_mode_a_draft_mails_only_who_tries_it(rt: Runtime, workspace_id: str) -> None:
    ann = await accounts.setup(rt, email="ann@example.com", name="Ann", password="correct horse 7")
    app = await published(rt, workspace_id, mailed([BOB], debug_mode=True))
    async with mail_host() as host:
        by_host(rt, host)
        await paused_run(rt, app, invoke_from=DEBUGGER, draft=True, account_id=ann.id)
        await send_unsent(rt)
        assert receivers(host) == ["ann@example.com"]
        await paused_run(rt, app)
        await send_unsent(rt)
    assert receivers(host) == ["ann@example.com", "bob@example.com"]


async def test_one_refused_mail_keeps_no_other_back(
    rt: Runtime, workspace_id: str, caplog: pytest.LogCaptureFixture
) -> None:
    app = await published(rt, workspace_id, mailed([{"type": "external", "email": "gone@example.com"}, BOB]))
    async with mail_host() as host:
        host.refused = {"gone@example.com"}
        by_host(rt, host)
        await paused_run(rt, app)
        await send_unsent(rt)
    assert receivers(host) == ["bob@example.com"]
    assert "nobody of that name" in caplog.text


async def test_without_a_host_mails_are_kept_in_the_outbox_and_no_address_is_logged(
    rt: Runtime, workspace_id: str, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.INFO)
    app = await published(rt, workspace_id, mailed([BOB]))
    form = await form_of(rt, app, await paused_run(rt, app))
    await send_unsent(rt)
    (letter,) = (rt.settings.data_dir / OUTBOX).iterdir()
    assert str(form.mail_token) in letter.read_text().replace("=\n", "")
    assert letter.name in caplog.text
    assert str(form.mail_token) not in caplog.text
