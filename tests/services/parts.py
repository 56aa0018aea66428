"""Apps for the tests of use cases, and what tests read of their runs."""

from collections.abc import Mapping, Sequence
from itertools import pairwise
from typing import Any

import storage.messages
import storage.runs
from engine.document import Document
from engine.events import Event
from services import models
from services.apps import apps, workflows
from services.runs.runs import LiveRun
from services.runtime import Runtime
from storage.records import App, Message, NodeExecution, Run
from tests.vendor import Vendor

Item = dict[str, Any]


def node(id: str, kind: str, **data: Any) -> Item:
    """Return an item of `graph.nodes`."""
    return {"id": id, "type": "custom", "data": {"type": kind, "title": id, **data}}


def graph(*nodes: Item, edges: Sequence[tuple[str, str]] | None = None) -> Item:
    """Return a graph; without `edges` its nodes follow one another."""
    pairs = edges or [(left["id"], right["id"]) for left, right in pairwise(nodes)]
    return {
        "nodes": list(nodes),
        "edges": [{"id": f"{a}-{b}", "source": a, "target": b, "sourceHandle": "source"} for a, b in pairs],
    }


def llm(text: str = "{{#sys.query#}}", *, role: str = "user", **data: Any) -> Item:
    """Return an LLM node that asks the openai model `small`."""
    model = {"provider": "openai", "name": "small", "mode": "chat", "completion_params": {}}
    return node("llm", "llm", model=model, prompt_template=[{"role": role, "text": text}], **data)


def document(mode: str, graph: Item, **workflow: Any) -> Document:
    """Return a graph app."""
    return Document({"app": {"mode": mode, "name": "Test"}, "workflow": {"graph": graph, **workflow}})


def echo(answer: str = "You said: {{#sys.query#}}", **workflow: Any) -> Document:
    """Return a chatflow that asks no model."""
    return document("advanced-chat", graph(node("start", "start"), node("answer", "answer", answer=answer)), **workflow)


def asking(**workflow: Any) -> Document:
    """Return a chatflow of one model."""
    memory = {"window": {"enabled": True, "size": 10}, "query_prompt_template": "{{#sys.query#}}"}
    answer = node("answer", "answer", answer="{{#llm.text#}}")
    return document(
        "advanced-chat",
        graph(node("start", "start"), llm("Be kind.", role="system", memory=memory), answer),
        **workflow,
    )


async def published(rt: Runtime, workspace_id: str, document: Document) -> App:
    """Make an app of a document and publish it."""
    app = await apps.add_document(rt, workspace_id, document)
    await workflows.publish(rt, app)
    return app


async def chat_app(rt: Runtime, workspace_id: str, **config: Any) -> App:
    """Make a chat app that asks the openai model `small`."""
    app = await apps.create_app(rt, workspace_id, name="Chat", mode="chat")
    model = {"provider": "openai", "name": "small", "mode": "chat", "completion_params": {}}
    return await apps.save_model_config(rt, app, {**(app.model_config or {}), "model": model, **config})


async def sign_in(rt: Runtime, workspace_id: str, vendor: Vendor, **options: Any) -> models.Registration:
    """Register the local vendor as the openai provider with one model."""
    credentials = {"api_key": "sk-of-the-tests-42", "base_url": vendor.openai_url}
    listed = options.pop("models", [{"model": "small", "model_type": "llm"}])
    return await models.register_provider(rt, workspace_id, "openai", credentials, models=listed, **options)


async def events_of(live: LiveRun) -> list[Event]:
    """Return all events of a run, waiting for its end."""
    return [event async for batch in live.subscribe() for event in batch]


def names(events: Sequence[Event]) -> list[str]:
    """Return the class names of events."""
    return [type(event).__name__ for event in events]


async def message_of(rt: Runtime, live: LiveRun, app: App) -> Message:
    """Return the stored message of a turn."""
    return await rt.db.read(lambda: storage.messages.get_message(rt.db, app.workspace_id, app.id, live.message_id))


async def run_of(rt: Runtime, live: LiveRun, app: App) -> tuple[Run, list[NodeExecution]]:
    """Return the stored run and its nodes."""
    return await workflows.run_detail(rt, app, live.id)


def counts(rt: Runtime, *tables: str) -> Mapping[str, int]:
    """Return how many rows tables have."""
    return {table: rt.db.query(f"SELECT count(*) AS found FROM {table}")[0]["found"] for table in tables}
