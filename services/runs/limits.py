"""What is checked of a request to run an app before anything else is looked at."""

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from services.errors import AppUnavailable, InvalidInput
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


def most_runs(rt: "Runtime", app: App) -> int:
    """Return how many runs of an app may be under way at one time, 0 for any number."""
    limits = [limit for limit in (app.max_active_requests, rt.settings.app_max_active_requests) if limit > 0]
    return min(limits, default=0)


def _check_size(name: str, size: int, most: int, unit: str) -> None:
    if size > most:
        raise InvalidInput(f"{name} has {size} {unit}; the limit is {most}.", param=name)
