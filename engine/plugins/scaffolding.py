"""Beginnings of plugins: a folder with manifest, code and a test that passes at once."""

import keyword
import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from string import Template
from typing import Final

from engine.errors import EngineError


class CannotScaffold(EngineError):
    """A plugin cannot be begun; the message says why."""

    code = "cannot_scaffold"


@dataclass(frozen=True, slots=True)
class Beginning:
    """What the code and the test of a kind of plugin begin as; `$name` and `$Name` are filled in."""

    provides: str  # the table of the manifest
    code: str
    test: str
    entry: str = "$name"
    permissions: str = ""


_MANIFEST: Final = """id = "$id"
version = "0.1.0"
name = {en = "$words", zh = "$words"}
description = {en = "What it does, in a sentence.", zh = "一句话说明。"}
author = ""
licence = "MIT"
millrace = "0.1.0"
$permissions
[provides.$provides]
$name = "$module:$entry"
"""
_TOOL_CODE: Final = '''"""$words: a tool for Millrace."""


def $name(text: str, times: int = 1) -> str:
    """Say a text again.

    Args:
        text: What is said.
        times: How often.
    """
    return " ".join([text] * times)
'''
_TOOL_TEST: Final = '''"""Tests of $words: run them with `python -m pytest`, from Millrace's folder."""

from pathlib import Path

import pytest

from engine.plugins.trying import trying

HERE = Path(__file__).parent
pytestmark = pytest.mark.asyncio


async def test_it_says_a_text_as_often_as_wanted():
    async with trying(HERE) as plugin:
        assert await plugin.call("$provides", "$name", text="hi", times=2) == "hi hi"
'''
_PROVIDER_CODE: Final = '''"""$words: models for Millrace."""

from collections.abc import AsyncIterator

from engine.models.authoring import ChatRequest, ModelProvider


class $Name(ModelProvider):
    """Says again what it is told."""

    id = "$name"
    label = "$words"
    needs_key = False
    models = ("parrot",)

    async def answer(self, model: str, request: ChatRequest) -> AsyncIterator[str]:
        yield request.messages[-1].text
'''
_PROVIDER_TEST: Final = '''"""Tests of $words: run them with `python -m pytest`, from Millrace's folder."""

from pathlib import Path

import pytest

from engine.models import Credentials, ModelRegistry
from engine.models.base import ChatRequest, Message, TextPiece
from engine.plugins.trying import trying

HERE = Path(__file__).parent
pytestmark = pytest.mark.asyncio


async def test_it_answers():
    async with trying(HERE) as plugin:
        models = ModelRegistry({"$name": Credentials()}, known=plugin.providers)
        pieces = models.chat("$name", "parrot").stream(ChatRequest(messages=[Message("user", "Hello")]))
        assert "".join([piece.text async for piece in pieces if isinstance(piece, TextPiece)]) == "Hello"
        await models.close()
'''
_SOURCE_CODE: Final = '''"""$words: a data source for Millrace's knowledge bases."""

from typing import Any


def $name(query: str = "") -> list[dict[str, Any]]:
    """Give documents: `name` and `text` of each.

    Args:
        query: Which documents are wanted.
    """
    return [{"name": "hello.txt", "text": f"Hello {query or 'world'}."}]
'''
_SOURCE_TEST: Final = '''"""Tests of $words: run them with `python -m pytest`, from Millrace's folder."""

from pathlib import Path

import pytest

from engine.plugins.trying import trying

HERE = Path(__file__).parent
pytestmark = pytest.mark.asyncio


async def test_it_gives_documents():
    async with trying(HERE) as plugin:
        (document,) = await plugin.call("datasources", "$name", query="Ada")
        assert document == {"name": "hello.txt", "text": "Hello Ada."}
'''
_STORE_CODE: Final = '''"""$words: a store of vectors for Millrace's knowledge bases. This one forgets everything when it ends."""

from collections.abc import Mapping, Sequence
from math import hypot
from typing import Any


class $Name:
    """Points of collections in memory; put calls of `sdk.http` in the place of the dictionary."""

    def __init__(self) -> None:
        self._collections: dict[str, dict[int, Mapping[str, Any]]] = {}

    def prepare(self, collection: str, dimensions: int) -> None:
        self._collections.setdefault(collection, {})

    def put(self, collection: str, points: Sequence[Mapping[str, Any]]) -> None:
        self._collections[collection].update({point["id"]: point for point in points})

    def remove(self, collection: str, ids: Sequence[int]) -> None:
        for id in ids:
            self._collections.get(collection, {}).pop(id, None)

    def drop(self, collection: str) -> None:
        self._collections.pop(collection, None)

    def count(self, collection: str) -> int:
        return len(self._collections.get(collection, {}))

    def search(
        self,
        collection: str,
        vector: Sequence[float],
        *,
        most: int,
        documents: Sequence[str] | None,
        among: Sequence[int] | None,
        without: Sequence[int],
    ) -> list[tuple[int, float]]:
        found = [
            (id, _cosine(vector, point["vector"]))
            for id, point in self._collections.get(collection, {}).items()
            if (documents is None or point["document"] in documents)
            and (among is None or id in among)
            and id not in without
        ]
        return sorted(found, key=lambda one: -one[1])[:most]


def _cosine(left: Sequence[float], right: Sequence[float]) -> float:
    product = sum(a * b for a, b in zip(left, right, strict=True))
    return product / (hypot(*left) * hypot(*right))
'''
_STORE_TEST: Final = '''"""Tests of $words: run them with `python -m pytest`, from Millrace's folder."""

from pathlib import Path

import pytest

from engine.plugins.trying import trying

HERE = Path(__file__).parent
pytestmark = pytest.mark.asyncio


async def test_it_finds_what_is_near():
    async with trying(HERE) as plugin:

        async def do(method, **arguments):
            return await plugin.call("vector_stores", "$name", method=method, collection="c", **arguments)

        await do("prepare", dimensions=2)
        await do("put", points=[{"id": 1, "document": "a", "vector": [1, 0]}, {"id": 2, "document": "b", "vector": [0, 1]}])
        everything = {"documents": None, "among": None, "without": []}
        found = await do("search", vector=[0.9, 0.1], most=1, **everything)
        assert [id for id, score in found] == [1]
        assert await do("search", vector=[0.9, 0.1], most=2, **{**everything, "documents": ["b"]}) != []
        await do("remove", ids=[1])
        assert await do("count") == 1
'''
_CHUNKER_CODE: Final = '''"""$words: cuts documents for Millrace's knowledge bases."""


def $name(text: str) -> list[str]:
    """Cut a text into the chunks that are searched.

    Args:
        text: The whole text of a document.
    """
    return [part.strip() for part in text.split("\\n\\n") if part.strip()]
'''
_CHUNKER_TEST: Final = '''"""Tests of $words: run them with `python -m pytest`, from Millrace's folder."""

from pathlib import Path

import pytest

from engine.plugins.trying import trying

HERE = Path(__file__).parent
pytestmark = pytest.mark.asyncio


async def test_it_cuts_at_empty_lines():
    async with trying(HERE) as plugin:
        assert await plugin.call("chunkers", "$name", text="one\\n\\ntwo") == ["one", "two"]
'''
BEGINNINGS: Final[Mapping[str, Beginning]] = {
    "tool": Beginning("tools", _TOOL_CODE, _TOOL_TEST),
    "node": Beginning("nodes", _TOOL_CODE.replace("a tool for", "a node for"), _TOOL_TEST),
    "provider": Beginning("providers", _PROVIDER_CODE, _PROVIDER_TEST, entry="$Name"),
    "datasource": Beginning("datasources", _SOURCE_CODE, _SOURCE_TEST),
    "vector-store": Beginning("vector_stores", _STORE_CODE, _STORE_TEST, entry="$Name"),
    "chunker": Beginning("chunkers", _CHUNKER_CODE, _CHUNKER_TEST),
}


