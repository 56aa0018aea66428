"""What the notebook asks of the services: the order of its cells, what nodes gave last, what a run would cost."""

from dataclasses import dataclass
from decimal import Decimal
from typing import Any

import pytest

from engine.document import Document
from services.runs import notebook
from services.runs.estimates import estimate, free_of_charge, paid_nodes


def document(nodes: dict[str, dict[str, Any]], edges: list[str]) -> Document:
    """Return a workflow of nodes by id (`parentId` among their data) and edges as `source > target`."""
    found = [
        {"id": name, "data": data, **({"parentId": data["parentId"]} if "parentId" in data else {})}
        for name, data in nodes.items()
    ]
    pairs = [edge.split(" > ") for edge in edges]
    drawn = [{"id": f"{a}-{b}", "source": a, "target": b, "sourceHandle": "source"} for a, b in pairs]
    return Document({"app": {"mode": "workflow", "name": "n"}, "workflow": {"graph": {"nodes": found, "edges": drawn}}})


def code(**more: object) -> dict[str, Any]:
    return {"type": "code", **more}


BRANCHES = document(
    {"end": {"type": "end"}, "b": code(), "a2": code(), "a": code(), "start": {"type": "start"}},
    ["start > a", "start > b", "a > a2", "a2 > end", "b > end"],
)
INSIDE = {"iteration_id": "each", "isInIteration": True, "parentId": "each"}
CONTAINER = document(
    {
        "start": {"type": "start"},
        "each": {"type": "iteration", "start_node_id": "first"},
        "first": {"type": "iteration-start", **INSIDE},
        "ask": {"type": "llm", **INSIDE},
        "end": {"type": "end"},
    },
    ["start > each", "first > ask", "each > end"],
)


@pytest.mark.parametrize(
    ("of", "order"),
    [
        (BRANCHES, [("start", 0), ("a", 0), ("a2", 0), ("b", 0), ("end", 0)]),
        (CONTAINER, [("start", 0), ("each", 0), ("ask", 1), ("end", 0)]),
        (document({"x": code(), "y": code()}, ["x > y", "y > x"]), [("x", 0), ("y", 0)]),
    ],
    ids=["branches one after the other", "what is inside follows its container", "a cycle"],
)
def test_cells_follow_the_execution(of, order):
    assert [(node.id, depth) for node, depth in notebook.in_order(of)] == order


def test_what_is_inside_a_container_is_known_by_it():
    assert notebook.containers(CONTAINER) == {"first": "each", "ask": "each"}


@dataclass
class Use:
    tokens: int
    price: Decimal = Decimal(0)
    currency: str = "USD"


def test_a_run_is_estimated_by_the_last_use_of_each_node_that_costs_money():
    of = document({"one": {"type": "llm"}, "two": {"type": "llm"}, "three": code()}, ["one > two", "two > three"])
    assert paid_nodes(of) == {"one", "two"}
    found = estimate(of, ["one", "two", "three"], {"one": Use(120, Decimal("0.002")), "three": Use(7)})
    assert (found.paid, found.unknown, found.tokens, found.price) == (2, 1, 120, Decimal("0.002"))


def test_a_container_costs_what_it_holds():
    assert paid_nodes(CONTAINER) == {"ask", "each"}


def test_what_follows_a_stale_node_that_costs_waits_with_it():
    of = document(
        {
            "start": {"type": "start"},
            "ask": {"type": "llm"},
            "after": code(),
            "beside": code(),
            "fresh": {"type": "llm"},
        },
        ["start > ask", "ask > after", "start > fresh", "fresh > beside"],
    )
    assert free_of_charge(of, {"ask", "after", "beside"}) == ("beside",)
