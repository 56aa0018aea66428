"""The markers inside containers: where a round starts, and where a loop is left."""

from engine.nodes.base import Context, Node, Result


class IterationStart(Node, kind="iteration-start"):
    """Start a round of an iteration; callers never see it."""

    hidden = True

    async def run(self, ctx: Context) -> Result:
        """Return at once."""
        return Result()


class LoopStart(Node, kind="loop-start"):
    """Start a round of a loop; callers never see it."""

    hidden = True

    async def run(self, ctx: Context) -> Result:
        """Return at once."""
        return Result()


class LoopEnd(Node, kind="loop-end"):
    """Leave the loop after this round."""

    ends_loop = True

    async def run(self, ctx: Context) -> Result:
        """Return at once; the frame notes that the loop is over."""
        return Result()
