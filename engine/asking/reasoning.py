"""Tells a model's reasoning from its answer while both stream in."""

import re
from collections.abc import Callable
from typing import Protocol

Say = Callable[[str], None]

_OPEN = re.compile(r"<think[^>]*>", re.IGNORECASE)
_CLOSE = re.compile(r"</think>", re.IGNORECASE)
_LONGEST_TAG = 64  # characters; an opening tag may carry attributes


class Sink(Protocol):
    """Takes what a model writes; says it as its format wants."""

    def text(self, text: str) -> None: ...

    def thinking(self, text: str) -> None: ...

    def finish(self) -> None: ...

    @property
    def answer(self) -> str:
        """Return the answer as it was said."""
        ...

    @property
    def reasoning(self) -> str:
        """Return the reasoning, empty where it is part of the answer."""
        ...


class Tagged:
    """Leaves reasoning in the answer, between `<think>` tags."""

    def __init__(self, say: Say) -> None:
        self._say = say
        self._said: list[str] = []
        self._thinks = False

    def text(self, text: str) -> None:
        if self._thinks:
            self._close()
        self._said.append(text)
        self._say(text)

    def thinking(self, text: str) -> None:
        if not self._thinks:
            self._thinks = True
            text = "<think>\n" + text
        self._said.append(text)
        self._say(text)

    def finish(self) -> None:
        if self._thinks:
            self._close()

    @property
    def answer(self) -> str:
        return "".join(self._said)

    @property
    def reasoning(self) -> str:
        return ""

    def _close(self) -> None:
        self._thinks = False
        self._said.append("\n</think>\n")
        self._say("\n</think>\n")


class Separated:
    """Takes reasoning out of the answer, also where a model writes it between tags.

    The answer is said without white space at its ends. A tag that never closes makes all that
    follows reasoning.
    """

    def __init__(self, say: Say, think: Callable[[str, bool], None]) -> None:
        self._say = say
        self._think = think  # takes the text, and whether the reasoning ends with it
        self._said: list[str] = []
        self._blocks: list[list[str]] = []
        self._inside = False  # of a block of reasoning
        self._tagged = False  # it began with a tag, so that only a tag ends it
        self._held = ""  # the beginning of what may become a tag
        self._space = ""  # white space of the answer that is said when something follows

    def text(self, text: str) -> None:
        if self._inside and not self._tagged:
            self._leave()
        text = self._held + text
        self._held = ""
        while text:
            text = self._step(text)

    def thinking(self, text: str) -> None:
        if not self._inside:
            self._enter(tagged=False)
        self._reason(text)

    def finish(self) -> None:
        rest, self._held = self._held, ""
        if self._inside:
            self._reason(rest)
            self._leave()
        elif rest:
            self._answer(rest)

    @property
    def answer(self) -> str:
        return "".join(self._said)

    @property
    def reasoning(self) -> str:
        return "\n".join(filter(None, ("".join(block).strip() for block in self._blocks)))

    def _step(self, text: str) -> str:
        """Say what comes before the next tag and return what comes after it."""
        tag = (_CLOSE if self._inside else _OPEN).search(text)
        if tag is None:
            cut = _possible_tag(text)
            self._held = text[cut:]
            self._pass_on(text[:cut])
            return ""
        self._pass_on(text[: tag.start()])
        if self._inside:
            self._leave()
        else:
            self._enter(tagged=True)
        return text[tag.end() :]

    def _pass_on(self, text: str) -> None:
        if not text:
            return
        if self._inside:
            self._reason(text)
        else:
            self._answer(text)

    def _answer(self, text: str) -> None:
        text = self._space + text if self._said else text.lstrip()
        kept = text.rstrip()
        self._space = text[len(kept) :]
        if kept:
            self._said.append(kept)
            self._say(kept)

    def _reason(self, text: str) -> None:
        if text:
            self._blocks[-1].append(text)
            self._think(text, False)

    def _enter(self, *, tagged: bool) -> None:
        self._inside, self._tagged = True, tagged
        self._blocks.append([])

    def _leave(self) -> None:
        self._inside = False
        self._think("", True)


def _possible_tag(text: str) -> int:
    """Return where a tag may begin that the end of `text` cuts off; its length when none does."""
    lowered = text.lower()
    for start in range(max(0, len(text) - _LONGEST_TAG), len(text)):
        if text[start] == "<" and _begins_tag(lowered[start:]):
            return start
    return len(text)


def _begins_tag(tail: str) -> bool:
    return "<think".startswith(tail) or "</think>".startswith(tail) or (tail.startswith("<think") and ">" not in tail)


def without_reasoning(text: str) -> str:
    """Return a whole answer without what stands between `<think>` tags."""
    sink = Separated(lambda _: None, lambda _text, _end: None)
    sink.text(text)
    sink.finish()
    return sink.answer
