"""The browser's programs, as it loads them: each under a name made of its contents, kept for good."""

import hashlib
from functools import cache
from pathlib import Path
from typing import Final

from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route

BUILT: Final = Path(__file__).resolve().parents[2] / "canvas" / "build"
PROGRAMS: Final = ("canvas", "editor")
FOR_GOOD: Final = {"cache-control": "public, max-age=31536000, immutable"}


@cache
def bundle_name(program: str) -> str:
    """Return the name of the bundle of a program as it is now; another bundle has another name."""
    return f"{hashlib.sha256(bundle_of(program)).hexdigest()[:16]}.js"


def bundle_of(program: str) -> bytes:
    """Return the bundle of one of the `PROGRAMS`."""
    return (BUILT / f"{program}.js").read_bytes()


async def bundle(request: Request) -> Response:
    """Return a bundle; a name of an earlier one is not found."""
    wanted = request.path_params["name"]
    program = next((one for one in PROGRAMS if bundle_name(one) == wanted), None)
    if program is None:
        return PlainTextResponse("Not found", status_code=404)
    return Response(bundle_of(program), media_type="text/javascript", headers=FOR_GOOD)


routes = [Route("/canvas/{name}", bundle)]
