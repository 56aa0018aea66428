"""A data frame as a value: what nodes hand on, previews show and fingerprints count."""

import hashlib
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from engine.cell import frames
from engine.errors import NodeError

if TYPE_CHECKING:
    import polars

IDENTITY_KEY = "dify_model_identity"  # where a mapping that stands for a value says so, as files do
TABLE_MARK = "__millrace__dataframe__"
_LINES = 10  # rows of the text form


class Table:
    """A data frame that never changes, held as an Arrow stream, as a polars frame, or as both.

    Whichever is missing is made when it is first asked for, so a frame that only passes by is never
    parsed. Tables are compared by content; an empty one is false, as an empty list is.
    """

    __slots__ = ("__weakref__", "_about", "_arrow", "_frame", "_hash")

    def __init__(
        self,
        *,
        arrow: bytes | None = None,
        frame: "polars.DataFrame | None" = None,
        about: Mapping[str, Any] | None = None,
        hash: str = "",
    ) -> None:
        self._arrow = arrow
        self._frame = frame
        self._about = about or None
        self._hash = hash

    @classmethod
    def of(cls, frame: Any) -> "Table":
        """Return the table of a frame of polars, pandas or pyarrow."""
        return cls(frame=frames.in_polars(frame))

    @classmethod
    def of_rows(cls, rows: Sequence[Mapping[str, Any]], columns: Sequence[str] = ()) -> "Table":
        """Return the table of a list of objects; a key that some lack is null there. `columns` are those of no rows.

        Raises:
            NodeError: the rows are no objects, or a column's values do not go together.
        """
        import polars  # noqa: PLC0415 - 40 MB that a server without frames does without

        try:
            plain = [_without_records(row) for row in rows]
            names = {name: None for row in plain for name in row} or dict.fromkeys(columns)
            return cls(frame=polars.DataFrame(plain, schema=list(names), infer_schema_length=None, strict=False))
        except (TypeError, ValueError, polars.exceptions.PolarsError) as error:
            raise NodeError(f"the list is no table: {error}", error_type="DataFrameError") from error

    @classmethod
    def received(cls, arrow: bytes, about: Mapping[str, Any]) -> "Table":
        """Return the table of an Arrow stream that came with a preview, which saves parsing it."""
        return cls(arrow=arrow, about=_preview(about))

    @classmethod
    def from_mapping(cls, mapping: Mapping[str, Any]) -> "Table":
        """Return the table that `as_mapping` described, without its data; using that raises."""
        return cls(about=_preview(mapping) or {"columns": {}, "rows": 0, "head": []}, hash=str(mapping.get("hash")))

    def with_data(self, arrow: bytes) -> "Table":
        """Return the table with its data, which its hash must be that of.

        Raises:
            NodeError: it is the data of another one.
        """
        if hashlib.blake2b(arrow, digest_size=16).hexdigest() != self._hash:
            raise NodeError(f"the data kept of this frame ({self!r}) is not what it was", error_type="DataFrameError")
        return Table(arrow=arrow, about=self._about, hash=self._hash)

    def as_mapping(self) -> dict[str, Any]:
        """Return the marked mapping that stands for the table in JSON: a preview, and the content's hash."""
        return {IDENTITY_KEY: TABLE_MARK, **self._described(), "hash": self.hash}

    @property
    def arrow(self) -> bytes:
        """Return the content as an Arrow stream. Raises NodeError where only a preview was kept."""
        if self._arrow is None:
            if self._frame is None:
                raise NodeError(
                    f"the data of this frame ({self!r}) is no longer kept; run the node that made it again",
                    error_type="DataFrameGoneError",
                )
            self._arrow = frames.arrow(self._frame)
        return self._arrow

    @property
    def frame(self) -> "polars.DataFrame":
        """Return the content as a polars frame, which the caller may change.

        Raises:
            NodeError: only a preview was kept, or the Arrow stream is broken.
        """
        if self._frame is None:
            self._frame = _parsed(self.arrow)
        return self._frame.clone()

    @property
    def is_whole(self) -> bool:
        """Return whether the data is here, not only a preview of it."""
        return self._arrow is not None or self._frame is not None

    @property
    def hash(self) -> str:
        """Return 32 hex digits that stand for the content: equal hashes, equal frames."""
        if not self._hash:
            self._hash = hashlib.blake2b(self.arrow, digest_size=16).hexdigest()
        return self._hash

    @property
    def columns(self) -> Mapping[str, str]:
        """Return the names of the columns and their types, as polars calls them."""
        columns: Mapping[str, str] = self._described()["columns"]
        return columns

    @property
    def head(self) -> Sequence[Mapping[str, Any]]:
        """Return the first rows, long texts shortened."""
        head: Sequence[Mapping[str, Any]] = self._described()["head"]
        return head

    def rows(self) -> list[dict[str, Any]]:
        """Return the rows as objects of JSON's types. Raises as `frame`."""
        return frames.rows(self.frame)

    def column(self, name: str) -> list[Any] | None:
        """Return the values of a column, None when there is no such. Raises as `frame`."""
        if name not in self.columns:
            return None
        return [row[name] for row in frames.rows(self.frame.select(name))]

    def rows_at(self, places: Sequence[int]) -> "Table":
        """Return the table of some of the rows, from 0, in the order of `places`. Raises as `frame`."""
        return Table(frame=self.frame[list(places)])

    def as_text(self) -> str:
        """Return a small Markdown table of the first rows, and how large the whole is."""
        names = list(self.columns)
        size = f"({len(self)} rows × {len(names)} columns)"
        if not names:
            return size
        lines = [names, ["---"] * len(names), *([_text(row.get(name)) for name in names] for row in self.head[:_LINES])]
        table = "\n".join(f"| {' | '.join(line)} |" for line in lines)
        return f"{table}\n\n{size}"

    def __len__(self) -> int:
        return int(self._described()["rows"])

    def __bool__(self) -> bool:
        return len(self) > 0

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Table) and (other is self or other.hash == self.hash)

    def __hash__(self) -> int:
        return hash(self.hash)

    def __repr__(self) -> str:
        return f"Table({len(self)} rows, {', '.join(self.columns)})"

    def __reduce__(self) -> tuple[Any, ...]:
        return _unpickled, (self._arrow if self._frame is None else self.arrow, self._about, self._hash)

    def __deepcopy__(self, memo: Any) -> "Table":
        return self

    def _described(self) -> Mapping[str, Any]:
        if self._about is None:
            self._about = frames.about(self.frame)
        return self._about


