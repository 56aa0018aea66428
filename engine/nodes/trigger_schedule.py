"""The schedule trigger: starts a workflow when a time comes."""

import re
from collections.abc import Mapping
from typing import Annotated, Any, ClassVar, Literal

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, ValidationInfo, field_validator

from engine.nodes.base import Context, Node, NodeConfig, Result
from engine.problems import refusal
from engine.triggers.schedule import Schedule, zone_of

Weekday = Literal["sun", "mon", "tue", "wed", "thu", "fri", "sat"]

_TIME = re.compile(r"(\d{1,2}):(\d{2})\s*([AP]M)?", re.IGNORECASE)


def _lower(value: Any) -> Any:
    return value.lower() if isinstance(value, str) else value


class VisualConfig(BaseModel):
    """The times of a schedule that is put together from parts; which of them count, the frequency says."""

    model_config = ConfigDict(extra="allow")

    time: str = Field(default="12:00 AM", description="The time of day, as 9:30 AM or 21:30.")
    on_minute: int = Field(default=0, ge=0, le=59, title="Minute", description="The minute of every hour.")
    weekdays: list[Annotated[Weekday, BeforeValidator(_lower)]] = Field(
        default=["sun"], description="Days of the week."
    )
    monthly_days: list[Annotated[int, Field(ge=1, le=31)] | Literal["last"]] = Field(
        default=[1], title="Days of the month", description="A day that a month does not have is skipped."
    )

    @field_validator("time")
    @classmethod
    def _is_time(cls, value: str) -> str:
        clock_time(value)
        return value

    def cron(self, frequency: str) -> str:
        """Return the parts as a cron expression."""
        hour, minute = clock_time(self.time)
        match frequency:
            case "hourly":
                return f"{self.on_minute} * * * *"
            case "weekly":
                return f"{minute} {hour} * * {','.join(self.weekdays)}"
            case "monthly":
                days = ",".join("L" if day == "last" else str(day) for day in self.monthly_days)
                return f"{minute} {hour} {days} * *"
        return f"{minute} {hour} * * *"


def clock_time(text: str) -> tuple[int, int]:
    """Return hour and minute of a time of day. Raises ValueError."""
    found = _TIME.fullmatch(text.strip())
    if found is None:
        raise refusal("no_clock_time", text=text[:40])
    hour, minute, half = int(found[1]), int(found[2]), (found[3] or "").upper()
    if minute > 59 or not (1 <= hour <= 12 if half else hour <= 23):
        raise refusal("no_clock_time", text=text[:40])
    return (hour % 12 + 12 * (half == "PM") if half else hour), minute


class TriggerSchedule(Node, kind="trigger-schedule"):
    """Start the workflow at set times, once it is published. Gives nothing: the time is in `sys.timestamp`."""

    root = True
    fresh_because: ClassVar[str] = "Every start is another one."

    class Config(NodeConfig):
        mode: Literal["visual", "cron"] = Field(default="visual", description="Times from parts, or a cron expression.")
        frequency: Literal["hourly", "daily", "weekly", "monthly"] = Field(default="daily", description="How often.")
        visual_config: VisualConfig = Field(
            default=VisualConfig(),
            title="Times",
            validate_default=True,
            description="When, for the mode visual.",
            json_schema_extra={"widget": "times"},
        )
        cron_expression: str = Field(
            default="",
            validate_default=True,
            description="Minute, hour, day, month, weekday; also L, ?, names, @daily.",
        )
        timezone: str = Field(
            default="UTC",
            description="Whose clock is meant, such as Asia/Shanghai.",
            json_schema_extra={"widget": "timezone"},
        )

        @field_validator("frequency", "visual_config", "cron_expression", "timezone", mode="before")
        @classmethod
        def _none_is_default(cls, value: Any, info: ValidationInfo) -> Any:
            if value is None and info.field_name is not None:
                return cls.model_fields[info.field_name].default
            return value

        @field_validator("visual_config")
        @classmethod
        def _has_days(cls, value: VisualConfig, info: ValidationInfo) -> VisualConfig:
            frequency = info.data.get("frequency") if info.data.get("mode") == "visual" else None
            if frequency == "weekly" and not value.weekdays:
                raise refusal("no_weekday")
            if frequency == "monthly" and not value.monthly_days:
                raise refusal("no_month_day")
            return value

        @field_validator("cron_expression")
        @classmethod
        def _is_cron(cls, value: str, info: ValidationInfo) -> str:
            if info.data.get("mode") == "cron":
                Schedule.of(value)
            return value

        @field_validator("timezone")
        @classmethod
        def _is_zone(cls, value: str) -> str:
            zone_of(value)
            return value

        def schedule(self) -> Schedule:
            """Return when the workflow starts."""
            is_cron = self.mode == "cron"
            return Schedule.of(
                self.cron_expression if is_cron else self.visual_config.cron(self.frequency), self.timezone
            )

    def declared_outputs(self) -> Mapping[str, str]:
        """Return none."""
        return {}

    def is_reusable(self) -> bool:
        """Return False: every start is another one."""
        return False

    async def run(self, ctx: Context) -> Result:
        """Return at once."""
        return Result()
