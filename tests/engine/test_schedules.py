"""When schedules come: cron expressions, visual settings, time zones and the days when clocks change."""

from datetime import UTC, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from engine.nodes.trigger_schedule import TriggerSchedule, clock_time
from engine.triggers.schedule import NICKNAMES, Schedule


def times(expression: str, after: str, count: int = 3, zone: str = "UTC") -> list[str]:
    """Return the next times after a moment of that zone, as its clock shows them."""
    moment = datetime.fromisoformat(after).replace(tzinfo=ZoneInfo(zone))
    found = Schedule.of(expression, zone).upcoming(moment, count)
    return [time.replace(tzinfo=None).isoformat(sep=" ", timespec="minutes") for time in found]


@pytest.mark.parametrize(
    ("expression", "after", "expected"),
    [
        ("*/20 9 * * *", "2026-03-01 09:10", ["2026-03-01 09:20", "2026-03-01 09:40", "2026-03-02 09:00"]),
        ("0 9 * * MON-FRI", "2026-03-06 09:00", ["2026-03-09 09:00", "2026-03-10 09:00", "2026-03-11 09:00"]),
        ("0 0 * * fri-sun", "2026-03-07 00:00", ["2026-03-08 00:00", "2026-03-13 00:00", "2026-03-14 00:00"]),
        ("0 0 L * *", "2028-01-31 00:00", ["2028-02-29 00:00", "2028-03-31 00:00", "2028-04-30 00:00"]),
        ("0 0 31 * *", "2026-01-31 00:00", ["2026-03-31 00:00", "2026-05-31 00:00", "2026-07-31 00:00"]),
        ("30 6 ? * 5L", "2026-03-01 00:00", ["2026-03-27 06:30", "2026-04-24 06:30", "2026-05-29 06:30"]),
        ("30 6 ? * L5", "2026-03-01 00:00", ["2026-03-27 06:30", "2026-04-24 06:30", "2026-05-29 06:30"]),
        ("0 8 15 * ?", "2026-03-15 08:00", ["2026-04-15 08:00", "2026-05-15 08:00", "2026-06-15 08:00"]),
        ("0 0 1 jan,jul *", "2026-03-01 00:00", ["2026-07-01 00:00", "2027-01-01 00:00", "2027-07-01 00:00"]),
        ("0 0 29 2 *", "2026-03-01 00:00", ["2028-02-29 00:00", "2032-02-29 00:00", "2036-02-29 00:00"]),
        ("@hourly", "2026-03-01 09:10", ["2026-03-01 10:00", "2026-03-01 11:00", "2026-03-01 12:00"]),
        ("@weekly", "2026-03-01 00:00", ["2026-03-08 00:00", "2026-03-15 00:00", "2026-03-22 00:00"]),
        ("@monthly", "2026-03-01 00:00", ["2026-04-01 00:00", "2026-05-01 00:00", "2026-06-01 00:00"]),
        ("@Yearly", "2026-03-01 00:00", ["2027-01-01 00:00", "2028-01-01 00:00", "2029-01-01 00:00"]),
    ],
)
def test_cron_expressions(expression: str, after: str, expected: list[str]) -> None:
    assert times(expression, after) == expected


@pytest.mark.parametrize("expression", ["0 0 13 * FRI", "0 0 13 * 5"])
def test_a_day_of_the_month_and_one_of_the_week_come_both(expression: str) -> None:
    assert times(expression, "2026-03-06 00:00") == ["2026-03-13 00:00", "2026-03-20 00:00", "2026-03-27 00:00"]
    assert times(expression, "2026-04-10 00:00", 2) == ["2026-04-13 00:00", "2026-04-17 00:00"]


def test_steps_of_days_count_as_given_days() -> None:
    assert times("0 0 */10 * MON", "2026-03-01 00:00", 5) == [
        *("2026-03-02 00:00", "2026-03-09 00:00", "2026-03-11 00:00", "2026-03-16 00:00", "2026-03-21 00:00")
    ]


