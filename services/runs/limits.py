"""What is checked of a request to run an app before anything else is looked at."""

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from services.errors import AppUnavailable, InvalidInput
from services.limiting.places import Bounds
from storage.records import App

if TYPE_CHECKING:
    from services.runtime import Runtime


def check_available(app: App) -> None:
    """Raise AppUnavailable when an app is disabled."""
    if app.status != "normal":
        raise AppUnavailable("Application is disabled.")


def check_user(rt: "Runtime", user: str) -> None:
    """Raise InvalidInput unless `user` may be the name of an end user."""
    if not user:
        raise InvalidInput("user is required.", param="user")
    _check_size("user", len(user), rt.settings.max_user_chars, "characters")


def checked_query(rt: "Runtime", app: App, query: str) -> str:
    """Return a question without NUL characters. Raises InvalidInput when it is too long, or missing where it is needed."""
    query = query.replace("\0", "")
    if not query.strip() and app.mode != "completion":
        raise InvalidInput("query is required.", param="query")
    _check_size("query", len(query), rt.settings.max_query_chars, "characters")
    return query


def check_values(rt: "Runtime", inputs: Mapping[str, Any], files: Sequence[Any]) -> None:
    """Raise InvalidInput when there are too many inputs or files, or a text among the inputs is too long."""
    _check_size("inputs", len(inputs), rt.settings.max_inputs, "entries")
    _check_size("files", len(files), rt.settings.max_files, "entries")
    for name, value in inputs.items():
        if isinstance(value, str):
            _check_size(name, len(value), rt.settings.max_input_chars, "characters")


def bounds_of(rt: "Runtime", app: App) -> Bounds:
    """Return what bounds the runs of an app."""
    limits = rt.settings
    own = app.max_active_requests or limits.app_default_active_requests
    return Bounds(
        active=min((most for most in (own, limits.app_max_active_requests) if most > 0), default=0),
        at_once=limits.max_concurrent_requests,
        wait=limits.queue_timeout,
        line=limits.max_queued_requests,
    )


def _check_size(name: str, size: int, most: int, unit: str) -> None:
    if size > most:
        raise InvalidInput(f"{name} has {size} {unit}; the limit is {most}.", param=name)
