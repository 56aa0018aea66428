"""Values on their way into a trace: as JSON has them, without secrets, of bounded size."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, fields, replace
from decimal import Decimal
from typing import Any, Final

from engine.values import File, as_plain, mask_secret

MAX_VALUE: Final = 200_000  # characters of one node's inputs, process data or outputs
MAX_TEXT: Final = 10_000  # characters that a text keeps, and
MAX_ITEMS: Final = 100  # items that a list or mapping keeps, where the whole is too large
SHORTEST_SECRET: Final = 4  # characters; shorter ones are part of everything

_WHOLE: Final = (str, int, float, bool, type(None), Mapping, list, tuple, File)  # what JSON can stand for


class Mask:
    """Replaces secrets by their masked form in values of every shape."""

    def __init__(self, secrets: Iterable[str] = ()) -> None:
        self._masks = {secret: mask_secret(secret) for secret in secrets if len(secret) >= SHORTEST_SECRET}

    def __bool__(self) -> bool:
        """Return whether there is anything to mask."""
        return bool(self._masks)

    def __call__(self, value: Any) -> Any:
        """Return `value` with every secret in it masked: `value` itself when it holds none."""
        if not self._masks:
            return value
        if isinstance(value, str):
            return self._text(value)
        if isinstance(value, Mapping):
            items = {key: self(item) for key, item in value.items()}
            return value if all(items[key] is value[key] for key in items) else items
        if isinstance(value, list | tuple):
            members = [self(item) for item in value]
            return value if all(new is old for new, old in zip(members, value, strict=True)) else members
        return self._file(value) if isinstance(value, File) else value

    def _text(self, text: str) -> str:
        for secret, shown in self._masks.items():
            if secret in text:
                text = text.replace(secret, shown)
        return text

    def _file(self, file: File) -> File:
        texts = {spec.name: getattr(file, spec.name) for spec in fields(file)}
        masked = {name: self._text(text) for name, text in texts.items() if isinstance(text, str)}
        changed: dict[str, Any] = {name: text for name, text in masked.items() if text is not texts[name]}
        return replace(file, **changed) if changed else file


@dataclass(frozen=True, slots=True)
class Stored:
    """A mapping as it is stored."""

    values: Mapping[str, Any] | None
    is_cut: bool = False
    incomplete: Sequence[str] = ()  # names whose value is not the one that was: masked, cut, or but a preview


def stored(values: Mapping[str, Any] | None, mask: Mask) -> Stored:
    """Return a mapping ready to be stored; None for an empty one."""
    if not values:
        return Stored(None)
    shown = plain(mask(values))
    kept, is_cut = bounded(shown)
    incomplete = [name for name, value in values.items() if not isinstance(value, _WHOLE)]
    if mask:
        incomplete += [name for name, value in values.items() if mask(value) is not value]
    if is_cut:
        incomplete += [name for name in values if kept.get(name) != shown[name]]
    return Stored(kept, is_cut, tuple(dict.fromkeys(incomplete)))


def plain(value: Any) -> Any:
    """Return `value` as JSON has it; what no variable can be becomes a number or text, since a trace must not fail."""
    try:
        return as_plain(value)
    except TypeError:
        return as_plain(_with_known_types(value))


def bounded(value: Any) -> tuple[Any, bool]:
    """Return a plain value and False; or, when it is too large to keep, its beginning and True."""
    if _is_within(value, MAX_VALUE):
        return value, False
    return _shortened(value, MAX_TEXT, MAX_ITEMS, depth=3), True


def _with_known_types(value: Any) -> Any:
    if isinstance(value, Mapping):
        return {key: _with_known_types(item) for key, item in value.items()}
    if isinstance(value, list | tuple | set | frozenset):
        return [_with_known_types(item) for item in value]
    if value is None or isinstance(value, str | int | float | File):
        return value
    return float(value) if isinstance(value, Decimal) else str(value)


def _is_within(value: Any, most: int) -> bool:
    """Return whether the JSON text of `value` is at most about `most` characters, looking no further than that."""
    left, todo = most, [value]
    while todo:
        item = todo.pop()
        if isinstance(item, str):
            left -= len(item) + 2
        elif isinstance(item, Mapping):
            left -= 2
            todo += item.keys()
            todo += item.values()
        elif isinstance(item, list | tuple):
            left -= 2
            todo += item
        else:
            left -= 8
        if left < 0:
            return False
    return True


def _shortened(value: Any, most_text: int, most_items: int, *, depth: int) -> Any:
    if isinstance(value, str):
        return value if len(value) <= most_text else f"{value[:most_text]}… [truncated, {len(value):,} characters]"
    if isinstance(value, Mapping):
        if not depth:
            return f"[truncated, {len(value):,} entries]"
        kept = list(value.items())[:most_items]
        short = {key: _shortened(item, most_text, most_items, depth=depth - 1) for key, item in kept}
        return short if len(kept) == len(value) else {**short, "…": f"[truncated, {len(value):,} entries]"}
    if isinstance(value, Sequence):
        if not depth:
            return f"[truncated, {len(value):,} items]"
        short_items = [_shortened(item, most_text, most_items, depth=depth - 1) for item in value[:most_items]]
        return short_items if len(value) <= most_items else [*short_items, f"[truncated, {len(value):,} items]"]
    return value
