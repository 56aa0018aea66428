"""Agents that go round in circles: the same call with the same result, again and again."""

import json
from dataclasses import dataclass, field

from engine.agents.rounds import Call

USUAL = 2  # times that the same call may give the same before it is not made any more


@dataclass(slots=True)
class _Known:
    observation: str
    times: int = 1


@dataclass(slots=True)
class Repeats:
    """The calls of one agent so far."""

    _known: dict[str, _Known] = field(default_factory=dict)

    def refusal(self, call: Call) -> str | None:
        """Return what the model is told in place of making a call once more, None where it is made."""
        known = self._known.get(_key(call))
        if known is None or known.times < USUAL:
            return None
        return (
            f"{call.name!r} was called {known.times} times with these arguments and gave the same each time, so it was"
            " not called again. Use what you have: call something else, or answer."
        )

    def note(self, call: Call) -> None:
        """Remember what a call gave."""
        key = _key(call)
        known = self._known.get(key)
        if known is not None and known.observation == call.observation:
            known.times += 1
        else:
            self._known[key] = _Known(call.observation)


def _key(call: Call) -> str:
    return json.dumps([call.name, call.arguments], sort_keys=True, ensure_ascii=False, default=str)
