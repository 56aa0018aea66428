"""Knowledge bases themselves: their rows, tags and metadata fields."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

import pyarrow as pa

from storage.changes import added_if_new
from storage.cursor import Cursor
from storage.database import Database
from storage.errors import Conflict, NotFound
from storage.knowledge.units import add_units, make_vector_table, remove_base_units
from storage.records import Dataset, MetadataField, Tag, TagBinding

OWNED = ("segment_hits", "retrievals", "child_chunks", "segments", "documents", "metadata_fields")


@dataclass(frozen=True, slots=True, kw_only=True)
class DatasetCounts:
    """What a base holds."""

    dataset_id: str
    documents: int
    available: int  # documents that can be found
    words: int
    segments: int


async def add_dataset(db: Database, dataset: Dataset) -> Dataset:
    """Store a new base and return it with its number. Raises: Conflict when the workspace has one of that name."""

    def add(cursor: Cursor) -> Dataset:
        _refuse_taken(cursor, dataset.workspace_id, dataset.name, but=dataset.id)
        row = cursor.one("SELECT nextval('dataset_numbers')::INTEGER AS number")
        numbered = replace(dataset, number=row["number"] if row else 0)
        cursor.insert("datasets", [numbered.row()])
        return numbered

    return await db.write(add)


def get_dataset(db: Database, workspace_id: str, dataset_id: str) -> Dataset:
    """Return a base. Raises: NotFound."""
    row = db.one("SELECT * FROM datasets WHERE workspace_id = ? AND id = ?", [workspace_id, dataset_id])
    if row is None:
        raise NotFound("dataset", dataset_id)
    return Dataset(**row)


def find_datasets(db: Database, workspace_id: str, ids: Sequence[str]) -> list[Dataset]:
    """Return those of the bases that exist, in the order of the ids."""
    rows = db.query(
        "SELECT * FROM datasets WHERE workspace_id = ? AND id IN (SELECT unnest(?))", [workspace_id, list(ids)]
    )
    found = {row["id"]: Dataset(**row) for row in rows}
    return [found[id] for id in dict.fromkeys(ids) if id in found]


def find_dataset_by_name(db: Database, workspace_id: str, name: str) -> Dataset | None:
    """Return the base of a name, None when there is none."""
    rows = db.query(
        "SELECT * FROM datasets WHERE workspace_id = ? AND name = ? ORDER BY created_at LIMIT 1", [workspace_id, name]
    )
    return Dataset(**rows[0]) if rows else None


def list_datasets(
    db: Database,
    workspace_id: str,
    *,
    keyword: str = "",
    tag_ids: Sequence[str] = (),
    account_id: str | None = None,
    with_unowned: bool = False,
    page: int = 1,
    limit: int = 20,
) -> tuple[list[Dataset], int]:
    """Return one page of bases, newest first, and how many there are; `keyword` is a part of the name.

    With `account_id` those that their permission opens to this account, `with_unowned` those that nobody made as well.
    """
    rows = db.query(
        """
        SELECT *, count(*) OVER () AS together FROM datasets
        WHERE workspace_id = $workspace AND contains(lower(name), lower($keyword))
          AND (len($tags) = 0 OR id IN (
              SELECT target_id FROM tag_bindings WHERE workspace_id = $workspace AND tag_id IN (SELECT unnest($tags))
              GROUP BY target_id HAVING count(DISTINCT tag_id) = len($tags)
          ))
          AND ($account IS NULL OR permission = 'all_team_members' OR created_by = $account
              OR ($unowned AND created_by IS NULL)
              OR (permission = 'partial_members' AND json_contains(members, to_json($account::VARCHAR))))
        ORDER BY created_at DESC, id DESC LIMIT $limit OFFSET $offset
        """,
        {
            "workspace": workspace_id,
            "keyword": keyword,
            "tags": list(dict.fromkeys(tag_ids)),
            "account": account_id,
            "unowned": with_unowned,
            "limit": limit,
            "offset": (page - 1) * limit,
        },
    )
    together = rows[0]["together"] if rows else 0
    return [Dataset(**{name: value for name, value in row.items() if name != "together"}) for row in rows], together


def count_datasets(db: Database, workspace_id: str, ids: Sequence[str]) -> dict[str, DatasetCounts]:
    """Return what each of the bases holds."""
    rows = db.query(
        """
        SELECT dataset_id, count(*) AS documents, coalesce(sum(word_count), 0)::BIGINT AS words,
            coalesce(sum(total_segments), 0)::BIGINT AS segments,
            count(*) FILTER (enabled AND NOT archived AND indexing_status = 'completed') AS available
        FROM documents WHERE workspace_id = ? AND dataset_id IN (SELECT unnest(?)) GROUP BY dataset_id
        """,
        [workspace_id, list(ids)],
    )
    found = {row["dataset_id"]: DatasetCounts(**row) for row in rows}
    empty = {"documents": 0, "available": 0, "words": 0, "segments": 0}
    return {id: found.get(id) or DatasetCounts(dataset_id=id, **empty) for id in ids}


async def update_dataset(db: Database, workspace_id: str, dataset_id: str, **changes: Any) -> Dataset:
    """Set columns of a base and return it. Raises: NotFound; Conflict when another one has the name."""

    def change(cursor: Cursor) -> Dataset:
        if "name" in changes:
            _refuse_taken(cursor, workspace_id, changes["name"], but=dataset_id)
        rows = cursor.update("datasets", {"id": dataset_id, "workspace_id": workspace_id}, changes)
        if not rows:
            raise NotFound("dataset", dataset_id)
        if rows[0]["dimensions"] is not None:
            make_vector_table(cursor, rows[0]["dimensions"])
        return Dataset(**rows[0])

    return await db.write(change)


async def replace_units(db: Database, dataset: Dataset, units: pa.Table, **changes: Any) -> Dataset:
    """Set columns of a base, its model for instance, and put `units` in the place of all that it has; return it.

    The units have the size of vectors that the base has from now on.
    """

    def change(cursor: Cursor) -> Dataset:
        rows = cursor.update("datasets", {"id": dataset.id, "workspace_id": dataset.workspace_id}, changes)
        if not rows:
            raise NotFound("dataset", dataset.id)
        remove_base_units(cursor, dataset)
        changed = Dataset(**rows[0])
        add_units(cursor, changed, units)
        return changed

    return await db.write(change)


async def delete_dataset(db: Database, workspace_id: str, dataset_id: str) -> None:
    """Delete a base with everything in it. Raises: NotFound."""

    def delete(cursor: Cursor) -> None:
        rows = cursor.delete("datasets", {"id": dataset_id, "workspace_id": workspace_id})
        if not rows:
            raise NotFound("dataset", dataset_id)
        remove_base_units(cursor, Dataset(**rows[0]))
        for table in OWNED:
            cursor.discard(table, {"workspace_id": workspace_id, "dataset_id": dataset_id})
        cursor.discard("tag_bindings", {"workspace_id": workspace_id, "target_id": dataset_id})

    await db.write(delete)


def list_fields(db: Database, workspace_id: str, dataset_id: str) -> list[MetadataField]:
    """Return the metadata fields of a base, oldest first."""
    rows = db.query(
        "SELECT * FROM metadata_fields WHERE workspace_id = ? AND dataset_id = ? ORDER BY created_at, id",
        [workspace_id, dataset_id],
    )
    return [MetadataField(**row) for row in rows]


def fields_of(db: Database, workspace_id: str, dataset_ids: Sequence[str]) -> dict[str, list[MetadataField]]:
    """Return the metadata fields of each base, oldest first."""
    rows = db.query(
        """
        SELECT * FROM metadata_fields
        WHERE workspace_id = ? AND dataset_id IN (SELECT unnest(?)) ORDER BY created_at, id
        """,
        [workspace_id, list(dataset_ids)],
    )
    found: dict[str, list[MetadataField]] = {id: [] for id in dataset_ids}
    for row in rows:
        found[row["dataset_id"]].append(MetadataField(**row))
    return found


def count_field_uses(db: Database, workspace_id: str, dataset_id: str) -> dict[str, int]:
    """Return how many documents carry each metadata field, by the id of the field."""
    rows = db.query(
        """
        SELECT field, count(*) AS n FROM (
            SELECT unnest(json_keys(doc_metadata)) AS field FROM documents WHERE workspace_id = ? AND dataset_id = ?
        ) GROUP BY field
        """,
        [workspace_id, dataset_id],
    )
    return {row["field"]: row["n"] for row in rows}


def apps_using(db: Database, workspace_id: str, dataset_ids: Sequence[str]) -> dict[str, list[str]]:
    """Return the ids of the apps that name each base: in their configuration, their draft or their newest version."""
    rows = db.query(
        """
        WITH newest AS (
            SELECT arg_max(id, created_at) AS id FROM workflows WHERE workspace_id = $workspace
            GROUP BY app_id, version = 'draft'
        ), texts AS (
            SELECT id AS app_id, model_config::VARCHAR AS text FROM apps WHERE workspace_id = $workspace
            UNION ALL
            SELECT app_id, graph::VARCHAR FROM workflows WHERE id IN (SELECT id FROM newest)
        )
        SELECT DISTINCT dataset_id, app_id FROM (SELECT unnest($ids) AS dataset_id)
        JOIN texts ON contains(text, dataset_id) ORDER BY app_id
        """,
        {"workspace": workspace_id, "ids": list(dataset_ids)},
    )
    found: dict[str, list[str]] = {id: [] for id in dataset_ids}
    for row in rows:
        found[row["dataset_id"]].append(row["app_id"])
    return found


async def add_field(db: Database, field: MetadataField) -> None:
    """Store a metadata field. Raises: Conflict when the base has one of that name."""

    def add(cursor: Cursor) -> None:
        _refuse_field(cursor, field.workspace_id, field.dataset_id, field.name, but=field.id)
        cursor.insert("metadata_fields", [field.row()])

    await db.write(add)


async def rename_field(db: Database, workspace_id: str, dataset_id: str, field_id: str, name: str) -> MetadataField:
    """Give a metadata field another name and return it. Raises: NotFound; Conflict when the name is taken."""

    def change(cursor: Cursor) -> MetadataField:
        _refuse_field(cursor, workspace_id, dataset_id, name, but=field_id)
        where = {"id": field_id, "workspace_id": workspace_id, "dataset_id": dataset_id}
        rows = cursor.update("metadata_fields", where, {"name": name})
        if not rows:
            raise NotFound("metadata field", field_id)
        return MetadataField(**rows[0])

    return await db.write(change)


async def delete_field(db: Database, workspace_id: str, dataset_id: str, field_id: str) -> MetadataField:
    """Delete a metadata field with its values and return it. Raises: NotFound."""

    def delete(cursor: Cursor) -> MetadataField:
        where = {"id": field_id, "workspace_id": workspace_id, "dataset_id": dataset_id}
        rows = cursor.delete("metadata_fields", where)
        if not rows:
            raise NotFound("metadata field", field_id)
        cursor.execute(
            """
            UPDATE documents SET doc_metadata = json_merge_patch(doc_metadata, json_object(?, NULL))
            WHERE workspace_id = ? AND dataset_id = ? AND json_exists(doc_metadata, '$."' || ? || '"')
            """,
            [field_id, workspace_id, dataset_id, field_id],
        )
        return MetadataField(**rows[0])

    return await db.write(delete)


def list_tags(db: Database, workspace_id: str, type: str = "knowledge") -> list[tuple[Tag, int]]:
    """Return the tags of a type with how often each is used, newest first."""
    rows = db.query(
        """
        SELECT tags.*, (SELECT count(*) FROM tag_bindings WHERE tag_id = tags.id) AS uses
        FROM tags WHERE workspace_id = ? AND type = ? ORDER BY created_at DESC, id DESC
        """,
        [workspace_id, type],
    )
    return [(Tag(**{name: value for name, value in row.items() if name != "uses"}), row["uses"]) for row in rows]


def tags_of(db: Database, workspace_id: str, target_ids: Sequence[str]) -> dict[str, list[Tag]]:
    """Return the tags of each target, by name."""
    rows = db.query(
        """
        SELECT target_id, tags.* FROM tag_bindings JOIN tags ON tags.id = tag_id
        WHERE tags.workspace_id = ? AND target_id IN (SELECT unnest(?)) ORDER BY tags.name
        """,
        [workspace_id, list(target_ids)],
    )
    found: dict[str, list[Tag]] = {id: [] for id in target_ids}
    for row in rows:
        found[row["target_id"]].append(Tag(**{name: value for name, value in row.items() if name != "target_id"}))
    return found


async def add_tag(db: Database, tag: Tag) -> None:
    """Store a tag. Raises: Conflict when there is one of that type and name."""

    def add(cursor: Cursor) -> None:
        _refuse_tag(cursor, tag.workspace_id, tag.type, tag.name, but=tag.id)
        cursor.insert("tags", [tag.row()])

    await db.write(add)


async def rename_tag(db: Database, workspace_id: str, tag_id: str, name: str) -> Tag:
    """Give a tag another name and return it. Raises: NotFound; Conflict when the name is taken."""

    def change(cursor: Cursor) -> Tag:
        rows = cursor.update("tags", {"id": tag_id, "workspace_id": workspace_id}, {"name": name})
        if not rows:
            raise NotFound("tag", tag_id)
        _refuse_tag(cursor, workspace_id, rows[0]["type"], name, but=tag_id)
        return Tag(**rows[0])

    return await db.write(change)


async def delete_tag(db: Database, workspace_id: str, tag_id: str) -> None:
    """Delete a tag and its bindings. Raises: NotFound."""

    def delete(cursor: Cursor) -> None:
        if not cursor.delete("tags", {"id": tag_id, "workspace_id": workspace_id}):
            raise NotFound("tag", tag_id)
        cursor.discard("tag_bindings", {"tag_id": tag_id, "workspace_id": workspace_id})

    await db.write(delete)


async def bind_tags(db: Database, workspace_id: str, target_id: str, tag_ids: Sequence[str]) -> None:
    """Put tags on a target; those that it has already stay."""
    bindings = [TagBinding(tag_id=id, target_id=target_id, workspace_id=workspace_id) for id in dict.fromkeys(tag_ids)]
    await db.store(added_if_new(*bindings))


async def unbind_tag(db: Database, workspace_id: str, target_id: str, tag_id: str) -> None:
    """Take a tag off a target, if it is there."""
    where = {"tag_id": tag_id, "target_id": target_id, "workspace_id": workspace_id}
    await db.write(lambda cursor: cursor.discard("tag_bindings", where))


def _refuse_taken(cursor: Cursor, workspace_id: str, name: str, *, but: str) -> None:
    _refuse(cursor, "SELECT id FROM datasets WHERE workspace_id = ? AND name = ?", [workspace_id, name], name, but)


def _refuse_field(cursor: Cursor, workspace_id: str, dataset_id: str, name: str, *, but: str) -> None:
    sql = "SELECT id FROM metadata_fields WHERE workspace_id = ? AND dataset_id = ? AND name = ?"
    _refuse(cursor, sql, [workspace_id, dataset_id, name], name, but)


def _refuse_tag(cursor: Cursor, workspace_id: str, type: str, name: str, *, but: str) -> None:
    sql = "SELECT id FROM tags WHERE workspace_id = ? AND type = ? AND name = ?"
    _refuse(cursor, sql, [workspace_id, type, name], name, but)


def _refuse(cursor: Cursor, sql: str, params: Sequence[Any], name: str, but: str) -> None:
    if any(row["id"] != but for row in cursor.query(sql, params)):
        raise Conflict(f"the name {name!r} is taken")
