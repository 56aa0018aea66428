"""What only the console does with knowledge: documents of uploads and pages, pause, retry, estimates."""

from typing import Any

import pytest

from services.knowledge.spool import Attempt, Failure, Progress
from tests.api.client import Api, Json, expect
from tests.api.knowledge import LINES, Here, Knowledge, knowing
from tests.vendor import Vendor

pytestmark = pytest.mark.asyncio(loop_scope="session")


async def upload(api: Api, content: bytes, name: str) -> str:
    files = {"file": (name, content, "text/plain")}
    return str(expect(await api.console("POST", "/files/upload", files=files), 201)["id"])


def of_files(*ids: str, **fields: Any) -> Json:
    listed = {"data_source_type": "upload_file", "file_info_list": {"file_ids": list(ids)}}
    return {"data_source": {"info_list": listed}, "indexing_technique": "economy", "process_rule": LINES, **fields}


async def test_a_base_and_its_first_documents_are_made_in_one_call(api: Api, knowledge: Knowledge) -> None:
    ids = [await upload(api, b"One.\nTwo.", "first.txt"), await upload(api, b"Three.", "second.txt")]
    made = expect(await knowledge.console("POST", "/init", of_files(*ids)), 201)
    await knowledge.idle()
    assert made["dataset"]["name"] == "first.txt"
    assert [row["name"] for row in made["documents"]] == ["first.txt", "second.txt"]
    base = f"/{made['dataset']['id']}"
    states = expect(await knowledge.console("GET", f"{base}/batch/{made['batch']}/indexing-status"), 200)["data"]
    assert [state["indexing_status"] for state in states] == ["completed", "completed"]
    one = f"{base}/documents/{made['documents'][0]['id']}"
    assert expect(await knowledge.console("GET", f"{one}/indexing-status"), 200)["total_segments"] == 2
    renamed = expect(await knowledge.console("POST", f"{one}/rename", {"name": "First"}), 200)
    assert renamed["name"] == "First"
    switch = f"{base}/documents/status/disable/batch?document_id={made['documents'][0]['id']}"
    assert expect(await knowledge.console("PATCH", switch), 200) == {"result": "success"}
    assert expect(await knowledge.console("GET", one), 200)["display_status"] == "disabled"
    gone = f"{base}/documents?document_id={made['documents'][0]['id']}&document_id={made['documents'][1]['id']}"
    assert (await knowledge.console("DELETE", gone)).status_code == 204
    assert expect(await knowledge.console("GET", f"{base}/documents"), 200)["total"] == 0


async def test_a_call_that_makes_no_document_makes_no_base(knowledge: Knowledge) -> None:
    before = expect(await knowledge.console("GET", ""), 200)["total"]
    assert (await knowledge.console("POST", "/init", of_files("unknown"))).status_code == 404
    assert (await knowledge.console("POST", "/init", of_files())).status_code == 400
    assert expect(await knowledge.console("GET", ""), 200)["total"] == before


def of_pages(*urls: str) -> Json:
    listed = {"data_source_type": "website_crawl", "website_info_list": {"urls": list(urls)}}
    return of_files() | {"data_source": {"info_list": listed}}


async def test_pages_become_documents(knowledge: Knowledge, vendor: Vendor) -> None:
    base = await knowledge.base("Pages")
    body = of_pages(f"{vendor.url}/text", f"{vendor.url}/json")
    made = expect(await knowledge.console("POST", f"/{base['id']}/documents", body), 200)
    await knowledge.idle()
    assert [row["name"] for row in made["documents"]] == ["127.0.0.1/text", "127.0.0.1/json"]
    document = {"path": f"/{base['id']}/documents/{made['documents'][0]['id']}"}
    assert [one["content"] for one in await knowledge.segments(document)] == ["plain text body"]
    detail = expect(await knowledge.send("GET", document["path"]), 200)
    assert detail["data_source_info"]["url"] == f"{vendor.url}/text"
    assert detail["data_source_info"]["upload_file"]["name"] == "text.txt"


@pytest.mark.parametrize(
    ("path", "said"),
    [("/status/404", "answered with status 404"), ("ftp://x", "must begin with http"), ("http://", "cannot be read")],
)
async def test_pages_that_cannot_be_read_leave_nothing(
    knowledge: Knowledge, vendor: Vendor, path: str, said: str
) -> None:
    base = await knowledge.base(f"No page {said[:8]}")
    before = knowledge.api.rt.db.query("SELECT count(*) AS n FROM uploads")
    body = of_pages(f"{vendor.url}/text", f"{vendor.url}{path}" if path.startswith("/") else path)
    refused = expect(await knowledge.console("POST", f"/{base['id']}/documents", body), 400)
    assert said in refused["message"]
    assert knowledge.api.rt.db.query("SELECT count(*) AS n FROM uploads") == before


