"""Links to files that work without a key until they expire."""

import os
import time
from typing import TYPE_CHECKING, Final
from urllib.parse import quote, urlencode

from storage.records import Upload

if TYPE_CHECKING:
    from services.runtime import Runtime

PURPOSE: Final = "file link"


def link_of(rt: "Runtime", upload: Upload) -> str:
    """Return an address at which the file can be read until `files_access_timeout` seconds have passed."""
    stamp, nonce = str(int(time.time())), os.urandom(16).hex()
    query = urlencode({"timestamp": stamp, "nonce": nonce, "sign": _signature(rt, upload.id, stamp, nonce)})
    base = (rt.settings.files_url or rt.url).rstrip("/")
    return f"{base}{path_of(upload)}?{query}"


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


def _signature(rt: "Runtime", file_id: str, stamp: str, nonce: str) -> str:
    return rt.secrets.sign(PURPOSE, _signed_text(file_id, stamp, nonce))


def _signed_text(file_id: str, stamp: str, nonce: str) -> str:
    return f"{file_id}|{stamp}|{nonce}"
