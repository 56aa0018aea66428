"""A page that is saved while the server runs shows at once, on the same database, loop and workers."""

import json
import shutil
import time
from pathlib import Path

import psutil
import pytest

from tests.process.server import PROJECT, Server, start_app, wait_for
from tests.process.websocket import page_session

pytestmark = pytest.mark.process

STANDING = 1.5  # seconds without a change after which the children of a server are those that stay
PROBE = """
import json, os
from pathlib import Path
import engine.events, storage.database
from pages import probe_part
from services.runtime import current
rt = current()
seen = [id(rt), id(rt.db), id(rt.loop), id(engine.events), id(storage.database)]
with Path(os.environ["PROBE_FILE"]).open("a") as file:
    file.write(json.dumps([probe_part.VERSION, seen]) + "\\n")
"""


def copy_of_the_project(folder: Path) -> Path:
    """Return a folder with the project in it: its code by reference, and pages that can be edited."""
    for path in PROJECT.iterdir():
        if path.name not in ("pages", "data", ".git", "app.py"):
            (folder / path.name).symlink_to(path)
    shutil.copy(PROJECT / "app.py", folder)
    shutil.copytree(PROJECT / "pages", folder / "pages", ignore=shutil.ignore_patterns("__pycache__"))
    (folder / "pages" / "main.py").write_text(PROBE)
    (folder / "pages" / "probe_part.py").write_text("VERSION = 1\n")
    return folder


def runs(file: Path) -> list[list[object]]:
    return [json.loads(line) for line in file.read_text().splitlines()] if file.exists() else []


def test_an_edited_page_works_on_with_what_the_server_started(tmp_path: Path) -> None:
    project, file = tmp_path / "project", tmp_path / "runs"
    project.mkdir()
    copy_of_the_project(project)
    server = start_app(
        tmp_path / "data",
        env={"PROBE_FILE": str(file)},
        options=["--server.fileWatcherType=poll"],
        cwd=project,
    )
    try:
        server.wait_ready()
        with page_session(server.url) as tab:
            tab.run()
            before = standing_pids(server)
            part = project / "pages" / "probe_part.py"
            part.write_text("VERSION = 2\n")

            def edit_shows() -> bool:
                tab.run()
                return runs(file)[-1][0] == 2

            wait_for(edit_shows)
        assert len({json.dumps(seen) for _, seen in runs(file)}) == 1
        assert standing_pids(server) == before
    finally:
        server.stop()


def standing_pids(server: Server) -> set[int]:
    """Return the children of the server once none has come or gone for a while: some run for a moment at the start."""
    seen, since = pids(server), time.monotonic()

    def stand() -> bool:
        nonlocal seen, since
        now = pids(server)
        if now != seen:
            seen, since = now, time.monotonic()
        return time.monotonic() - since > STANDING

    wait_for(stand)
    return seen


def pids(server: Server) -> set[int]:
    return {process.pid for process in psutil.Process(server.pid).children(recursive=True)}
