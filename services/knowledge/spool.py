"""The spool: a folder for each attempt to index a document, by which app and worker talk.

    spool/<document>-<attempt>/job.json        what to do; written by the app
    spool/<document>-<attempt>/worker          on which machine a worker is at it, which holds a lock on this file as
                                               long as it lives; its time of change is the worker's heartbeat
    spool/<document>-<attempt>/progress.json   how far it is
    spool/<document>-<attempt>/failed.json     why it ended, and whether another try may help
    spool/<document>-<attempt>/pieces/         what came of it; renamed to this when complete

Every file appears whole (written beside, then renamed). A worker whose folder has gone stops: the attempt was
called off. Nothing here is needed after the attempt, and nothing is trusted: whatever is damaged counts as absent.

A worker talks to an `Assignment`: the folder itself (`Attempt`), or the app over HTTP where the folder is out of its
reach (`services.knowledge.remote`).
"""

import fcntl
import hashlib
import json
import os
import platform
import shutil
from collections.abc import Iterator, Mapping, Sequence
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import IO, Any, Final, Literal, Protocol, TypeVar

import pyarrow as pa
from pydantic import BaseModel, ConfigDict, ValidationError

Stage = Literal["waiting", "parsing", "cleaning", "splitting", "indexing"]
Content = TypeVar("Content", dict[str, Any], list[Any])
STAGES: Final[tuple[Stage, ...]] = ("waiting", "parsing", "cleaning", "splitting", "indexing")

SEGMENTS: Final = pa.schema(
    [
        ("content", pa.string()),
        ("answer", pa.string()),
        ("page", pa.int32()),
        ("headings", pa.list_(pa.string())),
        ("keywords", pa.list_(pa.string())),
        ("tokens", pa.int32()),
        ("hash", pa.string()),
    ]
)


def text_hash(*texts: str | None) -> str:
    """Return what tells equal texts from others."""
    return hashlib.blake2b("\0".join(text or "" for text in texts).encode(), digest_size=16).hexdigest()


def units_schema(dimensions: int | None) -> pa.Schema:
    """Return the columns of a file of units; `child` is null for a unit that is its segment."""
    columns = [
        ("segment", pa.int32()),
        ("child", pa.string()),
        ("tokens", pa.int32()),
        ("hash", pa.string()),
        ("terms", pa.list_(pa.string())),
    ]
    return pa.schema(columns if dimensions is None else [*columns, ("vector", pa.list_(pa.float32(), dimensions))])


class ModelChoice(BaseModel):
    """A model that a job asks; `credentials` is encrypted by the vault of the data folder, "" for built-in ones."""

    model_config = ConfigDict(frozen=True)

    provider: str
    name: str
    credentials: str = ""


class Job(BaseModel):
    """What one attempt is to do; paths are those of this machine, or of a folder that all machines share."""

    model_config = ConfigDict(frozen=True)

    document_id: str
    attempt: int
    filename: str
    mime_type: str
    file: str
    process_rule: dict[str, Any]
    doc_form: str
    doc_language: str
    embedding: ModelChoice | None  # None: an economical base, which has no vectors
    questions: ModelChoice | None  # who makes questions and answers, for the form `qa_model`
    limits: dict[str, Any]  # of `engine.extract.ExtractLimits`
    data_dir: str
    cache: str  # file of vectors
    encoder: str  # socket of the offline embedding model
    chunker: dict[str, str] | None = None  # of a plugin: root, package, name
    starts_encoder: bool = False  # whether the worker starts that model itself; else the app has


@dataclass(frozen=True, slots=True, kw_only=True)
class Progress:
    """How far an attempt is; `times` says when each stage ended, in epoch seconds."""

    stage: Stage = "waiting"
    done: int = 0
    total: int = 0
    times: Mapping[str, float] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Failure:
    """Why an attempt ended."""

    message: str
    may_pass: bool  # another try may help


@dataclass(frozen=True, slots=True)
class Standing:
    """How an attempt stands, as its folder shows."""

    is_complete: bool = False
    failure: Failure | None = None
    progress: Progress | None = None
    heartbeat: float | None = None  # on the clock of whoever holds the files; None before a worker has taken it
    is_dead: bool = False  # its worker, for sure; False says nothing


@dataclass(frozen=True, slots=True)
class Pieces:
    """What came of a document."""

    segments: pa.Table
    units: pa.Table


