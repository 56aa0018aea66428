"""The terms of texts in every script."""

import pytest

from engine.knowledge.terms import keywords, query_terms, terms


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Boats GO", ["boat", "go"]),
        ("sorted sorts sorting", ["sort", "sort", "sort"]),
        ("GPT-4o and v1.2.3", ["gpt-4o", "gpt", "4o", "and", "v1.2.3", "v1", "2", "3"]),
        ("知识库", ["知识", "识库"]),
        ("用 Python 写", ["用", "python", "写"]),
        ("café naïve", ["café", "naïve"]),
        ("ไทย", ["ไท", "ทย"]),
        ("snake_case_name", ["snake_case_name", "snake", "case", "name"]),
        ("?!", []),
        ("", []),
    ],
)
def test_terms(text, found):
    assert terms(text) == found


def test_a_query_leaves_out_the_commonest_words_unless_it_has_no_others():
    assert query_terms("How do I reset the router?") == ["reset", "router"]
    assert query_terms("what is it") == ["what", "is", "it"]
    assert query_terms("boats boat") == ["boat"]


def test_keywords_tell_a_text_from_the_others():
    first, second = keywords(["ferry ticket ferry price", "ferry pier times"], most=2)
    assert first == ["ferry", "price"]
    assert "ferry" not in second[:1]
