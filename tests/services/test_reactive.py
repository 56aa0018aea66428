"""A workflow behaves like a notebook: a rerun asks models only for what an edit changed, restarts included."""

from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

from config import Settings
from services import accounts, editing
from services.apps import apps, workflows
from services.runs.extents import STALE, Extent, draft_states
from services.runs.runs import DEBUGGER
from services.runs.workflow_runs import start_run
from services.runtime import Runtime
from storage.records import App
from tests.services.parts import document, events_of, graph, node, sign_in
from tests.vendor import Vendor

SIZE = 20
PROMPT = "Step {n}: {{{{#{before}#}}}}"


def prompt(number: int) -> list[Mapping[str, Any]]:
    before = f"m{number - 1}.text" if number else "start.topic"
    return [{"role": "user", "text": PROMPT.format(n=number, before=before)}]


def chain() -> Any:
    """A workflow of a start, models one after the other, and an end: 20 nodes."""
    model = {"provider": "openai", "name": "small", "mode": "chat", "completion_params": {}}
    form = [{"variable": "topic", "type": "text-input", "label": "Topic"}]
    models = [node(f"m{n}", "llm", model=model, prompt_template=prompt(n)) for n in range(SIZE - 2)]
    end = node("end", "end", outputs=[{"variable": "text", "value_selector": [f"m{SIZE - 3}", "text"]}])
    return document("workflow", graph(node("start", "start", variables=form), *models, end))


def telling(vendor: Vendor) -> None:
    """Have every step answer with a text of its own, so that an edit at the front reaches the end."""
    for number in reversed(range(SIZE)):
        vendor.rule(when=[f"Step {number}:", "edited"], reply=f"edited {number}")
        vendor.rule(when=[f"Step {number}:"], reply=f"said {number}")


@asynccontextmanager
async def running(folder: Path) -> AsyncIterator[Runtime]:
    rt = await Runtime.start(Settings(data_dir=folder, embedded_redis=False))
    try:
        yield rt
    finally:
        await rt.stop()


async def edit(rt: Runtime, app: App, number: int, text: str) -> None:
    draft = await workflows.get_draft(rt, app)
    data = next(item["data"] for item in draft.graph["nodes"] if item["id"] == f"m{number}")
    await workflows.update_node(rt, app, f"m{number}", {**data, "prompt_template": [{"role": "user", "text": text}]})


async def called(rt: Runtime, app: App, vendor: Vendor, extent: Extent = STALE) -> list[str]:
    """Run the draft and return the steps that models were asked for, in order."""
    vendor.requests.clear()
    live = await start_run(
        rt, app, inputs={"topic": "ferries"}, user="ann", invoke_from=DEBUGGER, draft=True, extent=extent
    )
    await events_of(live)
    return [request.body["messages"][-1]["content"].split(":")[0] for request in vendor.model_requests]


async def stale(rt: Runtime, app: App) -> list[str]:
    states = await draft_states(rt, app, inputs={"topic": "ferries"}, user="ann")
    return [node_id for node_id, state in states.items() if state != "fresh"]


def steps(*numbers: int) -> list[str]:
    return [f"Step {number}" for number in numbers]


async def test_edits_moves_and_restarts_of_twenty_nodes(tmp_path: Path) -> None:
    last = SIZE - 3
    with Vendor() as vendor:
        telling(vendor)
        async with running(tmp_path) as rt:
            workspace_id = (await accounts.workspace(rt)).id
            await sign_in(rt, workspace_id, vendor)
            app = await apps.add_document(rt, workspace_id, chain())
            assert await called(rt, app, vendor) == steps(*range(last + 1))
            assert await stale(rt, app) == []
            await edit(rt, app, last, f"Step {last}: shorter {{{{#m{last - 1}.text#}}}}")
            assert await stale(rt, app) == [f"m{last}", "end"]
            assert await called(rt, app, vendor) == steps(last)
            await editing.move_nodes(rt, app, {"m3": (10.0, 20.0)})
            assert await stale(rt, app) == []
            assert await called(rt, app, vendor) == []
        async with running(tmp_path) as rt:
            app = await apps.get_app(rt, workspace_id, app.id)
            assert await stale(rt, app) == []
            assert await called(rt, app, vendor) == []
            await edit(rt, app, 0, "Step 0: edited {{#start.topic#}}")
            assert await stale(rt, app) == [*(f"m{number}" for number in range(last + 1)), "end"]
            assert await called(rt, app, vendor) == steps(*range(last + 1))
            assert await called(rt, app, vendor) == []


async def test_a_run_reaches_as_far_as_it_is_told(tmp_path: Path) -> None:
    with Vendor() as vendor:
        telling(vendor)
        async with running(tmp_path) as rt:
            workspace_id = (await accounts.workspace(rt)).id
            await sign_in(rt, workspace_id, vendor)
            app = await apps.add_document(rt, workspace_id, chain())
            assert await called(rt, app, vendor, Extent(mode="until", node_id="m2")) == steps(0, 1, 2)
            assert await called(rt, app, vendor, Extent(mode="until", node_id="m4")) == steps(3, 4)
            await called(rt, app, vendor)
            assert await called(rt, app, vendor, Extent(mode="from", node_id="m15")) == steps(15, 16, 17)
            assert await called(rt, app, vendor, Extent(mode="all")) == steps(*range(18))
            edited = Extent(mode="from", node_id="m16", values={"m15": {"text": "edited"}})
            assert await called(rt, app, vendor, edited) == steps(16, 17)
            assert vendor.model_requests[0].body["messages"][-1]["content"] == "Step 16: edited"
            assert await called(rt, app, vendor) == []
