"""Whether questions find the passages that answer them: recall at 5 and mean reciprocal rank.

    python -m benchmarks.knowledge.quality [--json] [--misses]

`questions.tsv` holds questions in English and Chinese, each with the file and some words of the passage that answers
it. The files are this project's documentation and the texts beside the questions. They are cut as documents of a base
are, embedded with the offline model, put into one base, and searched in every way; the embedding model knows English.
"""

import argparse
import asyncio
import csv
import json
import tempfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from benchmarks.knowledge.filling import add_texts, new_base, product
from engine.chunking.cutting import cut
from engine.chunking.rules import ProcessRule, Segmentation
from engine.extract import Extracted
from services.knowledge.retrieval import retrieve
from services.knowledge.vectors import embed
from services.models import models_for
from services.runtime import Runtime
from storage.records import Dataset

HERE: Final = Path(__file__).resolve().parent
PROJECT: Final = HERE.parents[1]
MODEL: Final = ("local", "all-MiniLM-L6-v2")
RULE: Final = ProcessRule(segmentation=Segmentation(max_tokens=150))
FOUND: Final = 5  # hits among which the passage has to be
LEFT_OUT: Final = {"conformance.md", "benchmarks.md"}  # checklists and figures, which nobody asks questions about

_OFFLINE = {
    "reranking_enable": True,
    "reranking_mode": "reranking_model",
    "reranking_model": {"reranking_provider_name": "local", "reranking_model_name": "sentences"},
}
WAYS: Final[Mapping[str, Mapping[str, Any]]] = {
    "semantic": {"search_method": "semantic_search"},
    "full text": {"search_method": "full_text_search"},
    "hybrid": {"search_method": "hybrid_search"},
    "hybrid, ranks fused": {"search_method": "hybrid_search", "reranking_mode": "reciprocal_rank_fusion"},
    "hybrid, reranked": {"search_method": "hybrid_search", **_OFFLINE},
}


@dataclass(frozen=True, slots=True)
class Question:
    """A question and the words by which the passage that answers it is known."""

    file: str
    passage: str
    text: str

    @property
    def language(self) -> str:
        """Return in which language it is asked."""
        return "Chinese" if any("\u4e00" <= char <= "\u9fff" for char in self.text) else "English"


@dataclass(frozen=True, slots=True, kw_only=True)
class Quality:
    """How well a way of searching finds passages; both figures are from 0 to 1."""

    way: str
    language: str  # or "all"
    questions: int
    recall: float  # at 5
    reciprocal_rank: float


def corpus() -> dict[str, str]:
    """Return all texts by the name under which questions know them."""
    pages = [path for path in PROJECT.glob("docs/*.md") if path.name not in LEFT_OUT]
    documentation = [*pages, *PROJECT.glob("docs/nodes/*.md"), PROJECT / "ARCHITECTURE.md"]
    own = {path.name: path for path in (HERE / "texts").glob("*.md")}
    named = {path.relative_to(PROJECT).as_posix(): path for path in documentation} | own
    return {name: path.read_text(encoding="utf-8") for name, path in sorted(named.items())}


def questions(texts: Mapping[str, str]) -> list[Question]:
    """Return the questions whose passages are in the texts as they are now."""
    with (HERE / "questions.tsv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE))
    found = [Question(row["file"], row["passage"], row["question"]) for row in rows]
    return [one for one in found if plain(one.passage) in plain(texts.get(one.file, ""))]


def plain(text: str) -> str:
    """Return a text without its line ends, in which words of a passage may be apart."""
    return " ".join(text.split())


async def fill(rt: Runtime, workspace_id: str, texts: Mapping[str, str]) -> Dataset:
    """Return a base that holds the texts."""
    dataset = await new_base(rt, workspace_id, "Quality", MODEL, 384)
    model = (await models_for(rt, workspace_id)).embedding(*MODEL)
    for name, text in texts.items():
        pieces = [piece.content for piece in cut(Extracted(text), RULE)]
        await add_texts(rt, dataset, name, pieces, await embed(model, pieces))
    return dataset


async def ranks(rt: Runtime, dataset: Dataset, way: Mapping[str, Any], asked: Sequence[Question]) -> list[int | None]:
    """Return for each question at which place its passage is found, None when it is not among the first."""
    settings = {"top_k": FOUND, "reranking_enable": False, "score_threshold_enabled": False, **way}
    found: list[int | None] = []
    for question in asked:
        records = await retrieve(rt, dataset, question.text, settings)
        places = [
            place
            for place, record in enumerate(records, 1)
            if record.document.name == question.file and plain(question.passage) in plain(record.segment.content)
        ]
        found.append(places[0] if places else None)
    return found


def qualities(way: str, asked: Sequence[Question], found: Sequence[int | None]) -> list[Quality]:
    """Return the figures of a way, by language and for all."""
    return [
        _quality(
            way, language, [place for one, place in zip(asked, found, strict=True) if language in ("all", one.language)]
        )
        for language in ("English", "Chinese", "all")
    ]


def _quality(way: str, language: str, found: Sequence[int | None]) -> Quality:
    reached = [place for place in found if place is not None]
    return Quality(
        way=way,
        language=language,
        questions=len(found),
        recall=round(len(reached) / len(found), 3),
        reciprocal_rank=round(sum(1 / place for place in reached) / len(found), 3),
    )


async def measure(folder: Path, ways: Sequence[str] = tuple(WAYS)) -> tuple[list[Quality], dict[str, list[str]]]:
    """Return the figures of the ways, and by way the questions whose passages were not found."""
    texts = corpus()
    asked = questions(texts)
    figures: list[Quality] = []
    misses: dict[str, list[str]] = {}
    async with product(folder) as (rt, workspace_id):
        dataset = await fill(rt, workspace_id, texts)
        for name in ways:
            found = await ranks(rt, dataset, WAYS[name], asked)
            figures += qualities(name, asked, found)
            misses[name] = [one.text for one, place in zip(asked, found, strict=True) if place is None]
    return figures, misses


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--json", action="store_true", help="print JSON")
    parser.add_argument("--misses", action="store_true", help="name the questions whose passages were not found")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        figures, misses = asyncio.run(measure(Path(folder)))
    if options.json:
        print(json.dumps([{name: getattr(one, name) for name in Quality.__slots__} for one in figures]))
        return
    print(f"{'':22}{'':9}{'questions':>10}{'recall@5':>10}{'MRR':>8}")
    for one in figures:
        print(f"{one.way:22}{one.language:9}{one.questions:>10}{one.recall:>10.3f}{one.reciprocal_rank:>8.3f}")
    for way, missed in misses.items() if options.misses else ():
        print(way, *missed, sep="\n  ")


if __name__ == "__main__":
    main()
