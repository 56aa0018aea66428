"""What plugins do for knowledge bases: cutting texts, and giving documents."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from engine.chunking.cutting import Piece
from engine.chunking.rules import ProcessRule
from engine.extract import Extracted
from engine.plugins.errors import PluginError
from engine.plugins.host import PluginHost
from engine.plugins.manifest import read_manifest
from engine.plugins.powers import Powers
from engine.resources import Resources

LONGEST_CHUNK: Final = 100_000  # characters
MOST_DOCUMENTS: Final = 1_000  # that one call of a data source gives


@dataclass(frozen=True, slots=True)
class NewDocument:
    """A document that a data source gave."""

    name: str
    text: str


async def cut_by(host: PluginHost, name: str, document: Extracted) -> list[Piece]:
    """Return the pieces into which a chunker cuts a document. Raises PluginError."""
    answer = Powers(host.manifest, Resources())
    found = await host.call("chunkers", name, {"text": document.text}, answer=answer)
    if not isinstance(found, list) or not all(isinstance(text, str) for text in found):
        raise PluginError(f"the chunker {name} of the plugin {host.manifest.id} gave no list of texts")
    longest = max(map(len, found), default=0)
    if longest > LONGEST_CHUNK:
        raise PluginError(f"the chunker {name} gave a chunk of {longest} characters; {LONGEST_CHUNK} is the limit")
    return [Piece(text.strip()) for text in found if text.strip()]


async def cut_apart(chunker: Mapping[str, str], document: Extracted) -> list[Piece]:
    """Cut a document in a worker, by a plugin's copy on this machine (`chunker_of`). Raises EngineError."""
    root = Path(chunker["root"])
    folder = root / chunker["package"] if chunker["package"] else root
    host = PluginHost(read_manifest(folder, root), root)
    try:
        return await cut_by(host, chunker["name"], document)
    finally:
        await host.close()


def chunker_name(rule: ProcessRule) -> tuple[str, str]:
    """Return plugin and name of the chunker that a rule names, empty ones where it names none."""
    plugin_id, _, name = rule.chunker.partition("/")
    return plugin_id, name


def documents_in(given: Any, name: str) -> list[NewDocument]:
    """Return what a data source gave as documents. Raises PluginError: it gave something else."""
    rows = given if isinstance(given, list) else [given]
    if len(rows) > MOST_DOCUMENTS:
        raise PluginError(f"the data source {name} gave {len(rows)} documents; {MOST_DOCUMENTS} is the limit")
    found = []
    for row in rows:
        if not isinstance(row, Mapping) or not isinstance(row.get("text"), str):
            raise PluginError(f"the data source {name} gave {row!r:.60}, which is no document with name and text")
        found.append(NewDocument(str(row.get("name") or "document")[:200], row["text"]))
    return [document for document in found if document.text.strip()]
