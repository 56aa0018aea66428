"""Collections as runs reach them."""

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

import storage.collections
from engine.errors import NodeError
from services.collections.collections import MOST_SHOWN, store, table_of
from services.errors import InvalidInput

if TYPE_CHECKING:
    from services.runtime import Runtime


class StoredRecords:
    """Implements `engine.resources.Records` for the runs of one app."""

    def __init__(self, rt: "Runtime", workspace_id: str, app_id: str, run_id: str) -> None:
        self._rt = rt
        self._workspace_id = workspace_id
        self._app_id = app_id
        self._run_id = run_id

    async def add(self, collection: str, record: Mapping[str, Any], *, key: str = "") -> str:
        """Keep a record; see `engine.resources.Records`."""
        try:
            row = await store(
                self._rt,
                self._workspace_id,
                collection,
                record,
                key=key,
                app_id=self._app_id,
                run_id=self._run_id,
            )
        except InvalidInput as error:
            raise NodeError(str(error)) from error
        return row.key

    async def last(self, collection: str, *, limit: int) -> Sequence[Mapping[str, Any]]:
        """Return the last records; see `engine.resources.Records`."""
        db = self._rt.db
        most = min(limit, MOST_SHOWN)
        rows = await db.read(lambda: storage.collections.list_rows(db, self._workspace_id, collection, limit=most))
        return table_of(rows)
