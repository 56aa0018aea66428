"""The spool over HTTP, for a worker on a machine that does not share its folder: the app's `api/spool.py` answers.

Only the file goes out and only pieces come back; the worker has a data folder of its own, with a cache of vectors, a
key, and a process of the offline model.
"""

import io
import logging
import os
import time
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from typing import Final

import httpx2
from pydantic import TypeAdapter

from config import Settings
from services.errors import StartError
from services.knowledge.spool import Failure, Job, ModelChoice, Pieces, Progress, machine, pack
from services.knowledge.vectors import CACHE
from services.platform.sockets import socket_path
from services.secrets import Vault

logger = logging.getLogger(__name__)

SECONDS: Final = 30.0  # that the app may be silent
PATIENCE: Final = 60.0  # seconds for which an app that is away is called again, where what is said must arrive
PAUSE: Final = 1.0  # seconds between two calls
AWAY: Final = frozenset({429, 500, 502, 503, 504})  # answers of an app, or of a proxy before it, that may change
PROGRESS: Final = TypeAdapter(Progress)


def assignment(name: str) -> "RemoteAttempt":
    """Return an attempt of the app at MILLRACE_SPOOL_URL. Raises: StartError when a setting is missing."""
    settings = Settings()
    if not settings.spool_url or settings.spool_secret is None:
        raise StartError("A worker with MILLRACE_SPOOL_URL needs MILLRACE_SPOOL_SECRET, the one that the app has.")
    return RemoteAttempt(_client(settings.spool_url, settings.spool_secret.get_secret_value()), name, settings.data_dir)


@cache
def _client(url: str, secret: str) -> httpx2.Client:
    headers = {"Authorization": f"Bearer {secret}"}
    return httpx2.Client(base_url=f"{url.rstrip('/')}/spool/", headers=headers, timeout=SECONDS)


class RemoteAttempt:
    """An attempt whose folder the app keeps; implements `spool.Assignment`. Threads may share it."""

    def __init__(self, client: httpx2.Client, name: str, data_dir: Path) -> None:
        self.name = name
        self.is_complete = False
        self._client = client
        self._data_dir = data_dir
        self._is_gone = False

    @property
    def wanted(self) -> bool:
        """Return whether no answer has said yet that the attempt was called off."""
        return not self._is_gone

    def job(self) -> Job | None:
        """Return what is to be done, with the paths of this machine; None when the attempt was called off."""
        try:
            found = Job.model_validate_json(self._insist("GET", "job").content)
        except FileNotFoundError:
            return None
        return found.model_copy(
            update={
                "embedding": self._sealed(found.embedding),
                "questions": self._sealed(found.questions),
                "data_dir": str(self._data_dir),
                "cache": str(self._data_dir / CACHE),
                "encoder": str(socket_path(self._data_dir, "encoder.sock")),
                "starts_encoder": True,
            }
        )

    def content(self, job: Job) -> bytes:
        """Return the document's file. Raises: FileNotFoundError when it is gone."""
        return self._insist("GET", "file").content

    @contextmanager
    def taken(self) -> Iterator[None]:
        """Hold the attempt while this process works on it.

        Raises:
            FileNotFoundError: the attempt was called off.
            BlockingIOError: another process works on it.
        """
        self._insist("PUT", _place())
        yield

    def touch(self) -> None:
        """Say that the worker is alive. Raises: FileNotFoundError when the attempt was called off."""
        self._mention(_place())

    def report(self, progress: Progress) -> None:
        """Say how far it is. Raises: FileNotFoundError when the attempt was called off."""
        self._mention("progress", PROGRESS.dump_json(progress))

    def fail(self, failure: Failure) -> None:
        """Say why it ended."""
        self._insist("PUT", "failure", TypeAdapter(Failure).dump_json(failure))

    def hand_over(self, pieces: Pieces) -> None:
        """Give what came of it, all at once; pieces that the app refuses end the attempt."""
        packed = io.BytesIO()
        pack(pieces, packed)
        try:
            self._insist("PUT", "pieces", packed.getvalue())
        except ValueError as error:
            self.fail(Failure(str(error), may_pass=False))

    def _sealed(self, choice: ModelChoice | None) -> ModelChoice | None:
        """Return a choice whose credentials are encrypted here as they are in the app: they never lie about openly."""
        if choice is None or not choice.credentials:
            return choice
        self._data_dir.mkdir(parents=True, exist_ok=True)
        sealed = Vault.open(self._data_dir).encrypt(choice.credentials).decode()
        return choice.model_copy(update={"credentials": sealed})

    def _mention(self, path: str, content: bytes | None = None) -> None:
        """Say what the next call says again, so that it may be lost."""
        try:
            self._say("PUT", path, content)
        except httpx2.TransportError as error:
            logger.warning("The app does not answer. attempt=%s error=%s", self.name, error)

    def _insist(self, method: str, path: str, content: bytes | None = None) -> httpx2.Response:
        """Say what must arrive. Raises as `_say`, and httpx2.TransportError when the app stays away."""
        give_up_at = time.monotonic() + PATIENCE
        while True:
            try:
                answer = self._say(method, path, content)
            except httpx2.TransportError:
                if time.monotonic() > give_up_at:
                    raise
            else:
                if answer.status_code not in AWAY or time.monotonic() > give_up_at:
                    return answer
            time.sleep(PAUSE)

    def _say(self, method: str, path: str, content: bytes | None) -> httpx2.Response:
        """Call the app.

        Raises:
            FileNotFoundError: the attempt was called off.
            BlockingIOError: another worker has it.
            PermissionError: the app does not know the secret.
            ValueError: the app refuses what is said.
        """
        answer = self._client.request(method, f"{self.name}/{path}", content=content)
        if answer.is_success or answer.status_code in AWAY:
            return answer
        said = f"the app answered {answer.status_code} to {path}: {answer.text[:300]}"
        if answer.status_code == 404:
            self._is_gone = self._is_gone or path != "file"
            raise FileNotFoundError(said)
        raise {409: BlockingIOError, 401: PermissionError, 403: PermissionError}.get(answer.status_code, ValueError)(
            said
        )


def _place() -> str:
    """Return where this process holds an attempt, or shows that it still does."""
    return f"worker/{machine()}-{os.getpid()}"
