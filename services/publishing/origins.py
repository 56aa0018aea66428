"""From which pages an app may be used: what browsers are told, and what is checked on every call.

A browser keeps foreign pages from framing ours by `frame-ancestors`. Besides, a page of ours carries an **entry**:
signed by the server when it answered with the page, it says whether the page was loaded into a frame, and of which
origin. The passport takes that over, and every call with it is checked against today's list. No cookie takes part,
so all this holds where browsers block those of third parties.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final
from urllib.parse import urlsplit

from services.errors import InvalidInput, NotAllowed, Unauthorized
from services.publishing.publications import MEMBERS, Shared
from storage.records import Publication

if TYPE_CHECKING:
    from services.runtime import Runtime

MOST_ORIGINS: Final = 50
LONGEST_ORIGIN: Final = 255  # characters
ENTRY: Final = "site entry"  # what entries are sealed for
ENTRY_SECONDS: Final = 86_400  # an open page may ask for another passport as long as this
FRAMES: Final = frozenset({"iframe", "frame", "embed", "object", "fencedframe"})

_HOST = r"(?:\*\.)?[a-z0-9](?:[a-z0-9-]*[a-z0-9])?(?:\.[a-z0-9](?:[a-z0-9-]*[a-z0-9])?)*|\[[0-9a-f:.]+\]"
_ORIGIN: Final = re.compile(rf"https?://(?:{_HOST})(?::\d{{1,5}})?")


@dataclass(frozen=True, slots=True)
class Entry:
    """How a page of a site was opened: `origin` is that of the page around it, "" unknown, None on its own."""

    origin: str | None = None


def checked_origins(origins: Any) -> list[str]:
    """Return origins as they are compared. Raises InvalidInput for what is none, such as a whole address."""
    if not isinstance(origins, Sequence) or isinstance(origins, str | bytes) or len(origins) > MOST_ORIGINS:
        raise InvalidInput(
            f"allowed_origins must be a list of at most {MOST_ORIGINS} origins.", param="allowed_origins"
        )
    return list(dict.fromkeys(map(_checked, origins)))


def frame_ancestors(publication: Publication) -> str:
    """Return the `frame-ancestors` of a site's pages: who may frame them, as a Content-Security-Policy says it.

    A page that members sign in to is nobody's frame unless its frames are named: who frames it could steal clicks.
    """
    if publication.allowed_origins:
        return " ".join(["'self'", *map(str, publication.allowed_origins)])
    return "'self'" if publication.access == MEMBERS else "*"


def entry_of(rt: "Runtime", shared: Shared, headers: Mapping[str, str]) -> str:
    """Return the entry that goes with a page, told from the headers (lower case) of the request for it.

    Where the browser does not say whether it fills a frame (`Sec-Fetch-Dest`, which it sends to https and to
    loopback addresses), nothing is claimed, and `frame-ancestors` stands alone.
    """
    framed = headers.get("sec-fetch-dest", "") in FRAMES
    origin = _origin_of(headers.get("referer", "")) if framed else None
    return rt.secrets.seal(ENTRY, {"code": shared.site.code, "origin": origin})


def opened_entry(rt: "Runtime", shared: Shared, token: str) -> Entry | None:
    """Return what an entry says, None without one. Raises Unauthorized: it is not ours, another site's, or too old."""
    if not token:
        return None
    content = rt.secrets.unseal(ENTRY, token, max_age=ENTRY_SECONDS)
    if content is None or content["code"] != shared.site.code:
        raise Unauthorized("This page was opened too long ago. Load it again.")
    return Entry(content["origin"])


def check_entry(shared: Shared, entry: Entry | None) -> None:
    """Refuse who uses a site from a page that may not hold it. Raises NotAllowed, Unauthorized."""
    allowed = shared.publication.allowed_origins
    if entry is None:
        if allowed:
            raise Unauthorized("This app answers on the pages that its makers allow. Open its page first.")
        return
    if entry.origin is None or (not allowed and shared.publication.access != MEMBERS):
        return
    if not entry.origin:
        raise NotAllowed("The page around this one does not say where it is. Give its frame referrerpolicy='origin'.")
    if not is_allowed(entry.origin, allowed):
        raise NotAllowed(f"This app may not be used on {entry.origin[:LONGEST_ORIGIN]}.")


def check_caller(rt: "Runtime", shared: Shared, headers: Mapping[str, str]) -> None:
    """Refuse calls that a browser makes for a foreign page directly, where a site names its origins.

    Raises:
        NotAllowed: `Origin` is neither ours, nor the site's, nor one that the settings let in.
    """
    origin, allowed = headers.get("origin", ""), shared.publication.allowed_origins
    if not origin or not allowed or headers.get("sec-fetch-site", "") == "same-origin":
        return
    if urlsplit(origin).netloc.lower() == headers.get("host", "").lower():
        return
    if not is_allowed(origin.lower(), [*allowed, *rt.settings.web_cors_origins]):
        raise NotAllowed("This app may not be used from there: the origin is not allowed.")


def is_allowed(origin: str, allowed: Sequence[str]) -> bool:
    """Return whether an origin is one of the allowed; `https://*.example.com` stands for all hosts below it."""
    return any(origin == one or _is_below(origin, one) for one in allowed)


def _is_below(origin: str, pattern: str) -> bool:
    head, star, tail = pattern.partition("*")
    return bool(star) and origin.startswith(head) and origin.endswith(tail) and len(origin) > len(head) + len(tail)


def _checked(origin: Any) -> str:
    text = origin.strip().lower().rstrip("/") if isinstance(origin, str) else ""
    if len(text) > LONGEST_ORIGIN or not _ORIGIN.fullmatch(text):
        example = "https://www.example.com, or https://*.example.com"
        raise InvalidInput(f"{origin!r:.80} is no origin; one looks like {example}.", param="allowed_origins")
    return _origin_of(text) or text


def _origin_of(address: str) -> str:
    """Return the origin of an address, in lower case and without the port that goes without saying."""
    try:
        parts = urlsplit(address.lower())
        port = parts.port
    except ValueError:
        return ""
    if parts.scheme not in ("http", "https") or not parts.hostname:
        return ""
    host = f"[{parts.hostname}]" if ":" in parts.hostname else parts.hostname
    usual = {"http": 80, "https": 443}[parts.scheme]
    return f"{parts.scheme}://{host}" if port in (None, usual) else f"{parts.scheme}://{host}:{port}"
