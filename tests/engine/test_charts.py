"""Charts: the data that they are made of, the pictures, and the tools that draw them."""

import io
import json
from itertools import pairwise
from typing import Any
from xml.etree import ElementTree

import pytest
from hypothesis import given as holds
from hypothesis import strategies as st
from PIL import Image

from engine.charts import Chart, ChartError, Series, fonts, points_of, series_of, slices_of, svg
from engine.charts.layout import COLOURS, HEIGHT, WIDTH, shapes_of, ticks, written
from engine.charts.raster import SCALE, png
from engine.charts.shapes import Dot, Label, Path, Polygon
from engine.filestore import MemoryFiles
from engine.resources import Resources
from engine.tools.base import ToolInvokeError
from tests.engine.built_in import given


def shown(labels: list[str], series: list[Series]) -> tuple[list[str], dict[str, list[float | None]]]:
    return labels, {one.name: [*one.values] for one in series}


@pytest.mark.parametrize(
    ("data", "labels", "result"),
    [
        ("3;5;4", "a;b;c", (["a", "b", "c"], {"": [3, 5, 4]})),
        ("1, 2.5", "", (["1", "2"], {"": [1, 2.5]})),
        ("1,200; 5%", "x", (["x", "2"], {"": [1200, 5]})),
        ("[1, null, 3]", '["a", "b"]', (["a", "b", "3"], {"": [1, None, 3]})),
        ("7", "", (["1"], {"": [7]})),
        ('{"north": 3, "south": "5"}', "", (["north", "south"], {"": [3, 5]})),
        ('{"2024": [3, 5], "2025": [4]}', "a;b", (["a", "b"], {"2024": [3, 5], "2025": [4, None]})),
        ('[{"month": "May", "sales": 3, "cost": 2}]', "", (["May"], {"sales": [3], "cost": [2]})),
        ('[{"year": 2024, "sales": 3}, {"year": 2025}]', "year", (["2024", "2025"], {"sales": [3, None]})),
        ('[{"columns": ["r", "n"], "rows": [{"r": "x", "n": 1}]}]', "", (["x"], {"n": [1]})),
    ],
)
def test_data_is_read_as_people_write_it(data: str, labels: str, result: Any) -> None:
    assert shown(*series_of(data, labels)) == result


@pytest.mark.parametrize(
    ("data", "message"),
    [
        ("", "no numbers in the data"),
        ("3; five", "' five' is no number"),
        ("[1, 2", "no JSON"),
        ("[1, Infinity]", "inf is no number"),
        ("[NaN]", "nan is no number"),
        ("1;1e400", "'1e400' is no number"),
        ('[{"a": "x"}]', "none of the fields holds numbers"),
        (json.dumps({str(n): [1] for n in range(13)}), "12 series at most, not 13"),
        (json.dumps([1] * 2001), "2,000 values of a series at most, not 2,001"),
    ],
)
def test_data_that_makes_no_chart_says_why(data: str, message: str) -> None:
    with pytest.raises(ChartError, match=message):
        series_of(data)


@pytest.mark.parametrize("data", ["0;0", "3;-1", "[1, null]"])
def test_a_pie_needs_parts(data: str) -> None:
    with pytest.raises(ChartError, match="not below 0"):
        slices_of(data)


@pytest.mark.parametrize(
    ("data", "fields", "points"),
    [
        ("1,2; 3,5", (), [("", (1, 3), (2, 5))]),
        ("[[1, 2], [3, 5]]", (), [("", (1, 3), (2, 5))]),
        ('[{"a": 1, "b": 2, "c": 3}]', ("c", "a"), [("", (3,), (1,))]),
        ('[{"who": "x", "a": 1, "b": 2}, {"who": "y", "a": 3, "b": 4}]', (), [("x", (1,), (2,)), ("y", (3,), (4,))]),
    ],
)
def test_points_are_read(data: str, fields: tuple[str, ...], points: Any) -> None:
    assert [(one.name, tuple(one.across), tuple(one.values)) for one in points_of(data, *fields)] == points


@pytest.mark.parametrize("data", ["5", "[1, 2]", '[{"a": 1}]', '{"a": 1}'])
def test_what_are_no_points_is_refused(data: str) -> None:
    with pytest.raises(ChartError, match="points"):
        points_of(data)


@holds(st.floats(-1e12, 1e12), st.floats(0, 1e12))
def test_ticks_reach_around_the_values_at_even_distances(lowest: float, span: float) -> None:
    found = ticks(lowest, lowest + span)
    slack = 1e-6 * max(map(abs, found))
    assert found[0] <= lowest + slack
    assert found[-1] >= lowest + span - slack
    assert 2 <= len(found) <= 9
    steps = [right - left for left, right in pairwise(found)]
    assert max(steps) - min(steps) <= slack


@pytest.mark.parametrize(
    ("value", "text"), [(0, "0"), (1200, "1,200"), (2.5, "2.5"), (-0.25, "-0.25"), (3e12, "3e+12"), (1e-7, "1e-07")]
)
def test_numbers_of_axes_are_short(value: float, text: str) -> None:
    assert written(value) == text