async def test_what_was_asked_of_a_base_is_listed(knowledge: Knowledge) -> None:
    base = await knowledge.base("Asked")
    document = await knowledge.document(base, "Boats go hourly.")
    expect(await knowledge.send("POST", f"/{base['id']}/retrieve", {"query": "First?"}), 200)
    expect(await knowledge.console("POST", f"/{base['id']}/hit-testing", {"query": "Second?"}), 200)
    await knowledge.api.rt.background.idle()
    listed = expect(await knowledge.console("GET", f"/{base['id']}/queries"), 200)
    assert [(one["content"], one["source"]) for one in listed["data"]] == [
        ("Second?", "hit_testing"),
        ("First?", "api"),
    ]
    assert expect(await knowledge.send("GET", document["path"]), 200)["hit_count"] == 2
    (segment,) = await knowledge.segments(document)
    assert segment["hit_count"] == 2


async def test_searches_that_are_refused(knowledge: Knowledge) -> None:
    base = await knowledge.base("Asked wrongly")
    for body in ({}, {"query": " "}, {"query": "x" * 251}, {"query": "x", "retrieval_model": {"top_k": 0}}):
        assert expect(await knowledge.send("POST", f"/{base['id']}/retrieve", body), 400)["code"] == "invalid_param"
    empty = expect(await knowledge.send("POST", f"/{base['id']}/retrieve", {"query": "x"}), 200)
    assert empty == {"query": {"content": "x"}, "records": []}


async def test_an_estimate_shows_the_chunks_and_indexes_nothing(api: Api, knowledge: Knowledge) -> None:
    file_id = await upload(api, b"One.\nTwo.", "a.txt")
    listed = {"data_source_type": "upload_file", "file_info_list": {"file_ids": [file_id]}}
    found = expect(
        await knowledge.console("POST", "/indexing-estimate", {"info_list": listed, "process_rule": LINES}), 200
    )
    assert (found["total_segments"], [one["content"] for one in found["preview"]]) == (2, ["One.", "Two."])
    rule = expect(await knowledge.console("GET", "/process-rule"), 200)
    assert (rule["mode"], rule["limits"]) == ("automatic", {"indexing_max_segmentation_tokens_length": 4000})


@pytest.mark.asyncio(loop_scope="function")
async def test_a_document_is_paused_resumed_and_tried_again(lone_api: Api) -> None:
    knowledge = await knowing(lone_api)
    base = await knowledge.base("Held", indexing_technique="economy")
    path = f"/{base['id']}/document/create-by-text"

    async def stand_still(attempt: Attempt) -> None:
        attempt.report(Progress(stage="parsing"))

    async def give_up(attempt: Attempt) -> None:
        attempt.fail(Failure("The file is broken.", may_pass=False))

    lone_api.rt.ingest.runner = Here(stand_still)
    made = expect(await knowledge.send("POST", path, {"name": "a", "text": "Text.", "process_rule": LINES}), 200)
    document = f"/{base['id']}/documents/{made['document']['id']}"
    ids = {"document_ids": [made["document"]["id"]]}
    early = await knowledge.send("PATCH", f"/{base['id']}/documents/status/disable", ids)
    assert expect(early, 400)["code"] == "invalid_action"
    working = await knowledge.send("PATCH", f"/{base['id']}", {"indexing_technique": "high_quality"})
    assert expect(working, 409)["code"] == "dataset_indexing_in_progress"
    expect(await knowledge.console("PATCH", f"{document}/processing/pause"), 200)
    held = expect(await knowledge.send("GET", document), 200)
    assert (held["display_status"], held["indexing_status"]) == ("paused", "paused")
    again = await knowledge.console("PATCH", f"{document}/processing/pause")
    assert expect(again, 400)["code"] == "invalid_action"
    lone_api.rt.ingest.runner = Here(give_up)
    expect(await knowledge.console("PATCH", f"{document}/processing/resume"), 200)
    await knowledge.idle()
    (failed,) = expect(await knowledge.console("GET", f"/{base['id']}/error-docs"), 200)["data"]
    assert failed["error"] == "The file is broken."
    lone_api.rt.ingest.runner = Here()
    assert (await knowledge.console("POST", f"/{base['id']}/retry", ids)).status_code == 204
    await knowledge.idle()
    assert expect(await knowledge.send("GET", document), 200)["display_status"] == "available"
