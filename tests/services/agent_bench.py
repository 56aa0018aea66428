"""What agents are tried on: tools of every temper, a scripted vendor, and all that is known of a run afterwards."""

import asyncio
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any, Literal

import storage.app_figures
import storage.messages
import storage.run_trees
import storage.runs
from engine.document import Document
from engine.events import AgentLog
from engine.tools.base import Made, Parameter, Text, Tool, ToolContext, ToolInvokeError
from engine.tools.functions import tool
from engine.values import File
from services import models
from services.apps import apps
from services.chats import chat
from services.runs import workflow_runs
from services.runs.runs import LiveRun
from services.runtime import Runtime
from services.tools.sources import ToolProvider
from storage.app_figures import Span
from storage.records import App, Message, NodeExecution, Run
from tests.services.agent_tasks import Step, Task
from tests.services.bases import add_document, make_base
from tests.services.parts import document, graph, node, published
from tests.vendor import Vendor
from tests.vendor.openai_api import usage_of

FUNCTIONS, REACT = "function_call", "react"
MARK = "task:"  # in every question to the agent, and in none to an app that it calls
QUESTION = f"{MARK} do it"
FERRY = "The ferry to the island leaves at nine."
PICTURE = {"type": "image", "transfer_method": "remote_url", "url": "https://pictures.example/cat.png"}


def bench_tools(meeting: asyncio.Barrier, sent: list[str]) -> list[Tool]:
    """Return the tools; `meeting` waits for two, `sent` is what the tool that sends has sent."""

    @tool(provider="bench")
    def add(a: float, b: float) -> str:
        """Add two numbers."""
        return f"{a + b:g}"

    @tool(provider="bench")
    def look_up(word: str) -> str:
        """Say what a word is."""
        return f"{word} is a word"

    @tool(provider="bench")
    async def meet(who: str) -> str:
        """Wait for somebody else who waits."""
        await asyncio.wait_for(meeting.wait(), 60)
        return f"{who} met somebody"

    @tool(provider="bench")
    def broken() -> str:
        """Fail."""
        raise ToolInvokeError("no connection")

    @tool(provider="bench")
    def crash() -> str:
        """Fail in a way that nobody foresaw."""
        raise KeyError("oh")

    @tool(provider="bench", timeout=0.02)
    async def sleepy() -> str:
        """Take too long."""
        await asyncio.Event().wait()
        return ""

    @tool(provider="bench", credentials=[Parameter(name="api_key", required=True)])
    def locked() -> str:
        """Want a key."""
        return "open"

    @tool(provider="bench", has_side_effects=True)
    async def send(to: str) -> str:
        """Send something."""
        sent.append(to)
        number = len(sent)
        await asyncio.sleep(0)
        assert len(sent) == number, "somebody else has sent meanwhile"
        return f"sent to {to} as number {number}"

    @tool(provider="bench", use_cases=["search the web"])
    def web_search(query: str) -> str:
        """Search."""
        raise ToolInvokeError("no connection")

    @tool(provider="bench", use_cases=["search elsewhere"])
    def other_search(query: str) -> str:
        """Search."""
        return f"about {query}"

    @tool(provider="bench")
    def paint(colour: Literal["red", "green"]) -> str:
        """Paint."""
        return f"painted {colour}"

    @tool(provider="bench")
    def huge() -> str:
        """Say very much."""
        return "x" * 300_000

    @tool(provider="bench")
    def page(number: int) -> str:
        """Say a page."""
        return f"page {number}: " + "many words " * 70

    @tool(provider="bench")
    async def draw(what: str, ctx: ToolContext) -> list[Text | Made]:
        """Draw a picture."""
        assert ctx.resources.files is not None
        file = await ctx.resources.files.write(b"<svg></svg>", filename=f"{what}.svg", mime_type="image/svg+xml")
        return [Text(f"drew {what}"), Made(file)]

    @tool(provider="bench")
    async def measure(picture: File, ctx: ToolContext) -> str:
        """Measure a picture."""
        assert ctx.resources.files is not None
        return f"{picture.filename} has {len(await ctx.resources.files.read(picture))} bytes"

    @tool(provider="bench")
    async def fetch(ctx: ToolContext) -> str:
        """Ask a web service that does not answer."""
        assert ctx.resources.http is not None
        return (await ctx.resources.http.get(f"{SLOW[0]}/slow/600000")).text

    reading = [add, look_up, meet, broken, crash, sleepy, locked, web_search, other_search, paint, huge, page]
    return [*reading, send, draw, measure, fetch]


