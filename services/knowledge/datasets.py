"""Knowledge bases: made, found, changed, deleted."""

import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, Final

import storage.accounts
import storage.knowledge.datasets
import storage.knowledge.documents
import storage.knowledge.hits
from engine.errors import ModelError
from services.accounts import audit
from services.accounts.acting import needs
from services.accounts.roles import Action
from services.errors import DatasetInUse, DatasetNameTaken, InvalidInput
from services.knowledge import released
from services.knowledge.choices import FORMS, TECHNIQUES, checked_retrieval, embedding_choice, fitting_rule, one_of
from services.knowledge.permissions import Reader, opened
from services.knowledge.rebuilding import check_idle, rebuild
from services.models import models_for
from services.paging import Page
from storage.errors import Conflict
from storage.knowledge.datasets import DatasetCounts
from storage.records import Dataset, MetadataField, Retrieval, StoredDocument, Tag

if TYPE_CHECKING:
    from services.runtime import Runtime

LONGEST_NAME: Final = 40  # characters
LONGEST_DESCRIPTION: Final = 400  # characters
PERMISSIONS: Final = ("only_me", "all_team_members", "partial_members")


@dataclass(frozen=True, slots=True, kw_only=True)
class DatasetView:
    """A base with what lists show of it."""

    dataset: Dataset
    counts: DatasetCounts
    tags: Sequence[Tag]
    fields: Sequence[MetadataField]
    apps: Sequence[str]  # ids of those that search it
    author: str | None
    can_embed: bool  # its embedding model can be asked


@dataclass(frozen=True, slots=True, kw_only=True)
class DatasetChanges:
    """What is to be different about a base; None leaves as it is."""

    name: str | None = None
    description: str | None = None
    permission: str | None = None
    members: Sequence[str] | None = None
    indexing_technique: str | None = None
    embedding_provider: str | None = None
    embedding_model: str | None = None
    retrieval_model: Mapping[str, Any] | None = None
    icon: str | None = None
    icon_background: str | None = None
    doc_form: str | None = None  # only while there are no documents
    process_rule: Mapping[str, Any] | None = None  # for documents to come
    vector_store: str | None = None  # plugin/name, "" for the database


@needs(Action.EDIT_KNOWLEDGE)
async def create(
    rt: "Runtime",
    workspace_id: str,
    *,
    name: str,
    description: str = "",
    permission: str = "only_me",
    members: Sequence[str] = (),
    indexing_technique: str | None = None,
    embedding_provider: str = "",
    embedding_model: str = "",
    retrieval_model: Mapping[str, Any] | None = None,
    doc_form: str = "text_model",
    process_rule: Mapping[str, Any] | None = None,
    account_id: str | None = None,
) -> Dataset:
    """Return a new base. Without `indexing_technique` its first document decides that, and with it the model.

    Raises:
        InvalidInput: a field is wrong.
        ModelNotConfigured: nobody offers the embedding model.
        DatasetNameTaken: the workspace has a base of the name.
    """
    provider = model = None
    if indexing_technique is not None:
        one_of("indexing_technique", indexing_technique, TECHNIQUES)
    if indexing_technique == "high_quality":
        provider, model = await embedding_choice(rt, workspace_id, embedding_provider, embedding_model)
    dataset = Dataset(
        workspace_id=workspace_id,
        number=0,
        name=_checked_name(name),
        description=_checked_description(description),
        permission=_checked_permission(permission, members),
        members=list(members),
        indexing_technique=indexing_technique,
        embedding_provider=provider,
        embedding_model=model,
        doc_form=one_of("doc_form", doc_form, FORMS),
        process_rule=fitting_rule(process_rule, doc_form).as_mapping() if process_rule else {},
        retrieval_model=checked_retrieval(retrieval_model),
        created_by=account_id,
        updated_by=account_id,
    )
    try:
        stored = await storage.knowledge.datasets.add_dataset(rt.db, dataset)
    except Conflict as error:
        raise _taken(name) from error
    await _note(rt, stored, "dataset.create", account_id)
    return stored


async def get(rt: "Runtime", reader: Reader, dataset_id: str) -> Dataset:
    """Return a base. Raises NotFound; NotAllowed: its permission keeps the reader out."""
    found = await rt.db.read(lambda: storage.knowledge.datasets.get_dataset(rt.db, reader.workspace_id, dataset_id))
    return opened(reader, found)


async def find(rt: "Runtime", reader: Reader, dataset_ids: Sequence[str]) -> list[Dataset]:
    """Return those of the bases that exist and the reader may open, in the order of the ids."""
    found = await rt.db.read(
        lambda: storage.knowledge.datasets.find_datasets(rt.db, reader.workspace_id, dataset_ids),
    )
    return [dataset for dataset in found if reader.may_open(dataset)]


