"""Tools about time: now, conversions between time zones and time stamps, days of the week."""

from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from engine.tools.base import Parameter
from engine.tools.functions import FunctionTool

USUAL = "%Y-%m-%d %H:%M:%S"
_DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")


def current_time(format: str = USUAL, timezone: str = "UTC") -> str:
    """Return the time now."""
    return datetime.now(_zone(timezone)).strftime(format or USUAL)


def timezone_conversion(current_time: str, current_timezone: str, target_timezone: str) -> str:
    """Return a local time of one zone as the local time of another."""
    return _read(current_time, current_timezone).astimezone(_zone(target_timezone)).strftime(USUAL)


def localtime_to_timestamp(localtime: str, timezone: str = "UTC") -> str:
    """Return the seconds since 1970 of a local time."""
    return str(int(_read(localtime, timezone).timestamp()))


def timestamp_to_localtime(timestamp: float, timezone: str = "UTC") -> str:
    """Return the local time of a number of seconds since 1970."""
    try:
        return datetime.fromtimestamp(timestamp, _zone(timezone)).strftime(USUAL)
    except (OverflowError, OSError):
        raise ValueError(f"{timestamp} is no time stamp in seconds") from None


def weekday(year: float, month: float, day: float) -> str:
    """Return the day of the week of a date."""
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


def _timezone(name: str = "timezone", *, default: str | None = "UTC", form: bool = False) -> Parameter:
    return Parameter(
        name=name,
        form="form" if form else "llm",
        default=default,
        required=default is None,
        description="A time zone such as Asia/Shanghai.",
    )


def _text(name: str, description: str) -> Parameter:
    return Parameter(name=name, required=True, description=description)


def _number(name: str) -> Parameter:
    return Parameter(name=name, type="number", required=True, description=f"The {name} as a number.")


CLOCKS = (
    FunctionTool(
        provider="time",
        name="current_time",
        label="Current time",
        description="Tells the current date and time.",
        parameters=(
            Parameter(name="format", form="form", default=USUAL, description="The form, in the signs of strftime."),
            _timezone(form=True),
        ),
        function=current_time,
        repeatable=False,
    ),
    FunctionTool(
        provider="time",
        name="timezone_conversion",
        label="Convert between time zones",
        description="Converts a local time to another time zone.",
        parameters=(
            _text("current_time", "A time as in 2024-05-31 16:30:00."),
            _timezone("current_timezone", default=None),
            _timezone("target_timezone", default=None),
        ),
        function=timezone_conversion,
    ),
    FunctionTool(
        provider="time",
        name="localtime_to_timestamp",
        label="Local time to time stamp",
        description="Converts a local time to seconds since 1970.",
        parameters=(_text("localtime", "A time as in 2024-05-31 16:30:00."), _timezone()),
        function=localtime_to_timestamp,
    ),
    FunctionTool(
        provider="time",
        name="timestamp_to_localtime",
        label="Time stamp to local time",
        description="Converts seconds since 1970 to a local time.",
        parameters=(_number("timestamp"), _timezone()),
        function=timestamp_to_localtime,
    ),
    FunctionTool(
        provider="time",
        name="weekday",
        label="Day of the week",
        description="Tells the day of the week of a date.",
        parameters=(_number("year"), _number("month"), _number("day")),
        function=weekday,
    ),
)
