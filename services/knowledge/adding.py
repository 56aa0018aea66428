"""Documents come into a knowledge base, or get another text: from files, from pasted text, from a web page."""

import secrets
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any

import storage.knowledge.datasets
import storage.knowledge.documents
from engine.extract.extracted import UnsupportedFileTypeError
from engine.extract.kinds import parser_name
from services.accounts.acting import needs
from services.accounts.roles import Action
from services.errors import BadRequest, InvalidInput, UnsupportedFile
from services.files.files import store_upload
from services.knowledge import released
from services.knowledge.choices import FORMS, TECHNIQUES, checked_retrieval, embedding_choice, fitting_rule, one_of
from services.knowledge.documents import LONGEST_NAME, display_status
from services.knowledge.web_pages import fetched, name_of
from storage.records import Dataset, StoredDocument, Upload

if TYPE_CHECKING:
    from services.runtime import Runtime


@dataclass(frozen=True, slots=True, kw_only=True)
class Wishes:
    """How documents are to be indexed. What is left out is as the base has it.

    The first three count for the first documents of a base only, which decide them.
    """

    indexing_technique: str | None = None
    embedding: tuple[str, str] = ("", "")  # provider and model
    retrieval_model: Mapping[str, Any] | None = None
    doc_form: str | None = None
    doc_language: str | None = None
    process_rule: Mapping[str, Any] | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """Where a document's text is from; `name` is the document's."""

    upload: Upload
    name: str = ""
    kind: str = "upload_file"  # or text, url
    about: Mapping[str, Any] = field(default_factory=dict)  # such as the address


@dataclass(frozen=True, slots=True)
class Added:
    """Documents that came together, and their base as it is now."""

    dataset: Dataset
    documents: Sequence[StoredDocument]
    batch: str


@needs(Action.EDIT_KNOWLEDGE)
async def add_documents(
    rt: "Runtime",
    dataset: Dataset,
    sources: Sequence[Source],
    wishes: Wishes,
    *,
    account_id: str | None = None,
    created_from: str = "api",
) -> Added:
    """Put documents into a base and begin to index them.

    Raises:
        InvalidInput: a wish is wrong or does not fit the base, or there is no source.
        UnsupportedFile: nothing here reads files of the kind.
        ModelNotConfigured: the first document of a base wants an embedding model that nobody offers.
    """
    if not sources:
        raise InvalidInput("At least one file is needed.", param="file_ids")
    for source in sources:
        check_kind(source.upload)
    dataset, rule = await settle(rt, dataset, wishes)
    batch = new_batch()
    rows = [
        StoredDocument(
            workspace_id=dataset.workspace_id,
            dataset_id=dataset.id,
            position=0,
            batch=batch,
            name=checked_name(source.name or source.upload.name),
            data_source_type=source.kind,
            data_source=_data_source(source),
            doc_form=dataset.doc_form,
            doc_language=wishes.doc_language or "English",
            process_rule=rule,
            created_from=created_from,
            created_by=account_id,
        )
        for source in sources
    ]
    stored = await storage.knowledge.documents.add_documents(rt.db, rows)
    return Added(dataset, await rt.ingest.begin(stored), batch)


@needs(Action.EDIT_KNOWLEDGE)
async def add_text(
    rt: "Runtime",
    dataset: Dataset,
    name: str,
    text: str,
    wishes: Wishes,
    *,
    account_id: str | None = None,
    created_from: str = "api",
) -> Added:
    """Make a document of a text, which is kept as a file as well. Raises as `add_documents`, and FileTooLarge."""
    upload = await text_upload(rt, dataset, name, text, account_id=account_id)
    source = Source(upload=upload, name=name, kind="text")
    return await add_new(rt, dataset, source, wishes, account_id=account_id, created_from=created_from)


