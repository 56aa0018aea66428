"""What comes back for an outgoing request: text or a file, within limits."""

import codecs
import mimetypes
from dataclasses import dataclass
from email.message import Message
from pathlib import PurePosixPath
from urllib.parse import unquote

import httpx2

from engine.errors import NodeError
from engine.extract.encoding import decoded
from engine.web.guard import BodyTooLarge, read_body

LIMITS = "http_limits"  # the key of `Resources.extras` under which other `HttpLimits` come in

_SAMPLE = 1024  # bytes of a body that show whether it is text
_FILE_FAMILIES = ("application", "image", "audio", "video")
_TEXT_APPLICATIONS = ("json", "xml", "javascript", "x-www-form-urlencoded", "yaml", "graphql")
_TEXT_MARKS = (b"{", b"[", b"<", b"function", b"var ", b"const ", b"let ")


@dataclass(frozen=True, slots=True, kw_only=True)
class HttpLimits:
    """How long to wait for an HTTP service, and how much of it to take."""

    connect: float = 10.0  # seconds
    read: float = 600.0  # seconds without a byte
    write: float = 600.0  # seconds in which a piece must leave
    text_bytes: int = 1024 * 1024  # of a response that is text
    file_bytes: int = 10 * 1024 * 1024  # of a response that is a file
    sent_bytes: int = 100 * 1024 * 1024  # of one file that is sent


class ResponseSizeError(NodeError):
    """A response is larger than the limit."""


@dataclass(frozen=True, slots=True)
class Reply:
    """A response, read whole."""

    status: int
    headers: dict[str, str]  # by lower-case name
    body: bytes
    is_file: bool
    url: httpx2.URL  # after redirects
    encoding: str | None = None  # as the response names it

    @property
    def text(self) -> str:
        """Return the body as text."""
        if self.encoding is not None:
            return self.body.decode(self.encoding, "replace")
        return decoded(self.body)[0]

    @property
    def mime_type(self) -> str:
        """Return the MIME type of the body, by its file's name where there is one."""
        by_name = mimetypes.guess_type(_disposition(self.headers).get_filename() or "")[0]
        by_address = mimetypes.guess_type(self.url.path)[0]
        return by_name or _mime_type(self.headers) or by_address or "application/octet-stream"

    @property
    def filename(self) -> str:
        """Return the name of the body's file: the given one, or the last part of the address."""
        given = _disposition(self.headers).get_filename() or unquote(self.url.path)
        name = PurePosixPath(given.replace("\\", "/")).name or "file"
        return name if PurePosixPath(name).suffix else name + (mimetypes.guess_extension(self.mime_type) or "")


async def read_reply(response: httpx2.Response, limits: HttpLimits) -> Reply:
    """Return a streamed response read whole.

    Raises:
        ResponseSizeError: it is larger than the limit for texts or, where it is a file, for files.
    """
    headers = dict(response.headers)
    most = max(limits.text_bytes, limits.file_bytes)
    try:
        body = b"" if response.request.method == "HEAD" else await read_body(response, most)
    except BodyTooLarge as error:
        raise ResponseSizeError(f"the response is too large: {error}") from error
    is_file = is_file_body(headers, body)
    most = limits.file_bytes if is_file else limits.text_bytes
    if len(body) > most:
        kind = "file" if is_file else "text"
        raise ResponseSizeError(f"the {kind} of the response holds {len(body):,} bytes; {most:,} is the limit")
    return Reply(response.status_code, headers, body, is_file, response.url, known_encoding(response.charset_encoding))


def is_file_body(headers: dict[str, str], body: bytes) -> bool:
    """Return whether a body with these headers is a file, not a text."""
    if not body:
        return False
    disposition = _disposition(headers)
    if disposition.get_content_disposition() == "attachment" or disposition.get_filename() is not None:
        return True
    mime_type = _mime_type(headers)
    family, _, kind = mime_type.partition("/")
    if family == "application" and (any(name in kind for name in _TEXT_APPLICATIONS) or _looks_like_text(body)):
        return False
    return family in _FILE_FAMILIES


def _looks_like_text(body: bytes) -> bool:
    sample = body[:_SAMPLE]
    try:
        codecs.getincrementaldecoder("utf-8")().decode(sample, final=len(body) <= _SAMPLE)
    except UnicodeDecodeError:
        return False
    return any(mark in sample for mark in _TEXT_MARKS)


def _mime_type(headers: dict[str, str]) -> str:
    return headers.get("content-type", "").partition(";")[0].strip().lower()


def _disposition(headers: dict[str, str]) -> Message:
    message = Message()
    if "content-disposition" in headers:
        message["content-disposition"] = headers["content-disposition"]
    return message


def known_encoding(encoding: str | None) -> str | None:
    """Return the encoding that a response names, where it is one that bytes can be read with."""
    try:
        b"x".decode(encoding or "", "replace")  # of no bytes at all, any word would do
    except LookupError:
        return None
    return encoding
