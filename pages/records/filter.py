"""What is asked of a log: the fields over the list, and what they stand for."""

import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta, timezone
from typing import Final

import streamlit as st

from pages.language.formats import DAY
from pages.language.text import t
from pages.language.words import STATUS_WORDS

SOURCES: Final[Mapping[str, str]] = {  # invoke_from -> words
    "service-api": "API",
    "web-app": "Web app",
    "debugger": "Studio",
    "webhook": "Webhook trigger",
    "schedule": "Schedule trigger",
    "plugin": "Plugin trigger",
}
TALK_SOURCES: Final = ("service-api", "web-app", "debugger")
RUN_STATUSES: Final = ("succeeded", "partial-succeeded", "failed", "stopped", "paused", "running")
MESSAGE_STATUSES: Final[Mapping[str, str]] = {
    "normal": "succeeded",
    "error": "failed",
    "stopped": "stopped",
    "paused": "waiting for a person",
}
SPANS: Final[Mapping[str, int]] = {"Last 24 hours": 1, "Last 7 days": 7, "Last 30 days": 30, "Last 90 days": 90}  # days
OWN_SPAN: Final = "Between two days"
RATINGS: Final[Mapping[str, str]] = {"any": "Rated", "like": "Liked", "dislike": "Disliked"}
ANNOTATED: Final[Mapping[bool, str]] = {True: "Annotated", False: "Not annotated"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """What is asked of a log; None passes all. Times are epoch seconds."""

    keyword: str | None
    user: str | None
    status: str | None
    sources: Sequence[str]
    since: float | None
    until: float | None
    rating: str | None
    annotated: bool | None

    @property
    def is_anything(self) -> bool:
        """Return whether more entries are left out than those of the Studio."""
        found = (self.keyword, self.user, self.status, self.since, self.until, self.rating)
        return any(found) or self.annotated is not None or len(self.sources) == 1


def ask(*, of_runs: bool, with_ratings: bool) -> Asked:
    """Draw the fields and return what they say; runs and conversations have their own kinds of ends and sources."""
    with st.container(horizontal=True, vertical_alignment="center", gap="small", key="logs_filter"):
        keyword = _text(t("Search"), t("Search in texts"), ":material/search:", "logs_search", 190)
        user = _text(t("User"), t("User"), ":material/person:", "logs_user", 120)
        since, until = _span()
        statuses = RUN_STATUSES if of_runs else tuple(MESSAGE_STATUSES)
        words = STATUS_WORDS if of_runs else MESSAGE_STATUSES
        status = _one(t("Every status"), {value: words[value] for value in statuses}, f"logs_status_{of_runs}", 140)
        offered = tuple(SOURCES) if of_runs else TALK_SOURCES
        source = _one(t("Every source"), {value: SOURCES[value] for value in offered}, f"logs_source_{of_runs}", 140)
        rating = _one(t("Feedback"), RATINGS, "logs_rating", 120) if with_ratings else None
        noted = {str(value): words for value, words in ANNOTATED.items()}
        annotated = _one(t("Annotations"), noted, "logs_annotated", 140) if with_ratings else None
    return Asked(
        keyword=keyword,
        user=user,
        status=status,
        sources=[source] if source else [one for one in offered if one != "debugger"],
        since=since,
        until=until,
        rating=rating,
        annotated=None if annotated is None else annotated == str(True),
    )


def forget() -> None:
    """Empty all fields."""
    for key in ("logs_search", "logs_user"):
        st.session_state[key] = ""
    for key in ("span", "status_True", "status_False", "source_True", "source_False", "rating", "annotated"):
        st.session_state[f"logs_{key}"] = None


def ahead() -> int:
    """Return how many minutes the clock of the person is ahead of UTC."""
    return -int(st.context.timezone_offset or 0)


def _span() -> tuple[float | None, float | None]:
    chosen = _one(t("All the time"), {name: name for name in (*SPANS, OWN_SPAN)}, "logs_span", 140)
    if chosen is None:
        return None, None
    if chosen in SPANS:
        return time.time() - SPANS[chosen] * DAY, None
    today = datetime.now(UTC).date()
    days = st.date_input(
        t(OWN_SPAN),
        (today - timedelta(days=7), today),
        label_visibility="collapsed",
        key="logs_days",
        width=220,
    )
    chosen_days = days if isinstance(days, tuple) else (days,)
    if not chosen_days:
        return None, None
    return _midnight(chosen_days[0]), _midnight(chosen_days[-1]) + DAY


def _midnight(day: date) -> float:
    return datetime(day.year, day.month, day.day, tzinfo=timezone(timedelta(minutes=ahead()))).timestamp()


def _text(label: str, placeholder: str, icon: str, key: str, width: int) -> str | None:
    written = st.text_input(
        label, placeholder=placeholder, icon=icon, label_visibility="collapsed", key=key, width=width
    )
    return written.strip() or None


def _one(every: str, options: Mapping[str, str], key: str, width: int) -> str | None:
    return st.selectbox(
        every,
        list(options),
        index=None,
        placeholder=every,
        format_func=lambda value: t(options[value]),
        label_visibility="collapsed",
        key=key,
        width=width,
    )
