"""The pages of sites: one small HTML page for each app that is shared; the program in `web/` does the rest."""

import asyncio
import gzip
import json
import mimetypes
from functools import cache
from pathlib import Path
from typing import Any

from fastapi import APIRouter
from jinja2 import Environment, FileSystemLoader
from starlette.requests import Request
from starlette.responses import HTMLResponse, RedirectResponse, Response

from api.auth import CHAT_MODES, Server
from api.errors import envelope
from api.site_words import WORDS
from services.errors import NotAllowed
from services.publishing import visitors
from services.publishing.origins import entry_of, frame_ancestors
from services.publishing.publications import Shared
from services.runtime import Runtime
from storage.errors import NotFound

router = APIRouter(include_in_schema=False)

BUILD = Path(__file__).resolve().parents[1] / "web" / "build"
ASSETS = "/web"
FOR_GOOD = {"Cache-Control": "public, max-age=31536000, immutable", "Vary": "Accept-Encoding"}
PACKED = frozenset({".js", ".css"})  # what becomes smaller

_POLICY = (  # styles stand in attributes of formulas and diagrams; scripts come from files of ours alone
    "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; font-src 'self'; connect-src 'self'; "
    "img-src 'self' https: data: blob:; media-src 'self' https: blob:; form-action 'none'; base-uri 'none'; "
    "frame-ancestors "
)
_HEADERS = {
    "Referrer-Policy": "strict-origin-when-cross-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=(self)",
    "Cache-Control": "no-cache",
}


@router.get("/chat/{code}")
@router.get("/chatbot/{code}")
@router.get("/run/{code}")
@router.get("/completion/{code}")
@router.get("/workflow/{code}")
async def site_page(code: str, request: Request, rt: Server) -> Response:
    """Return the page of a site; under an address of another kind of app, the way to its own."""
    try:
        shared = await visitors.shared_at(rt, code)
    except NotFound:
        return _missing(request, 404)
    except NotAllowed:
        return _missing(request, 403)
    kind, kinds = request.url.path.split("/")[1], _kinds(shared.app.mode)
    if kind not in kinds:
        query = f"?{request.url.query}" if request.url.query else ""
        return RedirectResponse(f"/{kinds[0]}/{shared.site.code}{query}", 307, headers=_HEADERS)
    return _page(rt, request, shared, shape="frame" if kind == "chatbot" else "page")


@router.get(ASSETS + "/{name}")
async def asset(name: str, request: Request) -> Response:
    """Return a file of the program; its name is made of its contents, so it never changes."""
    if name not in _names():
        return envelope(404, "not_found", "There is no such file.")
    packs = Path(name).suffix in PACKED and "gzip" in request.headers.get("accept-encoding", "")
    headers = {**FOR_GOOD, **({"Content-Encoding": "gzip"} if packs else {})}
    content = await asyncio.to_thread(_content, name, packs=packs)  # packing takes a while, once for each file
    return Response(content, media_type=_type_of(name), headers=headers)


def _kinds(mode: str) -> tuple[str, ...]:
    """Return under which addresses an app of a mode has its page, the usual one first."""
    return ("chat", "chatbot") if mode in CHAT_MODES else ("run", mode)


def _page(rt: Runtime, request: Request, shared: Shared, *, shape: str) -> Response:
    program = _manifest()["src/main.tsx"]
    html = (
        _environment()
        .get_template("site.html")
        .render(
            site=shared.site,
            mode=shared.app.mode,
            shape=shape,
            theme=shared.publication.theme,
            entry=entry_of(rt, shared, request.headers),
            script=f"{ASSETS}/{program['file']}",
            parts=[f"{ASSETS}/{_manifest()[name]['file']}" for name in program.get("imports", ())],
            styles=[f"{ASSETS}/{name}" for name in program.get("css", ())],
        )
    )
    policy = _POLICY + frame_ancestors(shared.publication)
    return HTMLResponse(html, headers={**_HEADERS, "Content-Security-Policy": policy})


def _missing(request: Request, status: int) -> Response:
    asked = request.headers.get("accept-language", "").lower()
    language = "zh" if asked.startswith("zh") else "en"
    html = _environment().get_template("site_missing.html").render(words=WORDS[language], language=language)
    policy = "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; frame-ancestors 'none'"
    return HTMLResponse(html, status, headers={**_HEADERS, "Content-Security-Policy": policy})


@cache
def _manifest() -> dict[str, Any]:
    found: dict[str, Any] = json.loads((BUILD / "manifest.json").read_text(encoding="utf-8"))
    return found


@cache
def _names() -> frozenset[str]:
    return frozenset(path.name for path in BUILD.iterdir() if "-" in path.name)


@cache
def _content(name: str, *, packs: bool) -> bytes:
    content = (BUILD / name).read_bytes()
    return gzip.compress(content, 9, mtime=0) if packs else content


def _type_of(name: str) -> str:
    if name.endswith(".js"):
        return "text/javascript"
    return mimetypes.guess_type(name)[0] or "application/octet-stream"


@cache
def _environment() -> Environment:
    return Environment(loader=FileSystemLoader(Path(__file__).parent), autoescape=True, trim_blocks=True)
