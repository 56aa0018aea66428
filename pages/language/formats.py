"""How numbers and times are written."""

import time
from decimal import Decimal

from pages.language.text import t

MINUTE, HOUR, DAY = 60, 3600, 86400


def duration(seconds: float) -> str:
    """Return a length of time in the unit that suits it."""
    if seconds < 1:
        return f"{seconds * 1000:.0f} ms"
    if seconds < 2 * MINUTE:
        return f"{seconds:.1f} s"
    return f"{int(seconds // MINUTE)} min {int(seconds % MINUTE)} s"


def ago(moment: float, *, now: float | None = None) -> str:
    """Return how long ago `moment` (epoch seconds) was, in words."""
    seconds = max(0.0, (time.time() if now is None else now) - moment)
    if seconds < MINUTE:
        return t("just now")
    if seconds < HOUR:
        return t("{n} min ago", n=int(seconds // MINUTE))
    if seconds < DAY:
        return t("{n} h ago", n=int(seconds // HOUR))
    if seconds < 14 * DAY:
        return t("{n} days ago", n=int(seconds // DAY))
    return time.strftime("%Y-%m-%d", time.localtime(moment))


def tokens(count: int) -> str:
    """Return a number of tokens in words, "" for none."""
    return t("{n} tokens", n=f"{count:,}") if count else ""


def money(price: Decimal, currency: str = "USD") -> str:
    """Return a price with as many places as tell something, "" for none."""
    if not price:
        return ""
    sign = {"USD": "$", "CNY": "¥", "RMB": "¥", "EUR": "€"}.get(currency, f"{currency} ")
    return (
        f"{sign}{price:,.2f}"
        if price >= 1
        else f"{sign}{price:.2g}"
        if price >= Decimal("0.0001")
        else f"<{sign}0.0001"
    )


def characters(count: int) -> str:
    """Return the length of a text in words."""
    return t("{n} characters", n=f"{count:,}")


def counted(count: int, one: str, many: str) -> str:
    """Return a number of things in words: `one` and `many` are texts of `text.t` with the place `{n}`."""
    return t(one if count == 1 else many, n=f"{count:,}")


def megabytes(size: float) -> str:
    """Return a number of bytes in MB."""
    return f"{size / 1_000_000:,.1f} MB"


def file_size(size: int) -> str:
    """Return the size of a file in the unit that suits it."""
    if size < 1000:
        return f"{size} B"
    return f"{size / 1000:,.0f} KB" if size < 1_000_000 else megabytes(size)


def joined(*parts: str) -> str:
    """Return the parts that say something, with a dot between them."""
    return " · ".join(part for part in parts if part)
