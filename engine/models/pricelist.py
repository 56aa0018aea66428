"""The price list that ships with `genai-prices` (never fetched), for models that the catalogue does not have."""

from decimal import Decimal
from functools import cache

import genai_prices.data  # noqa: F401 - the list itself, loaded with this module and not in the middle of a first answer
from genai_prices import Usage, calc_price

from engine.models.facts import Price

_TOKENS = 1000  # few enough for the first step of prices that rise with length
_MILLION = Decimal(1_000_000)


@cache
def listed_price(vendor: str, name: str) -> Price | None:
    """Return the price of a vendor's model, None for what is not listed."""
    try:
        found = calc_price(Usage(input_tokens=_TOKENS, output_tokens=_TOKENS), name, provider_id=vendor)
    except LookupError:
        return None
    return Price(input=found.input_price * _MILLION / _TOKENS, output=found.output_price * _MILLION / _TOKENS)