SLOW = [""]  # the address of the vendor


@dataclass
class Bench:
    """A workspace with the tools, a vendor and an expert who may be asked."""

    rt: Runtime
    workspace_id: str
    sent: list[str] = field(default_factory=list)
    meeting: asyncio.Barrier = field(default_factory=lambda: asyncio.Barrier(2))
    tools: list[Tool] = field(default_factory=list)
    dataset_id: str = ""

    async def providers(self, workspace_id: str) -> Sequence[ToolProvider]:
        """Offer the tools: the bench is a source of the toolbox."""
        return [ToolProvider(kind="builtin", id="bench", label="Bench", tools=self.tools)]

    @classmethod
    async def built(cls, rt: Runtime, workspace_id: str, vendor: Vendor) -> "Bench":
        """Return the bench."""
        bench = cls(rt, workspace_id)
        bench.tools = bench_tools(bench.meeting, bench.sent)
        rt.toolbox.add(bench)
        SLOW[0] = vendor.url
        credentials = {"api_key": "sk-of-the-tests-42", "base_url": vendor.openai_url}
        listed = [{"model": name, "model_type": "llm"} for name in ("small", "gpt-4o", "tiny")]
        await models.register_provider(rt, workspace_id, "openai", credentials, models=listed)
        tiny = {"name": "tiny", "abilities": {"context_size": 700, "tools": True}}
        await models.describe_model(rt, workspace_id, "openai", tiny)
        dataset = await make_base(rt, workspace_id, "Travel")
        await add_document(rt, dataset, [FERRY], name="guide.md")
        bench.dataset_id = dataset.id
        return bench

    async def agent(self, strategy: str, *extra: Mapping[str, Any], task: Task | None = None) -> App:
        """Make an agent app with all tools of the bench, and `extra` ones."""
        entries = [_entry("builtin", "bench", one.name) for one in self.tools]
        mode = {"enabled": True, "strategy": strategy, "tools": [*entries, *extra]}
        config: dict[str, Any] = {"agent_mode": {**mode, "max_iteration": 10}}
        if task is not None:
            config["agent_mode"] |= {"max_iteration": task.rounds, **task.config}
            config |= {
                "file_upload": {"image": {"enabled": True, "number_limits": 1, "transfer_methods": ["remote_url"]}}
            }
        if task is not None and task.knowledge:
            config["dataset_configs"] = {
                "datasets": {"datasets": [{"dataset": {"id": self.dataset_id, "enabled": True}}]}
            }
        app = await apps.create_app(self.rt, self.workspace_id, name="Agent", mode="agent-chat")
        name = task.model if task else "small"
        model = {"provider": "openai", "name": name, "mode": "chat", "completion_params": {"max_tokens": 100}}
        return await apps.save_model_config(self.rt, app, {**(app.model_config or {}), "model": model, **config})

    async def expert(self, strategy: str) -> App:
        """Make an agent that others may ask."""
        app = await self.agent(strategy)
        offer = {"enabled": True, "name": "expert", "description": "Knows numbers.", "use_cases": ["hard sums"]}
        return await apps.update_app(self.rt, app, settings={"tool": offer})

    def named(self, name: str) -> str:
        """Return the name of a tool as the model knows it."""
        return name.replace("<knowledge>", f"dataset_{self.dataset_id.replace('-', '_')}"[:48])

    async def play(self, task: Task, strategy: str, vendor: Vendor) -> "Played":
        """Let an agent of its own do the task, and gather all that is known of it."""
        self.sent.clear()
        called = [await self.expert(strategy)] if task.others else []
        app = await self.agent(strategy, *(_entry("app", one.id, "expert") for one in called), task=task)
        earlier = [self.written(step, strategy) for step in task.before]
        if earlier:
            vendor.rule(when=f"{MARK} begin", unless=QUESTION, replies=earlier)
        vendor.rule(when=QUESTION, replies=[self.written(step, strategy) for step in task.script])
        vendor.rule(unless=MARK, replies=[self.written(step, strategy) for step in task.others])
        conversation = ""
        if earlier:
            first = await self.asked(app, f"{MARK} begin")
            await first.finished()
            conversation = first.conversation_id
        live = await self.asked(app, QUESTION, conversation, files=[PICTURE] if task.picture else [])
        if task.stop_at:
            await asyncio.to_thread(vendor.wait_for, lambda: any(one.path == task.stop_at for one in vendor.requests))
            live.stop()
        await live.finished()
        return await self.gathered(app, live, vendor, asked=bool(task.others))

    async def play_in_node(self, task: Task, strategy: str, vendor: Vendor) -> "NodePlayed":
        """Let the agent node of a workflow do the task, and gather all that is known of it."""
        self.sent.clear()
        vendor.rule(when=QUESTION, replies=[self.written(step, strategy) for step in task.script])
        app = await published(self.rt, self.workspace_id, self._workflow(task, strategy))
        live = await workflow_runs.start_run(self.rt, app, inputs={}, user="ann")
        if task.stop_at:
            await asyncio.to_thread(vendor.wait_for, lambda: any(one.path == task.stop_at for one in vendor.requests))
            live.stop()
        await live.finished()
        nodes = storage.runs.list_nodes(self.rt.db, self.workspace_id, live.id)
        figures = storage.app_figures.app_figures(self.rt.db, self.workspace_id, app.id, _today(), of_runs=True)
        return NodePlayed(
            run=storage.runs.get_run(self.rt.db, self.workspace_id, app.id, live.id),
            node=next(row for row in nodes if row.kind == "agent"),
            day_tokens=figures[-1].tokens,
            vendor_tokens=sum(usage_of(request.body, request.reply) for request in vendor.model_requests),
            logs=[event for event in live.events if isinstance(event, AgentLog)],
        )

    def _workflow(self, task: Task, strategy: str) -> Document:
        values = {
            "model": {"provider": "openai", "model": task.model, "completion_params": {"max_tokens": 100}},
            "tools": [_entry("builtin", "bench", one.name) for one in self.tools],
            "query": QUESTION,
            "maximum_iterations": task.rounds + 1,
            **task.config,
        }
        given = {name: {"type": "constant", "value": value} for name, value in values.items()}
        name = "ReAct" if strategy == REACT else "function_calling"
        agent = node("agent", "agent", agent_strategy_name=name, agent_parameters=given)
        end = node("end", "end", outputs=[{"variable": "text", "value_selector": ["agent", "text"]}])
        return document("workflow", graph(node("start", "start"), agent, end))

    async def asked(self, app: App, query: str, conversation_id: str = "", **given: Any) -> LiveRun:
        """Ask an app."""
        return await chat.start_turn(
            self.rt,
            app,
            query=query,
            inputs={},
            user="ann",
            conversation_id=conversation_id,
            auto_generate_name=False,
            **given,
        )

    def written(self, step: Step, strategy: str) -> dict[str, Any]:
        """Return a step of a script as the rule of the vendor has it."""
        how = {name: value for name, value in step.items() if name not in ("says", "calls", "react")}
        wanted = [(self.named(name), given) for name, given in step.get("calls", ())]
        if strategy == REACT:
            return {"reply": _as_react(step, wanted), **how}
        return {"reply": step["says"], "tool_calls": [{"name": n, "arguments": g} for n, g in wanted], **how}

    async def gathered(self, app: App, live: LiveRun, vendor: Vendor, *, asked: bool) -> "Played":
        """Return what is stored of a run, of those that it called where it `asked` others, and what the vendor saw."""
        db, where = self.rt.db, (self.workspace_id, app.id)
        called = storage.run_trees.called_runs(db, self.workspace_id, live.id) if asked else []
        app_ids = [app.id, *(one.app_id for one in called)]
        figures = [storage.app_figures.app_figures(db, self.workspace_id, app_id, _today()) for app_id in app_ids]
        stored = db.query("SELECT sum(total_tokens)::BIGINT AS n FROM runs WHERE list_contains(?, app_id)", [app_ids])
        return Played(
            run=storage.runs.get_run(db, *where, live.id),
            message=storage.messages.get_message(db, *where, live.message_id),
            nodes=storage.runs.list_nodes(db, self.workspace_id, live.id),
            day_tokens=sum(found[-1].tokens for found in figures),
            all_tokens=stored[0]["n"],
            vendor_tokens=sum(usage_of(request.body, request.reply) for request in vendor.model_requests),
            last_prompt=json.dumps(vendor.model_requests[-1].body["messages"], ensure_ascii=False),
        )


