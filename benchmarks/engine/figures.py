"""The figures as tables."""

from collections.abc import Callable, Mapping
from typing import Any


def report(figures: Mapping[str, Any]) -> None:
    """Print everything that was measured."""
    shapes = figures["shapes"]
    table("us a node", shapes, lambda one: f"{one['wall']['us_per_node']:,.1f}")
    table("nodes a second", shapes, lambda one: f"{one['wall']['nodes_per_second']:,.0f}")
    table("times the floor", shapes, lambda one: f"{one['wall']['of_floor']:,.2f}")
    table("us a node, processor time", shapes, lambda one: f"{one['processor']['us_per_node']:,.1f}")
    table("times the floor, processor time", shapes, lambda one: f"{one['processor']['of_floor']:,.2f}")
    for shape, systems in shapes.items():
        for name, one in systems.items():
            if "error" in one:
                print(f"{name} failed in {shape}: {one['error']}")
    for name, reason in figures["missing"].items():
        print(f"{name} could not be installed: {reason}")
    for title in ("growth", "reruns", "large"):
        print(f"\n{title}")
        for name, value in figures[title].items():
            print(f"  {name:52} {value:10,.2f}")


def table(title: str, shapes: Mapping[str, Mapping[str, Any]], cell: Callable[[Any], str]) -> None:
    """Print one line for each shape and one column for each system."""
    names = list(dict.fromkeys(name for systems in shapes.values() for name in systems))
    print(f"\n{title:34}", *(f"{name:>14}" for name in names))
    for shape, systems in shapes.items():
        cells = ["failed" if "error" in systems[name] else cell(systems[name]) for name in names]
        print(f"  {shape:32}", *(f"{text:>14}" for text in cells))
