"""Knowledge bases over HTTP: what programs with a knowledge key and people at the console do in the same way.

Who calls is settled where these routes are mounted, by `access.by_key` or `access.by_login`.
"""

from fastapi import APIRouter

from api.knowledge import bases, chunks, documents, fields, searching

router = APIRouter()
for part in (bases, documents, chunks, fields, searching):
    router.include_router(part.router)
