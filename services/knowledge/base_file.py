"""The file that holds a whole knowledge base: a zip archive, described in docs/knowledge-file.md.

    base.json                what it is, its settings, its fields, documents, and a checksum of every other entry
    segments.arrow, children.arrow, units.arrow
    files/<number>           the file of each document that has one

Whatever is read of it is checked before it is used: a file may be damaged, or made by somebody else.
"""

import hashlib
import io
import json
import lzma
import zipfile
import zlib
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Annotated, Any, BinaryIO, Final, Literal

import pyarrow as pa
from pydantic import BaseModel, ConfigDict, Field, ValidationError

from engine.strict_json import json_value
from services.errors import InvalidInput
from storage.knowledge.transfer import StoredPieces

FORMAT: Final = "millrace-knowledge"
VERSION: Final = 1
HEAD: Final = "base.json"
TABLES: Final = ("segments", "children", "units")
MOST_BYTES: Final = 4 * 2**30  # that a file may unpack to
MOST_HEAD: Final = 256 * 2**20
MOST_ENTRIES: Final = 200_000
LATEST: Final = 253_402_300_799  # seconds: the last that a time may be
_PIECE: Final = 2**20
_BROKEN: Final = (zipfile.BadZipFile, OSError, EOFError, ValueError, RuntimeError, zlib.error, lzma.LZMAError)

Json = dict[str, Any]
Count = Annotated[int, Field(ge=0, le=2**31 - 1)]
Time = Annotated[float, Field(ge=0, le=LATEST)]  # seconds since the epoch, UTC


class _Part(BaseModel):
    model_config = ConfigDict(frozen=True, extra="ignore", strict=True)


class BaseInFile(_Part):
    """A base as its file tells it."""

    name: str = Field(min_length=1)
    description: str = ""
    icon: str | None = None
    icon_background: str | None = None
    indexing_technique: Literal["high_quality", "economy"] | None = None
    embedding_provider: str | None = None
    embedding_model: str | None = None
    dimensions: int | None = Field(None, gt=0)
    doc_form: Literal["text_model", "hierarchical_model", "qa_model"] = "text_model"
    process_rule: Json = {}
    retrieval_model: Json = {}
    has_built_in_fields: bool = False


class FieldInFile(_Part):
    """A metadata field."""

    id: str
    name: str
    type: Literal["string", "number", "time"]


class OriginalInFile(_Part):
    """The file that a document was made of, and the entry that holds it."""

    entry: str
    name: str
    mime_type: str = ""


class ColumnsInFile(_Part):
    """The columns of a document's row that tell of it; the fields of `doc_metadata` have the ids of the file."""

    position: Count
    batch: str
    name: str = Field(min_length=1)
    data_source_type: Literal["upload_file", "text", "url"] = "upload_file"
    data_source: Json = {}
    doc_language: str = "English"
    process_rule: Json = {}
    indexing_status: str
    error: str | None = None
    enabled: bool = True
    archived: bool = False
    doc_metadata: Mapping[str, str | float | None] = {}
    word_count: Count = 0
    tokens: Count = 0
    completed_segments: Count = 0
    total_segments: Count = 0
    created_from: str = "web"
    created_at: Time
    updated_at: Time
    completed_at: Time | None = None
    indexing_latency: float | None = None


class DocumentInFile(_Part):
    """A document and the file that it was made of."""

    id: str
    original: OriginalInFile | None = None
    values: ColumnsInFile


class Head(_Part):
    """What `base.json` says."""

    format: str
    version: int
    made_by: str = ""
    base: BaseInFile
    tags: Sequence[str] = ()
    fields: Sequence[FieldInFile] = ()
    documents: Sequence[DocumentInFile] = ()
    checksums: Mapping[str, str]  # SHA-256 in hex, by entry


class BaseWriter:
    """Writes a file, entry by entry; `close` writes the head."""

    def __init__(self, target: Path) -> None:
        self._archive = zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED, compresslevel=1)
        self._checksums: dict[str, str] = {}

    def add_pieces(self, pieces: StoredPieces) -> None:
        """Write all pieces."""
        for name, table in zip(TABLES, (pieces.segments, pieces.children, pieces.units), strict=True):
            with self._entry(f"{name}.arrow") as out, pa.ipc.new_file(out, table.schema) as writer:
                writer.write_table(table, max_chunksize=65_536)

    def add_file(self, entry: str, source: Path) -> None:
        """Copy a file. Raises OSError when it cannot be read."""
        with source.open("rb") as file, self._entry(entry) as out:
            while piece := file.read(_PIECE):
                out.write(piece)

    def close(self, head: Mapping[str, Any]) -> None:
        """Write the head, with the checksums of all that was written, and close the file."""
        whole = {"format": FORMAT, "version": VERSION, **head, "checksums": self._checksums}
        self._archive.writestr(HEAD, json.dumps(whole, ensure_ascii=False))
        self._archive.close()

    def _entry(self, name: str) -> "_Summed":
        return _Summed(self._archive.open(name, "w", force_zip64=True), name, self._checksums)


