"""Who may open which knowledge base: a base is its maker's alone, everybody's, or that of some members.

Owners open all of them. Runs of apps search whatever base their app names, whoever started them.
"""

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import storage.knowledge.files
from services import accounts
from services.errors import NotAllowed
from services.files import files
from storage.errors import NotFound
from storage.records import Dataset, Upload

if TYPE_CHECKING:
    from services.runtime import Runtime

OWNER: Final = "owner"


@dataclass(frozen=True, slots=True)
class Reader:
    """Who asks for the bases of a workspace; without an account nobody in person, but whoever runs the server."""

    workspace_id: str
    account_id: str | None = None
    role: str = ""

    @property
    def opens_all(self) -> bool:
        """Return whether no permission of a base keeps them out."""
        return self.account_id is None or self.role == OWNER

    def may_open(self, dataset: Dataset) -> bool:
        """Return whether they may see, search and change a base."""
        if dataset.workspace_id != self.workspace_id:
            return False
        if self.opens_all or dataset.permission == "all_team_members" or dataset.created_by == self.account_id:
            return True
        return dataset.permission == "partial_members" and self.account_id in dataset.members


async def reader_of(rt: "Runtime", workspace_id: str, account_id: str | None) -> Reader:
    """Return the reader that an account is; one that is gone sees what everybody sees."""
    if account_id is None:
        return Reader(workspace_id)
    try:
        _, role = await accounts.member(rt, workspace_id, account_id)
    except NotFound:
        return Reader(workspace_id, account_id)
    return Reader(workspace_id, account_id, role)


def opened(reader: Reader, dataset: Dataset) -> Dataset:
    """Return a base that the reader may open. Raises NotAllowed."""
    if not reader.may_open(dataset):
        raise NotAllowed(
            "You do not have permission to access this dataset. Ask whoever made it, or an owner, to open it to you."
        )
    return dataset


async def open_upload(rt: "Runtime", reader: Reader, file_id: str) -> Upload:
    """Return a file of the workspace, unless it is one of a base that the reader may not open. Raises NotFound."""
    upload = await files.workspace_upload(rt, reader.workspace_id, file_id)
    found = await rt.db.read(lambda: storage.knowledge.files.bases_of_file(rt.db, reader.workspace_id, file_id))
    if found and not any(reader.may_open(dataset) for dataset in found):
        raise NotFound("file", file_id)
    return upload
