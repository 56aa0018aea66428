"""The service API below `/v1`: what programs written for Dify call with an app key."""

from fastapi import APIRouter

from api.service import about, conversations, files, forms, generation, runs

router = APIRouter(prefix="/v1")
for part in (generation, files, runs, forms, about, conversations):
    router.include_router(part.router)
