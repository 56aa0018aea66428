"""A workflow with a node of every kind that keeps results, and parts that answer with a digest of what they are asked."""

import hashlib
import json
from collections.abc import AsyncIterator, Mapping, Sequence
from dataclasses import asdict, dataclass, field, replace
from datetime import UTC, datetime
from typing import Any

import httpx2

from engine.document import Document
from engine.events import ContainerFinished, Event, NodeFinished, RunFinished, Usage
from engine.filestore import made_file
from engine.models.base import (
    Abilities,
    ChatModel,
    ChatRequest,
    EmbeddingModel,
    Finished,
    Message,
    Piece,
    RerankModel,
    TextPiece,
)
from engine.resources import CodeResult, Resources, RunInfo, Turn
from engine.running.reuse import MemoryResults
from engine.running.run import Run, RunRequest, prepare
from engine.running.stale import Freshness, Head, freshness
from engine.values import File
from tests.engine.graphs import document

Node = dict[str, Any]


def digest(*parts: Any) -> str:
    """Return a short text that differs whenever a part does."""
    return hashlib.sha1(json.dumps(parts, sort_keys=True, default=str).encode()).hexdigest()[:10]


class DigestModels:
    """Models that answer with a digest of the whole request, as JSON, so that classifiers understand them, too."""

    def __init__(self) -> None:
        self.abilities = Abilities()
        self.provider = "p"
        self.address = "http://one"

    def chat(self, provider: str, name: str) -> ChatModel:
        return DigestModel(self.provider, name, self.abilities, self.address)

    def embedding(self, provider: str, name: str) -> EmbeddingModel:
        raise NotImplementedError

    def rerank(self, provider: str, name: str) -> RerankModel:
        raise NotImplementedError


@dataclass
class DigestModel:
    """One of them."""

    provider: str
    name: str
    abilities: Abilities
    address: str

    async def stream(self, request: ChatRequest) -> AsyncIterator[Piece]:
        """Answer."""
        answer = {"category_id": "1", "category_name": "one", "said": digest(asdict(self), asdict(request))}
        yield TextPiece(json.dumps(answer))
        yield Finished("stop", Usage(prompt_tokens=1))

    def count_tokens(self, messages: Sequence[Message]) -> int:
        """Count messages."""
        return len(messages)


class DigestCode:
    """A sandbox whose scripts all return a digest of themselves and their arguments."""

    tier = "strict"

    async def run(
        self, language: str, code: str, inputs: Mapping[str, Any], *, outputs: Sequence[str] = ()
    ) -> CodeResult:
        """Return the digest as every output."""
        return CodeResult({name: digest(language, code, inputs) for name in outputs}, tier=self.tier)


class Library:
    """Files by id, whose bytes say what is in them."""

    async def read(self, file: File) -> bytes:
        """Return the id: another file is another content."""
        return str(file.related_id).encode()

    async def write(self, data: bytes, *, filename: str, mime_type: str) -> File:
        raise NotImplementedError


def page(request: httpx2.Request) -> httpx2.Response:
    """Answer a request with a digest of it; `/gone` is not found."""
    return httpx2.Response(404 if "gone" in request.url.path else 200, text=digest(str(request.url), request.method))


def upload(file_id: str) -> File:
    """Return an uploaded text file."""
    return replace(made_file(file_id, filename="a.txt", mime_type="text/plain", size=3), transfer_method="local_file")


def model(name: str = "m") -> Node:
    """Return the choice of a model."""
    return {"provider": "p", "name": name, "mode": "chat", "completion_params": {"temperature": 0.1}}


def template(text: str, **variables: list[str]) -> Node:
    """Return a template node."""
    bound = [{"variable": name, "value_selector": selector} for name, selector in variables.items()]
    return {"type": "template-transform", "template": text, "variables": bound}


def memory() -> Node:
    """Return the settings of a memory of two turns."""
    return {"window": {"enabled": True, "size": 2}, "query_prompt_template": ""}


CALCULATOR = {"provider_type": "builtin", "provider_id": "calculator", "tool_name": "calculator"}
COUNT = {"variable_selector": ["loop", "n"], "operation": "+=", "input_type": "constant", "value": 1}
WORD = ["start", "word"]
NOON = datetime(2025, 1, 1, 12, tzinfo=UTC)


