"""What an agent's run comes to in a few fields: what was asked and meant, how it worked, with what, and for how long."""

from collections.abc import Callable
from typing import TYPE_CHECKING, Any, Final

from engine.agents.choice import Choice
from engine.agents.purposes import intent_of
from engine.agents.rounds import AgentAnswer
from engine.nodes.base import Context, SoFar

if TYPE_CHECKING:
    from engine.agents.loop import Agent

LONGEST: Final = 2_000  # characters of a question or an answer


async def worked(agent: "Agent", ctx: Context, told: Callable[[], SoFar]) -> AgentAnswer:
    """Return the answer of an agent; one that fails or is stopped leaves what `told` says of it then."""
    try:
        return await agent.run()
    except BaseException:
        ctx.so_far = told()
        raise


def record_of(query: str, choice: Choice, answer: AgentAnswer) -> dict[str, Any]:
    """Return the metadata of an agent's node, whether it came to its end or not."""
    intent = intent_of(query)
    record = {
        "query": query[:LONGEST],
        "intent": {"primary": intent.primary, "all": list(intent.all), "confidence": intent.confidence},
        "strategy": choice.name,
        "result": answer.text[:LONGEST],
        "tools_used": list(dict.fromkeys(call.name for call in answer.calls)),
        "execution_time": round(sum(step.elapsed for step in answer.rounds), 6),
        "rounds": len(answer.rounds),
        "calls": len(answer.calls),
        "failed_calls": sum(call.error is not None for call in answer.calls),
    }
    facts = {"agent_notes": [*choice.notes, *answer.notes], "called_runs": answer.runs}
    return {**choice.as_metadata(), "agent": record, **{name: fact for name, fact in facts.items() if fact}}
