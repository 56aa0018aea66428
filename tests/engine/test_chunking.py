"""Documents become pieces: nothing is lost, none is too long, pages and headings are known."""

import re
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from engine.chunking.cleaning import cleaned
from engine.chunking.cutting import cut
from engine.chunking.rules import InvalidRule, ProcessRule
from engine.extract.extracted import Extracted, Page
from engine.models.tokens import count

MANUAL = """# Ferries

Boats leave from pier 4.

## Tickets

Tickets cost 3 euros. Children travel free.

```python
# no heading
fare  =  3
```

## Times

Every hour.
"""


def rule(mode: str = "custom", **rules) -> ProcessRule:
    return ProcessRule.parse({"mode": mode, "rules": rules})


def contents(text: str, by: ProcessRule) -> list[str]:
    return [piece.content for piece in cut(Extracted(text), by)]


def test_a_separator_divides_and_what_is_too_long_is_divided_further():
    by = rule(segmentation={"separator": "###", "max_tokens": 20})
    long = "One two three four five six seven. " * 6
    found = contents(f"short###{long}###end", by)
    assert found[0] == "short"
    assert found[-1] == "end"
    assert len(found) > 3
    assert all(count(one) <= 20 for one in found)
    assert all(one.endswith(".") for one in found[1:-1])  # at ends of sentences


@pytest.mark.parametrize(("written", "meant"), [("\\n\\n", "\n\n"), ("\\n", "\n"), ("\n", "\n")])
def test_a_separator_may_come_with_its_escapes(written, meant):
    assert rule(segmentation={"separator": written}).segmentation.separator == meant


def test_the_automatic_rule_keeps_paragraphs_together_up_to_the_length():
    assert contents("one\n\ntwo\n\nthree", ProcessRule()) == ["one\n\ntwo\n\nthree"]


def test_pieces_overlap_when_asked_to():
    by = rule(segmentation={"separator": "", "max_tokens": 20, "chunk_overlap": 10})
    found = contents("".join(f"Number {n} is here. " for n in range(30)), by)
    assert all(set(re.findall(r"\d+", left)) & set(re.findall(r"\d+", right)) for left, right in pairwise(found))


def test_chinese_is_cut_between_sentences():
    text = "渡轮每小时一班。票价三欧元。儿童免费乘坐。请提前十分钟到达码头。" * 4
    found = contents(text, rule(segmentation={"separator": "\n", "max_tokens": 40}))
    assert len(found) > 1
    assert all(one.endswith("。") for one in found)
    assert "".join(found) == text


def test_headings_above_a_piece_are_known_and_code_has_none():
    found = cut(Extracted(MANUAL), rule(segmentation={"separator": "\n\n"}))
    above = {piece.content.split("\n")[0]: tuple(piece.headings) for piece in found}
    assert above["Boats leave from pier 4."] == ("Ferries",)
    assert above["Tickets cost 3 euros. Children travel free."] == ("Ferries", "Tickets")
    assert above["```python"] == ("Ferries", "Tickets")
    assert above["Every hour."] == ("Ferries", "Times")


def test_a_piece_has_the_page_on_which_it_begins():
    pages = [Page(1, "First page. " * 5), Page(2, ""), Page(3, "Third page. " * 5)]
    found = cut(Extracted.of_pages(pages), rule(segmentation={"separator": "\n\n"}))
    assert [piece.page for piece in found] == [1, 3]


def test_parents_by_paragraph_have_children():
    by = rule(
        "hierarchical",
        segmentation={"separator": "\n\n", "max_tokens": 500},
        subchunk_segmentation={"separator": "\n", "max_tokens": 50},
    )
    (first, second) = cut(Extracted("a\nb\n\nc"), by)
    assert (first.content, first.children) == ("a\nb", ["a", "b"])
    assert (second.content, second.children) == ("c", ["c"])


def test_a_whole_document_may_be_the_parent():
    by = rule("hierarchical", parent_mode="full-doc", subchunk_segmentation={"separator": "\n\n", "max_tokens": 50})
    (parent,) = cut(Extracted("a\n\nb\n\nc"), by)
    assert parent.content == "a\n\nb\n\nc"
    assert parent.children == ["a", "b", "c"]


@pytest.mark.parametrize("text", ["", "  \n\n ", "\u00a0"])
def test_a_text_of_nothing_has_no_pieces(text):
    assert contents(text, ProcessRule()) == []


def test_cleaning_leaves_code_alone():
    by = rule(pre_processing_rules=[{"id": "remove_extra_spaces", "enabled": True}])
    assert cleaned("a  b\u3000c\n\n\n\nd\n```\nx  =  1\n```\ne  f", by) == "a b c\n\nd\n```\nx  =  1\n```\ne f"


