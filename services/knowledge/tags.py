"""Tags of a workspace's knowledge bases and apps."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Final

import storage.apps
import storage.knowledge.datasets
from services.accounts.acting import needs
from services.accounts.roles import Action
from services.errors import InvalidInput
from services.knowledge.choices import one_of
from services.knowledge.permissions import Reader, opened
from storage.errors import Conflict
from storage.records import Tag

if TYPE_CHECKING:
    from services.runtime import Runtime

TYPES: Final = ("knowledge", "app")
LONGEST_NAME: Final = 50  # characters


async def page(
    rt: "Runtime", workspace_id: str, type: str = "knowledge", *, keyword: str = ""
) -> list[tuple[Tag, int]]:
    """Return the tags of a type with how often each is used, newest first; `keyword` is a part of the name."""
    one_of("type", type, TYPES)
    found = await rt.db.read(lambda: storage.knowledge.datasets.list_tags(rt.db, workspace_id, type))
    return [(tag, uses) for tag, uses in found if keyword.lower() in tag.name.lower()]


@needs(Action.EDIT_KNOWLEDGE)
async def add(
    rt: "Runtime", workspace_id: str, name: str, *, type: str = "knowledge", account_id: str | None = None
) -> Tag:
    """Return a new tag. Raises InvalidInput: the name is empty, too long or taken."""
    tag = Tag(
        workspace_id=workspace_id, type=one_of("type", type, TYPES), name=_checked_name(name), created_by=account_id
    )
    try:
        await storage.knowledge.datasets.add_tag(rt.db, tag)
    except Conflict as error:
        raise _taken(name) from error
    return tag


@needs(Action.EDIT_KNOWLEDGE)
async def rename(rt: "Runtime", workspace_id: str, tag_id: str, name: str) -> tuple[Tag, int]:
    """Give a tag another name and return it with how often it is used. Raises NotFound, InvalidInput."""
    checked = _checked_name(name)
    try:
        tag = await storage.knowledge.datasets.rename_tag(rt.db, workspace_id, tag_id, checked)
    except Conflict as error:
        raise _taken(name) from error
    uses = {found.id: uses for found, uses in await page(rt, workspace_id, tag.type)}
    return tag, uses.get(tag.id, 0)


@needs(Action.EDIT_KNOWLEDGE)
async def delete(rt: "Runtime", workspace_id: str, tag_id: str) -> None:
    """Delete a tag and take it off everything. Raises NotFound."""
    await storage.knowledge.datasets.delete_tag(rt.db, workspace_id, tag_id)


@needs(Action.EDIT_KNOWLEDGE)
async def bind(
    rt: "Runtime", reader: Reader, target_id: str, tag_ids: Sequence[str], *, type: str = "knowledge"
) -> None:
    """Put tags on a base or an app; unknown tags are skipped.

    Raises:
        NotFound: there is no such base or app.
        NotAllowed: the reader may not open the base.
    """
    await _check_target(rt, reader, target_id, type)
    known = {tag.id for tag, _ in await page(rt, reader.workspace_id, type)}
    wanted = [id for id in tag_ids if id in known]
    if wanted:
        await storage.knowledge.datasets.bind_tags(rt.db, reader.workspace_id, target_id, wanted)


@needs(Action.EDIT_KNOWLEDGE)
async def unbind(
    rt: "Runtime", reader: Reader, target_id: str, tag_ids: Sequence[str], *, type: str = "knowledge"
) -> None:
    """Take tags off a base or an app, where they are on it. Raises as `bind`."""
    await _check_target(rt, reader, target_id, type)
    for id in tag_ids:
        await storage.knowledge.datasets.unbind_tag(rt.db, reader.workspace_id, target_id, id)


async def _check_target(rt: "Runtime", reader: Reader, target_id: str, type: str) -> None:
    one_of("type", type, TYPES)
    db, workspace_id = rt.db, reader.workspace_id
    if type == "app":
        await db.read(lambda: storage.apps.get_app(db, workspace_id, target_id))
    else:
        opened(reader, await db.read(lambda: storage.knowledge.datasets.get_dataset(db, workspace_id, target_id)))


def _checked_name(name: str) -> str:
    if not name.strip():
        raise InvalidInput("name is required.", param="name")
    if len(name) > LONGEST_NAME:
        raise InvalidInput(f"name has {len(name)} characters; it must have 1 to {LONGEST_NAME}.", param="name")
    return name.strip()


def _taken(name: str) -> InvalidInput:
    return InvalidInput(f"Tag name already exists: {name!r:.80}.", param="name")
