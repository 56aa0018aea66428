"""What is tidied away, and what is kept."""

import os
import time
from pathlib import Path
from typing import Any

import pytest

import storage.knowledge.hits
import storage.uploads
from services.apps import apps
from services.chats import chat
from services.files import file_bytes
from services.files.files import store_upload
from services.files.given_files import upload_as
from services.platform.chores import DAY, sweep_searches, sweep_uploads
from services.runs.runs import SERVICE_API
from services.runtime import Runtime
from storage.records import App, Retrieval, SegmentHits, Upload
from tests.services.bases import add_document, make_base
from tests.services.parts import document, events_of, graph, node, published


async def taking_app(rt: Runtime, workspace_id: str) -> App:
    nodes = graph(node("start", "start"), node("answer", "answer", answer="seen"))
    features = {"file_upload": {"enabled": True}}
    return await published(rt, workspace_id, document("advanced-chat", nodes, features=features))


async def upload(rt: Runtime, app: App) -> Upload:
    return await upload_as(
        rt, app, "ann", invoke_from=SERVICE_API, account_id=None, data=b"x", filename="a.txt", mime_type="text/plain"
    )


async def grow_old(rt: Runtime) -> None:
    """Make all files older than unused ones may be."""
    at = time.time() - (rt.settings.files_unused_days + 1) * DAY
    await rt.db.write(lambda cursor: cursor.execute("UPDATE uploads SET created_at = to_timestamp(?)", [at]))
    for path in places(rt):
        os.utime(path, (at, at))


def places(rt: Runtime) -> list[Path]:
    return [path for path in (rt.settings.data_dir / "files").rglob("*") if path.is_file()]


async def test_an_old_upload_that_no_run_used_goes_with_its_bytes(rt: Runtime, workspace_id: str) -> None:
    app = await taking_app(rt, workspace_id)
    found = await upload(rt, app)
    await grow_old(rt)
    assert await sweep_uploads(rt) == 1
    assert storage.uploads.find_upload(rt.db, found.id) is None
    assert places(rt) == []


async def test_a_new_upload_stays(rt: Runtime, workspace_id: str) -> None:
    await upload(rt, await taking_app(rt, workspace_id))
    assert await sweep_uploads(rt) == 0
    assert len(places(rt)) == 1


async def test_an_upload_that_a_message_used_stays_for_good_and_goes_with_its_app(
    rt: Runtime, workspace_id: str
) -> None:
    app = await taking_app(rt, workspace_id)
    found = await upload(rt, app)
    given = {"type": "document", "transfer_method": "local_file", "upload_file_id": found.id}
    await events_of(await chat.start_turn(rt, app, query="Look", inputs={}, user="ann", files=[given]))
    await grow_old(rt)
    assert await sweep_uploads(rt) == 0
    await apps.delete_app(rt, app)
    assert await sweep_uploads(rt) == 1
    assert places(rt) == []


async def test_a_file_of_the_workspace_stays(rt: Runtime, workspace_id: str) -> None:
    await store_upload(
        rt,
        workspace_id=workspace_id,
        app_id=None,
        data=b"x",
        filename="a.txt",
        mime_type="text/plain",
        role="account",
        created_by=None,
    )
    await grow_old(rt)
    assert await sweep_uploads(rt) == 0


async def test_bytes_without_a_row_go(rt: Runtime, workspace_id: str) -> None:
    file_bytes.keep(rt.settings.data_dir, file_bytes.key_of(workspace_id, "lost"), b"x")
    await grow_old(rt)
    assert await sweep_uploads(rt) == 1
    assert places(rt) == []


@pytest.mark.parametrize(("days", "kept"), [(30, ["new"]), (0, ["new", "old"])], ids=["30 days", "for good"])
async def test_searches_leave_the_log_after_their_days_and_counts_of_hits_stay(
    rt: Runtime, workspace_id: str, days: int, kept: list[str]
) -> None:
    rt.settings = rt.settings.model_copy(update={"retrieval_log_days": days})
    base = await make_base(rt, workspace_id)
    document = await add_document(rt, base, ["Ferries leave at nine."])
    for query, age in (("old", 31), ("new", 29)):
        about: dict[str, Any] = {
            "workspace_id": workspace_id,
            "dataset_id": base.id,
            "source": "api",
            "query": query,
            "elapsed": 0.1,
        }
        row = Retrieval(**about, created_at=time.time() - age * DAY)
        hits = SegmentHits(
            segment_id="s", workspace_id=workspace_id, dataset_id=base.id, document_id=document.id, count=1
        )
        await storage.knowledge.hits.record_retrievals(rt.db, [row], [hits])
    assert await sweep_searches(rt) == 2 - len(kept)
    left, _ = storage.knowledge.hits.list_retrievals(rt.db, workspace_id, base.id)
    assert [one.query for one in left] == kept
    assert rt.db.query("SELECT count FROM segment_hits") == [{"count": 2}]
