"""The data of data frames that kept results hold: encrypted Arrow files in the data folder, one for each content.

Files come and go together with their rows, so both happen under `rt.caches.keeping_frames`.
"""

import asyncio
import logging
from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING, Final

import storage.results
from engine.errors import NodeError
from engine.frames.table import Table
from services.secrets import Vault
from storage.records import StoredFrame, frame_id

if TYPE_CHECKING:
    from services.runtime import Runtime

logger = logging.getLogger(__name__)

FOLDER: Final = "frames"  # of the data folder


async def keep_frames(rt: "Runtime", workspace_id: str, tables: Iterable[Table]) -> list[StoredFrame]:
    """Write the files of frames, where there are none yet, and return the rows to be stored with their results."""
    return [
        StoredFrame(
            id=frame_id(workspace_id, table.hash),
            workspace_id=workspace_id,
            hash=table.hash,
            rows=len(table),
            size=await asyncio.to_thread(write_frame, rt.secrets, _place(rt, workspace_id, table.hash), table),
        )
        for table in tables
    ]


async def open_frames(rt: "Runtime", workspace_id: str, tables: Iterable[Table]) -> dict[str, Table] | None:
    """Return frames of which a preview is known with their data, by hash; None when that of one is gone or spoiled."""
    try:
        return {
            table.hash: await asyncio.to_thread(read_frame, rt.secrets, _place(rt, workspace_id, table.hash), table)
            for table in tables
        }
    except FileNotFoundError:
        return None
    except NodeError as error:
        logger.warning("A kept data frame is spoiled and made again. workspace_id=%s error=%s", workspace_id, error)
        return None


async def remove_unused_frames(rt: "Runtime", workspace_id: str) -> None:
    """Remove the frames that no result needs any more."""
    async with rt.caches.keeping_frames:
        for name in await storage.results.prune_frames(rt.db, workspace_id):
            await asyncio.to_thread(_place(rt, workspace_id, name).unlink, missing_ok=True)


def write_frame(vault: Vault, place: Path, table: Table) -> int:
    """Write the data of a frame, encrypted, unless the file is there, and return the file's size in bytes."""
    if not place.exists():
        place.parent.mkdir(parents=True, exist_ok=True)
        fresh = place.with_suffix(".part")
        fresh.write_bytes(vault.encrypt_bytes(table.arrow))
        fresh.replace(place)
    return place.stat().st_size


def read_frame(vault: Vault, place: Path, table: Table) -> Table:
    """Return a frame of which the preview is known with its data.

    Raises:
        FileNotFoundError: the file is gone.
        SecretUnreadable, NodeError: it is not what was written.
    """
    return table.with_data(vault.decrypt_bytes(place.read_bytes()))


def _place(rt: "Runtime", workspace_id: str, name: str) -> Path:
    return rt.settings.data_dir / FOLDER / workspace_id / name[:2] / name
