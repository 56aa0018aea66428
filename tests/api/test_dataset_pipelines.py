"""Operations of knowledge pipelines: the built-in datasources are listed, looked through, and fill a base."""

from collections.abc import AsyncIterator
from typing import Any

import pytest
import pytest_asyncio

from tests.api.client import Json, events_of, expect, names
from tests.api.knowledge import LINES, Knowledge
from tests.api.published_document import answer_schema, faults
from tests.engine.site import Page, Site, site

pytestmark = pytest.mark.asyncio(loop_scope="session")

FERRY = b"<html><title>Ferries</title><p>The ferry leaves at nine.</p></html>"


@pytest_asyncio.fixture(scope="module", loop_scope="session")
async def web() -> AsyncIterator[Site]:
    pages = {"/ferry": Page(body=FERRY, mime_type="text/html"), "/gone": Page(status=404)}
    async with site(pages) as found:
        yield found


async def uploaded(knowledge: Knowledge, text: str, name: str = "a.txt") -> str:
    files = {"file": (name, text.encode(), "text/plain")}
    made = expect(await knowledge.send("POST", "/pipeline/file-upload", files=files), 201)
    assert faults(answer_schema("post", "/datasets/pipeline/file-upload") or {}, made) == []
    return str(made["id"])


def run_of(node: str, *items: Json, mode: str = "blocking", **fields: Any) -> Json:
    kind = {"local_file": "local_file", "web_page": "website_crawl"}.get(node, node)
    given = {"inputs": {"process_rule": LINES}, "datasource_type": kind, "datasource_info_list": list(items)}
    return {**given, "start_node_id": node, "is_published": True, "response_mode": mode, **fields}


async def searched(knowledge: Knowledge, base: Json, query: str) -> list[str]:
    found = expect(await knowledge.send("POST", f"/{base['id']}/retrieve", {"query": query}), 200)["records"]
    return [record["segment"]["content"] for record in found]


async def test_every_base_lists_the_built_in_datasources(knowledge: Knowledge) -> None:
    base = await knowledge.base("Sources of documents")
    found = expect(await knowledge.send("GET", f"/{base['id']}/pipeline/datasource-plugins?is_published=true"), 200)
    assert faults(answer_schema("get", "/datasets/{dataset_id}/pipeline/datasource-plugins") or {}, found) == []
    assert [(one["node_id"], one["datasource_type"], one["credentials"]) for one in found] == [
        ("local_file", "local_file", []),
        ("web_page", "website_crawl", []),
    ]


async def test_a_run_makes_documents_of_uploaded_files_and_answers_when_they_are_indexed(knowledge: Knowledge) -> None:
    base = await knowledge.base("Pipeline of files", indexing_technique=None, embedding_model="")
    first, second = (
        await uploaded(knowledge, "Boats go hourly."),
        await uploaded(knowledge, "Trains go daily.", "b.txt"),
    )
    body = run_of("local_file", {"reference": first, "name": "Boats"}, {"related_id": second})
    ran = expect(await knowledge.send("POST", f"/{base['id']}/pipeline/run", body), 200)
    assert faults(answer_schema("post", "/datasets/{dataset_id}/pipeline/run") or {}, ran) == []
    assert (ran["data"]["id"], ran["data"]["status"]) == (ran["workflow_run_id"], "succeeded")
    states = [(one["name"], one["indexing_status"]) for one in ran["data"]["outputs"]["documents"]]
    assert states == [("Boats", "completed"), ("b.txt", "completed")]
    batch = f"/{base['id']}/documents/{ran['data']['outputs']['batch']}/indexing-status"
    assert len(expect(await knowledge.send("GET", batch), 200)["data"]) == 2
    assert (await searched(knowledge, base, "boats"))[0] == "Boats go hourly."


async def test_a_streamed_run_tells_each_step_and_pages_of_the_web_become_documents(
    knowledge: Knowledge, web: Site
) -> None:
    base = await knowledge.base("Pipeline of pages", indexing_technique="economy")
    body = run_of("web_page", {"url": f"{web.url}/ferry", "title": "Timetable"}, mode="streaming")
    events = events_of(await knowledge.send("POST", f"/{base['id']}/pipeline/run", body))
    steps = ["node_started", "node_finished"]
    assert names(events) == ["workflow_started", *steps, *steps, "workflow_finished"]
    assert len({(event["task_id"], event["workflow_run_id"]) for event in events}) == 1
    assert [event["data"]["status"] for event in events if event["event"].endswith("finished")] == ["succeeded"] * 3
    assert events[-1]["data"]["outputs"]["documents"][0]["name"] == "Timetable"
    assert "The ferry leaves at nine." in (await searched(knowledge, base, "ferry"))[0]