async def page_of(
    rt: "Runtime",
    reader: Reader,
    *,
    keyword: str = "",
    tag_ids: Sequence[str] = (),
    include_all: bool = True,
    page: int = 1,
    limit: int = 20,
) -> Page[Dataset]:
    """Return a page of the bases that the reader may open, newest first.

    `keyword` is a part of the name, and every one of the tags is on them. Without `include_all` owners, too, see those
    only that they made or that were opened to them.
    """
    limits = not (reader.opens_all and include_all)
    options: dict[str, Any] = {"keyword": keyword, "tag_ids": tag_ids, "page": page, "limit": limit}
    options |= {"account_id": reader.account_id if limits else None, "with_unowned": reader.opens_all}
    found, total = await rt.db.read(
        lambda: storage.knowledge.datasets.list_datasets(rt.db, reader.workspace_id, **options),
    )
    return Page(found, page, limit, total)


async def views(rt: "Runtime", workspace_id: str, datasets: Sequence[Dataset]) -> list[DatasetView]:
    """Return bases of a workspace with what lists show of them."""
    ids = [dataset.id for dataset in datasets]
    store, db = storage.knowledge.datasets, rt.db
    counts, tags, fields, apps, names = await db.read(
        lambda: (
            store.count_datasets(db, workspace_id, ids),
            store.tags_of(db, workspace_id, ids),
            store.fields_of(db, workspace_id, ids),
            store.apps_using(db, workspace_id, ids),
            {account.id: account.name for account in storage.accounts.list_accounts(db, workspace_id)},
        )
    )
    registry = await models_for(rt, workspace_id)
    return [
        DatasetView(
            dataset=dataset,
            counts=counts[dataset.id],
            tags=tags[dataset.id],
            fields=fields[dataset.id],
            apps=apps[dataset.id],
            author=names.get(dataset.created_by or ""),
            can_embed=_can_embed(registry, dataset),
        )
        for dataset in datasets
    ]


@needs(Action.EDIT_KNOWLEDGE)
async def update(rt: "Runtime", dataset: Dataset, changes: DatasetChanges, *, account_id: str | None = None) -> Dataset:
    """Change a base and return it; one whose model or technique changes is indexed again.

    Raises:
        InvalidInput: a field is wrong.
        ModelNotConfigured, ModelError: the new embedding model cannot be used.
        DatasetNameTaken: another base has the name.
        DatasetIndexing: the model, technique or store is to change while documents are being indexed.
        VectorStoreUnavailable: the store that is wanted cannot be had.
    """
    columns = {**_columns(dataset, changes), "updated_by": account_id, "updated_at": time.time()}
    if changes.doc_form is not None and changes.doc_form != dataset.doc_form and await documents_in(rt, dataset):
        raise InvalidInput(f"doc_form is {dataset.doc_form}, as the base has documents of it.", param="doc_form")
    indexing = {**await _indexing(rt, dataset, changes), **await _store(rt, dataset, changes)}
    documents = await documents_in(rt, dataset) if indexing else []
    check_idle(documents)
    try:
        changed = await storage.knowledge.datasets.update_dataset(rt.db, dataset.workspace_id, dataset.id, **columns)
    except Conflict as error:
        raise _taken(str(changes.name)) from error
    if indexing:
        changed = await rebuild(rt, changed, indexing, documents)
    await _note(rt, changed, "dataset.change", account_id)
    return changed


@needs(Action.EDIT_KNOWLEDGE)
async def switch_api(rt: "Runtime", dataset: Dataset, *, enabled: bool) -> Dataset:
    """Let programs reach a base, or not."""
    return await storage.knowledge.datasets.update_dataset(
        rt.db, dataset.workspace_id, dataset.id, enable_api=enabled, updated_at=time.time()
    )


@needs(Action.EDIT_KNOWLEDGE)
async def delete(rt: "Runtime", dataset: Dataset, *, account_id: str | None = None) -> None:
    """Delete a base with its documents and their files. Raises DatasetInUse: apps search it."""
    apps = await apps_using(rt, dataset)
    if apps:
        raise DatasetInUse(f"{len(apps)} app(s) search the base {dataset.name!r}. Take it out of them first.")
    documents = await documents_in(rt, dataset)
    await storage.knowledge.datasets.delete_dataset(rt.db, dataset.workspace_id, dataset.id)
    await rt.ingest.forget([document.id for document in documents])
    await released.release(rt, dataset.workspace_id, released.upload_ids(documents))
    await rt.vector_stores.leave(dataset)
    rt.base_versions[dataset.id] += 1
    rt.indexes.forget(dataset.id)
    await _note(rt, dataset, "dataset.delete", account_id)


async def apps_using(rt: "Runtime", dataset: Dataset) -> list[str]:
    """Return the ids of the apps that search a base."""
    found = await rt.db.read(
        lambda: storage.knowledge.datasets.apps_using(rt.db, dataset.workspace_id, [dataset.id]),
    )
    return found[dataset.id]


