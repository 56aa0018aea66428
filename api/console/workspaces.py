"""The workspace in which the caller acts."""

from typing import Any

from fastapi import APIRouter
from starlette.responses import Response

from api.auth import Console
from api.json_text import JsonAnswer
from api.shapes import seconds
from services.accounts import Caller

router = APIRouter(prefix="/workspaces", tags=["Login"])


@router.get("")
async def list_workspaces(caller: Console) -> Response:
    """Return the workspaces of the caller: the one in which it acts."""
    return JsonAnswer({"workspaces": [{**_head(caller), "current": True}]})


@router.get("/current")
@router.post("/current", include_in_schema=False)
async def current_workspace(caller: Console) -> Response:
    """Return the workspace in which the caller acts."""
    role = caller.account.role if caller.account else "owner"
    more = {"role": role, "in_trial": None, "trial_end_reason": None, "custom_config": None}
    return JsonAnswer({**_head(caller), **more})


def _head(caller: Caller) -> dict[str, Any]:
    workspace = caller.workspace
    return {
        "id": workspace.id,
        "name": workspace.name,
        "plan": workspace.plan,
        "status": workspace.status,
        "created_at": seconds(workspace.created_at),
    }
