"""The kinds of nodes that can be drawn: those of the product, and the owner's own from folders of Python files."""

import asyncio
import inspect
import logging
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from config import PROJECT, Settings
from engine.custom.folder import BrokenFile, NodeFolders
from engine.nodes.base import Node

if TYPE_CHECKING:
    from services.runtime import Runtime

logger = logging.getLogger(__name__)

FOLDER: Final = "nodes"  # of the data folder, and beside the program


@dataclass(frozen=True, slots=True)
class OwnKind:
    """A kind of node from one of the owner's files, or from a plugin."""

    kind: str
    label: str
    description: str
    file: str  # or the id of the plugin


@dataclass(frozen=True, slots=True)
class OwnNodes:
    """What the folders of nodes hold."""

    kinds: Sequence[OwnKind]
    broken: Sequence[BrokenFile]


def node_folders(settings: Settings) -> NodeFolders:
    """Return the folders whose files are kinds of nodes: `nodes` in the data folder, and beside the program."""
    return NodeFolders(*dict.fromkeys([settings.data_dir / FOLDER, PROJECT / FOLDER]))


async def load_nodes(rt: "Runtime") -> None:
    """Load what is new or changed in the folders of nodes; what apps serve is made ready anew after a change."""
    async with rt.caches.loading_nodes:
        if not await asyncio.to_thread(rt.nodes.refresh):
            return
    rt.caches.served.take_all()
    for problem in rt.nodes.problems:
        logger.warning("A node could not be loaded. file=%s line=%s error=%s", *_place(problem), problem.message)
    logger.info("Own nodes are loaded. kinds=%s", len(rt.nodes.kinds))


async def own_nodes(rt: "Runtime") -> OwnNodes:
    """Return the owner's kinds of nodes as the files are now with those of plugins, and what is wrong with files."""
    await load_nodes(rt)
    own = [_own(kind, Node.registry[kind], path.name) for kind, path in rt.nodes.kinds.items()]
    plugged = [_own(kind, node, one.manifest.id) for one in rt.plugins.all() for kind, node in one.kinds.items()]
    return OwnNodes([*own, *plugged], rt.nodes.problems)


def _own(kind: str, node: type[Node], place: str) -> OwnKind:
    return OwnKind(kind, node.label, inspect.getdoc(node) or "", place)


def _place(problem: BrokenFile) -> tuple[str, int | None]:
    return problem.path.name, problem.line
