"""Visitors: the passports by which a shared page knows them, and who a call comes from.

A passport is sealed by the server and says which site it is for, which visitor it is, where the page was opened and
what opened its door. Each call is checked against how the site stands at that moment: switched off, another code,
another password, a member who left, an origin taken off the list, all end passports at once.
"""

import hmac
import secrets
import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Final

from services.errors import InvalidInput, NotAllowed, TooManyCalls, Unauthorized
from services.publishing import doors
from services.publishing.identity import verified
from services.publishing.names import ANONYMOUS, MEMBER, NAMED, VERIFIED, session_of
from services.publishing.origins import Entry, check_caller, check_entry, opened_entry
from services.publishing.publications import Shared, find_shared
from services.runs.runs import WEB_APP
from storage.errors import NotFound
from storage.records import App

if TYPE_CHECKING:
    from services.runtime import Runtime

PASSPORT: Final = "site passport"  # what passports are sealed for
DAY: Final = 86_400  # seconds
PROVED_SECONDS: Final = DAY // 2  # how long a proof of who somebody is counts
PREFIX_LENGTH: Final = 16  # characters that names of visitors have before what a page calls them


@dataclass(frozen=True, slots=True, kw_only=True)
class PassportRequest:
    """What a call for a passport shows; headers are in lower case."""

    code: str
    user_id: str = ""  # what the embedding page says, unproved
    identity: str = ""  # what its server has signed
    grant: str = ""
    access_token: str = ""  # of a login to the builder
    entry: str = ""
    passport: str = ""  # an earlier one, to stay the same visitor
    ip: str = ""
    headers: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Visitor:
    """Who calls: one visitor of one shared app."""

    shared: Shared
    kind: str
    name: str
    ip: str = ""

    @property
    def app(self) -> App:
        """Return the app."""
        return self.shared.app

    @property
    def user(self) -> str:
        """Return the `session_id` of the end user that the visitor is."""
        return session_of(self.kind, self.name)

    @property
    def who(self) -> dict[str, Any]:
        """Return the arguments by which services know the visitor."""
        return {"user": self.user, "invoke_from": WEB_APP}

    @property
    def is_proved(self) -> bool:
        """Return whether somebody vouches for who the visitor is."""
        return self.kind in (VERIFIED, MEMBER)

    @property
    def sees_steps(self) -> bool:
        """Return whether the visitor sees what the nodes of the app do."""
        return self.shared.site.show_workflow_steps


async def issue_passport(rt: "Runtime", request: PassportRequest) -> str:
    """Return a passport of a site.

    The same visitor comes of the same identity, login or `user_id`, and of an earlier passport; otherwise it is a new one.

    Raises:
        NotFound: no app is shared under this code.
        NotAllowed: the site is switched off, or not for whoever asks, or not on the page that holds it.
        Unauthorized: a password, a login or an identity is needed, or the one that was shown does not do.
        TooManyCalls: too many new visitors come from one machine.
    """
    shared = await shared_at(rt, request.code)
    entry = opened_entry(rt, shared, request.entry)
    check_entry(shared, entry)
    check_caller(rt, shared, request.headers)
    opened = await doors.open_door(rt, shared, grant=request.grant, access_token=request.access_token)
    kind, name, until = _who(rt, shared, opened, request)
    content = {
        "code": shared.site.code,
        "kind": kind,
        "name": name,
        "until": until,
        "access": shared.access_stamp,
        "secret": shared.secret_stamp if kind == VERIFIED else "",
        "entry": None if entry is None else {"origin": entry.origin},
    }
    return rt.secrets.seal(PASSPORT, content)


async def visitor_of(
    rt: "Runtime", token: str, *, code: str = "", ip: str = "", headers: Mapping[str, str] | None = None
) -> Visitor:
    """Return who shows a passport; `code` is that of the site, where the caller says one.

    Raises:
        Unauthorized: there is none, or it is forged, expired, of another site, or void by now.
        NotAllowed: the site is switched off, or may not be used from there.
        NotFound: the app is disabled.
    """
    if not token:
        raise Unauthorized("App token is missing.")
    content = _opened(rt, token)
    if content is None or (code and not hmac.compare_digest(code.encode(), content["code"].encode())):
        raise Unauthorized("The passport is not valid here, or has expired.")
    shared = await find_shared(rt, content["code"])
    if shared is None:
        raise Unauthorized("The address of this page is void.")
    _check_on(shared)
    if not _still_counts(shared, content):
        raise Unauthorized("The passport has ended: who may use this page has changed.")
    _check_place(shared, content["entry"])
    check_caller(rt, shared, headers or {})
    if content["kind"] == MEMBER:
        await doors.member_of(rt, shared, content["name"])
    return Visitor(shared=shared, kind=content["kind"], name=content["name"], ip=ip)