def scaffold(kind: str, name: str, folder: Path) -> list[Path]:
    """Write the beginning of a plugin into a new folder below `folder` and return its files.

    Raises:
        CannotScaffold: the name is none, or its folder is there.
    """
    words = re.sub(r"[^a-z0-9]+", " ", name.lower()).split()
    if not words or not words[0][0].isalpha() or keyword.iskeyword("_".join(words)):
        raise CannotScaffold(f"{name!r:.60} is no name; take letters and digits, such as weather-words")
    target = folder / "-".join(words)
    if target.exists():
        raise CannotScaffold(f"{target} is there already")
    beginning, plain = BEGINNINGS[kind], "_".join(words)
    values = {
        "id": "-".join(words),
        "name": plain,
        "Name": "".join(word.capitalize() for word in words),
        "words": " ".join(words).capitalize(),
        "module": f"{plain}_plugin",
        "provides": beginning.provides,
        "permissions": beginning.permissions,
    }
    values["entry"] = Template(beginning.entry).substitute(values)
    files = {
        "plugin.toml": _MANIFEST,
        f"{values['module']}.py": beginning.code,
        f"test_{plain}.py": beginning.test,
    }
    target.mkdir(parents=True)
    for file, text in files.items():
        (target / file).write_text(Template(text).substitute(values), encoding="utf-8")
    return [target / file for file in files]
