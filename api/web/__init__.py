"""The web API below `/api`: what shared pages call for their visitors, who have a passport and no key."""

from fastapi import APIRouter

from api.web import about, conversations, files, forms, generation, messages, passports

router = APIRouter(prefix="/api")
for part in (passports, about, generation, conversations, messages, files, forms):
    router.include_router(part.router)
