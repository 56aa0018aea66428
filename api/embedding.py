"""The script of the bubble, for pages of other sites: one file that loads nothing else."""

from functools import cache
from pathlib import Path

from fastapi import APIRouter
from starlette.responses import Response

router = APIRouter(include_in_schema=False)

SCRIPT = Path(__file__).resolve().parents[1] / "web" / "embed" / "embed.js"
PATHS = ("/embed.min.js", "/embed.js")
_HEADERS = {
    "Access-Control-Allow-Origin": "*",
    "Cache-Control": "public, max-age=3600",
    "Cross-Origin-Resource-Policy": "cross-origin",
    "X-Content-Type-Options": "nosniff",
}


@router.get(PATHS[0])
@router.get(PATHS[1])
async def bubble() -> Response:
    """Return the script; it holds nothing of this server, so anybody may have it and keep it for an hour."""
    return Response(_script(), media_type="application/javascript", headers=_HEADERS)


@cache
def _script() -> bytes:
    return SCRIPT.read_bytes()
