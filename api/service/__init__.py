"""The service API below `/v1`: what programs written for Dify call with an app key."""

from fastapi import APIRouter

from api.service import about, conversations, generation

router = APIRouter(prefix="/v1", tags=["service"])
for part in (generation, about, conversations):
    router.include_router(part.router)
