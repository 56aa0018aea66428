"""What a call used: tokens, time, and money by the price list that ships with `genai-prices` (never fetched)."""

import time
from dataclasses import dataclass, field
from decimal import Decimal

import genai_prices.data  # noqa: F401 - the list itself, loaded with this module and not in the middle of a first answer
from genai_prices import Usage as Tokens
from genai_prices import calc_price

from engine.events import Usage
from engine.models.base import ChatRequest
from engine.models.tokens import count_messages, estimate

_ZERO = Decimal(0)
_UNIT = Decimal("0.000001")  # prices are per million tokens


@dataclass(slots=True)
class Timing:
    """When a call began and when its first piece came, as readings of `time.perf_counter`."""

    started: float
    first_piece: float | None = None


@dataclass(slots=True)
class Meter:
    """Counts one attempt: what the vendor says it used, else what can be told from the texts.

    `vendor` is the price list's id, None for a provider without list prices.
    """

    vendor: str | None
    model: str
    request: ChatRequest
    prompt: int | None = None
    completion: int | None = None
    written: list[str] = field(default_factory=list)

    def usage(self, timing: Timing) -> Usage:
        """Return the usage of the call, which ends now."""
        prompt = count_messages(self.request.messages, exact=False) if self.prompt is None else self.prompt
        completion = estimate("".join(self.written)) if self.completion is None else self.completion
        return priced(self.vendor, self.model, prompt, completion, timing)


def priced(vendor: str | None, model: str, prompt: int, completion: int, timing: Timing) -> Usage:
    """Return the usage of a call that ends now; unknown models cost nothing."""
    now = time.perf_counter()
    first = now if timing.first_piece is None else timing.first_piece
    of_prompt, of_completion = _prices(vendor, model, prompt, completion)
    return Usage(
        prompt_tokens=prompt,
        completion_tokens=completion,
        prompt_unit_price=_per_unit(of_prompt, prompt),
        completion_unit_price=_per_unit(of_completion, completion),
        price_unit=_UNIT,
        prompt_price=of_prompt,
        completion_price=of_completion,
        latency=now - timing.started,
        time_to_first_token=first - timing.started,
        time_to_generate=now - first,
    )


def _prices(vendor: str | None, model: str, prompt: int, completion: int) -> tuple[Decimal, Decimal]:
    if vendor is None:
        return _ZERO, _ZERO
    try:
        price = calc_price(Tokens(input_tokens=prompt, output_tokens=completion), model, provider_id=vendor)
    except LookupError:
        return _ZERO, _ZERO
    return price.input_price, price.output_price


def _per_unit(price: Decimal, tokens: int) -> Decimal:
    return (price / tokens / _UNIT).normalize() if tokens else _ZERO
