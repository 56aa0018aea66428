"""Charts: the picture as a file, and the data as JSON."""

import asyncio
import re
from functools import partial
from typing import Final, Literal

from engine.charts import Chart, points_of, series_of, slices_of, svg
from engine.tools.base import Json, Made, Text, ToolContext, ToolInvokeError, ToolMessage
from engine.tools.functions import Setting, tool

Format = Literal["png", "svg"]

_chart = partial(tool, provider="chart", timeout=60)


@_chart(label="Bar chart", use_cases=["compare numbers"])
async def bar_chart(
    data: str,
    ctx: ToolContext,
    *,
    x_axis: str = "",
    title: str = "",
    x_title: str = "",
    y_title: str = "",
    format: Setting[Format] = "png",
) -> list[ToolMessage]:
    """Draws a bar chart and shows it to the user.

    Args:
        data: Numbers as in 3; 5; 4, or JSON: a list of numbers, {"2024": [3, 5], "2025": [4, 6]}, {"north": 3, "south":
            5}, or rows as in [{"month": "May", "sales": 3}].
        x_axis: The labels as in May; June; July, or the name of the field that holds them.
        title: What stands above.
        x_title: What the labels are.
        y_title: What the numbers are, with their unit.
        format: The kind of picture.
    """
    labels, series = series_of(data, x_axis)
    chart = Chart(kind="bar", series=series, labels=labels, title=title, x_title=x_title, y_title=y_title)
    return await _drawn(chart, format, ctx)


@_chart(label="Line chart", use_cases=["how something goes over time"])
async def line_chart(
    data: str,
    ctx: ToolContext,
    *,
    x_axis: str = "",
    title: str = "",
    x_title: str = "",
    y_title: str = "",
    format: Setting[Format] = "png",
) -> list[ToolMessage]:
    """Draws a line chart and shows it to the user.

    Args:
        data: Numbers as in 3; 5; 4, or JSON: a list of numbers, {"2024": [3, 5], "2025": [4, 6]}, or rows as in
            [{"month": "May", "sales": 3}].
        x_axis: The labels as in May; June; July, or the name of the field that holds them.
        title: What stands above.
        x_title: What the labels are.
        y_title: What the numbers are, with their unit.
        format: The kind of picture.
    """
    labels, series = series_of(data, x_axis)
    chart = Chart(kind="line", series=series, labels=labels, title=title, x_title=x_title, y_title=y_title)
    return await _drawn(chart, format, ctx)


@_chart(label="Pie chart", use_cases=["how parts share a whole"])
async def pie_chart(
    data: str, ctx: ToolContext, categories: str = "", title: str = "", format: Setting[Format] = "png"
) -> list[ToolMessage]:
    """Draws a pie chart and shows it to the user.

    Args:
        data: Numbers as in 3; 5; 4, or JSON: a list of numbers, {"north": 3, "south": 5}, or rows as in
            [{"region": "north", "sales": 3}].
        categories: The names of the parts as in north; south, or of the field that holds them.
        title: What stands above.
        format: The kind of picture.
    """
    labels, series = slices_of(data, categories)
    return await _drawn(Chart(kind="pie", series=series, labels=labels, title=title), format, ctx)


@_chart(label="Scatter chart", use_cases=["how two numbers go together"])
async def scatter_chart(
    data: str,
    ctx: ToolContext,
    *,
    x_axis: str = "",
    y_axis: str = "",
    title: str = "",
    format: Setting[Format] = "png",
) -> list[ToolMessage]:
    """Draws points and shows them to the user.

    Args:
        data: Pairs as in 1,2; 3,5, or JSON: [[1, 2], [3, 5]], or rows as in [{"age": 31, "income": 4200}].
        x_axis: What goes from left to right; of rows the name of a field.
        y_axis: What goes up; of rows the name of a field.
        title: What stands above.
        format: The kind of picture.
    """
    series = points_of(data, x_axis, y_axis)
    return await _drawn(Chart(kind="scatter", series=series, title=title, x_title=x_axis, y_title=y_axis), format, ctx)


async def _drawn(chart: Chart, format: Format, ctx: ToolContext) -> list[ToolMessage]:
    if ctx.resources.files is None:
        raise ToolInvokeError("no files are kept here, so no picture can be made")
    data, ending, mime_type = await asyncio.to_thread(_picture, chart, format)
    name = re.sub(r"\W+", "_", chart.title).strip("_")[:60] or f"{chart.kind}_chart"
    file = await ctx.resources.files.write(data, filename=f"{name}.{ending}", mime_type=mime_type)
    return [Text(f"The {chart.kind} chart is drawn.\n"), Made(file), Json(chart.as_json(), is_repeat=True)]


def _picture(chart: Chart, format: Format) -> tuple[bytes, str, str]:
    """Return a picture, the ending of its name and its type: an SVG also where the machine lacks the letters for a PNG.

    An SVG has its letters from whoever looks at it.
    """
    from engine.charts.raster import can_write, png  # noqa: PLC0415 - Pillow, which most servers never need

    if format == "svg" or not can_write(chart):
        return svg(chart), "svg", "image/svg+xml"
    return png(chart), "png", "image/png"


CHARTS: Final = (bar_chart, line_chart, pie_chart, scatter_chart)
