"""Who runs an app: an end user, known by the caller's own name for them, or an account of the workspace."""

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

import storage.conversations
from services import accounts
from services.publishing.names import is_unnamed, told_name
from services.publishing.publications import publication_of
from services.runs.limits import check_user
from services.runs.runs import DEBUGGER, PLUGIN, SCHEDULE, SERVICE_API, WEB_APP, WEBHOOK
from storage.records import App, EndUser

if TYPE_CHECKING:
    from services.runtime import Runtime

DEFAULT_USER: Final = "DEFAULT-USER"
_TYPES: Final = {  # invoke_from -> type of its end users, else service-api
    WEB_APP: "browser",
    DEBUGGER: "debugger",
    **dict.fromkeys((WEBHOOK, SCHEDULE, PLUGIN), "trigger"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Actor:
    """Who runs an app: an end user, or the account `account_id`."""

    user: str  # what the caller calls its user
    name: str  # what `sys.user_name` says
    end_user: EndUser | None = None
    account_id: str | None = None
    told: str = ""  # what `sys.user_id` says, where it is not `user`

    @property
    def id(self) -> str:
        """Return the id of the end user or the account."""
        return self.end_user.id if self.end_user else self.account_id or ""

    @property
    def engine_id(self) -> str:
        """Return what `sys.user_id` says."""
        return self.account_id or self.told or self.user

    @property
    def role(self) -> str:
        """Return `account` or `end_user`."""
        return "account" if self.account_id else "end_user"

    @property
    def columns(self) -> dict[str, Any]:
        """Return the columns that say whose a conversation or message is."""
        return {"end_user_id": self.end_user.id if self.end_user else None, "account_id": self.account_id}

    @property
    def source(self) -> str:
        """Return where a conversation comes from: `console` or `api`."""
        return "console" if self.account_id else "api"


async def actor_of(rt: "Runtime", app: App, user: str, *, invoke_from: str, account_id: str | None = None) -> Actor:
    """Return the actor that `user`, or the account, is. The first call by a new user stores its end user.

    Raises:
        InvalidInput: `user` is too long.
        NotFound: there is no such account.
    """
    if account_id is not None:
        account = await accounts.get_account(rt, app.workspace_id, account_id)
        return Actor(user=user or account_id, name=account.name, account_id=account_id)
    session_id = user or DEFAULT_USER
    check_user(rt, session_id)
    key = (app.id, _TYPES.get(invoke_from, SERVICE_API), session_id)
    found = await rt.caches.end_users.load(key, lambda: _ensured(rt, app, key))
    told = await _told(rt, app, session_id) if invoke_from == WEB_APP else session_id
    return Actor(user=session_id, name=found.name or told, end_user=found, told=told)


async def _told(rt: "Runtime", app: App, session_id: str) -> str:
    """Return what a visitor of the shared page is called in runs."""
    proves = (await publication_of(rt, app)).secret is not None
    return told_name(session_id, proves=proves)


async def _ensured(rt: "Runtime", app: App, key: tuple[str, str, str]) -> EndUser:
    _, type_, session_id = key
    made = EndUser(
        workspace_id=app.workspace_id,
        app_id=app.id,
        type=type_,
        session_id=session_id,
        is_anonymous=session_id == DEFAULT_USER or (type_ == "browser" and is_unnamed(session_id)),
    )
    return await storage.conversations.ensure_end_user(rt.db, made)
