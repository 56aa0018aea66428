"""The values that flow through a graph: plain Python, `File` and `Table`, their types and their texts.

A value is None, bool, int, float, str, list, dict with text keys, `File`, or `Table` (a data frame).
Whoever holds one treats it as immutable: rounds and parallel nodes share it without copying.
"""

import json
import math
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from engine.cell.frames import is_frame
from engine.frames.table import IDENTITY_KEY, TABLE_MARK, Table

FILE_MARK = "__dify__file__"


class _Missing:
    """The type of `MISSING`."""

    __slots__ = ()

    def __bool__(self) -> bool:
        return False

    def __repr__(self) -> str:
        return "MISSING"

    def __reduce__(self) -> str:
        return "MISSING"


MISSING: Final = _Missing()  # nothing was ever written there, which differs from None


class Secret(str):
    """Text that the log form masks; everywhere else it is ordinary text."""

    __slots__ = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class File:
    """A file that someone uploaded, a tool made, or an address names; the bytes are elsewhere."""

    type: str  # image, document, audio, video, custom
    transfer_method: str  # local_file, remote_url, tool_file, datasource_file
    filename: str = ""
    extension: str = ""  # with the dot
    mime_type: str = ""
    size: int = -1  # bytes, -1 unknown
    remote_url: str = ""
    related_id: str | None = None  # of the upload
    url: str = ""  # where it can be read now; signed and expiring for uploads
    id: str | None = None

    @classmethod
    def from_mapping(cls, mapping: Mapping[str, Any]) -> "File":
        """Return the file that `as_mapping` wrote; what is not as it should be counts as unknown."""

        def text(key: str) -> str:
            value = mapping.get(key)
            return value if isinstance(value, str) else ""

        size, url, remote_url = mapping.get("size"), text("url"), text("remote_url")
        return cls(
            type=text("type") or "custom",
            transfer_method=text("transfer_method") or "remote_url",
            filename=text("filename"),
            extension=text("extension"),
            mime_type=text("mime_type"),
            size=size if isinstance(size, int) else -1,
            remote_url=remote_url,
            related_id=text("related_id") or text("reference") or None,
            url="" if url == remote_url else url,
            id=text("id") or None,
        )

    def as_mapping(self) -> dict[str, Any]:
        """Return the marked mapping that stands for the file in JSON, Jinja and scripts."""
        return {
            IDENTITY_KEY: FILE_MARK,
            "id": self.id,
            "type": self.type,
            "transfer_method": self.transfer_method,
            "remote_url": self.remote_url,
            "related_id": self.related_id,
            "filename": self.filename,
            "extension": self.extension,
            "mime_type": self.mime_type,
            "size": self.size,
            "url": self.address,
        }

    @property
    def address(self) -> str:
        """Return where the file can be read."""
        return self.url or self.remote_url

    def attribute(self, name: str) -> Any:
        """Return what a selector's third part `name` reads, `MISSING` for anything unknown."""
        read = _FILE_ATTRIBUTES.get(name)
        return MISSING if read is None else read(self)

    def as_markdown(self) -> str:
        """Return a picture for an image and a link for anything else."""
        if self.type == "image":
            return f"![{self.filename}]({self.address})"
        return f"[{self.filename or self.address}]({self.address})"


_FILE_ATTRIBUTES: Mapping[str, Callable[[File], Any]] = {
    "type": lambda file: file.type,
    "size": lambda file: file.size,
    "name": lambda file: file.filename,
    "mime_type": lambda file: file.mime_type,
    "transfer_method": lambda file: file.transfer_method,
    "url": lambda file: file.address,
    "extension": lambda file: file.extension,
    "related_id": lambda file: file.related_id,
}


def is_file_mapping(value: Any) -> bool:
    """Return whether `value` is a mapping that stands for a file."""
    return isinstance(value, Mapping) and value.get(IDENTITY_KEY) == FILE_MARK


def is_table_mapping(value: Any) -> bool:
    """Return whether `value` is a mapping that stands for a data frame."""
    return isinstance(value, Mapping) and value.get(IDENTITY_KEY) == TABLE_MARK


def revive(value: Any) -> Any:
    """Return `value` with every marked mapping in it made a `File` or a `Table`; itself when there is none.

    A frame of polars, pandas or pyarrow becomes a `Table`; one of a mapping has its data only where
    `with_tables` gave it back.
    """
    if type(value) in _ATOMS:
        return value
    if isinstance(value, dict):
        mark = value.get(IDENTITY_KEY)
        if mark == FILE_MARK:
            return File.from_mapping(value)
        if mark == TABLE_MARK:
            return Table.from_mapping(value)
        changed = {key: new for key, item in value.items() if (new := revive(item)) is not item}
        return {**value, **changed} if changed else value
    if isinstance(value, list):
        items = [revive(item) for item in value]
        return items if any(new is not old for new, old in zip(items, value, strict=True)) else value
    return Table.of(value) if is_frame(value) else value


_ATOMS = frozenset({str, int, float, bool, type(None), Secret, File, Table})


def tables_in(value: Any) -> Iterator[Table]:
    """Yield every data frame in a value, with its data or without."""
    if isinstance(value, Table):
        yield value
    elif isinstance(value, Mapping):
        if is_table_mapping(value):
            yield Table.from_mapping(value)
        else:
            for item in value.values():
                yield from tables_in(item)
    elif isinstance(value, list | tuple):
        for item in value:
            yield from tables_in(item)


def holds_tables(value: Any) -> bool:
    """Return whether there is a data frame in a value."""
    return next(tables_in(value), None) is not None


