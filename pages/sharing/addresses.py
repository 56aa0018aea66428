"""The addresses under which an app is found."""

from storage.records import App, Site

_PAGES = {"workflow": "run", "completion": "run"}


def page_url(base: str, app: App, site: Site) -> str:
    """Return the address of the app's own page for visitors."""
    return f"{base}/{_PAGES.get(app.mode, 'chat')}/{site.code}"


def frame_url(base: str, app: App, site: Site) -> str:
    """Return the address of the page that stands in frames of other sites."""
    return f"{base}/{_PAGES.get(app.mode, 'chatbot')}/{site.code}"


def is_chat(app: App) -> bool:
    """Return whether people talk with the app, so that a bubble makes sense."""
    return app.mode not in _PAGES
