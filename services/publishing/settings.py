"""Changing how an app is published: who may come, from where, how often, for how much, and who signs for visitors."""

import secrets
import time
from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any, Final

import storage.publications
from services.accounts import audit, passwords
from services.accounts.acting import needs
from services.accounts.roles import Action
from services.errors import InvalidInput
from services.publishing import budgets
from services.publishing.origins import checked_origins
from services.publishing.publications import ACCESS, MEMBERS, PASSWORD, publication_of
from storage.records import App, Publication

if TYPE_CHECKING:
    from services.runtime import Runtime

Check = Callable[[Any], Any]  # returns a value as its column takes it, or raises InvalidInput

THEMES: Final = ("auto", "light", "dark")
MOST_MESSAGES: Final = 1_000_000  # that a limit of messages may name
SHORTEST_PASSWORD: Final = 6  # of a page that friends share; an account's is longer
SECRET_BYTES: Final = 48


@needs(Action.PUBLISH)
async def change(rt: "Runtime", app: App, changes: Mapping[str, Any], *, account_id: str | None = None) -> Publication:
    """Set some of these and return how the app is published now; passports that no longer fit end at once.

    `access` (public, password, members), `password` (with access by password; "" takes it away), `theme` (auto, light,
    dark), `allowed_origins`, `requires_identity`, `messages_per_minute`, `messages_per_day` (of one visitor, 0: any
    number), `monthly_budget` with `budget_currency`, `monthly_tokens` (of the whole app, 0: any).

    Raises:
        InvalidInput: a value is not allowed, or a name unknown.
    """
    before = await publication_of(rt, app)
    columns = {name: _CHECKS[name](value) for name, value in changes.items() if name in _CHECKS}
    unknown = changes.keys() - _CHECKS.keys() - {"password"}
    if unknown:
        raise InvalidInput(f"An app has no setting {', '.join(sorted(unknown))} to change.", param=min(unknown))
    if "password" in changes:
        columns["password_hash"] = await _hashed(changes["password"])
    _check_whole(before, columns)
    changed = await _store(rt, app, columns)
    named = {name: value for name, value in changes.items() if name != "password"}
    await _note(rt, app, "site.change", account_id, password="password" in changes, **named)
    return changed


@needs(Action.PUBLISH)
async def new_secret(rt: "Runtime", app: App, *, account_id: str | None = None) -> str:
    """Return a new secret by which embedding pages sign for visitors: it is shown this once, the old one is void."""
    secret = secrets.token_urlsafe(SECRET_BYTES)
    await _store(rt, app, {"secret": rt.secrets.encrypt(secret)})
    await _note(rt, app, "site.secret", account_id)
    return secret


@needs(Action.PUBLISH)
async def drop_secret(rt: "Runtime", app: App, *, account_id: str | None = None) -> None:
    """Take the secret away: nobody can sign for visitors any more. Raises InvalidInput: visitors must be signed for."""
    if (await publication_of(rt, app)).requires_identity:
        raise InvalidInput("Visitors need a signature; switch that off first.", param="requires_identity")
    await _store(rt, app, {"secret": None})
    await _note(rt, app, "site.secret.drop", account_id)


async def _store(rt: "Runtime", app: App, columns: Mapping[str, Any]) -> Publication:
    stored = await storage.publications.update_publication(
        rt.db, app.workspace_id, app.id, **columns, updated_at=time.time()
    )
    rt.caches.forget_app(app.id)
    return stored


def _check_whole(before: Publication, columns: Mapping[str, Any]) -> None:
    """Refuse settings that shut everybody out. Raises InvalidInput."""

    def now(name: str) -> Any:
        return columns[name] if name in columns else getattr(before, name)

    if now("access") == PASSWORD and not now("password_hash"):
        raise InvalidInput("Access by password needs a password.", param="password")
    if now("requires_identity") and before.secret is None:
        raise InvalidInput("Make the secret that signs for visitors first.", param="requires_identity")
    if now("requires_identity") and now("access") == MEMBERS:
        raise InvalidInput("Members are known by their login; they need no other signature.", param="requires_identity")


async def _hashed(password: Any) -> str | None:
    if password in (None, ""):
        return None
    if not isinstance(password, str) or not SHORTEST_PASSWORD <= len(password) <= passwords.LONGEST:
        message = f"The password needs {SHORTEST_PASSWORD} to {passwords.LONGEST} characters."
        raise InvalidInput(message, param="password")
    return await passwords.hashed(password)


def _one_of(name: str, allowed: tuple[str, ...]) -> Check:
    def check(value: Any) -> str:
        if value not in allowed:
            raise InvalidInput(f"{name} must be one of {', '.join(allowed)}, got {value!r:.80}.", param=name)
        return str(value)

    return check


def _number(name: str, most: int) -> Check:
    def check(value: Any) -> int:
        if isinstance(value, bool) or not isinstance(value, int) or not 0 <= value <= most:
            raise InvalidInput(f"{name} must be a whole number from 0 to {most}, got {value!r:.80}.", param=name)
        return value

    return check


def _switch(value: Any) -> bool:
    if not isinstance(value, bool):
        raise InvalidInput("requires_identity must be true or false.", param="requires_identity")
    return value


async def _note(rt: "Runtime", app: App, action: str, account_id: str | None, **detail: Any) -> None:
    target = ("app", app.id)
    await audit.note(rt, app.workspace_id, action, target=target, account_id=account_id, app=app.name, **detail)


_CHECKS: Final[Mapping[str, Check]] = {
    "access": _one_of("access", ACCESS),
    "theme": _one_of("theme", THEMES),
    "allowed_origins": checked_origins,
    "requires_identity": _switch,
    "messages_per_minute": _number("messages_per_minute", MOST_MESSAGES),
    "messages_per_day": _number("messages_per_day", MOST_MESSAGES),
    **budgets.CHECKS,
}
SETTINGS: Final = frozenset(_CHECKS) | {"password"}
