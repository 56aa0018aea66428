"""When a schedule comes: cron expressions in a time zone.

Five fields with `*`, lists, ranges, steps, names, `?` for any day, `L` for the last day of the month and `5L`
(also `L5`) for its last Friday; and `@hourly` to `@yearly`. Where day of month and day of week are both given,
either matches. A day that a month does not have is skipped. A time of day that the clock jumps over comes when
the jump is done, one that it passes twice comes once, as Debian's cron does it.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import islice
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from cronsim import CronSim, CronSimError

from engine.problems import refusal

MOST_CHARACTERS = 256
MOST_SHOWN = 80  # characters of a faulty expression in a message
NICKNAMES = {
    "@hourly": "0 * * * *",
    "@daily": "0 0 * * *",
    "@midnight": "0 0 * * *",
    "@weekly": "0 0 * * 0",
    "@monthly": "0 0 1 * *",
    "@yearly": "0 0 1 1 *",
    "@annually": "0 0 1 1 *",
}


@dataclass(frozen=True, slots=True)
class Schedule:
    """A cron expression in the form that `cronsim` reads, and the zone whose clock it means."""

    expression: str
    zone: ZoneInfo

    @classmethod
    def of(cls, expression: str, zone: str = "UTC") -> "Schedule":
        """Return the schedule that people write as `expression`.

        Raises:
            ValueError: it is no such expression, it never comes, or there is no such time zone.
        """
        schedule = cls(_readable(expression), zone_of(zone))
        try:
            found = schedule.next_after(datetime(2024, 1, 1, tzinfo=UTC))
        except CronSimError as error:
            raise _refused(expression, str(error).lower()) from error
        if found is None:
            raise _refused(expression, "it never comes")
        return schedule

    def next_after(self, moment: datetime) -> datetime | None:
        """Return the first time after `moment`, with its zone; None when there is none within fifty years."""
        return next(self.after(moment), None)

    def upcoming(self, moment: datetime, count: int) -> list[datetime]:
        """Return the next `count` times after `moment`."""
        return list(islice(self.after(moment), count))

    def after(self, moment: datetime) -> Iterator[datetime]:
        """Yield the times after `moment`, each later than the one before, also where the clock is set back."""
        latest = moment
        for found in CronSim(self.expression, moment.astimezone(self.zone)):
            if found.astimezone(UTC) > latest.astimezone(UTC):
                latest = found
                yield found


def zone_of(name: str) -> ZoneInfo:
    """Return a time zone by its name, such as `Asia/Shanghai`. Raises ValueError."""
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError) as error:
        raise refusal("no_time_zone", zone=name[:MOST_SHOWN]) from error


def _readable(expression: str) -> str:
    """Return an expression as cronsim reads it; what it has no word for is said otherwise."""
    text = expression.strip()
    if len(text) > MOST_CHARACTERS:
        raise _refused(text, f"it has {len(text)} characters, at most {MOST_CHARACTERS} are allowed")
    if text.startswith("@"):
        return _of_nickname(text)
    fields = text.upper().split()
    if len(fields) != 5:
        raise _refused(text, f"it has {len(fields)} fields instead of five")
    minute, hour, day, month, weekday = fields
    return " ".join([minute, hour, _days(day, "1-31"), month, _days(_weekdays(weekday), "0-6")])


def _of_nickname(text: str) -> str:
    try:
        return NICKNAMES[text.lower()]
    except KeyError:
        raise _refused(text, f"it is none of {', '.join(NICKNAMES)}") from None


def _refused(expression: str, reason: str) -> ValueError:
    return refusal("cron_invalid", expression=expression[:MOST_SHOWN], reason=reason)


def _days(field: str, every: str) -> str:
    """Return a field of days in which only "any day" begins with a star: cronsim would else ask for both fields."""
    return "*" if field == "?" else re.sub(r"^\*/", f"{every}/", field)


def _weekdays(field: str) -> str:
    """Return a field of weekdays in which a range may end on Sunday and `L5` is the last Friday."""
    return re.sub(r"\bL([0-7])\b", r"\1L", re.sub(r"-SUN\b", "-7", field))
