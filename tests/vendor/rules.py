"""What the vendor answers: rules tried in order, and the reply that the first fitting one gives."""

import json
import threading
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Self


@dataclass(frozen=True, slots=True, kw_only=True)
class Reply:
    """One answer of a model, or one of the ways in which vendors fail.

    `fault` happens in a streamed answer after `after` pieces: `drop` breaks the connection off, `cut`
    ends the answer, `error` sends an error event, `stuck` sends one and stays, `bad_json` sends a
    piece that is none, `hang` sends nothing more.
    """

    text: str = ""
    thinking: str = ""
    redacted: str = ""  # reasoning that the vendor shows nobody
    tool_calls: Sequence[tuple[str, str]] = ()  # name, arguments as JSON text
    finish: str | None = None  # the vendor's own word
    status: int = 200
    error_code: str | None = None
    retry_after: float | None = None  # seconds
    delay: float = 0.0  # seconds before the answer
    chunk_delay: float = 0.0  # seconds between pieces
    hold: int | None = None  # pieces after which the rest waits for `Vendor.go_on`
    released: threading.Event = field(default_factory=threading.Event, compare=False)  # set: nothing waits any more
    fault: str | None = None
    after: int = 0
    whole: bool = False  # answers a request for a stream with one JSON document


@dataclass(slots=True)
class Rule:
    """Answers requests whose messages hold all of `when` and none of `unless`, at most `times` times."""

    replies: Sequence[Reply]
    when: Sequence[str] = ()
    unless: Sequence[str] = ()
    times: int | None = None
    used: int = 0

    @classmethod
    def from_mapping(cls, values: Mapping[str, Any]) -> Self:
        """Return the rule that `values` writes in the format of recorded cases."""
        texts = values.get("replies") or [values.get("reply", "")]
        return cls(
            replies=[_reply(text, values) for text in texts],
            when=_texts(values.get("when")),
            unless=_texts(values.get("unless")),
            times=values.get("times"),
        )

    def fits(self, prompt: str) -> bool:
        """Return whether the rule answers a request whose messages say `prompt`."""
        if self.times is not None and self.used >= self.times:
            return False
        return all(text in prompt for text in self.when) and not any(text in prompt for text in self.unless)

    def take(self) -> Reply:
        """Return the next reply; the last one repeats."""
        reply = self.replies[min(self.used, len(self.replies) - 1)]
        self.used += 1
        return reply


@dataclass(slots=True)
class Script:
    """All rules, and what answers the rest."""

    rules: list[Rule] = field(default_factory=list)
    default: Reply = field(default_factory=lambda: Reply(text="OK"))

    def answer(self, prompt: str) -> Reply:
        """Return the reply to a request whose messages say `prompt`."""
        rule = next((rule for rule in self.rules if rule.fits(prompt)), None)
        return rule.take() if rule else self.default

    def release(self) -> None:
        """Let all held answers go on."""
        for reply in (self.default, *(reply for rule in self.rules for reply in rule.replies)):
            reply.released.set()


def _texts(value: str | Iterable[str] | None) -> Sequence[str]:
    if value is None:
        return ()
    return (value,) if isinstance(value, str) else tuple(value)


def _reply(text: Any, values: Mapping[str, Any]) -> Reply:
    """Return one reply; an entry of `replies` may itself be a mapping that overrules the rule's fields."""
    merged = {**values, **text} if isinstance(text, Mapping) else {**values, "reply": text}
    return Reply(
        text=_as_text(merged.get("reply", "")),
        thinking=merged.get("thinking", ""),
        redacted=merged.get("redacted", ""),
        tool_calls=tuple(_tool_call(call) for call in merged.get("tool_calls") or ()),
        finish=merged.get("finish"),
        status=merged.get("status", 200),
        error_code=merged.get("error_code"),
        retry_after=merged.get("retry_after"),
        delay=merged.get("delay", 0.0),
        chunk_delay=merged.get("chunk_delay", 0.0),
        hold=merged.get("hold"),
        fault=merged.get("fault"),
        after=merged.get("after", 0),
        whole=merged.get("whole", False),
    )


def _tool_call(call: Mapping[str, Any]) -> tuple[str, str]:
    function = call.get("function", call)
    return function["name"], _as_text(function.get("arguments", {}))


def _as_text(value: Any) -> str:
    if value is None:
        return ""
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
