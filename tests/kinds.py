"""Real settings of every node kind: from the probes, the examples, the documentation and, where they are, other people's apps."""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path
from typing import Any

from engine.configured import as_graph
from engine.document import Document
from engine.dsl import load
from engine.errors import InvalidDsl
from engine.nodes.base import Node

ROOT = Path(__file__).resolve().parents[1]
OWN = (ROOT / "examples", ROOT / "docs" / "nodes" / "examples", ROOT / "tests" / "probes" / "dsl")
COMMUNITY = ROOT.parent / "shared" / "dsl" / "community"
ENOUGH = 12  # settings of one kind

Data = Mapping[str, Any]


def documents(*folders: Path) -> Iterator[tuple[Path, Document]]:
    """Yield every app in the folders, chat apps as the graphs that they become."""
    for folder in folders:
        for path in sorted(folder.glob("*.yml")):
            try:
                yield path, as_graph(load(path.read_text(encoding="utf-8")).document)
            except InvalidDsl:
                continue


@cache
def settings() -> Mapping[str, list[Data]]:
    """Return, by kind, settings that differ in which keys they have; of each kind `ENOUGH` at most."""
    found: dict[str, dict[Any, Data]] = defaultdict(dict)
    for _, document in documents(*OWN, COMMUNITY):
        for node in document.nodes:
            if node.kind in Node.registry and len(found[node.kind]) < ENOUGH:
                found[node.kind].setdefault(_outline(node.data), node.data)
    return {kind: list(data.values()) for kind, data in found.items()}


def _outline(value: Any, depth: int = 3) -> Any:
    if isinstance(value, Mapping) and depth:
        return tuple((key, _outline(item, depth - 1)) for key, item in sorted(value.items()))
    return type(value).__name__
