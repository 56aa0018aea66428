"""Mails: sent by the configured host, or kept in the data folder's outbox where none is."""

import asyncio
import logging
import smtplib
from email.message import EmailMessage
from email.utils import formatdate, make_msgid
from pathlib import Path
from typing import TYPE_CHECKING, Final

from config import Settings
from storage.ids import new_id

if TYPE_CHECKING:
    from services.runtime import Runtime

logger = logging.getLogger(__name__)

OUTBOX: Final = "outbox"  # folder of the data folder
SECONDS: Final = 20.0  # that the mail host has for each answer


class MailNotSent(Exception):
    """The mail host could not be reached, or refused the mail."""


async def send_mail(rt: "Runtime", *, to: str, subject: str, text: str, cc: str = "", reply_to: str = "") -> None:
    """Send a mail of plain text; without a mail host, write it to the outbox. Several addresses have commas between.

    Raises:
        MailNotSent: it did not leave; the message says why.
    """
    message = EmailMessage()
    try:
        message["From"], message["To"] = rt.settings.mail_from, to
        message["Subject"] = subject
        for name, value in (("Cc", cc), ("Reply-To", reply_to)):
            if value:
                message[name] = value
    except ValueError as error:  # a line break in a header
        raise MailNotSent(f"the mail to {to!r:.80} cannot be written: {error}") from error
    message["Date"], message["Message-ID"] = formatdate(localtime=False), make_msgid(domain="millrace.local")
    message.set_content(text)
    if rt.settings.smtp_server:
        await asyncio.to_thread(_sent, rt.settings, message)
    else:
        place = await asyncio.to_thread(_kept, rt.settings.data_dir / OUTBOX, message)
        logger.info("A mail was written to the outbox: no SMTP_SERVER is set. file=%s", place.name)


def _sent(settings: Settings, message: EmailMessage) -> None:
    connect = smtplib.SMTP_SSL if settings.smtp_security == "tls" else smtplib.SMTP
    try:
        with connect(settings.smtp_server, settings.smtp_port, timeout=SECONDS) as host:
            if settings.smtp_security == "starttls":
                host.starttls()
            if settings.smtp_username and settings.smtp_password is not None:
                host.login(settings.smtp_username, settings.smtp_password.get_secret_value())
            host.send_message(message)
    except (OSError, smtplib.SMTPException) as error:
        raise MailNotSent(f"{settings.smtp_server}:{settings.smtp_port} did not take the mail: {error}") from error


def _kept(outbox: Path, message: EmailMessage) -> Path:
    outbox.mkdir(parents=True, exist_ok=True)
    place = outbox / f"{new_id()}.eml"
    fresh = place.with_suffix(".part")
    fresh.write_bytes(message.as_bytes())
    return fresh.replace(place)
