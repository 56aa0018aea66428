"""What a call used: tokens, time, and money by the price of its model."""

import time
from dataclasses import dataclass, field
from decimal import Decimal

from engine.events import Usage
from engine.models.base import ChatRequest
from engine.models.facts import Price
from engine.models.lookup import in_dollars
from engine.models.tokens import count_messages, estimate

_FREE = Price()
_UNIT = Decimal("0.000001")  # prices are per million tokens


@dataclass(slots=True)
class Timing:
    """When a call began and when its first piece came, as readings of `time.perf_counter`."""

    started: float
    first_piece: float | None = None


@dataclass(slots=True)
class Meter:
    """Counts one attempt: what the vendor says it used, else what can be told from the texts.

    `price` None is that of a model whose price nobody knows.
    """

    price: Price | None
    request: ChatRequest
    prompt: int | None = None
    completion: int | None = None
    written: list[str] = field(default_factory=list)

    def usage(self, timing: Timing) -> Usage:
        """Return the usage of the call, which ends now."""
        prompt = count_messages(self.request.messages, exact=False) if self.prompt is None else self.prompt
        completion = estimate("".join(self.written)) if self.completion is None else self.completion
        return priced(self.price, prompt, completion, timing)


def priced(price: Price | None, prompt: int, completion: int, timing: Timing) -> Usage:
    """Return the usage of a call that ends now, in US dollars; what has no known price costs nothing."""
    now = time.perf_counter()
    first = now if timing.first_piece is None else timing.first_piece
    unit = in_dollars(price) if price else _FREE
    return Usage(
        prompt_tokens=prompt,
        completion_tokens=completion,
        prompt_unit_price=unit.input,
        completion_unit_price=unit.output,
        price_unit=_UNIT,
        prompt_price=unit.input * prompt * _UNIT,
        completion_price=unit.output * completion * _UNIT,
        latency=now - timing.started,
        time_to_first_token=first - timing.started,
        time_to_generate=now - first,
    )
