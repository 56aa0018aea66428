"""Stored runs of graphs: lists, one run, its attempts, and replays."""

from typing import Annotated, Any

from fastapi import APIRouter, Query
from pydantic import Field
from starlette.requests import Request
from starlette.responses import Response

from api.auth import Console, ConsoleApp, Server
from api.bodies import Body, json_object, parsed
from api.documentation import runs
from api.following import answer_of
from api.json_text import JsonAnswer
from api.shapes import end_user_of, node_execution_of, person_of, run_detail_of, run_entry_of
from services.runs import replays, run_logs
from services.runs.replays import Changes

router = APIRouter(tags=["Logs"])

Values = dict[str, dict[str, Any]]


class Replay(Body):
    """From where on a run runs again, and what is other than it was."""

    node_id: str = Field("", description="Empty: from the beginning. A node in a container stands for the container.")
    inputs: dict[str, Any] = Field(default_factory=dict, description="Changed inputs of the start form.")
    query: str | None = Field(None, description="Another question, for a chatflow.")
    values: Values = Field(
        default_factory=dict,
        description="Other outputs of earlier nodes by node id and name, or variables of `sys`, `env`, `conversation`.",
    )
    nodes: Values = Field(
        default_factory=dict, description="Changed settings (a prompt) of nodes that run, by node id."
    )


@router.get("/apps/{app_id}/workflow-runs")
@router.get("/apps/{app_id}/advanced-chat/workflow-runs")
async def list_runs(
    app: ConsoleApp,
    rt: Server,
    last_id: str | None = None,
    limit: Annotated[int, Query(ge=1, le=100)] = 20,
    status: str | None = None,
    triggered_from: str | None = None,
    parent_run_id: str | None = None,
) -> Response:
    """Return runs of an app, newest first; `parent_run_id` asks for the replays of a run."""
    found = await run_logs.list_runs(
        rt,
        app,
        last_id=last_id or None,
        limit=limit,
        status=status or None,
        triggered_from=triggered_from or None,
        parent_run_id=parent_run_id or None,
    )
    return JsonAnswer({"limit": limit, "has_more": found.has_more, "data": [run_entry_of(run) for run in found.items]})


@router.get("/apps/{app_id}/workflow-runs/{run_id}")
async def get_run(run_id: str, app: ConsoleApp, rt: Server) -> Response:
    """Return a stored run with the graph that ran, the run that it replays and its own replays."""
    found = await run_logs.run_detail(rt, app, run_id)
    return JsonAnswer(
        run_detail_of(
            found.run,
            found.graph,
            children=found.children,
            account=person_of(found.account),
            end_user=end_user_of(found.end_user),
        )
    )


@router.get("/apps/{app_id}/workflow-runs/{run_id}/node-executions")
async def list_attempts(run_id: str, app: ConsoleApp, rt: Server) -> Response:
    """Return every attempt of every node of a run, in order of their start; rounds and retries have their own."""
    found = await run_logs.run_detail(rt, app, run_id)
    people = {"account": person_of(found.account), "end_user": end_user_of(found.end_user)}
    rows = await run_logs.run_nodes(rt, app, run_id)
    return JsonAnswer({"data": [node_execution_of(row, **people) for row in rows]})


@router.post("/apps/{app_id}/workflow-runs/{run_id}/replay", openapi_extra=runs(Replay))
async def replay_run(run_id: str, request: Request, app: ConsoleApp, caller: Console, rt: Server) -> Response:
    """Run a stored run again from a node on; answers with the events of the new run, which points to its parent."""
    body = parsed(Replay, await json_object(request, optional=True))
    changes = Changes(inputs=body.inputs, query=body.query, values=body.values, nodes=body.nodes)
    user = caller.account_id or "console"
    live = await replays.replay(rt, app, run_id, body.node_id, changes, user=user, account_id=caller.account_id)
    return await answer_of(request, rt, live, streaming=True, account=caller.account)
