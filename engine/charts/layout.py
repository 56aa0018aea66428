"""Where everything of a chart stands."""

import math
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from engine.charts.chart import Chart, Series
from engine.charts.shapes import Dot, Label, Path, Point, Polygon, Shape, box, cut, width_of

WIDTH: Final = 800
HEIGHT: Final = 500
COLOURS: Final = (
    *("#4E79A7", "#F28E2B", "#59A14F", "#E15759", "#B07AA1", "#76B7B2"),
    *("#EDC948", "#9C755F", "#FF9DA7", "#6B6ECF", "#8CA252", "#7F7F7F"),
)

_GRID, _AXIS, _INK, _PAPER = "#E4E7EC", "#98A2B3", "#101828", "#FFFFFF"
_SMALL: Final = 12.0
_TITLE: Final = 18.0
_EDGE: Final = 20.0
_LEAST: Final = 1e-200  # below, numbers count as 0
_SLICES: Final = 12  # of a pie; the smallest share the last one


@dataclass(frozen=True, slots=True)
class _Area:
    """Where values are drawn, and which values its edges stand for."""

    left: float
    top: float
    right: float
    bottom: float

    @property
    def width(self) -> float:
        return self.right - self.left

    @property
    def height(self) -> float:
        return self.bottom - self.top


def shapes_of(chart: Chart) -> list[Shape]:
    """Return the shapes of a chart, the lowest first, on a sheet of `WIDTH` by `HEIGHT`."""
    shapes: list[Shape] = [box(0, 0, WIDTH, HEIGHT, _PAPER)]
    top = _EDGE
    if chart.title:
        title = cut(chart.title, _TITLE, WIDTH - 2 * _EDGE)
        shapes.append(Label((WIDTH / 2, top + _TITLE / 2), title, _TITLE, "middle", _INK, is_bold=True))
        top += _TITLE + 14
    if chart.kind == "pie":
        return [*shapes, *_pie(chart, top)]
    if any(one.name for one in chart.series) and (len(chart.series) > 1 or not chart.y_title):
        legend, top = _legend([one.name for one in chart.series], top)
        shapes += legend
    return [*shapes, *(_points(chart, top) if chart.kind == "scatter" else _columns(chart, top))]


def ticks(lowest: float, highest: float, *, count: int = 6) -> list[float]:
    """Return round numbers at even distances that reach from below `lowest` to above `highest`."""
    largest = max(abs(lowest), abs(highest))
    if largest < _LEAST:
        lowest, highest = 0.0, 1.0
    elif highest - lowest <= 1e-9 * largest:  # no distance that numbers could tell
        lowest, highest = min(0.0, 2 * lowest), max(0.0, 2 * highest)
    rough = (highest - lowest) / max(1, count - 1)
    size = 10.0 ** math.floor(math.log10(rough))
    step = size * next(factor for factor in (1, 2, 2.5, 5, 10) if factor * size >= rough * 0.999)
    first, last = math.floor(lowest / step + 1e-9), math.ceil(highest / step - 1e-9)
    return [float(f"{number * step:.12g}") for number in range(first, last + 1)]


def written(value: float) -> str:
    """Return a number as the axes write it."""
    if value and (abs(value) >= 1e9 or abs(value) < 1e-4):
        return f"{value:.4g}"
    return f"{value:,.4f}".rstrip("0").rstrip(".")


def _legend(names: Sequence[str], top: float) -> tuple[list[Shape], float]:
    """Return the names of series with their colours, in as many lines as they take, and where these end."""
    shapes: list[Shape] = []
    left, line = _EDGE + 20, top + _SMALL / 2
    for place, name in enumerate(names):
        text = cut(name or "–", _SMALL, 200)
        wide = 18 + width_of(text, _SMALL) + 18
        if left + wide > WIDTH - _EDGE and left > _EDGE + 20:
            left, line = _EDGE + 20, line + _SMALL + 8
        shapes += [
            box(left, line - 5, 10, 10, COLOURS[place % len(COLOURS)]),
            Label((left + 16, line), text, _SMALL),
        ]
        left += wide
    return shapes, line + _SMALL / 2 + 14


