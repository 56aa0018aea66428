"""The models that knowledge bases can use."""

from fastapi import APIRouter
from starlette.responses import Response

from api.auth import Server
from api.json_text import JsonAnswer
from api.knowledge.access import Caller
from api.model_groups import grouped_models
from services.knowledge.choices import one_of
from services.models import MODEL_TYPES

router = APIRouter(tags=["Models"])


@router.get("/workspaces/current/models/model-types/{model_type}")
async def list_models(model_type: str, caller: Caller, rt: Server) -> Response:
    """Return the usable models of a type, grouped by provider."""
    one_of("model_type", model_type, MODEL_TYPES)
    return JsonAnswer({"data": await grouped_models(rt, caller.workspace_id, model_type)})
