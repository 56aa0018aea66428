"""Bytes as text when nobody says for sure in which encoding they are."""

import codecs
import re
from collections.abc import Iterable
from importlib import import_module

# Order matters: the marks of UTF-32 begin with those of UTF-16.
_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_DECLARED = re.compile(
    rb"""(?:<meta[^>]{0,200}charset|<\?xml[^>]{0,200}encoding)\s*=\s*["']?\s*([\w.:-]{1,40})""", re.I
)
_HEAD = 2048  # bytes in which HTML and XML declare their encoding
_SAMPLE = 64 * 1024  # bytes that a guess is made from
_LIKELY = (
    *("gb18030", "cp1252", "big5", "cp932", "euc_jp", "cp949"),
    *("cp1251", "koi8_r", "cp1250", "cp1253", "cp1254", "cp1256", "cp1255", "cp874"),
)


def decoded(data: bytes, *, hint: str | None = None) -> tuple[str, str]:
    """Return the text of `data` and its encoding; what does not decode becomes U+FFFD.

    A byte order mark decides, then strict UTF-8, then `hint`, then what HTML or XML declares, then a
    guess by statistics. Guesses on short texts are often wrong, so callers with a hint give it.
    """
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            return data.decode(encoding, "replace"), encoding.removesuffix("-sig")
    try:
        return data.decode(), "utf-8"
    except UnicodeDecodeError:
        encoding = _usable(hint, data) or _usable(_declared(data), data) or _guessed(data)
        return data.decode(encoding, "replace"), encoding


def _declared(data: bytes) -> str | None:
    found = _DECLARED.search(data[:_HEAD])
    return found[1].decode("ascii") if found else None


def _usable(encoding: str | None, data: bytes) -> str | None:
    """Return the name of the encoding where Python knows it and it fits `data`."""
    try:
        data.decode(encoding or "")
    except (LookupError, UnicodeDecodeError):
        return None
    return encoding


def _guessed(data: bytes) -> str:
    """Return the likeliest encoding; where several are equally likely, the one that most files have."""
    # Imported for the first text that needs it: it takes 50 ms and 8 MB, and nearly all texts are UTF-8.
    from_bytes = import_module("charset_normalizer").from_bytes
    matches = list(from_bytes(_sample(data), cp_isolation=list(_LIKELY)))
    if not matches:
        return "utf-8"
    best = [match for match in matches if (match.chaos, match.coherence) == (matches[0].chaos, matches[0].coherence)]
    names: Iterable[str] = (name for match in best for name in match.could_be_from_charset)
    return min(names, key=_LIKELY.index)


def _sample(data: bytes) -> bytes:
    """Return the first lines: a cut inside a character would rule out its encoding."""
    if len(data) <= _SAMPLE:
        return data
    return data[: data.rfind(b"\n", 0, _SAMPLE)] if b"\n" in data[:_SAMPLE] else data[:_SAMPLE]
