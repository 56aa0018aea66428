"""What a worker is told about a document."""

from dataclasses import asdict
from typing import TYPE_CHECKING

import storage.knowledge.datasets
import storage.providers
import storage.uploads
from engine.chunking.rules import ProcessRule
from engine.models import BUILT_IN, LOCAL, Kind
from services.bounds import extract_limits
from services.files import file_bytes
from services.knowledge.plugged import chunker_of
from services.knowledge.spool import Job, ModelChoice
from services.knowledge.vectors import CACHE
from services.models import models_for
from services.platform.sockets import socket_path
from storage.errors import NotFound
from storage.records import Dataset, StoredDocument

if TYPE_CHECKING:
    from services.runtime import Runtime


async def job_of(rt: "Runtime", document: StoredDocument) -> Job:
    """Return the job that indexes a document; the offline model is started if it is needed.

    Raises:
        NotFound: the base or the file is gone.
        ModelNotConfigured, ModelUnavailable: the base's model cannot be used.
        PluginError: the document is cut by a plugin that is not switched on.
    """
    workspace_id = document.workspace_id
    dataset = await rt.db.read(lambda: storage.knowledge.datasets.get_dataset(rt.db, workspace_id, document.dataset_id))
    upload_id = str(document.data_source.get("upload_file_id", ""))
    upload = await rt.db.read(lambda: storage.uploads.find_upload(rt.db, upload_id))
    if upload is None or upload.workspace_id != workspace_id:
        raise NotFound("file", upload_id)
    return Job(
        document_id=document.id,
        attempt=document.attempt,
        filename=upload.name,
        mime_type=upload.mime_type,
        file=str(file_bytes.place_of(rt.settings.data_dir, upload.key)),
        process_rule=dict(document.process_rule),
        doc_form=document.doc_form,
        doc_language=document.doc_language,
        embedding=await _embedding(rt, dataset),
        questions=await _choice(rt, workspace_id, "llm", "", "") if document.doc_form == "qa_model" else None,
        limits=asdict(extract_limits(rt.settings)),
        chunker=chunker_of(rt, ProcessRule.parse(document.process_rule)),
        data_dir=str(rt.settings.data_dir),
        cache=str(rt.settings.data_dir / CACHE),
        encoder=str(socket_path(rt.settings.data_dir, "encoder.sock")),
    )


def needs_encoder(job: Job) -> bool:
    """Return whether a job asks the offline embedding model."""
    return job.embedding is not None and job.embedding.provider == LOCAL


async def _embedding(rt: "Runtime", dataset: Dataset) -> ModelChoice | None:
    if dataset.indexing_technique != "high_quality":
        return None
    provider, model = dataset.embedding_provider or "", dataset.embedding_model or ""
    choice = await _choice(rt, dataset.workspace_id, "text-embedding", provider, model)
    if choice.provider == LOCAL:
        await rt.encoder.wake()  # workers only look for its process
    return choice


async def _choice(rt: "Runtime", workspace_id: str, kind: Kind, provider: str, name: str) -> ModelChoice:
    provider, name = (await models_for(rt, workspace_id)).resolve(kind, provider, name)
    if provider in BUILT_IN:
        return ModelChoice(provider=provider, name=name)
    rows = await rt.db.read(lambda: storage.providers.list_credentials(rt.db, workspace_id))
    sealed = next(bytes(row.ciphertext).decode() for row in rows if row.provider == provider)
    return ModelChoice(provider=provider, name=name, credentials=sealed)
