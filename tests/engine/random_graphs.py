"""Random workflows, the nodes they are made of, and what each of those gives."""

import asyncio
import json
import zlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from random import Random
from typing import Any

from hypothesis import strategies as st
from hypothesis.strategies import DrawFn
from pydantic import Field

from engine.document import Document
from engine.errors import NodeError
from engine.fields import Selector
from engine.nodes.base import Context, Node, NodeConfig, Result
from tests.engine.graphs import document
from tests.engine.reference import Data, Done, Edge, Key, Pool, Reference

DEPTH = 2  # of containers inside each other
WRITES = {
    "work": ["text", "error_message"],
    "fork": ["text", "error_message"],
    "variable-aggregator": ["output"],
    "answer": ["answer"],
    "iteration": ["output"],
    "loop": ["count", "loop_round"],
}


def digest(node_id: str, values: Sequence[Any], attempt: int = 1) -> str:
    """Return a short text that tells which values a node saw."""
    return f"{node_id}:{zlib.crc32(json.dumps([values, attempt], sort_keys=True).encode()):08x}"


class Work(Node):
    """Digest the variables that `parts` names after a random delay; fail as often, or on such a round, as asked."""

    retries = True
    streams = ("text",)
    delays = Random(0)
    attempts: dict[str, int] = {}

    class Config(NodeConfig):
        parts: list[Selector] = Field(default_factory=list)
        fails: int = 0  # attempts that fail before one succeeds
        fails_in: list[int] = Field(default_factory=list)  # rounds of the iteration in which every attempt fails
        index: Selector = Selector()  # of that iteration
        says: bool = False  # streams its text

    async def run(self, ctx: Context) -> Result:
        self.attempts[ctx.execution_id] = attempt = self.attempts.get(ctx.execution_id, 0) + 1
        await self.wait()
        seen = [None if ctx.value_or_none(part) is None else ctx.value(part) for part in self.config.parts]
        text = digest(self.node_id, seen, attempt)
        if self.config.says:
            for piece in pieces(text):
                ctx.stream_text(piece)
                await self.wait()
        if fails(self.config.model_dump(), ctx.value_or_none(self.config.index or ("", "")), attempt):
            raise NodeError(f"{self.node_id} failed")
        return Result({"text": text})

    async def wait(self) -> None:
        """Let others go first, for no time or for some, or do not."""
        if delay := self.delays.choice((None, 0, self.delays.random())):
            await asyncio.sleep(delay)


class Fork(Work):
    """The same, and take the branch that the digest falls on."""

    branches = True

    async def run(self, ctx: Context) -> Result:
        result = await super().run(ctx)
        return Result(result.outputs, handle=branch(result.outputs["text"]))


KINDS: dict[str, type[Node]] = {"work": Work, "fork": Fork}


def fails(data: Data, index: Any, attempt: int) -> bool:
    """Return whether an attempt of a `Work` fails."""
    return attempt <= data.get("fails", 0) or index in data.get("fails_in", ())


def pieces(text: str) -> list[str]:
    """Return a text as it is streamed."""
    return [text[:3], text[3:]]


def branch(text: str) -> str:
    """Return the branch that a digest falls on."""
    return "left" if text[-1] in "01234567" else "right"


def leaf(node_id: str, data: Data, pool: Pool, attempt: int) -> Done:
    """Return what a node that is no container gives."""
    match data["type"]:
        case "work" | "fork":
            return _worked(node_id, data, pool, attempt)
        case "variable-aggregator":
            found = [pool[key(selector)] for selector in data["variables"] if key(selector) in pool]
            return Done({"output": found[0]} if found else {})
        case "assigner":
            target = key(data["items"][0]["variable_selector"])
            return Done(assigned={target: pool[target] + 1})
        case "end":
            return Done({item["variable"]: pool.get(key(item["value_selector"])) for item in data["outputs"]})
        case "answer":
            shown = (str(pool.get(key(part), ".".join(part))) for part in data["shows"])
            return Done({"answer": data["before"] + "|".join(shown) + data["after"], "files": []})
        case _:
            return Done()


def _worked(node_id: str, data: Data, pool: Pool, attempt: int) -> Done:
    text = digest(node_id, [pool.get(key(part)) for part in data["parts"]], attempt)
    said = pieces(text) if data["says"] else []
    if fails(data, pool.get(key(data["index"])) if data["index"] else None, attempt):
        return Done(error=f"{node_id} failed", pieces=said)
    return Done({"text": text}, handle=branch(text) if data["type"] == "fork" else "source", pieces=said)