class _Summed(io.RawIOBase):
    """Writes on, and leaves the checksum of what it wrote."""

    def __init__(self, out: Any, name: str, checksums: dict[str, str]) -> None:
        self._out, self._name, self._checksums = out, name, checksums
        self._sum = hashlib.sha256()

    def writable(self) -> bool:
        return True

    def write(self, data: Any) -> int:
        self._sum.update(data)
        written: int = self._out.write(data)
        return written

    def close(self) -> None:
        if not self.closed:
            self._out.close()
            self._checksums[self._name] = self._sum.hexdigest()
        super().close()


class BaseReader:
    """Reads a file; use it as a context manager.

    Raises (all methods):
        InvalidInput: the file is none of ours, of a later version, or damaged; the message says which.
    """

    def __init__(self, source: Path | BinaryIO) -> None:
        try:
            self._archive = zipfile.ZipFile(source)
        except _BROKEN as error:
            raise refused(f"it is no archive ({error})") from error
        try:
            self._check_size()
            self.head = self._read_head()
        except BaseException:
            self._archive.close()
            raise

    def __enter__(self) -> "BaseReader":
        return self

    def __exit__(self, *_: object) -> None:
        self._archive.close()

    def pieces(self) -> StoredPieces:
        """Return the pieces."""
        segments, children, units = (self._table(f"{name}.arrow") for name in TABLES)
        return StoredPieces(segments=segments, children=children, units=units)

    def file(self, entry: str) -> io.BytesIO:
        """Return the content of the file of a document."""
        return io.BytesIO(self._checked(entry))

    def _check_size(self) -> None:
        entries = self._archive.infolist()
        unpacked = sum(entry.file_size for entry in entries)
        if len(entries) > MOST_ENTRIES:
            raise refused(f"it has {len(entries):,} entries, {MOST_ENTRIES:,} is the limit")
        if unpacked > MOST_BYTES:
            raise refused(f"it unpacks to {unpacked:,} bytes, {MOST_BYTES:,} is the limit")

    def _read_head(self) -> Head:
        try:
            if self._archive.getinfo(HEAD).file_size > MOST_HEAD:
                raise refused(f"its {HEAD} is larger than {MOST_HEAD:,} bytes")
            values = json_value(self._archive.read(HEAD))
        except KeyError as error:
            raise refused(f"it has no {HEAD}, so it is no exported knowledge base") from error
        except _BROKEN as error:
            raise refused(f"its {HEAD} is damaged ({error})") from error
        if not isinstance(values, dict) or values.get("format") != FORMAT:
            raise refused(f"its {HEAD} does not say {FORMAT!r}, so it is no exported knowledge base")
        if values.get("version") != VERSION:
            raise refused(f"it is of version {values.get('version')!r}, and this server reads version {VERSION}")
        try:
            return Head.model_validate(values)
        except ValidationError as error:
            first = error.errors()[0]
            place = ".".join(str(part) for part in first["loc"])
            raise refused(f"its {HEAD} is wrong at {place}: {first['msg']}") from error

    def _table(self, entry: str) -> pa.Table:
        data = self._checked(entry)
        try:
            with pa.ipc.open_file(pa.BufferReader(data)) as reader:
                table = reader.read_all()
            table.validate(full=True)
        except (pa.ArrowException, OSError, ValueError) as error:
            raise refused(f"its {entry} is damaged ({error})") from error
        return table

    def _checked(self, entry: str) -> bytes:
        try:
            data = self._archive.read(entry)
        except KeyError as error:
            raise refused(f"it lacks {entry}") from error
        except _BROKEN as error:
            raise refused(f"its {entry} is damaged ({error})") from error
        if hashlib.sha256(data).hexdigest() != self.head.checksums.get(entry):
            raise refused(f"its {entry} is not what it was when it was exported")
        return data


def refused(reason: str) -> InvalidInput:
    """Return the error that says why a file cannot be imported."""
    return InvalidInput(f"The file cannot be imported: {reason}.", param="file")
