"""Mails: eml."""

from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default

from engine.extract.extracted import Extracted, ExtractLimits, TextExtractionError
from engine.extract.markup import text_of

_SHOWN = ("Subject", "From", "To", "Cc", "Date")


def eml_text(data: bytes, limits: ExtractLimits) -> Extracted:
    """Return subject, people and date, the text (of HTML where there is no other), and the names of attachments."""
    message = message_from_bytes(data, policy=default)
    if not message.keys():
        raise TextExtractionError("it is no mail: it has no headers")
    head = [f"{name}: {message[name]}" for name in _SHOWN if message[name]]
    names = [part.get_filename() or part.get_content_type() for part in message.iter_attachments()]
    attached = [f"Attachment: {name}" for name in names]
    return Extracted("\n\n".join(filter(None, ["\n".join(head), _body(message), "\n".join(attached)])))


def _body(message: EmailMessage) -> str:
    part = message.get_body(("plain", "html"))
    if part is None:
        return ""
    try:
        content = part.get_content()
    except (LookupError, UnicodeError):  # it names an encoding that does not exist
        content = part.get_payload(decode=True)
    text = content.decode("utf-8", "replace") if isinstance(content, bytes) else str(content)
    return (text_of(text) if part.get_content_subtype() == "html" else text).strip()
