"""The quality check that ships: hybrid search finds passages about as well as the better of its parts, or better."""

from pathlib import Path

import pytest

from benchmarks.knowledge.quality import corpus, measure, questions
from engine.models.minilm.weights import model_folder

WORSE = 0.02  # than the better part


def test_there_are_questions_in_both_languages_whose_passages_are_in_the_texts() -> None:
    asked = questions(corpus())
    languages = [question.language for question in asked]
    assert len(asked) >= 60, "the documentation has changed: bring benchmarks/knowledge/questions.tsv up to date"
    assert min(languages.count("English"), languages.count("Chinese")) >= 25


@pytest.mark.timeout(400)  # embeds some hundred pieces of text on a machine that may be busy
@pytest.mark.skipif(model_folder() is None, reason="the weights are not installed")
async def test_hybrid_search_is_not_worse_than_the_better_of_its_parts(tmp_path: Path) -> None:
    figures, _ = await measure(tmp_path, ["semantic", "full text", "hybrid"])
    by = {(one.way, one.language): one for one in figures}
    for language in ("English", "Chinese", "all"):
        hybrid, parts = by["hybrid", language], [by[way, language] for way in ("semantic", "full text")]
        assert hybrid.recall >= max(part.recall for part in parts) - WORSE
        assert hybrid.reciprocal_rank >= max(part.reciprocal_rank for part in parts) - WORSE
    assert by["hybrid", "all"].recall >= 0.75