async def shared_at(rt: "Runtime", code: str) -> Shared:
    """Return what is shared under a code. Raises NotFound; NotAllowed: it is switched off."""
    shared = await find_shared(rt, code) if code else None
    if shared is None:
        raise NotFound("site", code)
    _check_on(shared)
    return shared


def _check_on(shared: Shared) -> None:
    if shared.app.status != "normal":
        raise NotFound("site", shared.site.code)
    if not shared.app.enable_site:
        raise NotAllowed("This page is switched off.")


def _who(rt: "Runtime", shared: Shared, opened: doors.Opened, request: PassportRequest) -> tuple[str, str, float]:
    """Return kind and name of whoever asks, and until when the passport lasts. Raises as `issue_passport`."""
    now = time.time()
    if request.identity:
        proved = verified(rt, shared, request.identity)
        return VERIFIED, proved.name, now + PROVED_SECONDS
    if shared.publication.requires_identity:
        raise Unauthorized("This app is for visitors whom the page around it has signed for; it did not.")
    if opened.account_id is not None:
        return MEMBER, opened.account_id, now + PROVED_SECONDS
    until = now + rt.settings.passport_days * DAY
    former = _former(rt, shared, request)
    if request.user_id:
        name = _checked_name(rt, request.user_id)
        if former != (NAMED, name):
            _check_newcomer(rt, shared, request)
        return NAMED, name, until
    if former is None or former[0] != ANONYMOUS:
        _check_newcomer(rt, shared, request)
        former = ANONYMOUS, secrets.token_urlsafe(24)
    return *former, until


def _checked_name(rt: "Runtime", user_id: str) -> str:
    most = rt.settings.max_user_chars - PREFIX_LENGTH
    if len(user_id) > most:
        raise InvalidInput(f"user_id has {len(user_id)} characters; the limit is {most}.", param="user_id")
    return user_id


def _former(rt: "Runtime", shared: Shared, request: PassportRequest) -> tuple[str, str] | None:
    """Return kind and name of the visitor that an earlier passport of this site is of."""
    content = _opened(rt, request.passport) if request.passport else None
    if content is None or content["code"] != shared.site.code:
        return None
    return content["kind"], content["name"]


def _check_newcomer(rt: "Runtime", shared: Shared, request: PassportRequest) -> None:
    """Raise TooManyCalls when one machine sends too many new visitors: limits of each would mean nothing."""
    most = rt.settings.new_visitors_per_minute
    if most and (wait := rt.caches.newcomers.take(f"{shared.app.id}:{request.ip}", most)):
        raise TooManyCalls(f"Too many new visitors from one machine: {most} a minute are let in.", wait)


def _opened(rt: "Runtime", token: str) -> dict[str, Any] | None:
    """Return what a passport says, None for one that is forged or has expired."""
    content = rt.secrets.unseal(PASSPORT, token, max_age=rt.settings.passport_days * DAY)
    return content if content is not None and time.time() < content["until"] else None


def _check_place(shared: Shared, entry: Mapping[str, Any] | None) -> None:
    """Raise Unauthorized for a passport of a page that may not hold the site any more; that page may ask for another."""
    try:
        check_entry(shared, None if entry is None else Entry(entry["origin"]))
    except NotAllowed as error:
        raise Unauthorized(str(error)) from error


def _still_counts(shared: Shared, content: Mapping[str, Any]) -> bool:
    """Return whether what a passport was given for is as it was."""
    kind = content["kind"]
    if shared.publication.requires_identity and kind != VERIFIED:
        return False
    secret = shared.secret_stamp if kind == VERIFIED else ""
    return (content["access"], content["secret"]) == (shared.access_stamp, secret)
