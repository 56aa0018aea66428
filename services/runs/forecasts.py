"""What a run in the Studio would cost, before it begins: what its models would be sent is counted, and priced.

The least is the prompts as far as they are known now, the most is that and the longest answers that the models may
give. Agents are not counted but remembered: they cost what they cost the last time.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import TYPE_CHECKING, Any, Final

from engine.asking.rehearsal import REHEARSED, Listeners, asked
from engine.errors import EngineError, ModelNotConfigured
from engine.graph import Graph
from engine.models import BUILT_IN, ModelRegistry
from engine.models.base import ChatRequest
from engine.models.facts import Price
from engine.models.lookup import in_dollars
from engine.nodes.base import Context, Node
from engine.resources import Resources
from engine.running.run import Run
from engine.running.stale import Freshness
from engine.values import MISSING, revive
from engine.variables import VariablePool
from services.accounts.acting import needs
from services.accounts.roles import Action
from services.apps.serving import Served
from services.models import models_for
from services.runs.estimates import is_paid_kind
from services.runs.extents import before_run
from services.runs.notebook import last_executions
from services.runs.results import states
from storage.records import App, NodeExecution

if TYPE_CHECKING:
    from services.runtime import Runtime

MILLION: Final = 1_000_000
UNKNOWN: Final = "…"  # stands for a value that nobody knows yet: a prompt of nothing else could not be sent
LIMITS: Final = ("max_tokens", "max_completion_tokens", "max_output_tokens")  # what calls name the longest answer


@dataclass(frozen=True, slots=True, kw_only=True)
class Call:
    """What one node would ask, or has used the last time."""

    node_id: str
    title: str
    model: str = ""  # provider and name
    prompt: int = 0  # tokens, as far as they are known
    most: int | None = 0  # tokens of the longest answer, None: nobody knows
    price: Price | None = None  # in dollars, None: nobody knows
    is_open: bool = False  # parts of the prompt are known only when the run comes to it
    repeats: bool = False  # it is inside a container, which may run it more than once
    last: Decimal | None = None  # dollars that it has cost the last time, in place of a count

    @property
    def least_price(self) -> Decimal | None:
        """Return what it costs at least, None when nobody knows."""
        if self.last is not None:
            return self.last
        return None if self.price is None else self.price.input * self.prompt / MILLION

    @property
    def most_price(self) -> Decimal | None:
        """Return what it costs at most, as far as its prompt is known; None when nobody knows."""
        least = self.least_price
        if self.last is not None or least is None:
            return least
        return None if self.most is None or self.price is None else least + self.price.output * self.most / MILLION


@dataclass(frozen=True, slots=True)
class Forecast:
    """What a run would use. Of nodes on branches that are not taken nothing is used, so the sums are not too low."""

    calls: Sequence[Call] = ()
    unknown: Sequence[str] = ()  # titles of nodes that cost money, and of which nothing is known
    kept: int = 0  # nodes that cost money and do not run: their results are kept

    @property
    def least(self) -> int:
        """Return the tokens of all prompts, as far as they are known."""
        return sum(call.prompt for call in self.calls)

    @property
    def most(self) -> int | None:
        """Return the tokens with the longest answers, None when nobody knows how long one may be."""
        longest = [call.most for call in self.calls]
        return None if None in longest else self.least + sum(one or 0 for one in longest)

    @property
    def least_price(self) -> Decimal:
        """Return in dollars what the prompts cost whose price is known."""
        return sum((call.least_price or Decimal(0) for call in self.calls), Decimal(0))

    @property
    def most_price(self) -> Decimal | None:
        """Return in dollars the most that the calls with a known price cost, None when there is no upper bound."""
        prices = [call.most_price for call in self.calls if call.least_price is not None]
        return None if None in prices else sum((one or Decimal(0) for one in prices), Decimal(0))

    @property
    def unpriced(self) -> list[str]:
        """Return the models whose prices nobody knows."""
        return sorted({call.model for call in self.calls if call.least_price is None})

    @property
    def is_open(self) -> bool:
        """Return whether more may be used than is known: open prompts, rounds of containers, nodes never run."""
        return bool(self.unknown) or any(call.is_open or call.repeats for call in self.calls)


@dataclass(slots=True)
class _Ahead:
    """A run that is looked ahead to."""

    run: Run
    registry: ModelRegistry
    last: Mapping[str, NodeExecution]
    pool: VariablePool
    guessed: set[tuple[str, str]] = field(default_factory=set)  # variables that the run has not written yet
    calls: list[Call] = field(default_factory=list)
    unknown: list[str] = field(default_factory=list)

    async def look(self, node: Node, *, repeats: bool) -> None:
        """Note what one node would use."""
        title = self.run.plan.nodes[node.node_id].title or node.node_id
        who: dict[str, Any] = {"node_id": node.node_id, "title": title, "repeats": repeats}
        found = await self._asked(node, who) if node.kind in REHEARSED else self._remembered(node.node_id, who)
        if found is None:
            self.unknown.append(title)
        else:
            self.calls.append(found)

    async def _asked(self, node: Node, who: Mapping[str, Any]) -> Call | None:
        is_open = self._fill_in(node)
        resources = Resources(models=Listeners(self.registry))
        ctx = Context(node.node_id, pool=self.pool, resources=resources, run=self.run.info)
        try:
            found = await asked(node, ctx)
        except EngineError:  # what keeps it from asking is told when it runs
            return self._remembered(node.node_id, who)
        if found is None:
            return None
        model, request = found
        return Call(
            **who,
            model=f"{model.provider}/{model.name}",
            prompt=model.count_tokens(request.messages),
            most=_longest(request, model.abilities.max_output),
            price=price_of(self.registry, model.provider, model.name),
            is_open=is_open,
        )

    def _fill_in(self, node: Node) -> bool:
        """Give the node what it reads: what is there, what was there the last time; return whether something is missing."""
        read = {(selector[0], selector[1]) for selector in node.references() if len(selector) > 1}
        for owner, name in {place for place in read if self.pool.get(place) is MISSING}:
            row = self.last.get(owner)
            outputs = (row.outputs or {}) if row else {}
            self.pool.set((owner, name), revive(outputs.get(name, UNKNOWN)))
            self.guessed.add((owner, name))
        return not read.isdisjoint(self.guessed)

    def _remembered(self, node_id: str, who: Mapping[str, Any]) -> Call | None:
        row = self.last.get(node_id)
        usage = (row.metadata.get("usage") or {}) if row else {}
        tokens = int(usage.get("total_tokens") or 0)
        if not tokens:
            return None
        return Call(**who, prompt=tokens, is_open=True, last=Decimal(str(usage.get("total_price") or 0)))


@needs(Action.EDIT_APPS)
async def forecast(rt: "Runtime", app: App, **given: Any) -> Forecast:
    """Return what a run of the Studio would use, as far as that is known; nothing is run, asked or stored.

    `given` is as `services.runs.extents.before_run` takes it.

    Raises:
        NotFound, InvalidWorkflow: as for `draft_states`.
    """
    serving, run = await before_run(rt, app, **given)
    paid = [planned.node for planned in serving.plan.nodes.values() if is_paid_kind(planned.kind)]
    if not paid:
        return Forecast()
    registry = await models_for(rt, app.workspace_id)
    graph, still = Graph.of(serving.document), await _standing(rt, serving, run)
    root = run.root
    ahead = _Ahead(run, registry, await last_executions(rt, app), run.initial_pool(root))
    kept = 0
    for node in paid:
        around = list(graph.containers_of(node.node_id))
        if {node.node_id, *around} & still:
            kept += 1
        else:
            await ahead.look(node, repeats=bool(around))
    return Forecast(tuple(ahead.calls), tuple(ahead.unknown), kept)


def price_of(registry: ModelRegistry, provider: str, name: str) -> Price | None:
    """Return what a model costs in dollars per million tokens, None when nobody knows; built-in ones cost nothing."""
    try:
        owner, _ = registry.resolve("llm", provider, name)
        price = registry.info("llm", provider, name).price
    except ModelNotConfigured:
        return None
    if owner in BUILT_IN:
        return Price()
    return None if price is None else in_dollars(price)


async def _standing(rt: "Runtime", serving: Served, run: Run) -> frozenset[str]:
    """Return the outer nodes that the run would not call."""
    found = await states(rt, serving, run)
    return frozenset(node_id for node_id, state in found.items() if state in {Freshness.FRESH, Freshness.SKIPPED})


def _longest(request: ChatRequest, max_output: int) -> int | None:
    named = next((request.parameters[name] for name in LIMITS if request.parameters.get(name)), None)
    if isinstance(named, int | float) and not isinstance(named, bool):
        return int(named)
    return max_output or None