def _columns(chart: Chart, top: float) -> Iterator[Shape]:
    """Yield bars or lines over labels."""
    values = [value for one in chart.series for value in one.values if value is not None]
    lowest, highest = min(values, default=0.0), max(values, default=1.0)
    if chart.kind == "bar" or 0 <= lowest <= highest / 2:
        lowest, highest = min(lowest, 0.0), max(highest, 0.0)
    scale = ticks(lowest, highest)
    turned = _are_turned(chart.labels)
    area = _area(chart, top, scale, below=_room_below(chart.labels, turned=turned))
    yield from _grid(area, scale)
    up = _scale(scale, area.bottom, area.top)
    if chart.kind == "bar":
        yield from _bars(chart.series, area, up)
    else:
        yield from _lines(chart.series, area, up)
    zero = up(0.0) if scale[0] <= 0 <= scale[-1] else area.bottom
    yield Path([(area.left, zero), (area.right, zero)], _AXIS, 1.2)
    yield from _labels(chart.labels, area, turned=turned)
    yield from _titles(chart, area)


def _points(chart: Chart, top: float) -> Iterator[Shape]:
    across = [value for one in chart.series for value in one.across]
    values = [value for one in chart.series for value in one.values if value is not None]
    scale, below = ticks(min(values), max(values)), ticks(min(across), max(across), count=8)
    area = _area(chart, top, scale, below=26)
    yield from _grid(area, scale)
    along, up = _scale(below, area.left, area.right), _scale(scale, area.bottom, area.top)
    for value in below:
        yield Path([(along(value), area.top), (along(value), area.bottom)], _GRID)
        yield Label((along(value), area.bottom + 16), written(value), _SMALL, "middle")
    yield Path([(area.left, area.bottom), (area.right, area.bottom)], _AXIS, 1.2)
    radius = 4.5 if len(values) < 200 else 2.5
    for place, one in enumerate(chart.series):
        for x, y in zip(one.across, one.values, strict=True):
            if y is not None:
                yield Dot((along(x), up(y)), radius, COLOURS[place % len(COLOURS)])
    yield from _titles(chart, area)


def _area(chart: Chart, top: float, scale: Sequence[float], *, below: float) -> _Area:
    widest = max(width_of(written(value), _SMALL) for value in scale)
    left = _EDGE + widest + 10 + (22 if chart.y_title else 0)
    bottom = HEIGHT - _EDGE - below - (22 if chart.x_title else 0)
    return _Area(left, top + 6, WIDTH - _EDGE - 8, bottom)


def _scale(values: Sequence[float], start: float, end: float) -> Callable[[float], float]:
    first, span = values[0], values[-1] - values[0]
    return lambda value: start + (value - first) / span * (end - start)


def _grid(area: _Area, scale: Sequence[float]) -> Iterator[Shape]:
    up = _scale(scale, area.bottom, area.top)
    for value in scale:
        yield Path([(area.left, up(value)), (area.right, up(value))], _GRID)
        yield Label((area.left - 8, up(value)), written(value), _SMALL, "end")


def _bars(series: Sequence[Series], area: _Area, up: Callable[[float], float]) -> Iterator[Shape]:
    slot = area.width / max(1, len(series[0].values))
    wide = slot * 0.72 / len(series)
    for place, one in enumerate(series):
        for at, value in enumerate(one.values):
            if value is not None:
                left = area.left + slot * at + slot * 0.14 + wide * place
                top, bottom = sorted((up(value), up(0.0)))
                yield box(left, top, max(wide - 1, wide * 0.9), bottom - top, COLOURS[place % len(COLOURS)])


def _lines(series: Sequence[Series], area: _Area, up: Callable[[float], float]) -> Iterator[Shape]:
    slot = area.width / max(1, len(series[0].values))
    for place, one in enumerate(series):
        colour = COLOURS[place % len(COLOURS)]
        points = [
            None if value is None else (area.left + slot * (at + 0.5), up(value)) for at, value in enumerate(one.values)
        ]
        for stretch in _stretches(points):
            yield Path(stretch, colour, 2.5)
            if len(points) <= 60 or len(stretch) == 1:
                yield from (Dot(point, 3.5, colour) for point in stretch)