@dataclass
class Played:
    """All that is known of a task that has ended."""

    run: Run
    message: Message
    nodes: list[NodeExecution]
    day_tokens: int  # what the figures of the day say, of all apps that took part
    all_tokens: int  # what the runs say
    vendor_tokens: int  # what the vendor counted
    last_prompt: str

    @property
    def node(self) -> NodeExecution:
        """Return the agent's node."""
        return next(node for node in self.nodes if node.kind == "agent-chat")

    @property
    def kept_thoughts(self) -> list[Mapping[str, Any]]:
        """Return the rounds as they are kept with the node."""
        return list((self.node.process_data or {})["agent_thoughts"])

    @property
    def thoughts(self) -> list[Mapping[str, Any]]:
        """Return the rounds as they are kept with the message."""
        return list(self.message.agent_thoughts)

    @property
    def calls(self) -> list[Mapping[str, Any]]:
        """Return all calls, in order."""
        return [call for thought in self.thoughts for call in thought["calls"]]


@dataclass
class NodePlayed:
    """All that is known of a task that an agent node has done."""

    run: Run
    node: NodeExecution
    day_tokens: int
    vendor_tokens: int
    logs: Sequence[AgentLog]

    @property
    def calls(self) -> list[Mapping[str, Any]]:
        """Return the entries of calls in the stored log, in order."""
        return [entry for entry in self.node.metadata["agent_log"] if entry["label"].startswith("CALL ")]


def _today() -> Span:
    now = datetime.now(UTC).timestamp()
    return Span(since=now - 3600, until=now + 3600, step="day")


def _entry(kind: str, provider: str, name: str) -> dict[str, Any]:
    named = {"provider_type": kind, "provider_id": provider, "tool_name": name}
    return {"enabled": True, **named, "tool_parameters": {}}


def _as_react(step: Step, wanted: Sequence[tuple[str, Any]]) -> str:
    if step.get("react"):
        return f"Thought: {step['says']}\n{step['react']}"
    if not wanted:
        return f"Thought: enough.\nFinal Answer: {step['says']}" if step["says"] else ""
    parts = [
        f'{{"action": "{name}", "action_input": {given if isinstance(given, str) else json.dumps(given)}}}'
        for name, given in wanted
    ]
    return f"Thought: {step['says']}\nAction: {parts[0] if len(parts) == 1 else '[' + ', '.join(parts) + ']'}"
