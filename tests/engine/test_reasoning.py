"""Reasoning is told from the answer however the text is cut."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.asking.reasoning import Separated, Tagged, without_reasoning


def separated(*chunks: str) -> tuple[str, str]:
    said: list[str] = []
    sink = Separated(said.append, lambda _text, _ends: None)
    for chunk in chunks:
        sink.text(chunk)
    sink.finish()
    assert "".join(said) == sink.answer
    return sink.answer, sink.reasoning


@pytest.mark.parametrize(
    ("text", "answer", "reasoning"),
    [
        pytest.param("plain", "plain", "", id="none"),
        pytest.param("<think>why</think>so", "so", "why", id="one"),
        pytest.param("<THINK class='x'>why</THINK>so", "so", "why", id="attributes and case"),
        pytest.param("<think>a</think>b<think>c</think>d", "bd", "a\nc", id="two"),
        pytest.param("a<think>never closed", "a", "never closed", id="unclosed"),
        pytest.param("  a < b and <b> \n", "a < b and <b>", "", id="other signs"),
        pytest.param("a</think>b", "a</think>b", "", id="never opened"),
        pytest.param("<thin", "<thin", "", id="no tag after all"),
        pytest.param("<think></think>", "", "", id="empty"),
    ],
)
def test_texts(text, answer, reasoning):
    assert separated(text) == (answer, reasoning)
    assert without_reasoning(text) == answer


PIECES = st.lists(
    st.sampled_from(["<think>", "</think>", "<", "think", ">", "</", " ", "\n", "a", "好", "<b>"]), max_size=12
)


@given(text=PIECES.map("".join), cuts=st.lists(st.integers(0, 60), max_size=8))
def test_where_a_text_is_cut_does_not_matter(text, cuts):
    marks = sorted({0, len(text), *(min(cut, len(text)) for cut in cuts)})
    chunks = [text[start:stop] for start, stop in pairwise(marks)]
    assert separated(*chunks) == separated(text)


def test_tagged_reasoning_is_put_between_tags():
    said: list[str] = []
    sink = Tagged(said.append)
    sink.thinking("why ")
    sink.thinking("so")
    sink.text("yes")
    sink.thinking("more")
    sink.finish()
    assert "".join(said) == sink.answer == "<think>\nwhy so\n</think>\nyes<think>\nmore\n</think>\n"
