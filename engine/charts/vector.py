"""Charts as SVG; letters are those of whoever looks at it."""

from collections.abc import Sequence
from typing import Final
from xml.sax.saxutils import escape, quoteattr

from engine.charts.chart import Chart
from engine.charts.layout import HEIGHT, WIDTH, shapes_of
from engine.charts.shapes import Dot, Label, Path, Point, Polygon, Shape

_FONTS: Final = "system-ui, 'Noto Sans', 'Noto Sans CJK SC', 'Microsoft YaHei', 'PingFang SC', sans-serif"


def svg(chart: Chart) -> bytes:
    """Return the picture of a chart."""
    title = f"<title>{escape(chart.title)}</title>" if chart.title else ""
    body = "\n".join(map(_element, shapes_of(chart)))
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {HEIGHT}" width="{WIDTH}" height="{HEIGHT}" '
        f'role="img" font-family={quoteattr(_FONTS)}>{title}\n{body}\n</svg>\n'
    ).encode()


def _element(shape: Shape) -> str:
    match shape:
        case Polygon(points, fill):
            return f'<polygon points="{_places(points)}" fill="{fill}"/>'
        case Path(points, stroke, width):
            return f'<polyline points="{_places(points)}" fill="none" stroke="{stroke}" stroke-width="{width:g}"/>'
        case Dot((x, y), radius, fill):
            return f'<circle cx="{x:.2f}" cy="{y:.2f}" r="{radius:g}" fill="{fill}"/>'
    return _text(shape)


def _text(label: Label) -> str:
    x, y = label.at
    turned = f' transform="rotate({-label.turned} {x:.2f} {y:.2f})"' if label.turned else ""
    bold = ' font-weight="600"' if label.is_bold else ""
    return (
        f'<text x="{x:.2f}" y="{y:.2f}" font-size="{label.size:g}" text-anchor="{label.anchor}" '
        f'dominant-baseline="central" fill="{label.fill}"{bold}{turned}>{escape(label.text)}</text>'
    )


def _places(points: Sequence[Point]) -> str:
    return " ".join(f"{x:.2f},{y:.2f}" for x, y in points)
