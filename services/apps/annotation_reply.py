"""Annotations that answer: the question is compared with theirs, by meaning, before any model is called."""

import asyncio
import logging
import time
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, Final

import numpy as np

import storage.annotations
from engine.errors import EngineError
from engine.models.base import EmbeddingModel
from services.accounts.acting import needs
from services.accounts.roles import Action
from services.errors import InvalidInput, ServiceError
from services.knowledge.choices import embedding_choice
from services.knowledge.vectors import CACHE, VectorCache, Vectors, embed, key_of
from services.models import models_for
from storage.errors import NotFound
from storage.records import Annotation, AnnotationJob, AnnotationSetting, App

if TYPE_CHECKING:
    from services.runtime import Runtime

logger = logging.getLogger(__name__)

ACTIONS: Final = ("enable", "disable")
WAITING: Final = 10.0  # seconds that a turn waits for the comparison; after that the app answers
LOOK: Final = 0.1  # seconds between two looks at a job
BUSY: Final = "The server has too much to do at the moment. Try again later."
BROKEN: Final = "The server met an internal error."


@dataclass(frozen=True, slots=True)
class AnnotationIndex:
    """The annotations of an app, ready to be compared; no `setting`: they do not answer."""

    setting: AnnotationSetting | None = None
    annotations: Sequence[Annotation] = ()
    vectors: Vectors | None = None  # float32 [annotations, dimensions], unit rows


@dataclass(frozen=True, slots=True)
class Match:
    """The annotation whose question is most like the one that was asked."""

    annotation: Annotation
    score: float


async def find_match(rt: "Runtime", app: App, query: str) -> Match | None:
    """Return the annotation that answers `query`, None when none is alike enough, or when they cannot be compared."""
    known = rt.caches.annotations.get(app.id)
    if known is not None and known.setting is None:
        return None
    try:
        async with asyncio.timeout(WAITING):
            index = await rt.caches.annotations.load(app.id, lambda: _loaded(rt, app))
            if index.setting is None or index.vectors is None or not query.strip():
                return None
            model = await _model(rt, app, index.setting)
            (vector,) = await embed(model, [query])
            return await asyncio.to_thread(_best, index, index.setting, vector)
    except (EngineError, TimeoutError, ValueError) as error:  # ValueError: the model's vectors have another size now
        logger.warning("A question was not compared with the annotations. app=%s reason=%s", app.id, error)
        return None


def refresh(rt: "Runtime", app: App) -> None:
    """Have the annotations compared as they are now; new ones are embedded before somebody asks."""
    rt.caches.annotations.forget(app.id)
    rt.background.start("embed annotations", _warm_up(rt, app))


async def setting_of(rt: "Runtime", app: App) -> AnnotationSetting | None:
    """Return how the annotations of an app answer, None when that was never set."""
    return await rt.db.read(lambda: storage.annotations.find_annotation_setting(rt.db, app.workspace_id, app.id))


async def is_enabled(rt: "Runtime", app: App) -> bool:
    """Return whether the annotations of an app answer."""
    setting = await setting_of(rt, app)
    return setting is not None and setting.is_enabled


@needs(Action.EDIT_APPS)
async def set_threshold(rt: "Runtime", app: App, setting_id: str, score_threshold: float) -> AnnotationSetting:
    """Change how alike questions must be. Raises NotFound, InvalidInput."""
    _check_threshold(score_threshold)
    setting = await setting_of(rt, app)
    if setting is None or setting.id != setting_id:
        raise NotFound("annotation setting", setting_id)
    changed = replace(setting, score_threshold=score_threshold, updated_at=time.time())
    await storage.annotations.put_annotation_setting(rt.db, changed)
    rt.caches.annotations.forget(app.id)
    return changed


@needs(Action.EDIT_APPS)
async def start_job(
    rt: "Runtime", app: App, action: str, *, score_threshold: float, provider: str, model: str
) -> AnnotationJob:
    """Begin to let the annotations of an app answer, or to end that; `job_of` says when it is done.

    Raises:
        InvalidInput: the action is neither enable nor disable, or the threshold is not within 0..1.
        ModelNotConfigured: nobody who is signed in to offers the model.
    """
    if action not in ACTIONS:
        raise InvalidInput(f"action must be enable or disable, got {action!r:.80}.", param="action")
    _check_threshold(score_threshold)
    if action == "enable":
        provider, model = await embedding_choice(rt, app.workspace_id, provider, model)
    job = AnnotationJob(
        workspace_id=app.workspace_id,
        app_id=app.id,
        action=action,
        score_threshold=score_threshold,
        embedding_provider=provider,
        embedding_model=model,
    )
    await storage.annotations.put_job(rt.db, job)
    if not rt.background.start("annotation reply", _carry_out(rt, job)):
        await _note(rt, job, "error", BUSY)
    return job


