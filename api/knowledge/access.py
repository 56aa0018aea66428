"""Who calls the routes of knowledge bases, and which base, document or chunk a path names."""

from dataclasses import dataclass
from typing import Annotated

from fastapi import Depends, Query
from starlette.requests import Request

from api import counting
from api.auth import SAFE_METHODS, Console, Server, bearer, check_use
from services.accounts import Caller as Login
from services.accounts import keys
from services.errors import NotAllowed
from services.knowledge import datasets, documents, segments
from services.knowledge.permissions import Reader, reader_of
from services.paging import MAX_LIST
from storage.records import Dataset, Segment, StoredDocument


@dataclass(frozen=True, slots=True)
class KnowledgeCaller:
    """Who acts, and in which workspace."""

    reader: Reader
    is_program: bool  # by a key; sees no base whose API is switched off

    @property
    def workspace_id(self) -> str:
        """Return the id of the workspace."""
        return self.reader.workspace_id

    @property
    def account_id(self) -> str | None:
        """Return the id of the account that acts, of a program that of whoever made its key."""
        return self.reader.account_id

    @property
    def created_from(self) -> str:
        """Return where what it makes is from."""
        return "api" if self.is_program else "web"


async def by_key(request: Request, rt: Server) -> None:
    """Let in whoever has a knowledge key, which opens what its maker may open.

    Raises:
        RateLimited: the key, or its workspace, asks more often than it may.
        others: as `services.accounts.keys.dataset_key_of_token`.
    """
    key = await keys.dataset_key_of_token(rt, bearer(request))
    await counting.count_knowledge(request, rt, key)
    searches = request.url.path.endswith(("/retrieve", "/hit-testing"))
    await check_use(request, key, "read" if searches or request.method in SAFE_METHODS else "write")
    reader = await reader_of(rt, key.workspace_id, key.created_by)
    request.state.knowledge_caller = KnowledgeCaller(reader, is_program=True)


async def by_login(request: Request, caller: Console) -> None:
    """Let in whoever may use the console."""
    request.state.knowledge_caller = KnowledgeCaller(reader_of_login(caller), is_program=False)


def reader_of_login(caller: Login) -> Reader:
    """Return the reader that somebody at the console is."""
    return Reader(caller.workspace.id, caller.account_id, caller.role if caller.account else "")


async def _caller(request: Request) -> KnowledgeCaller:
    caller: KnowledgeCaller = request.state.knowledge_caller
    return caller


Caller = Annotated[KnowledgeCaller, Depends(_caller)]


async def _dataset(dataset_id: str, caller: Caller, rt: Server) -> Dataset:
    """Return the base that the path names. Raises NotFound; NotAllowed: the caller may not open it."""
    dataset = await datasets.get(rt, caller.reader, dataset_id)
    if caller.is_program and not dataset.enable_api:
        raise NotAllowed("Dataset api access is not enabled.")
    return dataset


Base = Annotated[Dataset, Depends(_dataset)]


async def _document(document_id: str, dataset: Base, rt: Server) -> StoredDocument:
    """Return the document that the path names. Raises NotFound."""
    return await documents.get(rt, dataset, document_id)


Document = Annotated[StoredDocument, Depends(_document)]


async def _segment(segment_id: str, document: Document, rt: Server) -> Segment:
    """Return the segment that the path names. Raises NotFound."""
    return await segments.get(rt, document, segment_id)


Chunk = Annotated[Segment, Depends(_segment)]


def _shortened(limit: Annotated[int, Query(ge=1, description="At most 100; more is cut to that.")] = 20) -> int:
    return min(limit, MAX_LIST)


Limit = Annotated[int, Depends(_shortened)]
