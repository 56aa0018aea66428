"""The workspace in which the caller acts."""

from typing import Annotated, Any

from fastapi import APIRouter, Query
from starlette.requests import Request
from starlette.responses import Response

from api.auth import Console, Server
from api.bodies import json_object, parsed
from api.budgets import BudgetFields, budget_shape, used_of
from api.documentation import accepts
from api.json_text import JsonAnswer
from api.paging import PageNumber
from api.shapes import seconds
from services import accounts
from services.accounts import audit
from services.publishing import spending
from storage.records import AuditEntry, Workspace

router = APIRouter(prefix="/workspaces", tags=["Login"])


@router.get("")
async def list_workspaces(caller: Console, rt: Server) -> Response:
    """Return the workspaces that the caller belongs to; `current` is the one in which they act."""
    here = caller.workspace
    theirs = await accounts.workspaces_of(rt, caller.account.id) if caller.account else [(here, caller.role)]
    listed = [{**_head(one), "role": role, "current": one.id == here.id} for one, role in theirs]
    return JsonAnswer({"workspaces": listed})


@router.get("/current")
@router.post("/current", include_in_schema=False)
async def current_workspace(caller: Console) -> Response:
    """Return the workspace in which the caller acts."""
    more = {"role": caller.role, "in_trial": None, "trial_end_reason": None, "custom_config": None}
    return JsonAnswer({**_head(caller.workspace), **more})


@router.get("/current/budget")
async def workspace_budget(caller: Console, rt: Server) -> Response:
    """Return what all runs of the workspace may cost in a month, and what they cost in this one."""
    workspace_id = caller.workspace.id
    budget = await spending.workspace_budget(rt, workspace_id)
    return JsonAnswer({**budget_shape(budget), "used": used_of(await spending.used_by_workspace(rt, workspace_id))})


@router.put("/current/budget", openapi_extra=accepts(BudgetFields))
async def set_workspace_budget(request: Request, caller: Console, rt: Server) -> Response:
    """Set what all runs of the workspace may cost in a month; it holds from the next run on."""
    body = parsed(BudgetFields, await json_object(request))
    workspace_id = caller.workspace.id
    budget = await spending.set_workspace_budget(rt, workspace_id, body.budget, account_id=caller.account_id)
    return JsonAnswer({**budget_shape(budget), "used": used_of(await spending.used_by_workspace(rt, workspace_id))})


@router.get("/current/audit-log")
async def audit_log(
    caller: Console,
    rt: Server,
    page: PageNumber = 1,
    limit: Annotated[int, Query(ge=1, le=100)] = 20,
    target_id: str | None = None,
) -> Response:
    """Return who did what in the workspace, newest first; with `target_id`, what was done to that object."""
    found = await audit.entries(rt, caller.workspace.id, target_id=target_id, page=page, limit=limit)
    return JsonAnswer(
        {
            "page": found.page,
            "limit": found.limit,
            "total": found.total,
            "has_more": found.has_more,
            "data": [_entry(entry) for entry in found.items],
        }
    )


def _entry(entry: AuditEntry) -> dict[str, Any]:
    return {
        "id": entry.id,
        "action": entry.action,
        "target_type": entry.target_type,
        "target_id": entry.target_id,
        "account_id": entry.account_id,
        "detail": dict(entry.detail),
        "ip": entry.ip,
        "created_at": seconds(entry.created_at),
    }


def _head(workspace: Workspace) -> dict[str, Any]:
    return {
        "id": workspace.id,
        "name": workspace.name,
        "plan": workspace.plan,
        "status": workspace.status,
        "created_at": seconds(workspace.created_at),
    }
