"""Files and data frames whose bytes lie in the data folder."""

from dataclasses import dataclass, field
from typing import ClassVar

from storage.ids import new_id
from storage.records.base import Record, now


@dataclass(frozen=True, slots=True, kw_only=True)
class Upload(Record):
    """A file that someone uploaded or a node made."""

    table: ClassVar[str] = "uploads"

    id: str = field(default_factory=new_id)
    workspace_id: str
    app_id: str | None = None
    key: str  # where the bytes lie, relative to the folder of files
    name: str
    size: int  # bytes
    extension: str  # without the dot
    mime_type: str
    hash: str  # SHA-256 of the content, in hex
    transfer_method: str = "local_file"  # or tool_file: a node made it
    created_by_role: str = "end_user"  # or account
    created_by: str | None = None
    created_at: float = field(default_factory=now)


@dataclass(frozen=True, slots=True, kw_only=True)
class FileUse(Record):
    """A run that was given a file or made it, and the message that the run answers."""

    table: ClassVar[str] = "file_uses"

    id: str  # made by `use_id`
    workspace_id: str
    app_id: str
    file_id: str
    run_id: str
    message_id: str | None = None
    created_at: float = field(default_factory=now)


def use_id(run_id: str, file_id: str) -> str:
    """Return the id of the one row that says that a run uses a file."""
    return f"{run_id}:{file_id}"


@dataclass(frozen=True, slots=True, kw_only=True)
class StoredFrame(Record):
    """A data frame that kept results hold, one for each content; `id` is made by `frame_id`."""

    table: ClassVar[str] = "frames"

    id: str
    workspace_id: str
    hash: str
    rows: int
    size: int  # bytes on disk
    created_at: float = field(default_factory=now)


def frame_id(workspace_id: str, hash: str) -> str:
    """Return the id of the frame that a workspace has for a content."""
    return f"{workspace_id}:{hash}"
