"""The variable pool: what the nodes of a run have written so far."""

from collections.abc import Mapping, Sequence
from typing import Any

from engine.frames.table import Table
from engine.values import MISSING, File, Secret, as_plain, revive

_MASKED = "__secret__"  # the one key of a mapping that stands for a `Secret` in a saved pool


class VariablePool:
    """A map of two levels: owner (node id, `sys`, `env`, `conversation`) and name.

    Copies are cheap: owners are shared until one side writes to them, values always.
    """

    __slots__ = ("_owners", "_writable")

    def __init__(self, variables: Mapping[str, Mapping[str, Any]] | None = None) -> None:
        self._owners: dict[str, dict[str, Any]] = {}
        self._writable: set[str] = set()  # owners whose inner map no copy shares
        for owner, named in (variables or {}).items():
            self.update(owner, named)

    def get(self, selector: Sequence[str]) -> Any:
        """Return the value at `selector`, `MISSING` when nothing is there.

        Parts after the second walk into objects by key, read attributes of files and columns of data frames.
        """
        if len(selector) < 2:
            return MISSING
        named = self._owners.get(selector[0])
        if named is None:
            return MISSING
        value = named.get(selector[1], MISSING)
        return value if len(selector) == 2 else _inside(value, selector[2:])

    def set(self, selector: Sequence[str], value: Any) -> None:
        """Write `value` at `selector`; mappings that carry the file mark become `File`s.

        Raises:
            ValueError: `selector` has not exactly two parts.
        """
        if len(selector) != 2:
            raise ValueError(f"a variable is written by owner and name, not by {list(selector)}")
        owner, name = selector
        self.update(owner, {name: value})

    def update(self, owner: str, values: Mapping[str, Any]) -> None:
        """Write all of `values` for one owner, as `set` does."""
        if not values:
            return
        named = self._owners.get(owner)
        if named is None or owner not in self._writable:
            named = self._owners[owner] = dict(named or ())
            self._writable.add(owner)
        for name, value in values.items():
            named[name] = revive(value)

    def has(self, selector: Sequence[str]) -> bool:
        """Return whether something, None included, is at `selector`."""
        return self.get(selector) is not MISSING

    def remove(self, owner: str) -> None:
        """Forget all that `owner` has written."""
        self._owners.pop(owner, None)
        self._writable.discard(owner)

    def owners(self) -> list[str]:
        """Return who has written something, in the order of their first writes."""
        return list(self._owners)

    def of(self, owner: str) -> dict[str, Any]:
        """Return all that `owner` has written, by name; empty for an unknown one."""
        return dict(self._owners.get(owner, ()))

    def copy(self) -> "VariablePool":
        """Return an independent pool with the same variables."""
        twin = VariablePool()
        twin._owners = dict(self._owners)
        self._writable.clear()
        return twin

    def as_mapping(self) -> dict[str, dict[str, Any]]:
        """Return all variables as JSON values and tables, secrets in clear but marked, for `from_mapping`."""
        return {owner: {name: _saved(value) for name, value in named.items()} for owner, named in self._owners.items()}

    @classmethod
    def from_mapping(cls, mapping: Mapping[str, Mapping[str, Any]]) -> "VariablePool":
        """Return the pool that `as_mapping` saved."""
        return cls({owner: {name: _loaded(item) for name, item in named.items()} for owner, named in mapping.items()})


def _inside(value: Any, path: Sequence[str]) -> Any:
    for part in path:
        if isinstance(value, File):
            return value.attribute(part)
        if isinstance(value, Table):
            column = value.column(part)
            value = MISSING if column is None else column
            continue
        if not isinstance(value, Mapping):
            return MISSING
        value = value.get(part, MISSING)
    return value


def _saved(value: Any) -> Any:
    return {_MASKED: str(value)} if isinstance(value, Secret) else as_plain(value, keep_tables=True)


def _loaded(item: Any) -> Any:
    if isinstance(item, dict) and item.keys() == {_MASKED}:
        return Secret(item[_MASKED])
    return item
