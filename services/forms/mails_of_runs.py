"""Mails that runs send."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from engine.resources import Mail
from engine.tools.base import ToolInvokeError
from services.forms.mail import MailNotSent, send_mail

if TYPE_CHECKING:
    from services.runtime import Runtime


@dataclass(frozen=True, slots=True)
class SentMails:
    """Implements `engine.resources.Mails` with the mail host of the settings."""

    rt: "Runtime"

    @property
    def is_set_up(self) -> bool:
        """Return whether a mail host is named."""
        return bool(self.rt.settings.smtp_server)

    async def send(self, mail: Mail) -> None:
        """Send a mail; see `engine.resources.Mails`."""
        try:
            await send_mail(
                self.rt,
                to=", ".join(mail.to),
                cc=", ".join(mail.cc),
                reply_to=mail.reply_to,
                subject=mail.subject,
                text=mail.text,
            )
        except MailNotSent as error:
            raise ToolInvokeError(str(error)) from error
