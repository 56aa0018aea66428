"""What a chart shows."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Literal

Kind = Literal["bar", "line", "pie", "scatter"]


class ChartError(ValueError):
    """Data that no chart can be made of; the message says what is wrong with it."""


@dataclass(frozen=True, slots=True)
class Series:
    """Values that belong together: a line, the bars of one colour, the points of one."""

    name: str
    values: Sequence[float | None]  # None: nothing is drawn there
    across: Sequence[float] = ()  # of points: where each stands from left to right


@dataclass(frozen=True, slots=True, kw_only=True)
class Chart:
    """A chart; every series has a value for every label."""

    kind: Kind
    series: Sequence[Series]
    labels: Sequence[str] = ()  # none for points
    title: str = ""
    x_title: str = ""
    y_title: str = ""

    @property
    def texts(self) -> str:
        """Return all that is written in it."""
        names = [one.name for one in self.series]
        return " ".join([self.title, self.x_title, self.y_title, *self.labels, *names])

    def as_json(self) -> dict[str, Any]:
        """Return its data as JSON values."""
        series = [
            {"name": one.name, "values": [*one.values], **({"across": [*one.across]} if one.across else {})}
            for one in self.series
        ]
        return {"kind": self.kind, "title": self.title, "labels": [*self.labels], "series": series}
