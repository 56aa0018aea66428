"""Apps: making, finding, changing and deleting them, and the document that an app is."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Generic, TypeVar

from engine.document import Document
from storage.records import App, Site

if TYPE_CHECKING:
    from services.runtime import Runtime

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Page(Generic[T]):
    """One page of a list, `page` from 1."""

    items: Sequence[T]
    page: int
    limit: int
    total: int

    @property
    def has_more(self) -> bool:
        """Return whether there are further pages."""
        return self.page * self.limit < self.total


async def create_app(
    rt: "Runtime",
    workspace_id: str,
    *,
    name: str,
    mode: str,
    description: str = "",
    icon_type: str = "emoji",
    icon: str = "🤖",
    icon_background: str = "#FFEAD5",
    account_id: str | None = None,
) -> App:
    """Make an app that runs as it is: a graph app gets a small draft, another one a model configuration.

    Raises:
        InvalidInput: the mode is none of the five, or the name is empty or too long.
    """
    raise NotImplementedError


async def get_app(rt: "Runtime", workspace_id: str, app_id: str) -> App:
    """Return an app of a workspace. Raises NotFound."""
    raise NotImplementedError


async def list_apps(
    rt: "Runtime", workspace_id: str, *, page: int = 1, limit: int = 20, mode: str = "all", name: str = ""
) -> Page[App]:
    """Return a page of the apps of a workspace, newest first; `name` is searched for anywhere in the names."""
    raise NotImplementedError


async def update_app(rt: "Runtime", app: App, *, account_id: str | None = None, **changes: Any) -> App:
    """Set name, description, icon_type, icon, icon_background, use_icon_as_answer_icon, max_active_requests,
    status (normal, disabled) or settings; what is not named stays. Raises NotFound, InvalidInput.
    """
    raise NotImplementedError


async def delete_app(rt: "Runtime", app: App) -> None:
    """Delete an app with all that belongs to it; its runs are stopped, its keys refused at once. Raises NotFound."""
    raise NotImplementedError


async def copy_app(
    rt: "Runtime", app: App, *, name: str = "", account_id: str | None = None, **overrides: Any
) -> App:
    """Return a new app like this one: the draft (secrets included) or the model configuration, no runs, no keys."""
    raise NotImplementedError


async def set_api_enabled(rt: "Runtime", app: App, enabled: bool) -> App:
    """Open or close the app's HTTP API, from the next request on."""
    raise NotImplementedError


async def set_site_enabled(rt: "Runtime", app: App, enabled: bool) -> App:
    """Open or close the app's shared page."""
    raise NotImplementedError


async def save_model_config(
    rt: "Runtime", app: App, model_config: Mapping[str, Any], *, account_id: str | None = None
) -> App:
    """Replace the configuration of a chat, agent-chat or completion app; it serves at once.

    Raises:
        InvalidInput: the app is a graph app.
        InvalidWorkflow: the configuration cannot run.
    """
    raise NotImplementedError


async def app_document(rt: "Runtime", app: App, *, draft: bool = True) -> Document:
    """Return the app as a document: the draft of a graph app, or (`draft=False`) its newest published version.

    Secret environment variables are masked. Raises NotFound("draft"), NotPublished.
    """
    raise NotImplementedError


async def site_of(rt: "Runtime", app: App) -> Site:
    """Return the site of an app. Raises NotFound."""
    raise NotImplementedError


async def update_site(rt: "Runtime", app: App, **changes: Any) -> Site:
    """Set fields of a site by their names in `Site`. Raises NotFound, InvalidInput."""
    raise NotImplementedError


async def reset_site_code(rt: "Runtime", app: App) -> Site:
    """Give the site another address; the old one is unknown from now on."""
    raise NotImplementedError