def with_tables(value: Any, tables: Mapping[str, Table]) -> Any:
    """Return `value` with those data frames that are only previews replaced by those of `tables`, by hash."""
    if isinstance(value, Table):
        return value if value.is_whole else tables.get(value.hash, value)
    if isinstance(value, Mapping):
        if is_table_mapping(value):
            return tables.get(str(value.get("hash")), value)
        return {key: with_tables(item, tables) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [with_tables(item, tables) for item in value]
    return value


def with_rows(value: Any) -> Any:
    """Return `value` with every data frame in it as a list of its rows. Raises NodeError where the data is gone."""
    if isinstance(value, Table):
        return value.rows()
    if isinstance(value, Mapping):
        return {key: with_rows(item) for key, item in value.items()}
    return [with_rows(item) for item in value] if isinstance(value, list | tuple) else value


def converted(value: Any, declared: str) -> Any:
    """Return `value` as the type `declared` where that is only another shape of the same: rows and data frames.

    Raises:
        NodeError: a list of objects is no table.
    """
    if declared == "array[object]" and isinstance(value, Table):
        return value.rows()
    if declared == "dataframe" and isinstance(value, list | tuple) and fits(value, "array[object]"):
        return Table.of_rows(value)
    return value


def type_of(value: Any) -> str:
    """Return the type's name, as in `boolean` or `array[number]`.

    Raises:
        TypeError: no value of a graph is like that.
    """
    for python_type, name in _SCALARS:  # the order matters: bool is an int, Secret a str
        if isinstance(value, python_type):
            return name
    if isinstance(value, list | tuple):
        return f"array[{_item_type(value)}]"
    raise TypeError(f"{type(value).__name__} is no type that a variable can have")


_SCALARS: Sequence[tuple[Any, str]] = (
    (Secret, "secret"),
    (str, "string"),
    (type(None), "none"),
    (bool, "boolean"),
    (int, "integer"),
    (float, "float"),
    (Mapping, "object"),
    (File, "file"),
    (Table, "dataframe"),
)
_ITEM_TYPES = {
    "string": "string",
    "secret": "string",
    "boolean": "boolean",
    "integer": "number",
    "float": "number",
    "object": "object",
    "file": "file",
}


def _item_type(items: Sequence[Any]) -> str:
    kinds = {_ITEM_TYPES.get(type_of(item), "any") for item in items}
    return kinds.pop() if len(kinds) == 1 else "any"


def fits(value: Any, declared: str) -> bool:
    """Return whether `value` may stand where the type `declared` is asked for; nothing is converted.

    None fits only `none` and `any`; an empty list fits every array; a bool counts as a number.
    """
    if declared == "any":
        return True
    if declared.startswith("array["):
        return isinstance(value, list | tuple) and all(fits(item, declared[6:-1]) for item in value)
    actual = type_of(value)
    return actual in _ACCEPTED.get(declared, (declared,))


_ACCEPTED: Mapping[str, Sequence[str]] = {
    "number": ("integer", "float", "boolean"),
    "string": ("string", "secret"),
    "secret": ("string", "secret"),
}


def as_text(value: Any) -> str:
    """Return the plain text form: what prompts, addresses and conditions see."""
    if isinstance(value, str):
        return str(value)
    if value is None or isinstance(value, File):
        return ""
    if isinstance(value, Mapping):
        return json.dumps(as_plain(value), ensure_ascii=False)
    if isinstance(value, list | tuple):
        return _list_text(value)
    return value.as_text() if isinstance(value, Table) else str(value)


def _list_text(items: Sequence[Any]) -> str:
    kind = type_of(items)
    if not items or kind == "array[file]":
        return ""
    if kind == "array[string]":
        return json.dumps(list(items), ensure_ascii=False)
    return str(as_plain(items))


def as_markdown(value: Any) -> str:
    """Return the form that a reader sees in an answer."""
    if isinstance(value, File):
        return value.as_markdown()
    if isinstance(value, Mapping):
        return json.dumps(as_plain(value), ensure_ascii=False, indent=2)
    if not isinstance(value, list | tuple):
        return as_text(value)
    if type_of(value) == "array[file]":
        return "\n".join(item.as_markdown() for item in value)
    return "\n".join(f"- {as_plain(item)}" for item in value)


def as_log(value: Any) -> str:
    """Return the plain text form with secrets masked, for everything that is stored as a trace."""
    return as_text(masked(value))


def masked(value: Any) -> Any:
    """Return `value` itself, unless it is a secret: then its masked text."""
    return mask_secret(value) if isinstance(value, Secret) else value


def mask_secret(text: str) -> str:
    """Return `text` made unreadable: its ends stay when it is longer than 8 characters."""
    return "*" * 20 if len(text) <= 8 else f"{text[:6]}{'*' * 12}{text[-2:]}"


def as_plain(value: Any, *, keep_tables: bool = False) -> Any:
    """Return `value` as JSON has it: files as marked mappings, NaN and infinity as None.

    Data frames become marked mappings that preview them; `keep_tables` leaves them as they are.
    """
    if isinstance(value, str):
        return str(value)
    if value is None or isinstance(value, bool | int):
        return value
    if isinstance(value, float):
        return value if math.isfinite(value) else None
    if isinstance(value, Mapping):
        return {str(key): as_plain(item, keep_tables=keep_tables) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [as_plain(item, keep_tables=keep_tables) for item in value]
    return _plain_reference(value, keep_tables=keep_tables)


def _plain_reference(value: Any, *, keep_tables: bool) -> Any:
    """Return how a value whose content is elsewhere stands in JSON."""
    if isinstance(value, File):
        return value.as_mapping()
    if is_frame(value):
        value = Table.of(value)
    if isinstance(value, Table):
        return value if keep_tables else value.as_mapping()
    raise TypeError(f"{type(value).__name__} is no type that a variable can have")