async def test_a_look_through_a_datasource_tells_what_is_there_and_makes_nothing(
    knowledge: Knowledge, web: Site
) -> None:
    base = await knowledge.base("Looked through", indexing_technique="economy")
    file_id = await uploaded(knowledge, "Boats go hourly.")
    looks: list[tuple[str, str, Json, Json]] = [
        ("web_page", "website_crawl", {"url": f"{web.url}/ferry"}, {"source_url": f"{web.url}/ferry"}),
        ("local_file", "local_file", {"reference": file_id}, {"name": "a.txt", "content": "Boats go hourly."}),
    ]
    for node, kind, inputs, wanted in looks:
        body = {"inputs": inputs, "datasource_type": kind, "is_published": True}
        path = f"/{base['id']}/pipeline/datasource/nodes/{node}/run"
        events = events_of(await knowledge.send("POST", path, body))
        assert names(events) == ["datasource_processing", "datasource_completed"]
        (found,) = events[-1]["data"]
        assert wanted.items() <= found.items()
        assert (events[-1]["total"], events[-1]["completed"]) == (1, 1)
    assert expect(await knowledge.send("GET", f"/{base['id']}/documents"), 200)["total"] == 0


@pytest.mark.parametrize(
    ("inputs", "told"),
    [({"url": "/gone"}, "answered with status 404"), ({"url": "ftp://a"}, "begin with http"), ({}, "url is required")],
)
async def test_what_a_datasource_cannot_read_is_told_as_its_last_event(
    knowledge: Knowledge, web: Site, inputs: Json, told: str
) -> None:
    base = await knowledge.base(f"Cannot read {told}"[:40], indexing_technique="economy")
    given = {name: f"{web.url}{value}" if value.startswith("/") else value for name, value in inputs.items()}
    body = {"inputs": given, "datasource_type": "website_crawl", "is_published": True}
    path = f"/{base['id']}/pipeline/datasource/nodes/web_page/run"
    events = events_of(await knowledge.send("POST", path, body))
    assert names(events) == ["datasource_processing", "datasource_error"]
    assert told in events[-1]["error"]


async def test_a_run_that_reaches_nothing_fails_and_leaves_no_document(knowledge: Knowledge, web: Site) -> None:
    base = await knowledge.base("Reaches nothing", indexing_technique="economy")
    path, gone = f"/{base['id']}/pipeline/run", {"url": f"{web.url}/gone"}
    failed = expect(await knowledge.send("POST", path, run_of("web_page", gone)), 500)
    assert failed["code"] == "pipeline_run_error"
    assert "status 404" in failed["message"]
    events = events_of(await knowledge.send("POST", path, run_of("web_page", gone, mode="streaming")))
    assert names(events) == ["workflow_started", "node_started", "node_finished", "workflow_finished"]
    assert (events[-1]["data"]["status"], "status 404" in events[-1]["data"]["error"]) == ("failed", True)
    assert expect(await knowledge.send("GET", f"/{base['id']}/documents"), 200)["total"] == 0


async def test_documents_that_cannot_be_indexed_are_named_in_the_result(knowledge: Knowledge) -> None:
    base = await knowledge.base("Half a success", indexing_technique="economy")
    items = [{"reference": await uploaded(knowledge, "Good."), "name": "good"}]
    items += [{"reference": await uploaded(knowledge, " \n ", "empty.txt"), "name": "empty"}]
    ran = expect(await knowledge.send("POST", f"/{base['id']}/pipeline/run", run_of("local_file", *items)), 200)
    assert ran["data"]["status"] == "partial-succeeded"
    assert ran["data"]["error"].startswith("empty: ")


@pytest.mark.parametrize(
    ("body", "status", "told"),
    [
        (run_of("notion", {"reference": "x"}), 400, "known are local_file, web_page"),
        (run_of("local_file", {"reference": "x"}, datasource_type="online_drive"), 400, "is local_file, not"),
        (run_of("local_file"), 400, "datasource_info_list is empty"),
        (run_of("local_file", {}), 400, "reference is required"),
        (run_of("local_file", {"reference": "unknown"}), 404, "unknown"),
        (run_of("local_file", {"reference": "x"}, response_mode="later"), 400, "response_mode"),
        (run_of("local_file", {"reference": "x"}, inputs={"process_rule": 3}), 400, "process_rule"),
        ({}, 400, "inputs"),
    ],
)
async def test_runs_that_make_no_sense_are_refused(knowledge: Knowledge, body: Json, status: int, told: str) -> None:
    found = expect(await knowledge.send("GET", "?keyword=Refused%20pipelines"), 200)["data"]
    base = found[0] if found else await knowledge.base("Refused pipelines", indexing_technique="economy")
    refused = expect(await knowledge.send("POST", f"/{base['id']}/pipeline/run", body), status)
    assert told in refused["message"]


async def test_files_that_nothing_here_reads_are_not_taken(knowledge: Knowledge) -> None:
    without = expect(await knowledge.send("POST", "/pipeline/file-upload", files={"other": ("", b"")}), 400)
    assert without["code"] == "no_file_uploaded"
    base = await knowledge.base("Pictures", indexing_technique="economy")
    files = {"file": ("a.png", b"\\x89PNG", "image/png")}
    picture = expect(await knowledge.send("POST", "/pipeline/file-upload", files=files), 201, 415)
    if "id" in picture:
        body = run_of("local_file", {"reference": picture["id"]})
        assert (await knowledge.send("POST", f"/{base['id']}/pipeline/run", body)).status_code == 415
