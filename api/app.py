"""The HTTP API as one application, served on full paths: `PREFIXES`, and `/docs`."""

from fastapi import FastAPI, Request, Response
from starlette.middleware import Middleware
from starlette.responses import HTMLResponse

from api import docs_page, documentation
from api.console import router as console
from api.embedding import router as embedding
from api.errors import HANDLERS, envelope
from api.form_page import router as form_page
from api.json_text import JsonAnswer
from api.links import router as links
from api.mcp import router as mcp
from api.middleware import Around, CrossOrigin
from api.service import router as service
from api.site_pages import router as site_pages
from api.spool import router as spool
from api.triggers import router as triggers
from api.web import router as web

PREFIXES = ("/v1", "/api", "/console/api", "/files", "/triggers", "/form", "/mcp", "/spool", "/web")
PAGE_HEADERS = {  # the page holds its style and no script, and is nobody's frame
    "Content-Security-Policy": "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; frame-ancestors 'none'",
    "Referrer-Policy": "same-origin",
}
METHODS = ["GET", "POST", "PUT", "PATCH", "DELETE"]

api = FastAPI(
    title="Millrace",
    version="0.1.0",
    docs_url=None,
    redoc_url=None,
    openapi_url=None,
    redirect_slashes=False,
    middleware=[Middleware(Around), Middleware(CrossOrigin)],
    exception_handlers={**HANDLERS},
)
api.include_router(service)
api.include_router(console)
api.include_router(links)
api.include_router(triggers)
api.include_router(mcp)
api.include_router(web)
api.include_router(form_page)
api.include_router(site_pages)
api.include_router(embedding)
api.include_router(spool)


@api.get("/openapi.json", include_in_schema=False)
async def openapi_document() -> Response:
    """Return the OpenAPI document of these routes."""
    return JsonAnswer(documentation.document(api))


@api.get("/docs", include_in_schema=False)
@api.get("/console/api/docs", include_in_schema=False)
async def docs() -> Response:
    """Return the document as a page."""
    return HTMLResponse(docs_page.page(documentation.document(api)), headers=PAGE_HEADERS)


async def unknown(request: Request) -> Response:
    """Refuse an address that nobody serves: in JSON, never with a page."""
    return envelope(404, "not_found", "There is nothing at this address.")


for prefix in PREFIXES:
    api.add_api_route(prefix, unknown, methods=METHODS, include_in_schema=False)