@needs(Action.EDIT_KNOWLEDGE)
async def add_pages(
    rt: "Runtime", dataset: Dataset, urls: Sequence[str], wishes: Wishes, titles: Sequence[str] = (), **options: Any
) -> Added:
    """Make documents of what stands at public addresses, called by their addresses where there are no `titles`.

    Raises as `add_documents`, and FetchFailed.
    """
    names = titles or [""] * len(urls)
    uploads: list[Upload] = []
    try:
        for url in urls:
            uploads.append(await fetched(rt, dataset, url, account_id=options.get("account_id")))
        sources = [
            Source(upload=upload, name=(name or name_of(url))[:LONGEST_NAME], kind="url", about={"url": url})
            for upload, url, name in zip(uploads, urls, names, strict=True)
        ]
        return await add_documents(rt, dataset, sources, wishes, **options)
    except BaseException:
        await released.release(rt, dataset.workspace_id, [upload.id for upload in uploads])
        raise


@needs(Action.EDIT_KNOWLEDGE)
async def add_new(rt: "Runtime", dataset: Dataset, source: Source, wishes: Wishes, **options: Any) -> Added:
    """Put a document into a base whose file came with the same request: it goes if the document is refused."""
    try:
        return await add_documents(rt, dataset, [source], wishes, **options)
    except BaseException:
        await released.release(rt, dataset.workspace_id, [source.upload.id])
        raise


@needs(Action.EDIT_KNOWLEDGE)
async def change_document(
    rt: "Runtime",
    document: StoredDocument,
    wishes: Wishes,
    *,
    source: Source | None = None,
    name: str | None = None,
) -> StoredDocument:
    """Give a document another text, name or rule, and index it again; it keeps its id and gets a new batch.

    Raises:
        InvalidInput: the document is not available, or a wish is wrong.
        UnsupportedFile: nothing here reads files of the kind.
        BadRequest: it was changed at the same moment.
    """
    if display_status(document) != "available":
        raise InvalidInput(f"Document is not available: it is {display_status(document)}.", param="document_id")
    if wishes.doc_form is not None and wishes.doc_form != document.doc_form:
        raise InvalidInput(_other_form(wishes.doc_form, document.doc_form), param="doc_form")
    columns: dict[str, Any] = {"batch": new_batch(), "updated_at": time.time()}
    if wishes.process_rule is not None:
        columns["process_rule"] = fitting_rule(wishes.process_rule, document.doc_form).as_mapping()
    if wishes.doc_language is not None:
        columns["doc_language"] = wishes.doc_language
    if name is not None or source is not None:
        columns["name"] = checked_name(name or (source.name or source.upload.name if source else ""))
    if source is not None:
        check_kind(source.upload)
        columns |= {"data_source_type": source.kind, "data_source": _data_source(source)}
    if not await storage.knowledge.documents.update_document(rt.db, document, **columns):
        raise BadRequest("The document was changed at the same moment. Look again, and repeat what you meant.")
    (begun,) = await rt.ingest.begin([replace(document, **columns)])
    if source is not None:
        await released.release(rt, document.workspace_id, released.upload_ids([document]))
    return begun


@needs(Action.EDIT_KNOWLEDGE)
async def change_to_new(rt: "Runtime", document: StoredDocument, wishes: Wishes, source: Source) -> StoredDocument:
    """Give a document the file that came with the request: it goes if the change is refused. Raises as `change_document`."""
    try:
        return await change_document(rt, document, wishes, source=source)
    except BaseException:
        await released.release(rt, document.workspace_id, [source.upload.id])
        raise


@needs(Action.EDIT_KNOWLEDGE)
async def text_upload(
    rt: "Runtime", dataset: Dataset, name: str, text: str, *, account_id: str | None = None
) -> Upload:
    """Keep a text as a file. Raises InvalidInput: it or its name is empty; FileTooLarge."""
    checked_name(name)
    if not text.strip():
        raise InvalidInput("text is required; it holds nothing that could be searched.", param="text")
    filename = name.replace("/", "_").replace("\\", "_")
    return await store_upload(
        rt,
        workspace_id=dataset.workspace_id,
        app_id=None,
        filename=filename if filename.lower().endswith((".txt", ".md")) else f"{filename}.txt",
        mime_type="text/plain",
        role="account",
        created_by=account_id,
        data=text.encode("utf-8", "replace"),
    )


