"""The web API below `/api`: what shared pages call without a key."""

from fastapi import APIRouter

from api.web import forms

router = APIRouter(prefix="/api")
router.include_router(forms.router)