class Assignment(Protocol):
    """An attempt as its worker sees it. Whatever tells of it raises FileNotFoundError once it was called off."""

    @property
    def name(self) -> str:
        """Return the attempt's name."""
        ...

    @property
    def wanted(self) -> bool:
        """Return whether the attempt was not called off, as far as is known here."""
        ...

    @property
    def is_complete(self) -> bool:
        """Return whether its pieces were handed over."""
        ...

    def job(self) -> Job | None:
        """Return what is to be done, None when the attempt was called off."""
        ...

    def content(self, job: Job) -> bytes:
        """Return the document's file. Raises: FileNotFoundError when it is gone."""
        ...

    def taken(self) -> AbstractContextManager[None]:
        """Hold the attempt while this process works on it. Raises: BlockingIOError when another one does."""
        ...

    def touch(self) -> None:
        """Say that the worker is alive."""
        ...

    def report(self, progress: Progress) -> None:
        """Say how far it is."""
        ...

    def fail(self, failure: Failure) -> None:
        """Say why it ended."""
        ...

    def hand_over(self, pieces: Pieces) -> None:
        """Give what came of it, all at once."""
        ...


class Attempt:
    """The folder of one attempt."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    @classmethod
    def of(cls, spool: Path, document_id: str, attempt: int) -> "Attempt":
        """Return the folder of an attempt, whether it is there or not."""
        return cls(spool / f"{document_id}-{attempt}")

    @property
    def name(self) -> str:
        """Return the attempt's name, which is its job's id as well."""
        return self.folder.name

    @property
    def wanted(self) -> bool:
        """Return whether the attempt was not called off."""
        return (self.folder / "job.json").exists()

    def begin(self, job: Job) -> None:
        """Make the folder with its job; what an earlier start has left goes."""
        self.remove()
        self.folder.mkdir(parents=True)
        self._write("job.json", job.model_dump_json())

    def job(self) -> Job | None:
        """Return what is to be done, None when the attempt was called off."""
        try:
            return Job.model_validate_json((self.folder / "job.json").read_bytes())
        except (OSError, ValidationError):
            return None

    def content(self, job: Job) -> bytes:
        """Return the document's file. Raises: FileNotFoundError when it is gone."""
        return Path(job.file).read_bytes()

    def report(self, progress: Progress) -> None:
        """Say how far it is."""
        content = {"stage": progress.stage, "done": progress.done, "total": progress.total, "times": progress.times}
        self._write("progress.json", json.dumps(content))

    def progress(self) -> Progress | None:
        """Return how far it is, None before a worker has taken it."""
        found = self._read("progress.json", dict)
        try:
            return Progress(**found) if found else None
        except TypeError:
            return None

    @contextmanager
    def taken(self) -> Iterator[None]:
        """Hold the attempt while this process works on it; however the process ends, its hold ends with it.

        Raises:
            FileNotFoundError: the attempt was called off.
            BlockingIOError: another process works on it.
        """
        with (self.folder / "worker").open("a+") as file:
            fcntl.lockf(file, fcntl.LOCK_EX | fcntl.LOCK_NB)  # a lock that forks do not inherit
            file.truncate(0)
            file.write(json.dumps([machine(), os.getpid()]))
            file.flush()
            yield

    def lend(self, holder: str) -> None:
        """Note that a worker on another machine is at it; its heart beats by saying so again.

        Raises:
            FileNotFoundError: the attempt was called off.
            BlockingIOError: another process works on it.
        """
        try:
            with (self.folder / "worker").open("x") as file:
                file.write(json.dumps([holder, 0]))
        except FileExistsError:
            if self._read("worker", list) != [holder, 0]:
                raise BlockingIOError(f"{self.name} is held by another worker") from None
            self.touch()

    def touch(self) -> None:
        """Say that the worker is alive. Raises: FileNotFoundError when the attempt was called off."""
        os.utime(self.folder / "worker")

    def standing(self) -> Standing:
        """Return how it stands."""
        heartbeat = self._heartbeat()
        is_dead = heartbeat is not None and self._is_deserted()  # seen first: what it left is then its last word
        return Standing(self.is_complete, self.failure(), self.progress(), heartbeat, is_dead)

    def _heartbeat(self) -> float | None:
        try:
            return (self.folder / "worker").stat().st_mtime
        except OSError:
            return None

    def _is_deserted(self) -> bool:
        """Return whether the process that took it has ended; on another machine that cannot be seen."""
        try:
            with (self.folder / "worker").open("r+") as file:
                holder, pid = json.loads(file.read())
                if holder != machine() or pid == os.getpid():
                    return False
                fcntl.lockf(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except (OSError, ValueError, TypeError):  # locked, or being written, or gone
            return False
        return True

    def fail(self, failure: Failure) -> None:
        """Say why it ended."""
        self._write("failed.json", json.dumps({"message": failure.message, "may_pass": failure.may_pass}))

    def failure(self) -> Failure | None:
        """Return why it ended, None when it did not."""
        found = self._read("failed.json", dict)
        return Failure(str(found.get("message")), bool(found.get("may_pass"))) if found else None

    def hand_over(self, pieces: Pieces) -> None:
        """Give what came of it, all at once."""
        beside = self.folder / "pieces.tmp"
        shutil.rmtree(beside, ignore_errors=True)
        beside.mkdir()
        for name, table in (("segments", pieces.segments), ("units", pieces.units)):
            with pa.OSFile(str(beside / f"{name}.arrow"), "wb") as out, pa.ipc.new_file(out, table.schema) as writer:
                writer.write_table(table)
        beside.rename(self.folder / "pieces")

    @property
    def is_complete(self) -> bool:
        """Return whether its pieces are there."""
        return (self.folder / "pieces").is_dir()

    def pieces(self) -> Pieces:
        """Return what came of it. Raises: OSError, pa.ArrowException when it is not there or damaged."""
        return Pieces(*(self._table(name) for name in ("segments", "units")))

    def remove(self) -> None:
        """Remove the folder; a worker that still works on it stops."""
        (self.folder / "job.json").unlink(missing_ok=True)
        shutil.rmtree(self.folder, ignore_errors=True)

    def _table(self, name: str) -> pa.Table:
        with pa.OSFile(str(self.folder / "pieces" / f"{name}.arrow")) as file, pa.ipc.open_file(file) as reader:
            return reader.read_all()

    def _write(self, name: str, content: str) -> None:
        beside = self.folder / f".{name}"
        beside.write_text(content, encoding="utf-8")
        beside.rename(self.folder / name)

    def _read(self, name: str, kind: type[Content]) -> Content | None:
        try:
            found = json.loads((self.folder / name).read_bytes())
        except (OSError, ValueError):
            return None
        return found if isinstance(found, kind) else None


def pack(pieces: Pieces, out: IO[bytes]) -> None:
    """Write pieces as one stream."""
    for table in (pieces.segments, pieces.units):
        with pa.ipc.new_stream(out, table.schema) as writer:
            writer.write_table(table)


def unpack(source: pa.NativeFile) -> Pieces:
    """Return the pieces of a stream. Raises: pa.ArrowException when it is none."""
    segments, units = (pa.ipc.open_stream(source).read_all() for _ in range(2))
    vector = units.schema.get_field_index("vector")
    dimensions = None if vector < 0 else getattr(units.schema.field(vector).type, "list_size", None)
    if not (segments.schema.equals(SEGMENTS) and units.schema.equals(units_schema(dimensions))):
        raise pa.ArrowInvalid("the columns are not those of pieces")
    segments.validate(full=True)
    units.validate(full=True)
    places = units["segment"].to_pylist()
    if not all(place is not None and 0 <= place < len(segments) for place in places):
        raise pa.ArrowInvalid("a unit belongs to a segment that is not there")
    return Pieces(segments, units)


@cache
def machine() -> str:
    """Return what names the running system; containers on one kernel share its locks, and so its name."""
    try:
        return Path("/proc/sys/kernel/random/boot_id").read_text().strip()
    except OSError:
        return platform.node()


def attempts(spool: Path) -> Iterator[Attempt]:
    """Yield the attempts that have a folder."""
    if spool.is_dir():
        yield from (Attempt(folder) for folder in spool.iterdir() if folder.is_dir())


def sweep(spool: Path, keep: Sequence[str]) -> list[str]:
    """Remove the folders of attempts that nobody wants or that their worker has left without a word.

    `keep` are the names of those that are wanted. Returns those that are left of them.
    """
    wanted, left = set(keep), []
    for attempt in list(attempts(spool)):
        standing = attempt.standing()
        is_deserted = standing.is_dead and not standing.is_complete and standing.failure is None
        if attempt.name not in wanted or is_deserted:
            attempt.remove()
        else:
            left.append(attempt.name)
    return left
