"""The markers inside containers: where a round starts, and where a loop is left."""

from engine.nodes.base import Context, Node, Result


class IterationStart(Node, kind="iteration-start"):
    """Mark where the rounds of an iteration start."""

    hidden = True


class LoopStart(Node, kind="loop-start"):
    """Mark where the rounds of a loop start."""

    hidden = True


class LoopEnd(Node, kind="loop-end"):
    """Leave the loop after this round."""

    ends_loop = True

    async def run(self, ctx: Context) -> Result:
        """Return at once; the frame notes that the loop is over."""
        return Result()
