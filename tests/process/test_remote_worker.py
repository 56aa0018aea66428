"""A worker that shares nothing with the app but a Redis and a secret: files come to it, and pieces go back, by HTTP."""

import subprocess
import sys
from collections.abc import AsyncIterator, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from services.knowledge.folder import KEY, main
from services.platform.redis_server import RedisServer
from tests.engine import paper
from tests.process.console import ENV, console
from tests.process.server import PROJECT, Server, environment, running_app

pytestmark = pytest.mark.process

SECRET = "a secret of app and workers"


@pytest.fixture
async def redis_url(tmp_path: Path) -> AsyncIterator[str]:
    server = RedisServer(tmp_path / "redis")
    (await server.start()).close()
    yield server.url
    await server.stop()


@contextmanager
def remote_worker(data_dir: Path, redis_url: str, server: Server) -> Iterator[None]:
    settings = {"REDIS_URL": redis_url, "MILLRACE_SPOOL_URL": server.url, "MILLRACE_SPOOL_SECRET": SECRET}
    worker = subprocess.Popen([sys.executable, "-m", "workers"], cwd=PROJECT, env=environment(data_dir, settings))
    yield
    worker.terminate()
    assert worker.wait(60) == 0


def test_a_worker_without_the_data_folder_indexes_what_it_is_sent(
    tmp_path: Path, redis_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = tmp_path / "folder"
    folder.mkdir()
    (folder / "a.md").write_text("# Ferries\n\nThe ferry leaves at nine.")
    (folder / "b.docx").write_bytes(paper.word())
    (folder / "c.pdf").write_bytes(b"%PDF-1.4 broken")
    env = {**ENV, "REDIS_URL": redis_url, "MILLRACE_WORKERS": "0", "MILLRACE_SPOOL_SECRET": SECRET}
    with running_app(data_dir=tmp_path / "app", env=env) as server, remote_worker(tmp_path / "own", redis_url, server):
        monkeypatch.setenv(KEY, console(server, "/datasets/api-keys")["token"])
        assert main([str(folder), "--base", "Handbook", "--url", server.url]) == 1
        base = console(server, "/datasets?keyword=Handbook", method="GET")["data"][0]["id"]
        found = console(server, f"/datasets/{base}/documents", method="GET")["data"]
        assert {one["name"]: one["indexing_status"] for one in found} == {
            "a.md": "completed",
            "b.docx": "completed",
            "c.pdf": "error",
        }
        assert not list((tmp_path / "app" / "spool").iterdir())
    assert (tmp_path / "own" / "cache" / "vectors.sqlite").exists()
    assert not (tmp_path / "app" / "cache" / "vectors.sqlite").exists()
