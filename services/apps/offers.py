"""Apps that their makers offer as tools: under which name, with what description."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field
from typing import TYPE_CHECKING, Any, Final

import storage.apps
from engine.document import Document
from engine.resources import OfferedApp
from engine.tools.app import AppTool
from services.apps.serving import served
from services.errors import InvalidInput, ServiceError
from services.tools.sources import ToolProvider
from storage.errors import NotFound
from storage.records import App

if TYPE_CHECKING:
    from services.runtime import Runtime

SETTING: Final = "tool"  # the key among the settings of an app
LONGEST_NAME: Final = 48  # characters, as models take them
LONGEST_TEXT: Final = 2_000
MOST_CASES: Final = 10
_NAME = re.compile(r"[A-Za-z_][A-Za-z0-9_-]*")


@dataclass(frozen=True, slots=True, kw_only=True)
class Offer:
    """How an app is offered as a tool."""

    enabled: bool = False
    name: str = ""  # letters, digits, `_` and `-`
    description: str = ""  # for models: what it does, and what it wants to be told
    use_cases: Sequence[str] = field(default_factory=tuple)
    has_side_effects: bool = True  # False: several questions to it may run at the same time

    def as_mapping(self) -> dict[str, Any]:
        """Return it as the settings of an app hold it."""
        return {**asdict(self), "use_cases": list(self.use_cases)}


def offer_in(app: App) -> Offer:
    """Return how an app is offered, or, switched off, how it would be."""
    given = app.settings.get(SETTING)
    if not isinstance(given, Mapping):
        return Offer(name=usual_name(app), description=app.description)
    return checked_offer(given)


def checked_offer(given: Any) -> Offer:
    """Return an offer from the settings of an app. Raises InvalidInput, which names the field."""
    if not isinstance(given, Mapping) or (unknown := given.keys() - Offer.__dataclass_fields__.keys()):
        what = f"has no {', '.join(sorted(unknown))}" if isinstance(given, Mapping) else "must be an object"
        raise InvalidInput(f"{SETTING} {what}.", param=SETTING)
    offer = Offer(**{**given, "use_cases": tuple(given.get("use_cases") or ())})
    for name in ("enabled", "has_side_effects"):
        if not isinstance(getattr(offer, name), bool):
            raise InvalidInput(f"{SETTING}.{name} must be true or false.", param=f"{SETTING}.{name}")
    if not isinstance(offer.description, str) or len(offer.description) > LONGEST_TEXT:
        raise InvalidInput(f"{SETTING}.description may have {LONGEST_TEXT} characters.", param=f"{SETTING}.description")
    if len(offer.use_cases) > MOST_CASES or not all(isinstance(case, str) for case in offer.use_cases):
        raise InvalidInput(f"{SETTING}.use_cases may be {MOST_CASES} texts.", param=f"{SETTING}.use_cases")
    named = isinstance(offer.name, str) and _NAME.fullmatch(offer.name) and len(offer.name) <= LONGEST_NAME
    if not named and (offer.enabled or offer.name):
        raise InvalidInput(
            f"{SETTING}.name {offer.name!r:.60} must begin with a letter and have letters, digits, _ and - only, "
            f"{LONGEST_NAME} at the most.",
            param=f"{SETTING}.name",
        )
    return offer


def usual_name(app: App) -> str:
    """Return what an app is called as a tool when nobody says otherwise."""
    name = re.sub(r"[^A-Za-z0-9_-]+", "_", app.name).strip("_-")[:LONGEST_NAME]
    return name if _NAME.fullmatch(name) else f"app_{app.id[-8:]}"


def offer_of(app: App, document: Document) -> OfferedApp | None:
    """Return an app as other apps may call it, None for one that is not offered."""
    offer = offer_in(app)
    if not offer.enabled:
        return None
    return OfferedApp(
        id=app.id,
        name=offer.name,
        label=app.name,
        description=offer.description or app.description,
        form=document.start_form,
        takes_query=app.mode not in ("workflow", "completion"),
        use_cases=offer.use_cases,
        has_side_effects=offer.has_side_effects,
    )


@dataclass(frozen=True, slots=True)
class AppTools:
    """The offered apps of each workspace as a source of the toolbox; see `services.tools.sources.ToolSource`."""

    rt: "Runtime"

    async def providers(self, workspace_id: str) -> Sequence[ToolProvider]:
        """Return every app that is offered and can be called, by name; each is a provider of one tool."""
        apps = await self.rt.db.read(lambda: storage.apps.list_offered(self.rt.db, workspace_id))
        found = [provider for app in apps if (provider := await self._provider(app)) is not None]
        return sorted(found, key=lambda provider: provider.label.lower())

    async def _provider(self, app: App) -> ToolProvider | None:
        try:
            offered = offer_of(app, (await served(self.rt, app)).document)
        except (NotFound, ServiceError) as error:
            return ToolProvider(kind="app", id=app.id, label=app.name, tools=(), problem=str(error))
        if offered is None:
            return None
        icon = {"background": app.icon_background or "#E0EAFF", "content": app.icon or "🤖"}
        tools = [AppTool(offered)]
        return ToolProvider(
            kind="app", id=app.id, label=app.name, tools=tools, description=offered.description, icon=icon
        )
