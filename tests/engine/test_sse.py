"""Event streams are read right however they are cut and written."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.models.sse import EventDecoder


def decoded(*chunks: bytes) -> list[bytes]:
    decoder = EventDecoder()
    return [data for chunk in chunks for data in decoder.feed(chunk)] + decoder.finish()


@pytest.mark.parametrize(
    ("stream", "events"),
    [
        pytest.param(b"data: a\n\ndata: b\n\n", [b"a", b"b"], id="plain"),
        pytest.param(b"data: a\r\n\r\ndata: b\r\n\r\n", [b"a", b"b"], id="CRLF"),
        pytest.param(b"data: a\r\rdata: b\r\r", [b"a", b"b"], id="CR"),
        pytest.param(b"data: one\ndata: two\n\n", [b"one\ntwo"], id="several lines"),
        pytest.param(b": ping\n\ndata: a\n\n: ping\n\n", [b"a"], id="comments"),
        pytest.param(b"event: x\nid: 1\nretry: 5\ndata: a\n\n", [b"a"], id="other fields"),
        pytest.param(b"data:a\n\n", [b"a"], id="no space"),
        pytest.param(b"data: a", [b"a"], id="no closing blank line"),
        pytest.param(b"\n\n\ndata: a\n\n\n\n", [b"a"], id="more blank lines"),
        pytest.param(b"\xef\xbb\xbfdata: a\n\n", [b"a"], id="byte order mark"),
        pytest.param(b"", [], id="nothing"),
    ],
)
def test_streams(stream, events):
    assert decoded(stream) == events


@given(
    texts=st.lists(st.text(st.characters(exclude_categories=["Cc", "Cs", "Z"]), min_size=1), min_size=1, max_size=5),
    end=st.sampled_from([b"\n", b"\r\n", b"\r"]),
    cuts=st.lists(st.integers(0, 200), max_size=6),
)
def test_where_a_stream_is_cut_does_not_matter(texts, end, cuts):
    stream = b"".join(b"data: " + text.encode() + end + end for text in texts)
    marks = sorted({0, len(stream), *(min(cut, len(stream)) for cut in cuts)})
    chunks = [stream[start:stop] for start, stop in pairwise(marks)]
    assert decoded(*chunks) == [text.encode() for text in texts]
