"""Attempts that workers on other machines carry out, over HTTP: what they may see, and what they may say."""

import hmac
import re
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Final

import pyarrow as pa

from services.errors import InvalidInput, NotAllowed, Unauthorized
from services.knowledge.spool import Attempt, Job, ModelChoice, unpack
from storage.errors import NotFound

if TYPE_CHECKING:
    from services.runtime import Runtime

CLOSED: Final = "Workers on other machines are not let in. Set MILLRACE_SPOOL_SECRET, here and for them."
_NAME: Final = re.compile(r"[0-9a-f-]{36}-\d{1,9}")
UPLOAD: Final = "pieces.upload"  # what is being handed over, in the attempt's folder


def admit(rt: "Runtime", secret: str) -> None:
    """Let a worker in. Raises: NotAllowed when none are, Unauthorized when it does not know the secret."""
    expected = rt.settings.spool_secret
    if expected is None:
        raise NotAllowed(CLOSED)
    if not hmac.compare_digest(secret.encode(), expected.get_secret_value().encode()):
        raise Unauthorized("The secret is not the one that MILLRACE_SPOOL_SECRET sets here.")


def attempt_of(rt: "Runtime", name: str) -> Attempt:
    """Return an attempt that is wanted. Raises: NotFound for all other names, whatever they spell."""
    attempt = Attempt(rt.ingest.spool / name)
    if not _NAME.fullmatch(name) or not attempt.wanted:
        raise NotFound("attempt", name)
    return attempt


def job_of(rt: "Runtime", attempt: Attempt) -> Job:
    """Return what is to be done, with credentials that can be read and without paths. Raises: NotFound."""
    job = _found(attempt)
    opened = {"embedding": _opened(rt, job.embedding), "questions": _opened(rt, job.questions)}
    return job.model_copy(update=opened | dict.fromkeys(("file", "data_dir", "cache", "encoder"), ""))


def file_of(attempt: Attempt) -> Path:
    """Return where the document's file lies. Raises: NotFound."""
    path = Path(_found(attempt).file)
    if not path.is_file():
        raise NotFound("file", attempt.name)
    return path


@contextmanager
def told(attempt: Attempt) -> Iterator[None]:
    """Turn an attempt that goes while a worker tells of it into NotFound."""
    try:
        yield
    except FileNotFoundError as error:
        raise NotFound("attempt", attempt.name) from error


def hand_over(attempt: Attempt) -> None:
    """Take in what was uploaded, once. Raises: InvalidInput when it is damaged, NotFound."""
    upload = attempt.folder / UPLOAD
    with told(attempt):
        try:
            if attempt.is_complete:  # and the answer that said so was lost
                return
            with pa.memory_map(str(upload)) as source:
                attempt.hand_over(unpack(source))
        except pa.ArrowException as error:
            raise InvalidInput(f"What was handed over is damaged: {error}.") from error
        finally:
            upload.unlink(missing_ok=True)


def _found(attempt: Attempt) -> Job:
    job = attempt.job()
    if job is None:
        raise NotFound("attempt", attempt.name)
    return job


def _opened(rt: "Runtime", choice: ModelChoice | None) -> ModelChoice | None:
    if choice is None or not choice.credentials:
        return choice
    return choice.model_copy(update={"credentials": rt.secrets.decrypt(choice.credentials.encode())})
