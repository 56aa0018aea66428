"""Sites: the shared page of an app, its address and how it looks. Who may use it, is for `services.publishing`."""

import re
import secrets
import string
import time
from typing import TYPE_CHECKING, Any, Final
from urllib.parse import urlsplit

import storage.apps
from services.accounts.acting import needs
from services.accounts.roles import Action
from services.errors import InvalidInput
from storage.records import App, Site

if TYPE_CHECKING:
    from services.runtime import Runtime

CODE_LENGTH: Final = 16  # letters and digits: 95 bits
FIELDS: Final = frozenset(Site.__slots__) - {"id", "workspace_id", "app_id", "code", "created_at", "updated_at"}
MAX_DISCLAIMER: Final = 512  # characters
LONGEST: Final = {  # characters
    "title": 255,
    "description": 10_000,
    "icon": 1000,
    "copyright": 255,
    "privacy_policy": 2000,
    "custom_disclaimer": MAX_DISCLAIMER,
    "customize_domain": 255,
    "input_placeholder": 255,
}
LANGUAGES: Final = (  # those of Dify, so that its files and scripts fit
    *("en-US", "zh-Hans", "zh-Hant", "ja-JP", "ko-KR", "de-DE", "fr-FR", "es-ES", "pt-BR", "it-IT", "ru-RU", "uk-UA"),
    *("vi-VN", "th-TH", "id-ID", "ro-RO", "pl-PL", "hi-IN", "tr-TR", "fa-IR", "sl-SI", "ar-TN", "nl-NL"),
)
COLOURS: Final = ("icon_background", "chat_color_theme")
SWITCHES: Final = ("chat_color_theme_inverted", "prompt_public", "show_workflow_steps", "use_icon_as_answer_icon")
CHOICES: Final = {
    "icon_type": ("emoji", "image", "link", None),
    "default_language": LANGUAGES,
    "customize_token_strategy": ("must", "allow", "not_allow"),
}

_COLOUR = re.compile(r"#(?:[0-9A-Fa-f]{3}|[0-9A-Fa-f]{6}|[0-9A-Fa-f]{8})")


async def site_of(rt: "Runtime", app: App) -> Site:
    """Return the site of an app. Raises NotFound."""
    return await rt.db.read(lambda: storage.apps.get_site(rt.db, app.workspace_id, app.id))


@needs(Action.PUBLISH)
async def update_site(rt: "Runtime", app: App, **changes: Any) -> Site:
    """Set fields of a site by their names in `Site`; its page shows them at once. Raises NotFound, InvalidInput."""
    unknown = changes.keys() - FIELDS
    if unknown:
        raise InvalidInput(f"A site has no field {', '.join(sorted(unknown))} to set.", param=min(unknown))
    for name, value in changes.items():
        _check(name, value)
    changed = await storage.apps.update_site(rt.db, app.workspace_id, app.id, **changes, updated_at=time.time())
    rt.caches.forget_app(app.id)
    return changed


@needs(Action.PUBLISH)
async def reset_code(rt: "Runtime", app: App) -> Site:
    """Give the site another address; the old one is unknown from now on, and passports for it are void."""
    changed = await storage.apps.update_site(rt.db, app.workspace_id, app.id, code=_code(), updated_at=time.time())
    rt.caches.forget_app(app.id)
    return changed


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


def _check(name: str, value: Any) -> None:
    """Raise InvalidInput unless a field of a site may have a value: it goes into a page that strangers open."""
    if name in CHOICES and value not in CHOICES[name]:
        allowed = ", ".join(filter(None, CHOICES[name]))
        raise InvalidInput(f"{name} {value!r:.80} is unknown; it may be {allowed}.", param=name)
    if name in SWITCHES and not isinstance(value, bool):
        raise InvalidInput(f"{name} must be true or false.", param=name)
    if value is not None and name not in SWITCHES and not isinstance(value, str):
        raise InvalidInput(f"{name} must be a text.", param=name)
    if name in LONGEST and len(value or "") > LONGEST[name]:
        raise InvalidInput(f"{name} has {len(value)} characters; the limit is {LONGEST[name]}.", param=name)
    if name == "title" and not (value or "").strip():
        raise InvalidInput("title must not be empty.", param=name)
    if name in COLOURS and value and not _COLOUR.fullmatch(value):
        raise InvalidInput(f"{name} {value!r:.80} is no colour such as #1C64F2.", param=name)
    if name == "privacy_policy" and value and not _is_web_address(value):
        raise InvalidInput("privacy_policy must be an address that begins with https:// or http://.", param=name)


def _is_web_address(text: str) -> bool:
    try:
        parts = urlsplit(text)
    except ValueError:
        return False
    return parts.scheme in ("http", "https") and bool(parts.hostname)


def _code() -> str:
    return "".join(secrets.choice(string.ascii_letters + string.digits) for _ in range(CODE_LENGTH))