def _stretches(points: Sequence[Point | None]) -> Iterator[list[Point]]:
    """Yield the points that follow each other without one missing."""
    stretch: list[Point] = []
    for point in [*points, None]:
        if point is not None:
            stretch.append(point)
        elif stretch:
            yield stretch
            stretch = []


def _are_turned(labels: Sequence[str]) -> bool:
    slot = (WIDTH - 2 * _EDGE - 60) / max(1, len(labels))
    return any(width_of(label, _SMALL) > slot - 6 for label in labels)


def _room_below(labels: Sequence[str], *, turned: bool) -> float:
    if not turned:
        return 26
    widest = max(width_of(cut(label, _SMALL, 130), _SMALL) for label in labels)
    return min(110.0, 16 + widest * 0.71)


def _labels(labels: Sequence[str], area: _Area, *, turned: bool) -> Iterator[Shape]:
    slot = area.width / max(1, len(labels))
    every = max(1, math.ceil(18 / slot)) if turned else 1
    for at, label in enumerate(labels):
        place = area.left + slot * (at + 0.5)
        if turned and at % every == 0:
            yield Label((place + 4, area.bottom + 12), cut(label, _SMALL, 130), _SMALL, "end", turned=45)
        elif not turned:
            yield Label((place, area.bottom + 16), label, _SMALL, "middle")


def _titles(chart: Chart, area: _Area) -> Iterator[Shape]:
    if chart.x_title:
        title = cut(chart.x_title, _SMALL, area.width)
        yield Label(((area.left + area.right) / 2, HEIGHT - _EDGE - 4), title, _SMALL, "middle", _INK)
    if chart.y_title:
        title = cut(chart.y_title, _SMALL, area.height)
        yield Label((_EDGE + 6, (area.top + area.bottom) / 2), title, _SMALL, "middle", _INK, turned=90)


def _pie(chart: Chart, top: float) -> Iterator[Shape]:
    slices = _slices(chart)
    total = sum(value for _, value in slices)
    radius = (HEIGHT - top - _EDGE) / 2 - 6
    middle = (_EDGE + 40 + radius, top + 6 + radius)
    turn = -math.pi / 2
    for place, (_, value) in enumerate(slices):
        angle = value / total * 2 * math.pi
        yield Polygon(_wedge(middle, radius, turn, turn + angle), COLOURS[place % len(COLOURS)])
        if angle > 0.25:
            half = turn + angle / 2
            at = (middle[0] + math.cos(half) * radius * 0.68, middle[1] + math.sin(half) * radius * 0.68)
            yield Label(at, f"{value / total:.0%}", 13, "middle", _PAPER, is_bold=True)
        turn += angle
    left = middle[0] + radius + 40
    line = middle[1] - (len(slices) - 1) * 13
    for place, (name, value) in enumerate(slices):
        text = cut(f"{name}  {written(value)} ({value / total:.1%})", _SMALL + 1, WIDTH - _EDGE - left - 18)
        yield box(left, line - 6, 12, 12, COLOURS[place % len(COLOURS)])
        yield Label((left + 20, line), text, _SMALL + 1)
        line += 26


def _slices(chart: Chart) -> list[tuple[str, float]]:
    found = [(name, value or 0.0) for name, value in zip(chart.labels, chart.series[0].values, strict=True)]
    if len(found) <= _SLICES:
        return found
    found.sort(key=lambda one: -one[1])
    return [*found[: _SLICES - 1], ("…", sum(value for _, value in found[_SLICES - 1 :]))]


def _wedge(middle: Point, radius: float, start: float, end: float) -> list[Point]:
    """Return the corners of a slice; its round side is made of short straight ones."""
    steps = max(2, math.ceil((end - start) / 0.02))
    angles = [start + (end - start) * step / steps for step in range(steps + 1)]
    return [middle, *((middle[0] + math.cos(angle) * radius, middle[1] + math.sin(angle) * radius) for angle in angles)]
