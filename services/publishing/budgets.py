"""What is left of a budget."""

from dataclasses import dataclass
from decimal import Decimal


@dataclass(slots=True)
class Purse:
    """What an app may still cost: a price in one currency, tokens; None is no bound."""

    currency: str
    price: Decimal | None
    tokens: int | None

    @property
    def is_empty(self) -> bool:
        """Return whether nothing is left."""
        return (self.price is not None and self.price <= 0) or (self.tokens is not None and self.tokens <= 0)

    def take(self, price: Decimal, currency: str, tokens: int) -> None:
        """Take out what something cost; another currency than the purse's counts by its tokens alone."""
        if self.price is not None and currency == self.currency:
            self.price -= price
        if self.tokens is not None:
            self.tokens -= tokens