async def job_of(rt: "Runtime", app: App, action: str, job_id: str) -> AnnotationJob:
    """Return a job as it stands. Raises InvalidInput: there is none with this action."""
    found = await rt.db.read(lambda: storage.annotations.find_job(rt.db, app.workspace_id, app.id, job_id))
    if found is None or found.action != action:
        raise InvalidInput("The job does not exist.", param="job_id")
    return found


async def ended(rt: "Runtime", app: App, job: AnnotationJob) -> AnnotationJob:
    """Return a job as it is when it has ended."""
    while job.status in ("waiting", "processing"):
        await asyncio.sleep(LOOK)
        job = await job_of(rt, app, job.action, job.id)
    return job


async def resume_jobs(rt: "Runtime") -> None:
    """Take up the jobs that the end of the last process cut off."""
    for job in await rt.db.read(lambda: storage.annotations.unfinished_jobs(rt.db)):
        rt.background.start("annotation reply", _carry_out(rt, job))


async def _carry_out(rt: "Runtime", job: AnnotationJob) -> None:
    """Do what a job says; those of one app one after another, in their order."""
    async with rt.caches.annotating[job.app_id]:
        await _note(rt, job, "processing")
        try:
            await _switch(rt, job)
        except (EngineError, ServiceError) as error:
            await _note(rt, job, "error", str(error))
        except Exception:
            await _note(rt, job, "error", BROKEN)
            raise
        else:
            await _note(rt, job, "completed")


async def _switch(rt: "Runtime", job: AnnotationJob) -> None:
    setting = AnnotationSetting(
        app_id=job.app_id,
        workspace_id=job.workspace_id,
        is_enabled=job.action == "enable",
        score_threshold=job.score_threshold,
        embedding_provider=job.embedding_provider,
        embedding_model=job.embedding_model,
    )
    if setting.is_enabled:
        await _embedded(rt, setting)
    await storage.annotations.put_annotation_setting(rt.db, setting)
    rt.caches.annotations.forget(job.app_id)


async def _note(rt: "Runtime", job: AnnotationJob, status: str, error: str = "") -> None:
    await storage.annotations.put_job(rt.db, replace(job, status=status, error=error, updated_at=time.time()))


async def _warm_up(rt: "Runtime", app: App) -> None:
    try:
        await rt.caches.annotations.load(app.id, lambda: _loaded(rt, app))
    except EngineError as error:
        logger.warning("Annotations were not embedded. app=%s reason=%s", app.id, error)


async def _loaded(rt: "Runtime", app: App) -> AnnotationIndex:
    setting = await setting_of(rt, app)
    if setting is None or not setting.is_enabled:
        return AnnotationIndex()
    return await _embedded(rt, setting)


async def _embedded(rt: "Runtime", setting: AnnotationSetting) -> AnnotationIndex:
    """Return the annotations of an app with a vector for each, made and stored where it is missing."""
    found = await rt.db.read(lambda: storage.annotations.all_annotations(rt.db, setting.workspace_id, setting.app_id))
    if not found:
        return AnnotationIndex(setting)
    registry = await models_for(rt, setting.workspace_id)
    model = registry.embedding(setting.embedding_provider, setting.embedding_model)
    made = await _made(rt, model, [row for row in found if row.vector_key != key_of(model, row.question)])
    await storage.annotations.set_vectors(rt.db, made)
    vectors = [made[row.id][0] if row.id in made else row.vector or b"" for row in found]
    return AnnotationIndex(setting, found, np.frombuffer(b"".join(vectors), np.float32).reshape(len(found), -1))


async def _made(
    rt: "Runtime", model: EmbeddingModel, annotations: Sequence[Annotation]
) -> dict[str, tuple[bytes, bytes]]:
    """Return new vectors with what they were made of, by the ids of the annotations."""
    cache = VectorCache(rt.settings.data_dir / CACHE)
    vectors = await embed(model, [row.question for row in annotations], cache)
    return {
        row.id: (vector.tobytes(), key_of(model, row.question))
        for row, vector in zip(annotations, vectors, strict=True)
    }


async def _model(rt: "Runtime", app: App, setting: AnnotationSetting) -> EmbeddingModel:
    registry = await models_for(rt, app.workspace_id)
    return registry.embedding(setting.embedding_provider, setting.embedding_model)


def _best(index: AnnotationIndex, setting: AnnotationSetting, vector: Any) -> Match | None:
    """Return the annotation with the highest cosine, None when that is below the threshold."""
    scores = index.vectors @ vector
    place = int(np.argmax(scores))
    score = round(min(float(scores[place]), 1.0), 6)  # the same text twice is 1, whatever float32 says
    return Match(index.annotations[place], score) if score >= setting.score_threshold else None


def _check_threshold(score_threshold: float) -> None:
    if not 0 <= score_threshold <= 1:
        raise InvalidInput(f"score_threshold must be within 0..1, got {score_threshold:g}.", param="score_threshold")