async def searches_of(
    rt: "Runtime", dataset: Dataset, *, source: str | None = None, page: int = 1, limit: int = 20
) -> Page[Retrieval]:
    """Return a page of what was asked of a base, newest first."""
    found, total = await rt.db.read(
        lambda: storage.knowledge.hits.list_retrievals(
            rt.db, dataset.workspace_id, dataset.id, source=source, page=page, limit=limit
        ),
    )
    return Page(found, page, limit, total)


async def documents_in(rt: "Runtime", dataset: Dataset) -> list[StoredDocument]:
    """Return all documents of a base."""
    return await rt.db.read(
        lambda: storage.knowledge.documents.all_documents(rt.db, dataset.workspace_id, dataset.id),
    )


def _columns(dataset: Dataset, changes: DatasetChanges) -> dict[str, Any]:
    """Return the checked columns that need no indexing."""
    plain: dict[str, Any] = {"icon": changes.icon, "icon_background": changes.icon_background}
    if changes.name is not None:
        plain["name"] = _checked_name(changes.name)
    if changes.description is not None:
        plain["description"] = _checked_description(changes.description)
    if changes.permission is not None or changes.members is not None:
        members = list(dataset.members if changes.members is None else changes.members)
        plain["permission"] = _checked_permission(changes.permission or dataset.permission, members)
        plain["members"] = members if plain["permission"] == "partial_members" else []
    if changes.retrieval_model is not None:
        plain["retrieval_model"] = checked_retrieval(changes.retrieval_model, dataset.retrieval_model)
    if changes.doc_form is not None:
        plain["doc_form"] = one_of("doc_form", changes.doc_form, FORMS)
    if changes.process_rule is not None:
        form = plain.get("doc_form", dataset.doc_form)
        plain["process_rule"] = fitting_rule(changes.process_rule, form).as_mapping()
    return {name: value for name, value in plain.items() if value is not None}


async def _indexing(rt: "Runtime", dataset: Dataset, changes: DatasetChanges) -> dict[str, Any]:
    """Return the columns that decide how texts are embedded, where they are to differ; {} where they are not."""
    wanted = (changes.embedding_provider or "", changes.embedding_model or "")
    technique = one_of(
        "indexing_technique", changes.indexing_technique or dataset.indexing_technique or "", ("", *TECHNIQUES)
    )
    if technique != "high_quality":
        same = technique == (dataset.indexing_technique or "")
        return {} if same else {"indexing_technique": technique, "embedding_provider": None, "embedding_model": None}
    if dataset.indexing_technique == "high_quality" and not wanted[1]:
        return {}
    provider, model = await embedding_choice(rt, dataset.workspace_id, *wanted)
    if (technique, provider, model) == (
        dataset.indexing_technique,
        dataset.embedding_provider,
        dataset.embedding_model,
    ):
        return {}
    return {"indexing_technique": technique, "embedding_provider": provider, "embedding_model": model}


async def _store(rt: "Runtime", dataset: Dataset, changes: DatasetChanges) -> dict[str, Any]:
    """Return the column of the store of vectors, where another one is wanted and can be had; {} where it is not."""
    if changes.vector_store is None or (changes.vector_store or None) == dataset.vector_store:
        return {}
    reference = rt.vector_stores.checked(changes.vector_store)
    await rt.vector_stores.prepare(replace(dataset, vector_store=reference))
    return {"vector_store": reference}


def _can_embed(registry: Any, dataset: Dataset) -> bool:
    if dataset.indexing_technique != "high_quality":
        return True
    try:
        registry.resolve("text-embedding", dataset.embedding_provider or "", dataset.embedding_model or "")
    except ModelError:
        return False
    return True


def _checked_name(name: str) -> str:
    if not name.strip():
        raise InvalidInput("name is required.", param="name")
    if len(name) > LONGEST_NAME:
        raise InvalidInput(f"name has {len(name)} characters; it must have 1 to {LONGEST_NAME}.", param="name")
    return name.strip()


def _checked_description(text: str) -> str:
    if len(text) > LONGEST_DESCRIPTION:
        raise InvalidInput(
            f"description has {len(text)} characters; {LONGEST_DESCRIPTION} is the limit.", param="description"
        )
    return text


def _checked_permission(permission: str, members: Sequence[str]) -> str:
    one_of("permission", permission, PERMISSIONS)
    if permission == "partial_members" and not members:
        raise InvalidInput("partial_member_list is required for the permission partial_members.", param="permission")
    return permission


def _taken(name: str) -> DatasetNameTaken:
    return DatasetNameTaken(f"The dataset name {name!r} already exists. Please modify your dataset name.")


async def _note(rt: "Runtime", dataset: Dataset, action: str, account_id: str | None) -> None:
    about = {"name": dataset.name}
    await audit.note(rt, dataset.workspace_id, action, target=("dataset", dataset.id), account_id=account_id, **about)
