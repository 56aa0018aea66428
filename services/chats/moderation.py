"""Words and meanings that an app neither takes nor says: its rules, and the answer that stands in."""

import asyncio
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, Final

from engine.events import AgentThought, Event, MessageReplaced, ReasoningDelta, RunFinished, RunPaused, TextDelta
from services.errors import AppUnavailable
from services.models import default_model, models_for

if TYPE_CHECKING:
    from services.runs.runs import LiveRun
    from services.runtime import Runtime

FEATURE: Final = "sensitive_word_avoidance"
KEYWORDS: Final = "keywords"
BY_MODEL: Final = "openai_moderation"
REASON: Final = "output_moderation"
WITHHELD: Final = "The answer was withheld by moderation."
BETWEEN: Final = 300  # characters of an answer between two looks of a model at it

_TOLD = TextDelta | ReasoningDelta | AgentThought  # what readers see of an answer


@dataclass(frozen=True, slots=True, kw_only=True)
class Rules:
    """What an app looks for, where, and what it says instead; None: it does not look there."""

    words: tuple[str, ...] = ()  # lower case
    by_model: bool = False
    instead_of_input: str | None = None
    instead_of_output: str | None = None

    @property
    def longest_word(self) -> int:
        """Return how long the longest word is, in characters."""
        return max(map(len, self.words), default=0)

    def names(self, text: str) -> bool:
        """Return whether one of the words is in a text, without regard to case."""
        lowered = text.lower()
        return any(word in lowered for word in self.words)


def rules_of(features: Mapping[str, Any]) -> Rules | None:
    """Return the rules of an app, None when it has none.

    Raises:
        AppUnavailable: they are of a kind that does not exist here, so that nothing would be looked for.
    """
    feature = features.get(FEATURE)
    if not isinstance(feature, Mapping) or not feature.get("enabled"):
        return None
    kind, config = feature.get("type"), feature.get("config") or {}
    if kind not in (KEYWORDS, BY_MODEL):
        raise AppUnavailable(f"The app's moderation is of the type {kind!r:.80}; {KEYWORDS} and {BY_MODEL} work here.")
    words = str(config.get("keywords") or "").lower().splitlines() if kind == KEYWORDS else []
    return Rules(
        words=tuple(word.strip() for word in words if word.strip()),
        by_model=kind == BY_MODEL,
        instead_of_input=_preset(config.get("inputs_config")),
        instead_of_output=_preset(config.get("outputs_config")),
    )


async def refusal(rt: "Runtime", workspace_id: str, rules: Rules, texts: Iterable[str]) -> str | None:
    """Return what is said to a question that the rules do not let in, None for others.

    Raises:
        ModelError: a model has to judge and fails; what is not judged is not let in.
    """
    if rules.instead_of_input is None:
        return None
    text = "\n".join(texts)
    return rules.instead_of_input if await _is_harmful(rt, workspace_id, rules, text) else None


class Screen:
    """Looks at the answer of one run as it comes; from the first finding on, readers get what stands in for it.

    Words are found before the piece that completes them is told. A model looks every `BETWEEN` characters and
    at the end; what was told until then is replaced.
    """

    def __init__(self, rt: "Runtime", workspace_id: str, rules: Rules, live: "LiveRun") -> None:
        self._rt = rt
        self._workspace_id = workspace_id
        self._rules = rules
        self._live = live
        self._said = ""
        self._looked_at = 0  # characters
        self._looks: list[asyncio.Task[None]] = []
        self._is_replaced = False

    def passes(self, event: Event) -> bool:
        """Take note of an event and return whether readers may have it."""
        if isinstance(event, TextDelta) and not self._is_replaced:
            self._said += event.text
            unseen = len(event.text) + self._rules.longest_word
            if self._rules.names(self._said[-unseen:]):
                self._withhold()
            elif self._rules.by_model and len(self._said) - self._looked_at >= BETWEEN:
                self._look()
        return not (self._is_replaced and isinstance(event, _TOLD))

    async def finished(self, last: RunFinished | RunPaused) -> RunFinished | RunPaused:
        """Look at the rest; return the end of the run with what stands in, when something was found.

        Raises:
            ModelError: the model that judges failed, and nothing else was found.
        """
        if self._rules.by_model and len(self._said) > self._looked_at and not self._is_replaced:
            self._look()
        failures = [found for found in await asyncio.gather(*self._looks, return_exceptions=True) if found]
        if failures and not self._is_replaced:
            raise failures[0]
        if not self._is_replaced or isinstance(last, RunPaused):
            return last
        text = self._rules.instead_of_output or ""
        outputs = {**last.outputs, "answer": text} if "answer" in last.outputs else last.outputs
        return replace(last, answer=text, outputs=outputs)

    def _look(self) -> None:
        self._looked_at = len(self._said)
        self._looks.append(asyncio.create_task(self._judge(self._said), name="moderation"))

    async def _judge(self, text: str) -> None:
        if await _is_harmful(self._rt, self._workspace_id, self._rules, text) and not self._is_replaced:
            self._withhold()

    def _withhold(self) -> None:
        self._is_replaced = True
        self._live.publish(MessageReplaced(text=self._rules.instead_of_output or "", reason=REASON))
        self._live.stop(WITHHELD)


def screen_of(rt: "Runtime", workspace_id: str, features: Mapping[str, Any], live: "LiveRun") -> Screen | None:
    """Return what looks at the answer of a run, None when its app says whatever it says. Raises AppUnavailable."""
    rules = rules_of(features) if live.mode != "workflow" else None
    if rules is None or rules.instead_of_output is None:
        return None
    return Screen(rt, workspace_id, rules, live)


async def _is_harmful(rt: "Runtime", workspace_id: str, rules: Rules, text: str) -> bool:
    if not rules.by_model or not text.strip():
        return rules.names(text)
    default = await default_model(rt, workspace_id, "moderation")
    registry = await models_for(rt, workspace_id)
    model = registry.moderation("" if default else "openai", "")
    return await model.flags(text)


def _preset(config: Any) -> str | None:
    is_on = isinstance(config, Mapping) and bool(config.get("enabled"))
    return str(config.get("preset_response") or "") if is_on else None
