"""An app made from the gallery, together with what its first run needs: a sample knowledge base, sample files."""

import asyncio
import csv
import re
import sys
import time
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import storage.knowledge.datasets
import storage.knowledge.documents
from engine.document import Document
from engine.dsl import dump, load
from services.accounts.acting import needs
from services.accounts.roles import Action
from services.apps import apps, imports
from services.apps.examples import SAMPLE_BASE, Example
from services.apps.imports import ImportResult
from services.collections import collections
from services.files.files import store_upload
from services.knowledge import datasets, segments
from services.knowledge.segments import NewSegment
from services.models import default_model
from services.tools.custom import MCP, list_custom
from services.tools.servers import add_server
from storage.records import Dataset, StoredDocument

if TYPE_CHECKING:
    from services.runtime import Runtime

DEMO: Final = ("demo", "demo-embedding")  # makes the vectors of sample bases where the workspace has no model for it
HYBRID: Final = {"search_method": "hybrid_search", "top_k": 4}

_TITLE = re.compile(r"^# (.+)$", re.MULTILINE)
_NUMBER = re.compile(r"-?\d+(?:\.\d+)?")
_PART = re.compile(r"^## (.+)\n+((?:(?!^## ).*\n?)*)", re.MULTILINE)


@needs(Action.EDIT_APPS)
async def start_from(
    rt: "Runtime", workspace_id: str, example: Example, *, account_id: str | None = None
) -> ImportResult:
    """Make an app of a variant of a template; `status` and `error` as of `imports.import_dsl`.

    Its sample base is made once in a workspace and found again by its name; sample files become the first values of
    the form.
    """
    text = example.text
    if example.knowledge is not None:
        base = await sample_base(rt, workspace_id, example.knowledge, account_id=account_id)
        text = text.replace(SAMPLE_BASE, base.id)
    if example.files:
        uploads = {
            variable: await _upload(rt, workspace_id, path, account_id) for variable, path in example.files.items()
        }
        text = await asyncio.to_thread(_with_files, text, uploads)
    for name, table in example.tables.items():
        await _begin_collection(rt, workspace_id, name, table)
    if example.program is not None:
        await _start_program(rt, workspace_id, example.program)
    result = await imports.import_dsl(rt, workspace_id, text, account_id=account_id)
    if result.app_id and example.runs:
        app = await apps.get_app(rt, workspace_id, result.app_id)
        await apps.update_app(rt, app, account_id=account_id, **example.runs)
    return result


async def sample_base(rt: "Runtime", workspace_id: str, path: Path, *, account_id: str | None = None) -> Dataset:
    """Return the base that a text of the gallery makes: its title is the name, each part a segment.

    A part whose title asks is a question with its answer. The base of this name that the workspace has is taken as it
    is.
    """
    text = await asyncio.to_thread(path.read_text, encoding="utf-8")
    title = _TITLE.search(text)
    name = title[1].strip() if title else path.stem
    known = await rt.db.read(lambda: storage.knowledge.datasets.list_datasets(rt.db, workspace_id, keyword=name))
    found = next((dataset for dataset in known[0] if dataset.name == name), None)
    if found is not None:
        return found
    parts = [(match[1].strip(), match[2].strip()) for match in _PART.finditer(text)]
    asks = all(heading.endswith(("?", "？")) for heading, _ in parts)
    model = await default_model(rt, workspace_id, "text-embedding")
    provider, embedding = (model.provider, model.model) if model else DEMO
    dataset = await datasets.create(
        rt,
        workspace_id,
        name=name,
        permission="all_team_members",
        indexing_technique="high_quality",
        embedding_provider=provider,
        embedding_model=embedding,
        retrieval_model=HYBRID,
        doc_form="qa_model" if asks else "text_model",
        account_id=account_id,
    )
    new = [
        NewSegment(content=heading, answer=body) if asks else NewSegment(content=f"{heading}\n{body}")
        for heading, body in parts
    ]
    await _fill(rt, dataset, path, new, account_id)
    return dataset


async def _fill(rt: "Runtime", dataset: Dataset, path: Path, new: list[NewSegment], account_id: str | None) -> None:
    """Put the parts of a text into a new base, as indexing would have; they are few, so no worker is asked."""
    upload = await _upload(rt, dataset.workspace_id, path, account_id)
    document = StoredDocument(
        workspace_id=dataset.workspace_id,
        dataset_id=dataset.id,
        position=0,
        batch="gallery",
        name=path.name,
        data_source={"upload_file_id": upload["upload_file_id"]},
        doc_form=dataset.doc_form,
        indexing_status="completed",
        attempt=1,
        progress=1.0,
        completed_segments=len(new),
        total_segments=len(new),
        word_count=sum(len(segment.content) + len(segment.answer or "") for segment in new),
        created_by=account_id,
        completed_at=time.time(),
    )
    (document,) = await storage.knowledge.documents.add_documents(rt.db, [document])
    await segments.add(rt, dataset, document, new, account_id=account_id)


async def _begin_collection(rt: "Runtime", workspace_id: str, name: str, path: Path) -> None:
    """Put the rows of a csv file into a collection, numbers as such; one that has rows stays as it is."""
    if any(one.name == name for one in await collections.overview(rt, workspace_id)):
        return
    text = await asyncio.to_thread(path.read_text, encoding="utf-8")
    for number, row in enumerate(csv.DictReader(text.splitlines()), 1):
        values = {column: _number(value) for column, value in row.items()}
        await collections.store(rt, workspace_id, name, values, key=f"{number:03d}")


async def _start_program(rt: "Runtime", workspace_id: str, path: Path) -> None:
    """Add a program of the gallery as an MCP server, once. Raises NotAllowed: only owners may, and not everywhere."""
    known = await list_custom(rt, workspace_id)
    if not any(one.kind == MCP and one.identifier == path.stem for one in known):
        settings = {"transport": "stdio", "command": sys.executable, "args": [str(path)]}
        await add_server(rt, workspace_id, name=path.stem.capitalize(), identifier=path.stem, settings=settings)


def _number(text: str) -> str | float:
    return float(text) if _NUMBER.fullmatch(text) else text


async def _upload(rt: "Runtime", workspace_id: str, path: Path, account_id: str | None) -> dict[str, str]:
    """Keep a sample file for the whole workspace and return how a form names it."""
    upload = await store_upload(
        rt,
        workspace_id=workspace_id,
        app_id=None,
        filename=path.name,
        mime_type="",
        role="account",
        created_by=account_id,
        path=path,
    )
    return {"transfer_method": "local_file", "upload_file_id": upload.id, "filename": upload.name}


def _with_files(text: str, files: Mapping[str, Mapping[str, str]]) -> str:
    """Return a DSL file whose form begins with these files."""
    document: Document = load(text).document
    changes: dict[str, dict[str, Any]] = {}
    for node in document.nodes:
        items = node.data.get("variables") if node.kind == "start" else None
        if isinstance(items, list):
            filled = [
                {**item, "default": dict(files[item["variable"]])} if item.get("variable") in files else item
                for item in items
            ]
            changes[node.id] = {**node.data, "variables": filled}
    return dump(document.with_nodes_data(changes), include_secrets=True)
