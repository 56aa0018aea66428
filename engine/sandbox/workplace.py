"""What a script's process is given: its job, a pipe for the answer, one for what it prints, a folder."""

import asyncio
import os
import shutil
import tempfile
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import Self

_CHUNK = 1 << 18  # bytes
_LARGE = 1 << 20  # bytes whose writing would hold up the loop


@dataclass(frozen=True, slots=True)
class Ends:
    """The descriptors that the process gets, and its folder."""

    job: int
    result: int
    printed: int
    scratch: str


class Stream:
    """Reads a pipe as it fills, to its end, and keeps its beginning."""

    def __init__(self, descriptor: int, *, keep: int) -> None:
        self.data = bytearray()
        self.overflows = False
        self._descriptor = descriptor
        self._keep = keep
        self._loop = asyncio.get_running_loop()
        self.ended: asyncio.Future[None] = self._loop.create_future()
        os.set_blocking(descriptor, False)
        self._loop.add_reader(descriptor, self._read)

    def _read(self) -> None:
        try:
            piece = os.read(self._descriptor, _CHUNK)
        except BlockingIOError:
            return
        room = self._keep - len(self.data)
        self.data += piece[:room]
        self.overflows = self.overflows or len(piece) > room
        if not piece:
            self._loop.remove_reader(self._descriptor)
            if not self.ended.done():
                self.ended.set_result(None)

    def close(self) -> None:
        """Read no more."""
        self._loop.remove_reader(self._descriptor)
        os.close(self._descriptor)
        self.ended.cancel()


class Workplace:
    """Made for one run and gone after it, with all that the script wrote.

    `job` is the message that it gets, `owner` the user id that the folder belongs to, None: this process's own;
    `result` and `printed` are how many bytes of each are kept.
    """

    def __init__(self, job: bytes, *, owner: int | None, result: int, printed: int) -> None:
        self._job = job
        self._owner = owner
        self._keep = result, printed

    async def __aenter__(self) -> Self:
        scratch = tempfile.mkdtemp(prefix="millrace-script-")
        if self._owner is not None:
            os.chown(scratch, self._owner, self._owner)
        job = _file_of(self._job) if len(self._job) < _LARGE else await asyncio.to_thread(_file_of, self._job)
        (result, given_result), (printed, given_printed) = os.pipe(), os.pipe()
        self.ends = Ends(job, given_result, given_printed, scratch)
        self.result = Stream(result, keep=self._keep[0])
        self.printed = Stream(printed, keep=self._keep[1])
        self._open = [job, given_result, given_printed]
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.hand_over()
        self.result.close()
        self.printed.close()
        await asyncio.to_thread(shutil.rmtree, self.ends.scratch, ignore_errors=True)  # a script can make it hard

    def hand_over(self) -> None:
        """Close our copies of what the process has got."""
        while self._open:
            os.close(self._open.pop())

    def written(self) -> int:
        """Return how many bytes the script's files take on the disk; slow where they are many."""
        return sum(_size(Path(folder, name)) for folder, _, names in os.walk(self.ends.scratch) for name in names)


def _file_of(data: bytes) -> int:
    """Return the descriptor of a nameless file that holds `data`."""
    with tempfile.TemporaryFile() as file:
        file.write(data)
        file.flush()
        return os.dup(file.fileno())


def _size(path: Path) -> int:
    try:
        return path.lstat().st_blocks * 512
    except FileNotFoundError:  # removed since it was listed
        return 0