def nodes() -> dict[str, Node]:
    """Return the nodes of the workflow, by id."""
    test = {"variable_selector": WORD, "comparison_operator": "is", "value": "word", "varType": "string"}
    agent = {
        "model": {"type": "constant", "value": {"provider": "p", "model": "m", "mode": "chat"}},
        "query": {"type": "mixed", "value": "about {{#start.word#}}"},
        "tools": {"type": "constant", "value": [{"enabled": True, "type": "builtin", **CALCULATOR}]},
    }
    return {
        "start": {"type": "start", "variables": []},
        "text": template("{{ w }}!", w=WORD),
        "unread": template("constant"),
        "llm": {
            "type": "llm",
            "model": model(),
            "prompt_template": [{"role": "user", "text": "say {{#text.output#}}"}],
        },
        "chat": {
            "type": "llm",
            "model": model(),
            "prompt_template": [{"role": "system", "text": "be kind"}],
            "memory": memory(),
        },
        "code": {
            "type": "code",
            "code": "def main(a, k): ...",
            "variables": [
                {"variable": "a", "value_selector": ["text", "output"]},
                {"variable": "k", "value_selector": ["env", "KEY"]},
            ],
            "outputs": {"out": {"type": "string"}},
        },
        "document": {"type": "document-extractor", "variable_selector": ["start", "file"]},
        "choose": {"type": "if-else", "cases": [{"case_id": "yes", "logical_operator": "and", "conditions": [test]}]},
        "yes": template("yes {{ c }}", c=["conversation", "tone"]),
        "no": template("no"),
        "join": {"type": "variable-aggregator", "variables": [["yes", "output"], ["no", "output"]]},
        "each": {
            "type": "iteration",
            "start_node_id": "eachstart",
            "iterator_selector": ["start", "many"],
            "output_selector": ["ask", "text"],
            "is_parallel": True,
            "error_handle_mode": "continue-on-error",
        },
        "eachstart": {"type": "iteration-start"},
        "ask": {
            "type": "llm",
            "model": model(),
            "prompt_template": [{"role": "system", "text": "{{#each.item#}} {{#conversation.tone#}}"}],
            "memory": memory(),
        },
        "loop": {
            "type": "loop",
            "start_node_id": "loopstart",
            "loop_count": 3,
            "loop_variables": [{"label": "n", "var_type": "number", "value_type": "constant", "value": 0}],
            "break_conditions": [{"variable_selector": ["loop", "n"], "comparison_operator": "≥", "value": "2"}],
        },
        "loopstart": {"type": "loop-start"},
        "count": {"type": "assigner", "version": "2", "items": [COUNT]},
        "sum": {
            "type": "tool",
            **CALCULATOR,
            "tool_parameters": {"expression": {"type": "mixed", "value": "{{#start.number#}} + {{#loop.n#}}"}},
        },
        "agent": {"type": "agent", "agent_strategy_name": "function_calling", "agent_parameters": agent},
        "get": {"type": "http-request", "method": "get", "url": "{{#env.BASE#}}/{{#start.word#}}"},
        "class": {
            "type": "question-classifier",
            "query_variable_selector": ["sys", "query"],
            "model": model(),
            "classes": [{"id": "1", "name": "one"}, {"id": "2", "name": "two"}],
        },
        "values": {
            "type": "parameter-extractor",
            "query": ["llm", "text"],
            "model": model(),
            "parameters": [{"name": "said", "type": "string", "description": "", "required": True}],
        },
        "list": {
            "type": "list-operator",
            "variable": ["start", "many"],
            "filter_by": {"enabled": False, "conditions": []},
            "limit": {"enabled": True, "size": 1},
        },
        "say": {"type": "answer", "answer": "{{#llm.text#}} {{#code.out#}} {{#join.output#}} {{#sum.text#}}"},
    }


EDGES = [
    *(f"start > {name}" for name in ("text", "unread", "document", "choose", "each", "loop", "agent", "get", "list")),
    *("text > llm", "text > code", "start > chat", "start > class", "llm > values"),
    *("choose.yes > yes", "choose.false > no", "yes > join", "no > join"),
    *("eachstart > ask", "loopstart > count", "loop > sum", "class.1 > say"),
    *("llm > say", "code > say", "join > say", "sum > say"),
]

