"""Links to files that work without a key until they expire."""

import os
import re
import time
from typing import TYPE_CHECKING, Final
from urllib.parse import quote, unquote, urlencode

from storage.records import Upload

if TYPE_CHECKING:
    from services.runtime import Runtime

PURPOSE: Final = "file link"

_LINK: Final = re.compile(
    r"(?P<path>/files/(?:tools/)?(?P<id>[0-9a-f-]{36})(?:/file-preview|\.[\w%-]+)?)"
    r"\?timestamp=(?P<timestamp>\d+)&nonce=(?P<nonce>\w+)&sign=(?P<sign>[\w%=-]+)"
)


def link_of(rt: "Runtime", upload: Upload) -> str:
    """Return an address at which the file can be read until `files_access_timeout` seconds have passed."""
    base = (rt.settings.files_url or rt.url).rstrip("/")
    return f"{base}{path_of(upload)}?{_query(rt, upload.id)}"


def renewed(rt: "Runtime", text: str) -> str:
    """Return `text` with a fresh link for every link of ours in it, expired or not; forged ones stay as they are."""
    return _LINK.sub(lambda found: _renewed(rt, found), text) if "/files/" in text else text


def path_of(upload: Upload) -> str:
    """Return the path of a file's link: files that nodes made carry their extension, for readers that go by it."""
    if upload.transfer_method == "tool_file":
        ending = f".{quote(upload.extension, safe='')}" if upload.extension else ""
        return f"/files/tools/{upload.id}{ending}"
    return f"/files/{upload.id}/file-preview"


def is_valid(rt: "Runtime", file_id: str, *, timestamp: str, nonce: str, sign: str) -> bool:
    """Return whether a link was made here for this file and has not expired."""
    if not rt.secrets.verifies(PURPOSE, _signed_text(file_id, timestamp, nonce), sign):
        return False
    return 0 <= time.time() - int(timestamp) <= rt.settings.files_access_timeout


def _renewed(rt: "Runtime", link: re.Match[str]) -> str:
    signed = _signed_text(link["id"], link["timestamp"], link["nonce"])
    if not rt.secrets.verifies(PURPOSE, signed, unquote(link["sign"])):
        return link[0]
    return f"{link['path']}?{_query(rt, link['id'])}"


def _query(rt: "Runtime", file_id: str) -> str:
    stamp, nonce = str(int(time.time())), os.urandom(16).hex()
    sign = rt.secrets.sign(PURPOSE, _signed_text(file_id, stamp, nonce))
    return urlencode({"timestamp": stamp, "nonce": nonce, "sign": sign})


def _signed_text(file_id: str, stamp: str, nonce: str) -> str:
    return f"{file_id}|{stamp}|{nonce}"
