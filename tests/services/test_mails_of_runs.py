"""Mails that tools of runs send."""

import pytest

from engine.resources import Mail
from engine.tools.base import ToolInvokeError
from services.forms.mail import OUTBOX
from services.forms.mails_of_runs import SentMails
from services.runtime import Runtime
from tests.services.mail_host import mail_host

MAIL = Mail(
    to=["ada@example.org", "bob@example.org"],
    cc=["eve@example.org"],
    reply_to="me@example.org",
    subject="您好",
    text="Hi",
)


async def test_a_mail_leaves_by_the_host_of_the_settings(rt: Runtime) -> None:
    async with mail_host() as host:
        rt.settings = rt.settings.model_copy(
            update={"smtp_server": "127.0.0.1", "smtp_port": host.port, "smtp_security": "none"}
        )
        mails = SentMails(rt)
        assert mails.is_set_up
        await mails.send(MAIL)
        (mail,) = host.mails
        assert [mail[name] for name in ("To", "Cc", "Reply-To")] == [
            "ada@example.org, bob@example.org",
            "eve@example.org",
            "me@example.org",
        ]
        host.refused = {"ada@example.org", "bob@example.org", "eve@example.org"}
        with pytest.raises(ToolInvokeError, match="did not take the mail"):
            await mails.send(MAIL)


async def test_without_a_host_none_is_set_up(rt: Runtime) -> None:
    assert not SentMails(rt).is_set_up
    assert not (rt.settings.data_dir / OUTBOX).exists()