def _without_records(row: Mapping[str, Any]) -> dict[str, Any]:
    """Return a row with the mappings of files in place of these."""
    return {name: value.as_mapping() if hasattr(value, "as_mapping") else value for name, value in row.items()}


def _unpickled(arrow: bytes | None, about: Mapping[str, Any] | None, hash: str) -> Table:
    return Table(arrow=arrow, about=about, hash=hash)


def _preview(given: Mapping[str, Any]) -> Mapping[str, Any] | None:
    """Return the preview in what somebody sent, None when it is none."""
    columns, rows, head = (given.get(name) for name in ("columns", "rows", "head"))
    if not (isinstance(columns, Mapping) and isinstance(rows, int) and isinstance(head, list)):
        return None
    shown = [row for row in head[: frames.HEAD] if isinstance(row, Mapping)]
    return {"columns": {str(name): str(kind) for name, kind in columns.items()}, "rows": rows, "head": shown}


def _parsed(data: bytes) -> "polars.DataFrame":
    import polars  # noqa: PLC0415 - see `Table.of_rows`

    try:
        frame: polars.DataFrame = frames.frame_of(data)
    except (polars.exceptions.PolarsError, polars.exceptions.PanicException) as error:
        raise NodeError(f"the data of this frame is broken: {error}", error_type="DataFrameError") from error
    return frame


def _text(value: Any) -> str:
    return "" if value is None else " ".join(str(value).replace("|", "\\|").split())
