"""The charts of an overview: bars and lines over time, in the colours of the theme."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, datetime, timedelta
from typing import Any, Final

import altair as alt
import streamlit as st

from pages.language.text import t
from services.apps.app_figures import AppFigures
from services.models import ModelUsage

HEIGHT: Final = 190  # pixels
PADDING: Final = {"left": 2, "right": 6, "top": 6, "bottom": 2}  # pixels
FORMATS: Final = {"hour": "%H:%M", "day": "%m-%d", "week": "%m-%d"}
COLOURS: Final = {  # light, dark
    "blue": ("#1F5FD0", "#6EA1FF"),
    "teal": ("#0E9AA0", "#3CC6CB"),
    "amber": ("#E0962B", "#F0B458"),
    "red": ("#D12D2D", "#F87171"),
    "green": ("#2FA566", "#5DD694"),
    "grey": ("#64748B", "#94A3B8"),
}
Row = Mapping[str, Any]
Stepped = AppFigures | ModelUsage  # what has steps in a span of time


def bars(figures: Stepped, series: Mapping[str, Mapping[float, float]], colours: Sequence[str], unit: str) -> None:
    """Show stacked bars: values by the start of their step, for each name in `series`."""
    values = [value for one in series.values() for value in one.values()]
    least = 1 if all(value == int(value) for value in values) else 0
    chart = _chart(figures, series, colours, unit, stack=True, least=least)
    shown = chart.mark_bar(cornerRadiusTopLeft=3, cornerRadiusTopRight=3).encode(order=alt.Order("place:Q"))
    _show(shown)


def lines(figures: Stepped, series: Mapping[str, Mapping[float, float]], colours: Sequence[str], unit: str) -> None:
    """Show lines; where a step has no value, the line goes straight to the next."""
    chart = _chart(figures, series, colours, unit, stack=False, least=0)
    _show(chart.mark_line(point={"size": 28}, strokeWidth=2, interpolate="monotone"))


def _chart(
    figures: Stepped,
    series: Mapping[str, Mapping[float, float]],
    colours: Sequence[str],
    unit: str,
    *,
    stack: bool,
    least: float,
) -> alt.Chart:
    """Return the chart without its marks; `least` is the least distance between two numbers of the axis."""
    times = [_label(figures, start) for start in figures.starts]
    rows = list(_rows(figures, series))
    names = list(series)
    every = max(1, -(-len(times) // 8))
    shade = 1 if st.context.theme.type == "dark" else 0
    chart = alt.Chart(alt.InlineData(values=rows))
    x = alt.X(
        "time:O",
        sort=None,
        scale=alt.Scale(domain=times),
        axis=alt.Axis(title=None, labelAngle=0, values=times[::every], ticks=False, labelFlush=True, labelOverlap=True),
    )
    y = alt.Y(
        "value:Q", stack=stack, axis=alt.Axis(title=None, tickCount=4, tickMinStep=least, ticks=False, domain=False)
    )
    scale = alt.Scale(domain=names, range=[COLOURS[colour][shade] for colour in colours])
    legend = (
        alt.Legend(title=None, orient="top", symbolType="circle", offset=4, labelLimit=260) if len(names) > 1 else None
    )
    tooltip = [
        alt.Tooltip("time:O", title=t("Time")),
        alt.Tooltip("name:N", title=" "),
        alt.Tooltip("value:Q", title=unit, format=",.4~g"),
    ]
    return chart.encode(x=x, y=y, color=alt.Color("name:N", scale=scale, legend=legend), tooltip=tooltip)


def _rows(figures: Stepped, series: Mapping[str, Mapping[float, float]]) -> Iterable[Row]:
    for place, (name, values) in enumerate(series.items()):
        for start in figures.starts:
            if start in values:
                yield {"time": _label(figures, start), "name": name, "value": values[start], "place": place}


def _label(figures: Stepped, start: float) -> str:
    here = datetime.fromtimestamp(start, UTC) + timedelta(minutes=figures.span.ahead)
    return here.strftime(FORMATS[figures.span.step])


def _show(chart: alt.Chart) -> None:
    shown = chart.properties(height=HEIGHT, padding=PADDING).configure_view(strokeWidth=0)
    st.altair_chart(shown, width="stretch")