async def settle(rt: "Runtime", dataset: Dataset, wishes: Wishes) -> tuple[Dataset, dict[str, Any]]:
    """Return the base as its next documents make it, and the rule by which they are cut.

    Raises:
        InvalidInput: a wish is wrong, does not fit the base, or is missing for its first document.
        ModelNotConfigured: nobody offers the embedding model.
    """
    form = await _form(rt, dataset, wishes)
    known = dataset.process_rule if form == dataset.doc_form else None
    rule = fitting_rule(wishes.process_rule or known or None, form).as_mapping()
    columns: dict[str, Any] = {"doc_form": form, "process_rule": rule}
    if dataset.indexing_technique is None:
        columns |= await _first(rt, dataset, wishes)
    if all(getattr(dataset, column) == value for column, value in columns.items()):
        return dataset, rule
    changed = await storage.knowledge.datasets.update_dataset(rt.db, dataset.workspace_id, dataset.id, **columns)
    return changed, rule


def check_kind(upload: Upload) -> None:
    """Refuse a file of a kind that nothing here reads. Raises UnsupportedFile."""
    try:
        parser_name(upload.name, upload.mime_type)
    except UnsupportedFileTypeError as error:
        raise UnsupportedFile(f"File type not allowed: {error}.") from error


def checked_name(name: str) -> str:
    """Return a document's name without spaces around it. Raises InvalidInput: it is empty or too long."""
    if not name.strip():
        raise InvalidInput("name is required.", param="name")
    if len(name) > LONGEST_NAME:
        raise InvalidInput(f"name has {len(name)} characters; {LONGEST_NAME} is the limit.", param="name")
    return name.strip()


def new_batch() -> str:
    """Return a name for documents that come together: digits, the time and six random ones."""
    return time.strftime("%Y%m%d%H%M%S", time.gmtime()) + str(100_000 + secrets.randbelow(900_000))


async def _form(rt: "Runtime", dataset: Dataset, wishes: Wishes) -> str:
    """Return the form of the base's documents, which the first one decides."""
    mode = (wishes.process_rule or {}).get("mode")
    wanted = wishes.doc_form or ("hierarchical_model" if mode == "hierarchical" else dataset.doc_form)
    one_of("doc_form", wanted, FORMS)
    if wanted != dataset.doc_form:
        counts = await rt.db.read(
            lambda: storage.knowledge.datasets.count_datasets(rt.db, dataset.workspace_id, [dataset.id])
        )
        if counts[dataset.id].documents:
            raise InvalidInput(_other_form(wanted, dataset.doc_form), param="doc_form")
    return wanted


async def _first(rt: "Runtime", dataset: Dataset, wishes: Wishes) -> dict[str, Any]:
    if wishes.indexing_technique is None:
        raise InvalidInput("indexing_technique is required.", param="indexing_technique")
    columns: dict[str, Any] = {
        "indexing_technique": one_of("indexing_technique", wishes.indexing_technique, TECHNIQUES)
    }
    if wishes.indexing_technique == "high_quality":
        provider, model = await embedding_choice(rt, dataset.workspace_id, *wishes.embedding)
        columns |= {"embedding_provider": provider, "embedding_model": model}
    if wishes.retrieval_model is not None:
        columns["retrieval_model"] = checked_retrieval(wishes.retrieval_model, dataset.retrieval_model)
    return columns


def _data_source(source: Source) -> dict[str, Any]:
    return {"upload_file_id": source.upload.id, **source.about}


def _other_form(wanted: str, present: str) -> str:
    return f"doc_form {wanted!r} does not fit the base, whose documents are of the form {present!r}."
