"""Whether an app keeps answers, for how long, and how alike two questions must be."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any, Final, Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from services.errors import InvalidInput
from storage.records import App

SETTING: Final = "answer_cache"  # among the settings of an app
MODES: Final = ("off", "exact", "similar")
LONGEST: Final = 30 * 86_400  # seconds
MOST: Final = 10_000  # answers
LOWEST: Final = 0.8  # of cosines; questions that are less alike ask for different things


@dataclass(frozen=True, slots=True)
class AnswerSettings:
    """How an app keeps answers. `similar` takes the same request, too."""

    mode: Literal["off", "exact", "similar"] = "off"
    seconds: int = 3600  # that an answer is given again
    threshold: float = 0.95  # cosine of the questions' vectors
    most: int = 1000  # answers; the oldest go first


class _Given(BaseModel):
    model_config = ConfigDict(extra="forbid", strict=True)

    mode: Literal["off", "exact", "similar"] = "off"
    seconds: int = Field(3600, ge=1, le=LONGEST)
    threshold: float = Field(0.95, ge=LOWEST, le=1, strict=False)
    most: int = Field(1000, ge=1, le=MOST)


def settings_of(app: App) -> AnswerSettings:
    """Return how an app keeps answers."""
    stored = app.settings.get(SETTING)
    return AnswerSettings(**_Given.model_validate(stored).model_dump()) if stored else AnswerSettings()


def checked(given: Any) -> dict[str, Any]:
    """Return complete settings as they are stored. Raises InvalidInput: a field is unknown, or its value not allowed."""
    if not isinstance(given, Mapping):
        raise InvalidInput(f"{SETTING} must be an object, got {given!r:.80}.", param=SETTING)
    try:
        return _Given.model_validate(dict(given)).model_dump()
    except ValidationError as error:
        first = error.errors()[0]
        place = ".".join([SETTING, *(str(part) for part in first["loc"])])
        raise InvalidInput(f"{place}: {first['msg']} (given: {first['input']!r:.80})", param=place) from error


def as_setting(settings: AnswerSettings) -> dict[str, Any]:
    """Return what is stored among the settings of an app."""
    return {SETTING: asdict(settings)}
