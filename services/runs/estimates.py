"""What a run of nodes would cost, by what each of them used the last time; and which of them cost nothing."""

from collections.abc import Iterable, Mapping
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from typing import Final, Protocol

from engine.document import Document
from engine.forms import form
from engine.graph import Graph

PAID_KINDS: Final = frozenset({"agent"})  # kinds that call models by settings of another form


class Used(Protocol):
    """What an execution of a node used."""

    tokens: int
    price: Decimal
    currency: str


@dataclass(frozen=True, slots=True)
class Estimate:
    """What a run would use: `unknown` counts the nodes that cost money and never ran."""

    paid: int = 0  # nodes that cost money
    unknown: int = 0
    tokens: int = 0
    price: Decimal = Decimal(0)
    currency: str = "USD"


@cache
def is_paid_kind(kind: str) -> bool:
    """Return whether nodes of a kind cost money: they call a model."""
    try:
        return kind in PAID_KINDS or any(field.kind == "model" for field in form(kind))
    except KeyError:
        return False


def paid_nodes(document: Document) -> frozenset[str]:
    """Return the nodes that cost money when they run, containers of such nodes included."""
    graph = Graph.of(document)
    paid = {node.id for node in document.nodes if is_paid_kind(node.kind)}
    return frozenset(paid.union(*(graph.containers_of(node_id) for node_id in paid)))


def estimate(document: Document, nodes: Iterable[str], used: Mapping[str, Used]) -> Estimate:
    """Return what a run of `nodes` would use if each of them used what it `used` the last time it ran."""
    paid = paid_nodes(document).intersection(nodes)
    known = [used[node_id] for node_id in paid if node_id in used and used[node_id].tokens]
    return Estimate(
        paid=len(paid),
        unknown=len(paid) - len(known),
        tokens=sum(one.tokens for one in known),
        price=sum((one.price for one in known), Decimal(0)),
        currency=next((one.currency for one in known if one.price), "USD"),
    )


def free_of_charge(document: Document, nodes: AbstractSet[str]) -> tuple[str, ...]:
    """Return those of the outer `nodes`, which would run, that cost nothing and follow none that costs."""
    graph, paid = Graph.of(document), paid_nodes(document) & nodes
    return tuple(sorted(node_id for node_id in nodes - paid if graph.ancestors(node_id).isdisjoint(paid)))