def test_a_time_is_that_of_its_zone() -> None:
    found = Schedule.of("0 9 * * *", "Asia/Shanghai").next_after(datetime(2026, 3, 1, tzinfo=UTC))
    assert found is not None
    assert found.astimezone(UTC) == datetime(2026, 3, 1, 1, tzinfo=UTC)


@pytest.mark.parametrize(
    ("expression", "after", "expected"),
    [
        ("30 2 * * *", "2026-03-28 12:00", ["2026-03-29 03:00", "2026-03-30 02:30"]),  # 2:00 becomes 3:00
        ("0,30 2 * * *", "2026-03-28 12:00", ["2026-03-29 03:00", "2026-03-30 02:00"]),
        ("30 2 * * *", "2026-10-24 12:00", ["2026-10-25 02:30", "2026-10-26 02:30"]),  # 3:00 becomes 2:00
        ("0 * * * *", "2026-03-29 01:30", ["2026-03-29 03:00", "2026-03-29 04:00"]),
        ("0 * * * *", "2026-10-25 01:30", ["2026-10-25 02:00", "2026-10-25 02:00"]),
    ],
)
def test_days_when_the_clock_changes(expression: str, after: str, expected: list[str]) -> None:
    assert times(expression, after, 2, "Europe/Berlin") == expected


def test_a_time_that_the_clock_shows_again_is_not_before_now() -> None:
    second_pass = datetime(2026, 10, 25, 1, 30, tzinfo=UTC)  # 2:30 in Berlin, for the second time that night
    found = Schedule.of("45 2 * * *", "Europe/Berlin").next_after(second_pass)
    assert found is not None
    assert found.astimezone(UTC) == datetime(2026, 10, 26, 1, 45, tzinfo=UTC)


@pytest.mark.parametrize(
    ("expression", "reason"),
    [
        ("123 * * * *", "bad minute"),
        ("0 0 * * 8", "bad day-of-week"),
        ("0 0 0 * *", "bad day-of-month"),
        ("* * * *", "it has 4 fields instead of five"),
        ("0 0 0 * * *", "it has 6 fields instead of five"),
        ("", "it has 0 fields"),
        ("0 0 30 2 *", "bad day-of-month"),
        ("0 0 31 4,6 ?", "bad day-of-month"),
        ("@reboot", "is none of @hourly"),
        ("1" * 5000 + " * * * *", "at most 256 are allowed"),
    ],
)
def test_what_is_no_schedule_is_refused_with_the_reason(expression: str, reason: str) -> None:
    with pytest.raises(ValueError, match=reason):
        Schedule.of(expression)


def test_an_unknown_time_zone_is_refused() -> None:
    for name in ("Europe/Atlantis", "", "/etc/passwd", "a" * 5000):
        with pytest.raises(ValueError, match="no time zone"):
            Schedule.of("0 0 * * *", name)


zones = st.sampled_from(["UTC", "Europe/Berlin", "America/New_York", "Asia/Shanghai", "Australia/Lord_Howe"])
moments = st.datetimes(datetime(2020, 1, 1), datetime(2035, 1, 1), timezones=st.just(UTC))  # noqa: DTZ001 - zone beside it
fields = st.tuples(
    st.integers(0, 59).map(str) | st.sampled_from(["*", "*/7", "5-10"]),
    st.integers(0, 23).map(str) | st.sampled_from(["*", "*/5", "1-3"]),
    st.integers(1, 28).map(str) | st.sampled_from(["*", "?", "L", "*/9"]),
    st.sampled_from(["*", "2", "MAR-JUN", "*/4"]),
    st.sampled_from(["*", "?", "MON", "5L", "1-5", "SAT,SUN"]),
).map(" ".join)


@given(fields, zones, moments)
def test_times_only_ever_grow_and_none_is_left_out(expression: str, zone: str, moment: datetime) -> None:
    schedule = Schedule.of(expression, zone)
    found = [time.astimezone(UTC) for time in schedule.upcoming(moment, 4)]
    assert len(found) == 4
    assert [moment, *found] == sorted({moment, *found})
    between = found[1] - (found[1] - found[0]) / 2
    assert schedule.next_after(between) == found[1]


