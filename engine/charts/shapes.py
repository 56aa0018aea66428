"""What pictures are made of; places and sizes are in points, from the upper left corner."""

import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

Point = tuple[float, float]


@dataclass(frozen=True, slots=True)
class Polygon:
    """A filled area."""

    points: Sequence[Point]
    fill: str


@dataclass(frozen=True, slots=True)
class Path:
    """A line through points."""

    points: Sequence[Point]
    stroke: str
    width: float = 1.0


@dataclass(frozen=True, slots=True)
class Dot:
    """A filled circle."""

    at: Point
    radius: float
    fill: str


@dataclass(frozen=True, slots=True)
class Label:
    """A line of text; `at` is where it begins, its middle or its end, on half the height of its letters."""

    at: Point
    text: str
    size: float = 12
    anchor: Literal["start", "middle", "end"] = "start"
    fill: str = "#475467"
    turned: int = 0  # degrees against the clock, around `at`
    is_bold: bool = False


Shape = Polygon | Path | Dot | Label


def box(left: float, top: float, width: float, height: float, fill: str) -> Polygon:
    """Return a filled rectangle."""
    right, bottom = left + width, top + height
    return Polygon([(left, top), (right, top), (right, bottom), (left, bottom)], fill)


def width_of(text: str, size: float) -> float:
    """Return about how wide a text is."""
    return size * sum(1.0 if unicodedata.east_asian_width(letter) in "WF" else 0.56 for letter in text)


def cut(text: str, size: float, most: float) -> str:
    """Return a text that is at most about `most` wide, with … where something is left out."""
    if width_of(text, size) <= most:
        return text
    while text and width_of(text, size) > most - size:
        text = text[:-1]
    return f"{text}…"
