"""Apps that wait for people, and what tests do with them."""

from collections.abc import Mapping, Sequence
from typing import Any

from engine.document import Document
from engine.events import Event, HumanInputRequired
from services.forms import human_forms
from services.runs import workflow_runs
from services.runs.runs import LiveRun
from services.runtime import Runtime
from storage.records import App, HumanForm
from tests.engine.asking import ask
from tests.services.parts import Item, document, node

TEXT = {"variable": "s", "label": "Text", "type": "paragraph", "required": False}


def wired(*nodes: Item, edges: Sequence[str]) -> Item:
    """Return a graph; edges are written `a > b`, or `a.handle > b`."""
    made = []
    for edge in edges:
        left, target = edge.split(" > ")
        source, _, handle = left.partition(".")
        made.append({"id": edge, "source": source, "target": target, "sourceHandle": handle or "source"})
    return {"nodes": list(nodes), "edges": made}


def asking_node(id: str = "ask", **settings: Any) -> Item:
    """Return a node that asks for a note and offers the buttons `approve` and `reject`."""
    return node(id, **{"kind": "human-input", **{k: v for k, v in ask(**settings).items() if k != "type"}})


def end(id: str, *selector: str) -> Item:
    """Return an End node that gives one variable under its own name."""
    return node(id, "end", outputs=[{"variable": selector[-1], "value_selector": list(selector)}])


def reviewed(**settings: Any) -> Document:
    """Return a workflow that asks about its input and ends by the button, or because the time is over."""
    nodes = wired(
        node("start", "start", variables=[TEXT]),
        asking_node(**settings),
        end("yes", "ask", "note"),
        end("no", "ask", "__action_value"),
        end("late", "ask", "__action_id"),
        edges=["start > ask", "ask.approve > yes", "ask.reject > no", "ask.__timeout > late"],
    )
    return document("workflow", nodes)


def two_forms() -> Document:
    """Return a workflow that asks twice side by side."""
    nodes = wired(
        node("start", "start", variables=[TEXT]),
        asking_node("a"),
        asking_node("b"),
        node("end", "end", outputs=[{"variable": id, "value_selector": [id, "note"]} for id in ("a", "b")]),
        edges=["start > a", "start > b", "a.approve > end", "b.approve > end"],
    )
    return document("workflow", nodes)


def hand_off() -> Document:
    """Return a chatflow that says something, asks a person, and says what the person wrote."""
    nodes = wired(
        node("start", "start"),
        node("first", "answer", answer="One moment. "),
        asking_node(form_content="{{#sys.query#}}: {{#$output.note#}}"),
        node("second", "answer", answer="Ann says: {{#ask.note#}}"),
        node("none", "answer", answer="Nobody was there."),
        edges=["start > first", "first > ask", "ask.approve > second", "ask.__timeout > none"],
    )
    return document("advanced-chat", nodes)


def in_container(kind: str, **settings: Any) -> Document:
    """Return a workflow whose container asks in every round; an iteration goes through `a` and `b`."""
    inner = {"iteration": "iteration_id", "loop": "loop_id"}[kind]
    result = "output" if kind == "iteration" else "loop_round"
    nodes = wired(
        node("start", "start"),
        node("box", kind, start_node_id="begin", **settings),
        node("begin", f"{kind}-start", **{inner: "box"}),
        asking_node(form_content="{{#box.item#}}{{#$output.note#}}", **{inner: "box"}),
        end("end", "box", result),
        edges=["start > box", "begin > ask", "box > end"],
    )
    letters = {"id": "v1", "name": "LETTERS", "value_type": "array[string]", "value": ["a", "b"]}
    return document("workflow", nodes, environment_variables=[letters])


async def paused_run(rt: Runtime, app: App, **options: Any) -> LiveRun:
    """Run a workflow until it waits."""
    live = await workflow_runs.start_run(rt, app, inputs=options.pop("inputs", {}), user="ann", **options)
    await live.ended()
    assert live.is_paused, live.last
    return live


def asked(events: Sequence[Event]) -> list[Mapping[str, Any]]:
    """Return the forms that events tell of."""
    return [event.form for event in events if isinstance(event, HumanInputRequired)]


async def form_of(rt: Runtime, app: App, live: LiveRun, node_id: str = "ask") -> HumanForm:
    """Return the open form of a node of a paused run."""
    return next(form for form in await human_forms.open_forms(rt, app, live.id) if form.node_id == node_id)


async def answer(rt: Runtime, form: HumanForm, action: str = "approve", note: str = "fine") -> LiveRun:
    """Answer a form and return the run as it goes on."""
    await human_forms.submit(rt, form, action=action, inputs={"note": note})
    live = rt.live.get(form.run_id)
    assert live is not None
    return live
