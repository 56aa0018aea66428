"""The service API below `/v1`: what programs written for Dify call with an app key, or with a knowledge key."""

from fastapi import APIRouter, Depends

from api import knowledge
from api.knowledge.access import by_key
from api.openai_chat import router as openai_chat
from api.service import (
    about,
    annotations,
    asked_runs,
    audio,
    conversations,
    dataset_models,
    dataset_pipelines,
    dataset_tags,
    datasets,
    feedback,
    files,
    forms,
    generation,
    runs,
)

router = APIRouter(prefix="/v1")
for part in (generation, asked_runs, files, runs, forms, about, conversations, feedback, annotations, audio):
    router.include_router(part.router)
router.include_router(openai_chat)
for part in (dataset_tags, dataset_models, dataset_pipelines, datasets, knowledge):  # fixed paths before ids
    router.include_router(part.router, dependencies=[Depends(by_key)])
