"""How a base is filled where others have a pipeline: built-in datasources, and documents that are made through them."""

import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, Final

from engine.errors import NodeError
from engine.extract import extract_apart
from services.accounts.acting import needs
from services.accounts.roles import Action
from services.errors import InvalidInput
from services.files import files
from services.knowledge import adding, documents
from services.knowledge.adding import Added, Source, Wishes
from services.knowledge.permissions import Reader, open_upload
from services.knowledge.web_pages import name_of, read_page
from storage.records import Dataset, StoredDocument

if TYPE_CHECKING:
    from services.runtime import Runtime

Json = dict[str, Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class Datasource:
    """Where documents of a base can come from; every base has all of them."""

    node_id: str
    type: str  # as the published API names kinds of datasources
    plugin_id: str
    provider: str
    title: str
    variables: Sequence[Json] = ()  # that a look through it asks for


def _asked(variable: str, label: str) -> Json:
    return {"variable": variable, "label": label, "type": "text-input", "required": True, "max_length": 2048}


LOCAL_FILE: Final = Datasource(
    node_id="local_file",
    type="local_file",
    plugin_id="langgenius/file",
    provider="file",
    title="File",
    variables=(_asked("reference", "Id of an uploaded file"),),
)
WEB_PAGE: Final = Datasource(
    node_id="web_page",
    type="website_crawl",
    plugin_id="millrace/web_page",
    provider="web_page",
    title="Web page",
    variables=(_asked("url", "Address of the page"),),
)
DATASOURCES: Final = (LOCAL_FILE, WEB_PAGE)


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of documents that were made through a datasource, when nothing is being indexed any more."""

    documents: Sequence[StoredDocument]
    finished_at: float  # seconds since the epoch

    @property
    def status(self) -> str:
        """Return `succeeded`, `partial-succeeded` or `failed`."""
        done = sum(document.indexing_status == "completed" for document in self.documents)
        if done == len(self.documents):
            return "succeeded"
        return "partial-succeeded" if done else "failed"

    @property
    def error(self) -> str | None:
        """Return why documents could not be indexed, None when all could."""
        told = [f"{one.name}: {_fault(one)}" for one in self.documents if one.indexing_status != "completed"]
        return "; ".join(told) or None


def datasource_of(node_id: str, type: str) -> Datasource:
    """Return the datasource of an id. Raises InvalidInput: there is none, or it is of another type."""
    found = next((one for one in DATASOURCES if one.node_id == node_id), None)
    if found is None:
        known = ", ".join(one.node_id for one in DATASOURCES)
        raise InvalidInput(f"There is no datasource {node_id!r:.80}; known are {known}.", param="start_node_id")
    if type != found.type:
        raise InvalidInput(f"datasource_type of {node_id} is {found.type}, not {type!r:.40}.", param="datasource_type")
    return found


async def look(rt: "Runtime", reader: Reader, datasource: Datasource, inputs: Mapping[str, Any]) -> list[Json]:
    """Return what a datasource gives, with the beginning of its text, before documents are made of it.

    Raises:
        InvalidInput: an input is missing, or nothing here reads what is there.
        NotFound: there is no such file.
        FetchFailed: the address cannot be read.
    """
    if datasource is LOCAL_FILE:
        upload = await open_upload(rt, reader, _text(inputs, "reference", "related_id"))
        about = {"name": upload.name, "extension": upload.extension, "mime_type": upload.mime_type, "size": upload.size}
        return [{"reference": upload.id, **about, "content": await files.text_of(rt, upload)}]
    url = _text(inputs, "url")
    page = await read_page(rt, url)
    try:
        found = await extract_apart(page.body, filename=page.filename, mime_type=page.mime_type)
    except NodeError as error:
        raise InvalidInput(str(error), param="url") from error
    content = found.text[: files.PREVIEW_LENGTH]
    return [{"source_url": url, "title": name_of(url), "description": "", "content": content}]


@needs(Action.EDIT_KNOWLEDGE)
async def fill(
    rt: "Runtime",
    reader: Reader,
    dataset: Dataset,
    datasource: Datasource,
    *,
    items: Sequence[Mapping[str, Any]],
    wishes: Wishes,
    created_from: str = "api",
) -> Added:
    """Make documents of items of a datasource and begin to index them; the first of a base are embedded unless told.

    Raises:
        InvalidInput: there is no item, one lacks what it needs, or a wish is wrong.
        NotFound: there is no such file.
        FetchFailed: an address cannot be read.
        UnsupportedFile, ModelNotConfigured: as `adding.add_documents`.
    """
    if not items:
        raise InvalidInput("datasource_info_list is empty; it needs at least one item.", param="datasource_info_list")
    if dataset.indexing_technique is None and wishes.indexing_technique is None:
        wishes = replace(wishes, indexing_technique="high_quality")
    options: dict[str, Any] = {"account_id": reader.account_id, "created_from": created_from}
    if datasource is WEB_PAGE:
        titles = [str(item.get("title") or "") for item in items]
        return await adding.add_pages(rt, dataset, [_text(item, "url") for item in items], wishes, titles, **options)
    sources = [
        Source(
            upload=await open_upload(rt, reader, _text(item, "reference", "related_id")),
            name=str(item.get("name") or ""),
        )
        for item in items
    ]
    return await adding.add_documents(rt, dataset, sources, wishes, **options)


async def outcome(rt: "Runtime", added: Added) -> Outcome:
    """Wait until the documents are indexed, or have failed, and return what became of them."""
    ids = [document.id for document in added.documents]
    await rt.ingest.settled(ids)
    return Outcome(await documents.find(rt, added.dataset, ids), time.time())


def _text(given: Mapping[str, Any], *names: str) -> str:
    found = next((given[name] for name in names if given.get(name)), None)
    if not isinstance(found, str):
        raise InvalidInput(f"{names[0]} is required: a text.", param=names[0])
    return found


def _fault(document: StoredDocument) -> str:
    return document.error or f"indexing is {document.indexing_status}"
