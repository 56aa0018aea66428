"""Numbers of pages in queries."""

from typing import Annotated, Final

from fastapi import Query

MOST_PAGES: Final = 99_999  # far beyond what anybody looks at, and within what the database can count

PageNumber = Annotated[int, Query(ge=1, le=MOST_PAGES)]