def key(selector: Sequence[str]) -> Key:
    """Return owner and name of a selector."""
    return selector[0], selector[1]


@dataclass(frozen=True, slots=True)
class Graph:
    """A workflow as plain data, so that the reference does not read it through the engine's eyes."""

    mode: str
    nodes: Mapping[str, Data]
    edges: Sequence[Edge]
    inputs: Mapping[str, Any]

    def document(self, **everywhere: Any) -> Document:
        """Return it for the engine; `everywhere` changes settings of all iterations."""
        nodes = {
            node_id: {**data, **everywhere} if data["type"] == "iteration" else data
            for node_id, data in self.nodes.items()
        }
        return document(
            nodes, [f"{source}.{handle} > {target}" for source, handle, target in self.edges], mode=self.mode
        )

    def reference(self) -> Reference:
        """Return it for the reference."""
        return Reference(self.nodes, self.edges, leaf, branches=["fork"])

    def pool(self) -> Pool:
        """Return the variables at the start."""
        return {("start", name): value for name, value in self.inputs.items()}


@dataclass
class _Sketch:
    """A workflow while it is drawn."""

    draw: DrawFn
    mode: str
    absorbs: bool  # whether every failure is handled
    nodes: dict[str, dict[str, Any]] = field(default_factory=dict)
    edges: list[Edge] = field(default_factory=list)

    def new_id(self) -> str:
        return f"n{len(self.nodes)}"

    def frame(self, root: str, seen: Sequence[Key], *, depth: int, index: Key | None = None) -> list[Key]:
        """Draw the nodes behind `root`, which may read `seen`; return all texts that they write."""
        before: dict[str, set[str]] = {root: set()}  # node -> all that come before it
        written: dict[str, list[Key]] = {root: []}
        for _ in range(self.draw(st.integers(4, 10) if depth == 0 else st.integers(1, 4))):
            node_id = self.new_id()
            parents = self.draw(st.sets(st.sampled_from(self._open(before)), min_size=1, max_size=3))
            before[node_id] = parents.union(*(before[parent] for parent in parents))
            readable = [*seen, *(name for node in sorted(before[node_id]) for name in written[node])]
            self.nodes[node_id] = {}  # takes the id
            data, written[node_id] = self._node(node_id, readable, depth, index)
            self.nodes[node_id] = data
            self.edges += [self._edge(parent, node_id) for parent in sorted(parents)]
            if self.draw(st.integers(0, 5)) == 0:  # two handles of one node to the same target
                self.edges.append(self._edge(min(parents), node_id))
        self.edges = list(dict.fromkeys(self.edges))
        return [name for names in written.values() for name in names]

    def _open(self, before: Mapping[str, Any]) -> list[str]:
        return [node for node in before if self.nodes[node]["type"] not in ("end", "loop-end")]

    def _edge(self, source: str, target: str) -> Edge:
        data = self.nodes[source]
        handles = ["left", "right"] if data["type"] == "fork" else ["source"]
        if data.get("error_strategy") == "fail-branch":
            handles = [*handles, "fail-branch"]
        return source, self.draw(st.sampled_from(handles)), target

    def _node(self, node_id: str, seen: list[Key], depth: int, index: Key | None) -> tuple[dict[str, Any], list[Key]]:
        """Draw a node that may read `seen`; return its configuration and the variables that it writes."""
        kind = self._kind(depth, index)
        match kind:
            case "work" | "fork":
                data = self._work(seen, index)
            case "variable-aggregator":
                data = {"output_type": "any", "variables": self._some(seen)}
            case "answer":
                data = self._answer(node_id, seen)
            case "end":
                data = self._end(node_id, seen)
            case "iteration":
                data = self._iteration(node_id, seen, depth)
            case "loop":
                data = self._loop(node_id, seen, depth)
            case _:
                data = {}
        return {"type": kind, **data}, [(node_id, name) for name in WRITES.get(kind, ())]

    def _kind(self, depth: int, index: Key | None) -> str:
        kinds = ["work", "fork", "work", "fork", "variable-aggregator"]
        kinds += 2 * ["answer" if self.mode == "advanced-chat" else "end"] if depth == 0 else []
        kinds += ["iteration", "loop"] if depth < DEPTH else []
        kinds += ["loop-end"] if depth and index is None else []
        return self.draw(st.sampled_from(kinds))

    def _end(self, node_id: str, seen: list[Key]) -> dict[str, Any]:
        shown = enumerate(self._some(seen))
        return {"outputs": [{"variable": f"{node_id}-{place}", "value_selector": part} for place, part in shown]}

    def _some(self, seen: list[Key]) -> list[list[str]]:
        return [list(name) for name in self.draw(st.lists(st.sampled_from(seen), max_size=3, unique=True))]

    def _work(self, seen: list[Key], index: Key | None) -> dict[str, Any]:
        data: dict[str, Any] = {"parts": self._some(seen), "index": list(index or ())}
        data["says"] = self.draw(st.booleans())
        data["fails"] = self.draw(st.sampled_from([0, 0, 0, 1, 2, 3]))
        data["fails_in"] = self.draw(st.lists(st.integers(0, 3), max_size=2)) if index else []
        if self.draw(st.booleans()):
            interval = self.draw(st.sampled_from([0, 300]))
            retries = self.draw(st.integers(1, 3))
            data["retry_config"] = {"retry_enabled": True, "max_retries": retries, "retry_interval": interval}
        if data["fails"] or data["fails_in"]:
            data |= self._strategy()
        return data

    def _strategy(self) -> dict[str, Any]:
        strategies = ["fail-branch", "default-value", *([] if self.absorbs else [None])]
        strategy = self.draw(st.sampled_from(strategies))
        default = [{"key": "text", "type": "string", "value": "default"}]
        return {"error_strategy": strategy, "default_value": default} if strategy else {}

    def _answer(self, node_id: str, seen: list[Key]) -> dict[str, Any]:
        texts = [name for name in seen if name[1] == "text"]
        shows = self._some(texts) if texts else []
        before, after = f"<{node_id}>", f"</{node_id}>"
        text = before + "|".join("{{#" + ".".join(part) + "#}}" for part in shows) + after
        return {"answer": text, "shows": shows, "before": before, "after": after}

    def _iteration(self, node_id: str, seen: list[Key], depth: int) -> dict[str, Any]:
        start = f"{node_id}start"
        self.nodes[start] = {"type": "iteration-start"}
        inner = [(node_id, "item"), (node_id, "index")]
        modes = ["continue-on-error", "remove-abnormal-output", "terminated"]
        data: dict[str, Any] = {
            "start_node_id": start,
            "iterator_selector": list(
                self.draw(st.sampled_from([n for n in seen if n[1] in ("many", "few", "output")]))
            ),
            "is_parallel": self.draw(st.booleans()),
            "parallel_nums": self.draw(st.integers(1, 4)),
            "error_handle_mode": self.draw(st.sampled_from(modes[:2] if self.absorbs else modes)),
            "flatten_output": self.draw(st.booleans()),
        }
        data |= self._strategy()
        written = self.frame(start, [*seen, *inner], depth=depth + 1, index=(node_id, "index"))
        return data | {"output_selector": list(self.draw(st.sampled_from([*inner, *written])))}

    def _loop(self, node_id: str, seen: list[Key], depth: int) -> dict[str, Any]:
        start, add = f"{node_id}start", f"{node_id}add"
        self.nodes[start] = {"type": "loop-start"}
        item = {"variable_selector": [node_id, "count"], "operation": "+=", "input_type": "constant", "value": 1}
        self.nodes[add] = {"type": "assigner", "version": "2", "items": [item]}
        self.edges.append((start, "source", add))
        limit = {"variable_selector": [node_id, "count"], "comparison_operator": "≥", "varType": "number"}
        self.frame(add, [*seen, (node_id, "count")], depth=depth + 1)
        return {
            "start_node_id": start,
            "loop_count": self.draw(st.integers(1, 3)),
            "loop_variables": [{"label": "count", "var_type": "number", "value_type": "constant", "value": 0}],
            "break_conditions": self.draw(
                st.sampled_from([[], [limit | {"value": str(self.draw(st.integers(0, 3)))}]])
            ),
            "logical_operator": "and",
        } | self._strategy()


@st.composite
def graphs(draw: DrawFn, *, absorbs: bool | None = None) -> Graph:
    """Draw a workflow; with `absorbs` every failure in it is handled."""
    absorbs = draw(st.booleans()) if absorbs is None else absorbs
    sketch = _Sketch(draw, draw(st.sampled_from(["workflow", "advanced-chat"])), absorbs)
    sketch.nodes["start"] = {"type": "start"}
    inputs = {"many": ["a", "b", "c", "d"], "few": draw(st.sampled_from([[], None, ["e"], ["f", "g"]])), "word": "w"}
    sketch.frame("start", [("start", name) for name in inputs], depth=0)
    return Graph(sketch.mode, sketch.nodes, sketch.edges, inputs)