def test_a_bar_is_as_high_as_its_value() -> None:
    shapes = shapes_of(Chart(kind="bar", labels=["a", "b"], series=[Series("", [2.0, 4.0])]))
    bars = [shape for shape in shapes if isinstance(shape, Polygon) and shape.fill == COLOURS[0]]
    heights = [max(y for _, y in bar.points) - min(y for _, y in bar.points) for bar in bars]
    assert heights[1] == pytest.approx(2 * heights[0])


def test_a_line_has_a_gap_where_a_value_is_missing() -> None:
    shapes = shapes_of(Chart(kind="line", labels=["a", "b", "c", "d"], series=[Series("", [1.0, 2.0, None, 3.0])]))
    lines = [len(shape.points) for shape in shapes if isinstance(shape, Path) and shape.stroke == COLOURS[0]]
    assert lines == [2, 1]
    assert sum(isinstance(shape, Dot) for shape in shapes) == 3


def test_many_parts_of_a_pie_become_one() -> None:
    chart = Chart(kind="pie", labels=[f"n{n}" for n in range(30)], series=[Series("", [float(n) for n in range(30)])])
    names = [shape.text for shape in shapes_of(chart) if isinstance(shape, Label) and "(" in shape.text]
    assert len(names) == 12
    assert names[0].startswith("n29 ")
    assert names[-1].startswith("…  171 ")


@pytest.mark.parametrize("kind", ["bar", "line", "pie", "scatter"])
def test_nothing_stands_outside_of_the_sheet(kind: Any) -> None:
    labels = [f"a rather long label {n} 中文" for n in range(30)]
    series = [
        Series(f"series {n}", [float(n * at - 40 * (kind != "pie") * n) for at in range(30)], [*range(30)])
        for n in (1, 2)
    ]
    chart = Chart(kind=kind, labels=labels, series=series, title="T" * 200, x_title="X" * 200, y_title="Y" * 200)
    for shape in shapes_of(chart):
        points = shape.points if isinstance(shape, Polygon | Path) else [shape.at]
        assert all(-0.01 <= x <= WIDTH + 0.01 and -0.01 <= y <= HEIGHT + 0.01 for x, y in points), shape


CHART = Chart(kind="bar", labels=["一月 <&", "Feb"], series=[Series("销售额", [3.0, 5.0])], title="中文", x_title="元")


def test_a_picture_is_one_and_an_svg_keeps_signs_as_text() -> None:
    picture = Image.open(io.BytesIO(png(CHART)))
    assert (picture.format, picture.size) == ("PNG", (WIDTH * SCALE, HEIGHT * SCALE))
    texts = [node.text for node in ElementTree.fromstring(svg(CHART)).iter() if node.text]
    assert {"一月 <&", "中文", "销售额"} <= set(texts)


@pytest.mark.skipif(fonts.chinese_font() is None, reason="no font with Chinese letters on this machine")
def test_chinese_letters_are_no_boxes() -> None:
    font = fonts.font(40, chinese=True)
    looks = {bytes(font.getmask(letter)) for letter in "中文月销售"}
    assert len(looks) == 5
    assert bytes(font.getmask("\U0010ffff")) not in looks  # what stands for a letter that a font lacks


@pytest.mark.parametrize(
    ("name", "arguments", "kind"),
    [
        ("bar_chart", {"data": "1;2", "x_axis": "a;b"}, "bar"),
        ("line_chart", {"data": "1;2", "x_axis": "a;b"}, "line"),
        ("pie_chart", {"data": "1;2", "categories": "a;b"}, "pie"),
        ("scatter_chart", {"data": "1,2;3,4"}, "scatter"),
    ],
)
async def test_a_tool_gives_the_picture_and_the_data(name: str, arguments: dict[str, Any], kind: str) -> None:
    files = MemoryFiles()
    result = await given(Resources(files=files), "langgenius/chart/chart", name, **arguments)
    (file,) = result.files
    assert (file.filename, file.mime_type, file.type) == (f"{kind}_chart.png", "image/png", "image")
    assert (await files.read(file)).startswith(b"\x89PNG")
    assert result.json[0]["kind"] == kind
    assert result.json[0]["series"][0]["values"] == ([2, 4] if kind == "scatter" else [1, 2])
    assert "series" not in result.observation


async def test_without_the_letters_a_picture_is_an_svg(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("engine.charts.raster.chinese_font", lambda: None)
    for title, ending in (("销量 / 月", "svg"), ("Sales", "png")):
        result = await given(Resources(files=MemoryFiles()), "chart", "bar_chart", data="1;2", title=title)
        assert result.files[0].extension == f".{ending}"
    with pytest.raises(ToolInvokeError, match="bar_chart: ' x' is no number"):
        await given(Resources(files=MemoryFiles()), "chart", "bar_chart", data="1; x")
