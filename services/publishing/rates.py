"""How often one visitor of a shared page may ask."""

import logging
import math
from typing import TYPE_CHECKING, Final

from redis.exceptions import RedisError

from services.errors import TooManyCalls
from services.limiting.windows import Window, standing
from services.publishing.spending import check_budget
from services.publishing.visitors import Visitor
from services.runs.runs import WEB_APP

if TYPE_CHECKING:
    from services.runtime import Runtime

logger = logging.getLogger(__name__)

MINUTE: Final = 60.0
DAY: Final = 86_400.0
ASIDES: Final = 4  # for each message


class VisitorLimited(TooManyCalls):
    """A visitor asks more often than the app's makers allow."""

    code = "rate_limit_error"


async def check_visitor(rt: "Runtime", visitor: Visitor) -> None:
    """Count that a visitor asks something of the app. Raises VisitorLimited: not as often as that."""
    await _count(rt, visitor, "", 1)


async def check_aside(rt: "Runtime", visitor: Visitor) -> None:
    """Count what goes with messages and costs something: follow-up questions, titles, speech, uploads.

    Raises:
        VisitorLimited: there are more than `ASIDES` for each message that the visitor may send.
        BudgetSpent: the app has cost as much as it may in this month.
    """
    await _count(rt, visitor, ":aside", ASIDES)
    await check_budget(rt, visitor.app, invoke_from=WEB_APP)


async def _count(rt: "Runtime", visitor: Visitor, what: str, times: int) -> None:
    publication, key = visitor.shared.publication, f"visitor:{visitor.app.id}:{visitor.user}{what}"
    windows = [
        Window(f"{key}:60", publication.messages_per_minute * times, MINUTE, "minute"),
        Window(f"{key}:86400", publication.messages_per_day * times, DAY, "day"),
    ]
    limiting = [window for window in windows if window.most]
    if not limiting:
        return
    try:
        found = standing(limiting, await rt.limits.store.take(limiting))
    except RedisError as error:
        logger.error("Visitors are not limited: what counts them gives an error. error=%r", error)
        return
    if found.is_refused:
        wait = math.ceil(found.frees_after)
        message = f"{found.window.most} a {found.window.whose} are allowed here. Try again in {wait} seconds."
        raise VisitorLimited(message, found.frees_after)
