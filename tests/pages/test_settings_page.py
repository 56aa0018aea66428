"""The settings page: the trusted tier, kept results, limits, and the log."""

from pathlib import Path

import pytest

import storage.results
from services.accounts import audit
from services.platform.children import Child
from services.platform.queue import FailedJob, QueueState, WorkerInfo
from services.platform.worker_pool import WorkerPool
from services.runs import results, scripts
from storage.records import StoredResult

PAGE = "settings.py"


def said(at):
    return " ".join(element.value for element in (*at.markdown, *at.caption))


def tables(at):
    return [frame.value for frame in at.dataframe]


@pytest.fixture
def kept(rt, workspace_id):
    """Return a result that an app keeps."""
    row = StoredResult(
        id="app:print",
        workspace_id=workspace_id,
        app_id="app",
        node_id="n",
        contents={},
        handle="source",
        assignments=[],
        payload=b"x" * 2_500_000,
        size=2_500_000,
    )
    rt.call(storage.results.put_results(rt.db, row))
    return row


def test_every_tier_is_shown_with_whether_it_runs_here(open_page, rt):
    at = open_page(PAGE)
    for tier in rt.call(scripts.tiers(rt)):
        assert tier.is_available or tier.reason in said(at)
    assert "Strict" in said(at)


def test_the_owner_of_a_machine_switches_the_trusted_tier_on_and_off(open_page, rt, workspace_id):
    at = open_page(PAGE)
    at.toggle(key="settings_trusted").set_value(True).run()
    assert rt.call(scripts.is_trusted(rt, workspace_id))
    at.toggle(key="settings_trusted").set_value(False).run()
    assert not rt.call(scripts.is_trusted(rt, workspace_id))
    lines = rt.call(audit.entries(rt, workspace_id)).items
    assert [line.detail["value"] for line in lines] == [False, True]


def test_where_strangers_come_in_scripts_are_not_trusted_and_the_page_says_why(open_page, rt):
    rt.is_public = True
    at = open_page(PAGE)
    assert at.toggle(key="settings_trusted").disabled
    assert "administrator's password" in said(at)


def test_kept_results_are_counted_and_cleared(open_page, rt, workspace_id, kept):
    at = open_page(PAGE)
    assert at.get("progress")[0].proto.text == "1 kept, 2.5 MB of 500.0 MB"
    at.button(key="settings_clear").click().run()
    assert rt.call(results.size(rt, workspace_id)) == (0, 0)
    assert at.button(key="settings_clear").disabled
    assert rt.call(audit.entries(rt, workspace_id)).items[0].detail == {"results": 1}


def test_every_limit_is_listed_with_its_setting_and_value(open_page, rt):
    rows = [row for table in tables(open_page(PAGE)) if "Setting" in table for row in table.to_dict("records")]
    found = {row["Setting"]: row["Value"] for row in rows}
    assert found["MILLRACE_RUN_PARALLEL"] == str(rt.settings.run_parallel)
    assert len(found) > 50


def test_the_log_is_shown_newest_first_in_words_and_turned_page_by_page(open_page, rt, workspace_id):
    for number in range(25):
        rt.call(audit.note(rt, workspace_id, "key.create", target=("key", f"k{number}"), name=f"key {number}"))
    at = open_page(PAGE)
    log = next(table for table in tables(at) if "What" in table)
    assert (log["What"][0], log["Details"][0], len(log)) == ("API key created", "key 24", 20)
    at.button(key="settings_older").click().run()
    log = next(table for table in tables(at) if "What" in table)
    assert list(log["Details"])[-1] == "key 0"
    assert at.button(key="settings_older").disabled


def test_without_a_queue_the_page_says_how_documents_are_indexed(open_page):
    assert "indexes documents one after another" in " ".join(info.value for info in open_page(PAGE).info)


class Queues:
    """A queue with a worker, and a failed job until somebody retries it."""

    def __init__(self):
        self.retried = []

    async def states(self):
        return [QueueState("heavy", waiting=7, scheduled=1, running=2, failed=1)]

    async def workers(self):
        return [WorkerInfo("w", 4711, "busy", 2.0, ["heavy"], host="node-1", job_id="doc-1")]

    async def failed(self):
        return (
            [] if self.retried else [FailedJob("doc-9", "heavy", "workers.jobs.index_document", 1.0, "out of memory")]
        )

    async def retry(self, job_id):
        self.retried.append(job_id)
        return True


@pytest.fixture
def queue(rt, monkeypatch):
    """Give the runtime queues, and a pool that starts no process."""
    monkeypatch.setattr(WorkerPool, "_start", lambda pool: pool._workers.append(Child("w", [], cwd=Path())))
    rt.queue, rt.workers = Queues(), WorkerPool(rt.children, "")
    yield rt.queue
    rt.queue = rt.workers = None


def test_queues_workers_and_failed_jobs_are_shown_and_a_job_is_retried(open_page, queue):
    at = open_page(PAGE)
    queues = next(table for table in tables(at) if "Queue" in table)
    assert queues.iloc[0].to_dict() == {
        "Queue": "heavy",
        "For": "Documents that are indexed",
        "Waiting": 7,
        "To be tried again": 1,
        "Running": 2,
        "Failed": 1,
    }
    workers = next(table for table in tables(at) if "Machine" in table)
    assert list(workers.iloc[0]) == ["node-1", 4711, "at work", "doc-1", "2 s ago"]
    assert "out of memory" in said(at)
    at.button(key="settings_retry_doc-9").click().run()
    assert queue.retried == ["doc-9"]


def test_the_number_of_workers_is_changed_while_the_server_runs(open_page, rt, queue, workspace_id):
    at = open_page(PAGE)
    at.number_input(key="settings_workers").set_value(3).run()
    assert rt.workers.count == 3
    assert rt.call(audit.entries(rt, workspace_id)).items[0].detail == {"value": 3}


def test_the_page_speaks_chinese(open_page, rt, workspace_id):
    rt.call(audit.note(rt, workspace_id, "app.delete", target=("app", "a"), name="Desk"))
    at = open_page(PAGE)
    at.session_state["language"] = "zh"
    at.run()
    log = next(table for table in tables(at) if "操作" in table)
    assert (log["操作"][0], log["详情"][0]) == ("删除应用", "Desk")