# What each node reads, and behind which choice it lies: that is whose change it feels.
READS: dict[str, set[str]] = {
    "llm": {"text"},
    "code": {"text"},
    "join": {"yes", "no"},
    "yes": {"choose"},
    "no": {"choose"},
    "sum": {"loop"},
    "values": {"llm"},
    "say": {"llm", "code", "join", "sum"},
}


def feels(changed: set[str]) -> set[str]:
    """Return the nodes that a change of `changed` reaches, themselves included."""
    reached = set(changed)
    while more := {node for node, sources in READS.items() if sources & reached} - reached:
        reached |= more
    return reached


@dataclass
class World:
    """Everything that a run of the workflow depends on; changes are made in place."""

    nodes: dict[str, Node] = field(default_factory=nodes)
    edges: list[str] = field(default_factory=lambda: list(EDGES))
    inputs: dict[str, Any] = field(
        default_factory=lambda: {"word": "word", "number": "1", "many": ["1", "2"], "file": upload("f1")}
    )
    query: str = "hello"
    files: list[File] = field(default_factory=list)
    environment: dict[str, Any] = field(default_factory=lambda: {"KEY": "k", "BASE": "http://example.com"})
    conversation: dict[str, Any] = field(default_factory=lambda: {"tone": "calm"})
    history: list[Turn] = field(default_factory=lambda: [Turn("q", "a")])
    models: DigestModels = field(default_factory=DigestModels)
    code: DigestCode = field(default_factory=DigestCode)

    def document(self) -> Document:
        """Return the workflow as it is now."""
        made = document(self.nodes, self.edges, mode="advanced-chat")
        workflow = made.raw["workflow"]
        workflow["environment_variables"] = [_declared(name, value) for name, value in self.environment.items()]
        workflow["conversation_variables"] = [_declared(name, value) for name, value in self.conversation.items()]
        return Document(made.raw)

    def request(self) -> RunRequest:
        """Return what a run is given now."""
        info = RunInfo(run_id="r", mode="advanced-chat", conversation_id="c", history=list(self.history))
        return RunRequest(info=info, inputs=self.inputs, query=self.query, files=self.files, now=NOON)

    def run(self, results: MemoryResults | None, events: list[Event]) -> Run:
        """Return a run that has not begun."""
        resources = Resources(
            models=self.models,
            code=self.code,
            files=Library(),
            http=httpx2.AsyncClient(transport=httpx2.MockTransport(page)),
        )
        return Run(prepare(self.document()), self.request(), resources, emit=events.append, results=results)

    async def play(self, results: MemoryResults | None = None) -> list[Event]:
        """Run it and return its events."""
        events: list[Event] = []
        await self.run(results, events).execute()
        end = events[-1]
        assert isinstance(end, RunFinished)
        assert end.error is None
        return events

    def stale(self, results: MemoryResults, ran: set[str]) -> set[str]:
        """Return the nodes that a rerun would call or cannot tell, of those that keep results."""
        run = self.run(results, [])
        heads = {key: Head(kept.contents, kept.handle, kept.assignments) for key, kept in results._kept.items()}
        states = freshness(
            run.plan,
            "start",
            run.initial_pool("start"),
            known=heads.get,
            has_run=ran.__contains__,
            resources=run.resources,
            info=run.info,
        )
        return {node for node, state in states.items() if state in (Freshness.STALE, Freshness.NEVER)}


def _declared(name: str, value: Any) -> Node:
    return {"id": name, "name": name, "value_type": "string", "value": value}


def ran(events: list[Event]) -> set[str]:
    """Return the outer nodes that were called, the start left out."""
    ends = (event for event in events if isinstance(event, NodeFinished | ContainerFinished))
    return {end.node_id for end in ends if not (end.reused or end.iteration_id or end.loop_id)} - {"start"}


def outputs(events: list[Event]) -> dict[str, Any]:
    """Return what each outer node gave; an agent's log tells of times."""
    ends = (event for event in events if isinstance(event, NodeFinished | ContainerFinished))
    outer = {end.node_id: dict(end.outputs) for end in ends if not (end.iteration_id or end.loop_id)}
    return {node: {name: value for name, value in given.items() if name != "json"} for node, given in outer.items()}
