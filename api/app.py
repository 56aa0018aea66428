"""The HTTP API as one application."""

from fastapi import FastAPI
from starlette.exceptions import HTTPException
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import Response

from api.errors import answer
from api.middleware import Around, CrossOrigin


async def refuse(_request: Request, error: Exception) -> Response:
    """Answer a request that ended in `error`."""
    return answer(error)


api = FastAPI(
    title="Millrace",
    middleware=[Middleware(Around), Middleware(CrossOrigin)],
    exception_handlers={HTTPException: refuse},
)
