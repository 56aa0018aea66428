"""A product in a process of its own that indexes some documents: `python -m tests.workers.ingesting FOLDER [MODEL]`.

It adds the documents unless an earlier start did, prints `begun`, waits until all have ended, prints what it then
finds as one line of JSON, and stays until its input closes. Whoever kills it in between starts it again.
"""

import asyncio
import json
import sys
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import storage.knowledge.datasets
import storage.knowledge.documents
from config import Settings
from services import accounts
from services.runtime import Runtime
from storage.records import Dataset, StoredDocument
from tests.services.knowing import add_base, add_document, contents

DOCUMENTS, LINES = 6, 120


@dataclass(frozen=True, slots=True)
class Found:
    """What became of the documents."""

    statuses: list[str]
    errors: list[str | None]
    wrong: list[str]  # names of completed documents that have not every line once, in order
    units: int
    different_units: int
    vectors: int

    @property
    def is_whole(self) -> bool:
        """Return whether every line of every document is there once."""
        lines = DOCUMENTS * LINES
        counts = (self.units, self.different_units, self.vectors)
        return self.statuses == ["completed"] * DOCUMENTS and not self.wrong and counts == (lines,) * 3


def text(number: int) -> str:
    """Return the text of a document; no line stands in two of them."""
    return "\n".join(f"Document {number} says {line}." for line in range(LINES))


async def begin(rt: Runtime, **values: Any) -> tuple[Dataset, list[StoredDocument]]:
    """Make a base and begin to index its documents."""
    base = await add_base(rt, (await accounts.workspace(rt)).id, **values)
    return base, [await add_document(rt, base, text(number), name=f"{number}.txt") for number in range(DOCUMENTS)]


def found(rt: Runtime, base: Dataset) -> Found:
    """Return what became of the documents of a base."""
    base = storage.knowledge.datasets.get_dataset(rt.db, base.workspace_id, base.id)
    documents = storage.knowledge.documents.all_documents(rt.db, base.workspace_id, base.id)
    ended = [document for document in documents if document.indexing_status == "completed"]
    units = rt.db.query("SELECT count(*) AS n, count(DISTINCT segment_id) AS d FROM units")[0]
    vectors = rt.db.query(f"SELECT count(*) AS n FROM vectors_{base.dimensions}")[0] if base.dimensions else {"n": 0}
    return Found(
        [document.indexing_status for document in documents],
        [document.error for document in documents],
        [one.name for one in ended if contents(rt, one) != text(int(Path(one.name).stem)).split("\n")],
        units["n"],
        units["d"],
        vectors["n"],
    )


async def main(folder: Path, model: str) -> None:
    """Be the product."""
    rt = await Runtime.start(Settings(data_dir=folder, workers=2))
    try:
        workspace_id = (await accounts.workspace(rt)).id
        bases, _ = storage.knowledge.datasets.list_datasets(rt.db, workspace_id)
        if not bases:
            provider = "local" if model != "demo" else "demo"
            base, _ = await begin(rt, embedding_provider=provider, embedding_model=model)
        else:
            base = bases[0]
        print("begun", flush=True)
        await rt.ingest.idle()
        print(json.dumps(asdict(found(rt, base))), flush=True)
        await asyncio.to_thread(sys.stdin.read)
    finally:
        await rt.stop()


if __name__ == "__main__":
    asyncio.run(main(Path(sys.argv[1]), sys.argv[2] if len(sys.argv) > 2 else "demo"))
