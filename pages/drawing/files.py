"""The bundle of the own canvas, as the browser loads it: under a name made of its contents, kept for good."""

import hashlib
from functools import cache
from pathlib import Path

from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route

BUNDLE = Path(__file__).resolve().parents[2] / "canvas" / "build" / "canvas.js"
FOR_GOOD = {"cache-control": "public, max-age=31536000, immutable"}


@cache
def bundle_name() -> str:
    """Return the name of the bundle as it is now; another bundle has another name."""
    return f"{hashlib.sha256(BUNDLE.read_bytes()).hexdigest()[:16]}.js"


async def bundle(request: Request) -> Response:
    """Return the bundle; a name of an earlier one is not found."""
    if request.path_params["name"] != bundle_name():
        return PlainTextResponse("Not found", status_code=404)
    return Response(BUNDLE.read_bytes(), media_type="text/javascript", headers=FOR_GOOD)


routes = [Route("/canvas/{name}", bundle)]
