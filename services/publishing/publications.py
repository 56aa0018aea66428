"""How an app is published, read once and kept until it changes."""

import hashlib
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import storage.apps
import storage.publications
from storage.errors import NotFound
from storage.records import App, Publication, Site

if TYPE_CHECKING:
    from services.runtime import Runtime

PUBLIC: Final = "public"
PASSWORD: Final = "password"  # noqa: S105 - a kind of access, no secret
MEMBERS: Final = "members"
ACCESS: Final = (PUBLIC, PASSWORD, MEMBERS)


@dataclass(frozen=True, slots=True)
class Shared:
    """An app as its visitors meet it."""

    app: App
    site: Site
    publication: Publication

    @property
    def access_stamp(self) -> str:
        """Return what changes when other people may come in, so that older passports end."""
        text = f"{self.publication.access}:{self.publication.password_hash or ''}"
        return hashlib.sha256(text.encode()).hexdigest()[:16]

    @property
    def secret_stamp(self) -> str:
        """Return what changes with the secret of the embedding pages."""
        return hashlib.sha256(self.publication.secret or b"").hexdigest()[:16]


async def publication_of(rt: "Runtime", app: App) -> Publication:
    """Return how an app is published."""
    return await rt.caches.publications.load(app.id, lambda: rt.db.read(lambda: _publication(rt, app)))


async def shared_of(rt: "Runtime", app: App) -> Shared:
    """Return an app with its site and how it is published. Raises NotFound."""
    site = await rt.db.read(lambda: storage.apps.get_site(rt.db, app.workspace_id, app.id))
    return Shared(app, site, await publication_of(rt, app))


async def find_shared(rt: "Runtime", code: str) -> Shared | None:
    """Return what is shared under the code of a site, switched on or not; None for an unknown one."""
    return await rt.caches.shared.load(code, lambda: rt.db.read(lambda: _shared(rt, code)))


def _shared(rt: "Runtime", code: str) -> Shared | None:
    site = storage.apps.find_site_by_code(rt.db, code)
    if site is None:
        return None
    try:
        app = storage.apps.get_app(rt.db, site.workspace_id, site.app_id)
    except NotFound:  # deleted between the two reads
        return None
    return Shared(app, site, _publication(rt, app))


def _publication(rt: "Runtime", app: App) -> Publication:
    found = storage.publications.find_publication(rt.db, app.workspace_id, app.id)
    return found or Publication(workspace_id=app.workspace_id, app_id=app.id)
