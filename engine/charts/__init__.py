"""Charts as pictures: bars, lines, pies and points, drawn without a browser; as PNG by `engine.charts.raster`."""

from engine.charts.chart import Chart, ChartError, Series
from engine.charts.layout import HEIGHT, WIDTH, shapes_of
from engine.charts.reading import points_of, series_of, slices_of
from engine.charts.vector import svg

__all__ = [
    "HEIGHT",
    "WIDTH",
    "Chart",
    "ChartError",
    "Series",
    "points_of",
    "series_of",
    "shapes_of",
    "slices_of",
    "svg",
]
