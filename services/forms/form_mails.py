"""Mails that bring forms to people."""

import logging
import re
from collections.abc import Mapping, Sequence
from functools import partial
from typing import TYPE_CHECKING, Any, Final

import storage.accounts
import storage.human_forms
import storage.runs
from services.forms.mail import MailNotSent, send_mail
from services.runs.runs import DEBUGGER
from storage.records import HumanForm

if TYPE_CHECKING:
    from services.runtime import Runtime

logger = logging.getLogger(__name__)

LINK: Final = "{{#url#}}"  # stands for the form's address in the text of a mail

_ADDRESS: Final = re.compile(r"[^\s@<>,;]+@[^\s@<>,;]+")


async def send_unsent(rt: "Runtime") -> None:
    """Send the mails of open forms that were not sent yet; one that fails is told in the log and not tried again."""
    if rt.expiry.mailing.locked():
        return  # whoever sends looks again
    async with rt.expiry.mailing:
        while forms := await rt.db.read(lambda: storage.human_forms.unmailed_forms(rt.db)):
            for form in forms:
                await _send(rt, form)
                await storage.human_forms.note_mailed(rt.db, form.id, rt.expiry.clock.now())


def address_of(rt: "Runtime", token: str) -> str:
    """Return the address at which people fill in a form."""
    base = (rt.settings.app_web_url or rt.url).rstrip("/")
    return f"{base}/form/{token}"


async def _send(rt: "Runtime", form: HumanForm) -> None:
    link = address_of(rt, form.mail_token or "")
    for method in form.definition["delivery_methods"]:
        if method["type"] != "email":
            continue
        config = method["config"]
        body = str(config.get("body") or "")
        text = body.replace(LINK, link) if LINK in body else f"{body}\n\n{link}".strip()
        subject = str(config.get("subject") or form.definition["node_title"] or "Millrace")
        for to in await rt.db.read(partial(_recipients, rt, form, config)):
            try:
                await send_mail(rt, to=to, subject=subject, text=text)
            except MailNotSent as error:
                logger.error("A form could not be mailed. form=%s reason=%s", form.id, error)


def _recipients(rt: "Runtime", form: HumanForm, config: Mapping[str, Any]) -> Sequence[str]:
    """Return the addresses that a method names; of a run in the Studio, in debug mode, only whose run it is."""
    run = storage.runs.get_run(rt.db, form.workspace_id, form.app_id, form.run_id)
    accounts = {account.id: account.email for account in storage.accounts.list_accounts(rt.db, form.workspace_id)}
    if config.get("debug_mode") and run.invoke_from == DEBUGGER:
        return [email for account_id, email in accounts.items() if account_id == run.created_by]
    recipients = config.get("recipients") or {}
    found = list(accounts.values()) if recipients.get("whole_workspace") else []
    for item in recipients.get("items") or ():
        found.append(str(accounts.get(item.get("user_id"), "") if item.get("type") == "member" else item.get("email")))
    return list(dict.fromkeys(address for address in found if _ADDRESS.fullmatch(address)))
