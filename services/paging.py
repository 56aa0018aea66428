"""Pages of lists."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final, Generic, TypeVar

from services.errors import InvalidInput

T = TypeVar("T")

MAX_LIST: Final = 100  # entries on one page


@dataclass(frozen=True, slots=True)
class Page(Generic[T]):
    """One page of a list, `page` from 1."""

    items: Sequence[T]
    page: int
    limit: int
    total: int

    @property
    def has_more(self) -> bool:
        """Return whether there are further pages."""
        return self.page * self.limit < self.total


def check_page(page: int, limit: int) -> None:
    """Raise InvalidInput unless a page of a list may be asked for like this."""
    if page < 1:
        raise InvalidInput(f"page must be 1 or more, got {page}.", param="page")
    if not 1 <= limit <= MAX_LIST:
        raise InvalidInput(f"limit must be within 1..{MAX_LIST}, got {limit}.", param="limit")
