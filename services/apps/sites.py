"""Sites: the shared page of an app, its address and how it looks."""

import re
import secrets
import string
import time
from typing import TYPE_CHECKING, Any, Final

import storage.apps
from services.errors import InvalidInput
from storage.records import App, Site

if TYPE_CHECKING:
    from services.runtime import Runtime

CODE_LENGTH: Final = 16  # letters and digits: 95 bits
FIELDS: Final = frozenset(Site.__slots__) - {"id", "workspace_id", "app_id", "code", "created_at", "updated_at"}
MAX_DISCLAIMER: Final = 512  # characters

_LANGUAGE = re.compile(r"[a-z]{2,3}(-[A-Za-z]{2,4})?")


async def site_of(rt: "Runtime", app: App) -> Site:
    """Return the site of an app. Raises NotFound."""
    return await rt.db.read(lambda: storage.apps.get_site(rt.db, app.workspace_id, app.id))


async def update_site(rt: "Runtime", app: App, **changes: Any) -> Site:
    """Set fields of a site by their names in `Site`. Raises NotFound, InvalidInput."""
    unknown = changes.keys() - FIELDS
    if unknown:
        raise InvalidInput(f"A site has no field {', '.join(sorted(unknown))} to set.", param=min(unknown))
    language = changes.get("default_language", "en-US")
    if not isinstance(language, str) or not _LANGUAGE.fullmatch(language):
        raise InvalidInput(f"default_language {language!r:.80} is unknown.", param="default_language")
    disclaimer = len(changes.get("custom_disclaimer") or "")
    if disclaimer > MAX_DISCLAIMER:
        message = f"custom_disclaimer has {disclaimer} characters; the limit is {MAX_DISCLAIMER}."
        raise InvalidInput(message, param="custom_disclaimer")
    return await storage.apps.update_site(rt.db, app.workspace_id, app.id, **changes, updated_at=time.time())


async def reset_code(rt: "Runtime", app: App) -> Site:
    """Give the site another address; the old one is unknown from now on."""
    return await storage.apps.update_site(rt.db, app.workspace_id, app.id, code=_code(), updated_at=time.time())


def new_site(app: App) -> Site:
    """Return the site that a new app gets, under an address that nobody can guess."""
    return Site(
        workspace_id=app.workspace_id,
        app_id=app.id,
        code=_code(),
        title=app.name,
        description=app.description,
        icon_type=app.icon_type,
        icon=app.icon,
        icon_background=app.icon_background,
    )


def _code() -> str:
    return "".join(secrets.choice(string.ascii_letters + string.digits) for _ in range(CODE_LENGTH))
