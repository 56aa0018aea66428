"""Charts as PNG, twice as large as their sheet, so that they are sharp on any screen."""

import io
from collections.abc import Sequence
from typing import Final

from PIL import Image, ImageDraw

from engine.charts.chart import Chart
from engine.charts.fonts import chinese_font, font, needs_chinese
from engine.charts.layout import HEIGHT, WIDTH, shapes_of
from engine.charts.shapes import Dot, Label, Path, Point, Polygon, Shape

SCALE: Final = 2
_FINER: Final = 2  # how much finer shapes are drawn than the picture is, since Pillow's edges are not smooth
_ANCHORS: Final = {"start": "lm", "middle": "mm", "end": "rm"}


def can_write(chart: Chart) -> bool:
    """Return whether the machine has the letters that a chart needs."""
    return not needs_chinese(chart.texts) or chinese_font() is not None


def png(chart: Chart) -> bytes:
    """Return the picture of a chart; takes about 0.1 s of computing."""
    shapes = shapes_of(chart)
    zoom = SCALE * _FINER
    sheet = Image.new("RGB", (WIDTH * zoom, HEIGHT * zoom), "#FFFFFF")
    pen = ImageDraw.Draw(sheet)
    for shape in shapes:
        _draw(pen, shape, zoom)
    picture = sheet.reduce(_FINER)
    chinese = needs_chinese(chart.texts)
    for shape in shapes:
        if isinstance(shape, Label):
            _write(picture, shape, chinese=chinese)
    out = io.BytesIO()
    picture.quantize(128).save(out, "PNG", optimize=True)
    return out.getvalue()


def _draw(pen: ImageDraw.ImageDraw, shape: Shape, zoom: int) -> None:
    match shape:
        case Polygon(points, fill):
            pen.polygon(_zoomed(points, zoom), fill=fill)
        case Path(points, stroke, width):
            pen.line(_zoomed(points, zoom), fill=stroke, width=round(width * zoom), joint="curve")
        case Dot((x, y), radius, fill):
            edges = (x - radius) * zoom, (y - radius) * zoom, (x + radius) * zoom, (y + radius) * zoom
            pen.ellipse(edges, fill=fill)


def _write(picture: Image.Image, label: Label, *, chinese: bool) -> None:
    letters = font(round(label.size * SCALE), chinese=chinese)
    x, y = label.at[0] * SCALE, label.at[1] * SCALE
    stroke = 0.6 if label.is_bold else 0
    if not label.turned:
        pen = ImageDraw.Draw(picture)
        pen.text((x, y), label.text, label.fill, letters, _ANCHORS[label.anchor], stroke_width=stroke)
        return
    half = int(letters.getlength(label.text) + label.size * SCALE)
    slip = Image.new("L", (2 * half, 2 * half))
    ImageDraw.Draw(slip).text((half, half), label.text, 255, letters, _ANCHORS[label.anchor])
    turned = slip.rotate(label.turned, Image.Resampling.BICUBIC)
    picture.paste(label.fill, (round(x) - half, round(y) - half), turned)


def _zoomed(points: Sequence[Point], zoom: int) -> list[Point]:
    return [(x * zoom, y * zoom) for x, y in points]
