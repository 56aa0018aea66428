"""Tools about time: now, conversions between time zones and time stamps, days of the week."""

from datetime import UTC, date, datetime
from functools import partial
from typing import Final
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from engine.tools.functions import Setting, tool

USUAL: Final = "%Y-%m-%d %H:%M:%S"
_DAYS: Final = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")

_clock = partial(tool, provider="time")


@_clock(label="Current time", use_cases=["what day it is", "how long until a date"])
def current_time(format: Setting[str] = USUAL, timezone: Setting[str] = "UTC") -> str:
    """Tells the current date and time.

    Args:
        format: The form, in the signs of strftime.
        timezone: A time zone such as Asia/Shanghai.
    """
    return datetime.now(_zone(timezone)).strftime(format or USUAL)


@_clock(label="Convert between time zones", repeatable=True)
def timezone_conversion(current_time: str, current_timezone: str, target_timezone: str) -> str:
    """Converts a local time to another time zone.

    Args:
        current_time: A time as in 2024-05-31 16:30:00.
        current_timezone: A time zone such as Asia/Shanghai.
        target_timezone: A time zone such as Asia/Shanghai.
    """
    return _read(current_time, current_timezone).astimezone(_zone(target_timezone)).strftime(USUAL)


@_clock(label="Local time to time stamp", repeatable=True)
def localtime_to_timestamp(localtime: str, timezone: str = "UTC") -> str:
    """Converts a local time to seconds since 1970.

    Args:
        localtime: A time as in 2024-05-31 16:30:00.
        timezone: A time zone such as Asia/Shanghai.
    """
    return str(int(_read(localtime, timezone).timestamp()))


@_clock(label="Time stamp to local time", repeatable=True)
def timestamp_to_localtime(timestamp: float, timezone: str = "UTC") -> str:
    """Converts seconds since 1970 to a local time.

    Args:
        timestamp: The timestamp as a number.
        timezone: A time zone such as Asia/Shanghai.
    """
    try:
        return datetime.fromtimestamp(timestamp, _zone(timezone)).strftime(USUAL)
    except (OverflowError, OSError):
        raise ValueError(f"{timestamp} is no time stamp in seconds") from None


@_clock(label="Day of the week", repeatable=True)
def weekday(year: float, month: float, day: float) -> str:
    """Tells the day of the week of a date.

    Args:
        year: The year as a number.
        month: The month as a number.
        day: The day as a number.
    """
    on = date(int(year), int(month), int(day))
    return f"{on.isoformat()} is a {_DAYS[on.weekday()]}."


def _zone(name: str) -> ZoneInfo:
    try:
        return ZoneInfo(name or "UTC")
    except (ZoneInfoNotFoundError, ValueError, OSError):
        raise ValueError(f"{name!r} is no time zone; one is written as in Europe/Paris") from None


def _read(text: str, timezone: str) -> datetime:
    try:
        moment = datetime.strptime(text, USUAL).replace(tzinfo=UTC)
    except ValueError:
        raise ValueError(f"{text!r} is no time; it is written as in 2024-05-31 16:30:00") from None
    return moment.replace(tzinfo=_zone(timezone))


CLOCKS: Final = (current_time, timezone_conversion, localtime_to_timestamp, timestamp_to_localtime, weekday)
