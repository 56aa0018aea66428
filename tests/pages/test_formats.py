import pytest

from pages.language import formats, text


@pytest.fixture(autouse=True)
def english(monkeypatch):
    monkeypatch.setattr(text, "language", lambda: "en")


@pytest.mark.parametrize(
    ("seconds", "words"),
    [(0.0042, "4 ms"), (0.9996, "1000 ms"), (1.26, "1.3 s"), (119.9, "119.9 s"), (150, "2 min 30 s")],
)
def test_a_duration_is_told_in_the_unit_that_suits_it(seconds, words):
    assert formats.duration(seconds) == words


@pytest.mark.parametrize(
    ("passed", "words"),
    [(-5, "just now"), (59, "just now"), (61, "1 min ago"), (7200, "2 h ago"), (3 * 86400, "3 days ago")],
)
def test_a_moment_is_told_by_how_long_ago_it_was(passed, words):
    assert formats.ago(1_700_000_000 - passed, now=1_700_000_000) == words


def test_parts_that_say_nothing_are_left_out():
    assert formats.joined("a", "", "b") == "a · b"
