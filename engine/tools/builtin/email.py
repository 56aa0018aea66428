"""Mails: shown by default, and sent only where people said so, to whom they said."""

import json
import re
from collections.abc import Sequence
from typing import Final

from engine.resources import Mail, Mails
from engine.tools.base import Json, Text, ToolContext, ToolInvokeError, ToolMessage
from engine.tools.functions import Setting, tool

MOST_RECIPIENTS: Final = 20
ANYBODY: Final = "*"

_LONGEST: Final = 100_000  # characters of a mail
_ADDRESS: Final = re.compile(r"[^@\s,;<>\"]{1,64}@[^@\s,;<>\"]{1,255}")


@tool(
    provider="email",
    label="Send an e-mail",
    use_cases=["write to a customer", "tell somebody of a result", "draft a mail"],
    has_side_effects=True,
    timeout=60,
)
async def send_mail(
    send_to: str,
    subject: str,
    email_content: str,
    ctx: ToolContext,
    *,
    cc: str = "",
    reply_to: str = "",
    dry_run: Setting[bool] = True,
    allowed_recipients: Setting[str] = "",
) -> list[ToolMessage]:
    """Writes an e-mail of plain text, and sends it where the tool is set up to.

    Args:
        send_to: The addresses, separated by commas.
        subject: The subject.
        email_content: The text of the mail.
        cc: Further addresses that get a copy, separated by commas.
        reply_to: The address that answers go to.
        dry_run: Whether the mail is only shown, not sent.
        allowed_recipients: Who may be written to, separated by commas: addresses, domains as in @example.org, or *
            for anybody. Needed before anything is sent.
    """
    mail = Mail(
        to=_addresses(send_to),
        cc=_addresses(cc),
        reply_to=next(iter(_addresses(reply_to)), ""),
        subject=" ".join(subject.split()),
        text=email_content,
    )
    _check(mail, [name.lower() for name in _listed(allowed_recipients)], sends=not dry_run)
    reason = "it is only tried out" if dry_run else await _sent(mail, ctx.resources.mails)
    what = {"to": [*mail.to], "cc": [*mail.cc], "reply_to": mail.reply_to, "subject": mail.subject, "text": mail.text}
    return [Text(_told(mail, reason)), Json({"sent": not reason, "reason": reason, **what}, is_repeat=True)]


async def _sent(mail: Mail, mails: Mails | None) -> str:
    """Send a mail; return why it was not sent, "" when it was."""
    if mails is None or not mails.is_set_up:
        return "no mail host is set up (SMTP_SERVER)"
    await mails.send(mail)
    return ""


def _told(mail: Mail, reason: str) -> str:
    lines = [
        "The mail was sent." if not reason else f"The mail was not sent: {reason}. This is what it would be:",
        "",
        f"To: {', '.join(mail.to)}",
        *([f"Cc: {', '.join(mail.cc)}"] if mail.cc else []),
        *([f"Reply-To: {mail.reply_to}"] if mail.reply_to else []),
        f"Subject: {mail.subject}",
        "",
        mail.text,
    ]
    return "\n".join(lines)


def _check(mail: Mail, allowed: Sequence[str], *, sends: bool) -> None:
    everybody = [*mail.to, *mail.cc]
    if not mail.to:
        raise ToolInvokeError("a mail needs an address in send_to")
    if len(everybody) > MOST_RECIPIENTS:
        raise ToolInvokeError(f"a mail goes to {MOST_RECIPIENTS} addresses at most, not to {len(everybody)}")
    if len(mail.text) > _LONGEST:
        raise ToolInvokeError(f"a mail has at most {_LONGEST:,} characters, not {len(mail.text):,}")
    if sends and not allowed:
        raise ToolInvokeError("before mails are sent, allowed_recipients in the tool's settings has to say to whom")
    for address in everybody if allowed and ANYBODY not in allowed else ():
        if address.lower() not in allowed and f"@{address.lower().rpartition('@')[2]}" not in allowed:
            raise ToolInvokeError(f"{address} is none of those who may be written to: {', '.join(allowed)}")


def _addresses(text: str) -> list[str]:
    found = list(dict.fromkeys(_listed(text)))
    for address in found:
        if not _ADDRESS.fullmatch(address):
            raise ToolInvokeError(f"{address!r:.100} is no e-mail address; one is written as in ada@example.org")
    return found


def _listed(text: str) -> list[str]:
    """Return the parts of a list: of JSON, or with commas, semicolons or lines between."""
    if text.strip().startswith("["):
        try:
            return [str(item).strip() for item in json.loads(text)]
        except ValueError:
            pass  # a text that only begins like JSON is a list with commas
    return [part.strip() for part in re.split(r"[,;\n]", text) if part.strip()]