@given(st.text(alphabet="0123456789*/-,L#? @aMONy²", max_size=30))
def test_any_text_is_a_schedule_or_a_value_error(text: str) -> None:
    try:
        schedule = Schedule.of(text)
    except ValueError:
        return
    assert schedule.next_after(datetime(2026, 1, 1, tzinfo=UTC)) is not None


def config(**data: Any) -> TriggerSchedule.Config:
    return TriggerSchedule.Config.model_validate({"timezone": "UTC", **data})


@pytest.mark.parametrize(
    ("frequency", "visual", "expected"),
    [
        ("hourly", {"on_minute": 15}, ["2026-01-30 10:15", "2026-01-30 11:15", "2026-01-30 12:15"]),
        ("daily", {"time": "9:30 AM"}, ["2026-01-31 09:30", "2026-02-01 09:30", "2026-02-02 09:30"]),
        ("daily", {"time": "12:00 AM"}, ["2026-01-31 00:00", "2026-02-01 00:00", "2026-02-02 00:00"]),
        (
            "weekly",
            {"time": "6:00 PM", "weekdays": ["mon", "Sun"]},
            ["2026-02-01 18:00", "2026-02-02 18:00", "2026-02-08 18:00"],
        ),
        (
            "monthly",
            {"time": "12:30 PM", "monthly_days": [30, "last"]},
            ["2026-01-30 12:30", "2026-01-31 12:30", "2026-02-28 12:30"],
        ),
        (
            "monthly",
            {"time": "0:00", "monthly_days": [31]},
            ["2026-01-31 00:00", "2026-03-31 00:00", "2026-05-31 00:00"],
        ),
    ],
)
def test_visual_settings(frequency: str, visual: dict[str, Any], expected: list[str]) -> None:
    schedule = config(frequency=frequency, visual_config=visual).schedule()
    found = schedule.upcoming(datetime(2026, 1, 30, 10, tzinfo=UTC), 3)
    assert [time.strftime("%Y-%m-%d %H:%M") for time in found] == expected


@given(st.integers(0, 23), st.integers(0, 59))
def test_a_time_of_day_is_the_same_on_both_clocks(hour: int, minute: int) -> None:
    moment = datetime(2026, 1, 1) + timedelta(hours=hour, minutes=minute)  # noqa: DTZ001 - only a clock
    assert clock_time(moment.strftime("%I:%M %p")) == clock_time(moment.strftime("%H:%M")) == (hour, minute)


@pytest.mark.parametrize("text", ["25:00", "0:30 AM", "13:00 PM", "9:60", "noon", ""])
def test_what_is_no_time_of_day_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="no time of day"):
        clock_time(text)


@pytest.mark.parametrize(
    ("data", "field", "reason"),
    [
        ({"mode": "cron"}, "cron_expression", "instead of five"),
        ({"mode": "cron", "cron_expression": "x"}, "cron_expression", "instead of five"),
        ({"frequency": "weekly", "visual_config": {"weekdays": []}}, "visual_config", "day of the week"),
        ({"frequency": "monthly", "visual_config": {"monthly_days": []}}, "visual_config", "day of the month"),
        ({"frequency": "monthly", "visual_config": {"monthly_days": [32]}}, "visual_config", "less than or equal"),
        ({"timezone": "Moon"}, "timezone", "no time zone"),
    ],
)
def test_settings_that_give_no_time_name_the_field(data: dict[str, Any], field: str, reason: str) -> None:
    with pytest.raises(ValidationError) as caught:
        config(**data)
    assert caught.value.errors()[0]["loc"][0] == field
    assert reason in str(caught.value)


def test_settings_of_the_other_mode_do_not_matter() -> None:
    data = {"mode": "cron", "cron_expression": "0 9 * * *", "frequency": None, "visual_config": None}
    assert config(**data).schedule().expression == "0 9 * * *"
    assert config(cron_expression="nonsense").schedule().expression == "0 0 * * *"


def test_every_nickname_comes() -> None:
    for name in NICKNAMES:
        assert Schedule.of(name).next_after(datetime(2026, 1, 1, tzinfo=UTC))