def test_addresses_go_when_asked():
    by = rule(pre_processing_rules=[{"id": "remove_urls_emails", "enabled": True}])
    assert cleaned("See https://example.com/a?b=1 or ask ann@example.com now", by) == "See  or ask  now"
    assert "https" in cleaned("See https://example.com", ProcessRule())


@pytest.mark.parametrize(
    ("given", "told"),
    [
        ({"mode": "other"}, "process_rule.mode.*'other'"),
        ({"mode": "custom", "rules": {"segmentation": {"max_tokens": 5}}}, "max_tokens.*greater than or equal to 20"),
        ({"mode": "custom", "rules": {"segmentation": {"max_tokens": 9000}}}, "max_tokens.*4000"),
        (
            {"mode": "custom", "rules": {"segmentation": {"max_tokens": 50, "chunk_overlap": 50}}},
            "chunk_overlap 50 is not below max_tokens 50",
        ),
        ({"mode": "custom", "rules": {"pre_processing_rules": [{"id": "shout"}]}}, "shout"),
        ("fast", "process_rule is no object"),
    ],
)
def test_rules_that_cannot_be_followed_are_named(given, told):
    with pytest.raises(InvalidRule, match=told):
        ProcessRule.parse(given)


@pytest.mark.parametrize("given", [None, {}, {"mode": "automatic"}, {"mode": "automatic", "rules": {}}])
def test_no_rule_is_the_automatic_one(given):
    assert ProcessRule.parse(given) == ProcessRule()


def test_a_rule_comes_back_as_it_was_shown():
    by = rule("hierarchical", parent_mode="full-doc")
    assert ProcessRule.parse(by.as_mapping()) == by


words = st.text(st.sampled_from("ab 知识。.\n#`"), max_size=400)


@settings(max_examples=200, deadline=None)
@given(words, st.sampled_from(["custom", "automatic", "hierarchical"]), st.sampled_from(["\n", "\n\n", "。", ""]))
def test_every_word_is_in_a_piece_and_no_piece_is_too_long(text, mode, separator):
    by = rule(
        mode,
        segmentation={"separator": separator, "max_tokens": 20},
        subchunk_segmentation={"separator": separator, "max_tokens": 20},
    )
    pieces = cut(Extracted(text), by)
    clean = cleaned(text, by)
    assert all(piece.content.strip() and piece.content in clean for piece in pieces)
    assert all(count(piece.content) <= by.segmentation.max_tokens for piece in pieces)
    kept = "".join(piece.content for piece in pieces)
    for letter in "ab知识":
        assert kept.count(letter) == clean.count(letter)


cells = st.text(st.sampled_from("ab 知1,.é👩‍👩‍👧\u0301"), max_size=30)
rows = st.lists(cells, min_size=1, max_size=4).map(lambda row: f"| {' | '.join(row)} |")
tables = st.tuples(rows, st.lists(rows, min_size=1, max_size=20)).map(
    lambda table: "\n".join([table[0], "|" + "---|" * (table[0].count("|") - 1), *table[1]])
)
documents = st.lists(st.one_of(words, tables), min_size=1, max_size=4).map("\n\n".join)


@settings(max_examples=150, deadline=None)
@given(documents, st.sampled_from(["custom", "hierarchical"]), st.sampled_from(["\n", "\n\n", ""]), st.integers(20, 60))
def test_no_piece_is_longer_than_the_rule_says_heads_of_tables_and_overlaps_included(text, mode, separator, most):
    by = rule(
        mode,
        segmentation={"separator": separator, "max_tokens": most, "chunk_overlap": most // 3},
        subchunk_segmentation={"separator": separator, "max_tokens": 20},
    )
    for piece in cut(Extracted(text), by):
        assert 0 < count(piece.content) <= most
        assert all(0 < count(child) <= 20 for child in piece.children)


def test_rows_that_do_not_fit_below_the_head_of_their_table_are_cut_again_each_part_with_the_head():
    head = "| Pier | Ferry | Leaves |\n|---|---|---|"
    body = "\n".join(f"| {n} | Ferry number {n} | at {n} o'clock |" for n in range(40))
    found = contents(f"{head}\n{body}", rule("custom", segmentation={"separator": "", "max_tokens": 60}))
    assert all(one.startswith(head) and count(one) <= 60 for one in found)
    assert sum(one.count("Ferry number") for one in found) == 40
    crowded = "| A very long name of a column that goes on and on and on | Another one |\n|---|---|"
    narrow = contents(
        f"{crowded}\n| 1 | 2 |\n" + "| 3 | 4 |\n" * 20, rule(segmentation={"separator": "", "max_tokens": 30})
    )
    assert [one.count("very long") for one in narrow] == [1] + [0] * (len(narrow) - 1)
