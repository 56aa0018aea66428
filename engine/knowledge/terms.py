"""The terms of a text, by which its words are searched: the same for texts and queries, for every script.

Words of scripts that are not spaced (Chinese, Japanese, Korean, Thai) are searched by pairs of characters, which
needs no dictionary. A word with points or hyphens inside (`v1.2.3`, `gpt-4o`) is a term, and so are its parts. English
words count by their stem, so that a question about sorting finds the text about what sorts.
"""

import re
from collections import Counter
from collections.abc import Sequence
from functools import lru_cache
from typing import Final

from snowballstemmer.english_stemmer import EnglishStemmer

_UNSPACED: Final = "\u0e00-\u0e7f\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uac00-\ud7af\uf900-\ufaff"
_RUN: Final = re.compile(rf"([{_UNSPACED}]+)|([^\W_{_UNSPACED}]+(?:[._\-'’][^\W_{_UNSPACED}]+)*)")
_INNER: Final = re.compile(r"[._\-'’]")
_COMMON_TEXT: Final = """
a an and are as at be but by can do does for from has have how i if in into is it its not of on or our so such
that the their then there these they this to was we were what when where which who why will with you your
的 了 和 是 在 有 与 及 或 也 就 都 而 把 被 让 我 你 他 她 它 我们 你们 他们 这 那 这个 那个 什么 怎么 如何 可以
"""
_COMMON: Final = frozenset(_COMMON_TEXT.split())


def terms(text: str) -> list[str]:
    """Return the terms of `text` in order, in lower case."""
    return [_stem(word) for word in _words(text)]


def query_terms(text: str) -> list[str]:
    """Return the terms to look for: without the commonest words, unless there are no others."""
    found = _words(text)
    return list(dict.fromkeys(_stem(word) for word in [word for word in found if word not in _COMMON] or found))


def keywords(texts: Sequence[str], most: int = 10) -> list[list[str]]:
    """Return for each text the words that tell it from the others, at most `most`, the most telling first."""
    bags = [Counter(word for word in _words(text) if word not in _COMMON and len(word) > 1) for text in texts]
    holders = Counter(term for bag in bags for term in bag)
    return [_telling(bag, holders)[:most] for bag in bags]


def _telling(bag: Counter[str], holders: Counter[str]) -> list[str]:
    return sorted(bag, key=lambda term: (-bag[term] / holders[term] ** 0.5, term))


def _words(text: str) -> list[str]:
    found: list[str] = []
    for unspaced, word in _RUN.findall(text.lower()):
        if word:
            found.append(word)
            parts = _INNER.split(word)
            found += parts if len(parts) > 1 else ()
        elif len(unspaced) == 1:
            found.append(unspaced)
        else:
            found += [unspaced[at : at + 2] for at in range(len(unspaced) - 1)]
    return found


def _stem(word: str) -> str:
    return _english_stem(word) if word.isascii() and word.isalpha() else word


@lru_cache(100_000)  # words: those of texts repeat, and a stem takes longer than all else here
def _english_stem(word: str) -> str:
    return str(EnglishStemmer().stemWord(word))  # one for each call: it keeps its word, and threads search at once
