"""Documents over HTTP: made of texts, files and pages, followed, changed, switched, given back, deleted."""

import io
import json
import zipfile
from typing import Any
from urllib.parse import urlsplit

import pytest

from services.files.file_bytes import place_of
from storage.uploads import list_uploads
from tests.api.client import Json, Response, expect
from tests.api.knowledge import LINES, PARENTS, Knowledge

pytestmark = pytest.mark.asyncio(loop_scope="session")


async def send_file(
    knowledge: Knowledge,
    path: str,
    content: bytes = b"One.\nTwo.",
    name: str = "note.txt",
    *,
    method: str = "POST",
    mime_type: str = "text/plain",
    **fields: Any,
) -> Response:
    data = {"indexing_technique": "high_quality", "process_rule": LINES, **fields}
    return await knowledge.send(
        method, path, files={"file": (name, content, mime_type)}, data={"data": json.dumps(data)}
    )


def contents(segments: list[Json]) -> list[str]:
    return [segment["content"] for segment in segments]


async def test_a_text_becomes_chunks_in_the_background(knowledge: Knowledge) -> None:
    base = await knowledge.base("Texts")
    body = {"name": "Ferry/times", "text": "Boats go hourly.\nTickets cost 3 euros.", "process_rule": LINES}
    made = expect(await knowledge.send("POST", f"/{base['id']}/document/create_by_text", body), 200)
    assert made["batch"].isdecimal()
    document = made["document"]
    assert (document["name"], document["indexing_status"], document["display_status"]) == (
        "Ferry/times",
        "waiting",
        "queuing",
    )
    await knowledge.idle()
    (status,) = expect(await knowledge.send("GET", f"/{base['id']}/documents/{made['batch']}/indexing-status"), 200)[
        "data"
    ]
    assert (status["indexing_status"], status["completed_segments"], status["total_segments"]) == ("completed", 2, 2)
    path = f"/{base['id']}/documents/{document['id']}"
    assert contents(await knowledge.segments({"path": path})) == ["Boats go hourly.", "Tickets cost 3 euros."]
    found = expect(await knowledge.send("GET", path), 200)
    assert (found["display_status"], found["segment_count"]) == ("available", 2)
    assert found["data_source_info"]["upload_file"]["extension"] == "txt"
    base = expect(await knowledge.send("GET", f"/{base['id']}"), 200)
    assert (base["document_count"], base["total_available_documents"], base["data_source_type"]) == (
        1,
        1,
        "upload_file",
    )


async def test_a_file_comes_as_a_form(knowledge: Knowledge) -> None:
    base = await knowledge.base("Files")
    made = expect(await send_file(knowledge, f"/{base['id']}/document/create-by-file", name="note.md"), 200)
    await knowledge.idle()
    document = {"path": f"/{base['id']}/documents/{made['document']['id']}"}
    assert contents(await knowledge.segments(document)) == ["One.", "Two."]
    detail = made["document"]["data_source_detail_dict"]["upload_file"]
    assert (detail["name"], detail["size"]) == ("note.md", 9)


@pytest.mark.parametrize(
    ("options", "status", "code"),
    [
        ({"name": "film.mp4"}, 415, "unsupported_file_type"),
        ({"content": b"x" * (16 * 2**20)}, 413, "file_too_large"),
        ({"name": " "}, 400, "filename_not_exists_error"),
        ({"process_rule": None}, 400, "invalid_param"),
        ({"doc_form": "poem"}, 400, "invalid_param"),
        ({"process_rule": {"mode": "custom", "rules": {"segmentation": {"max_tokens": 5}}}}, 400, "invalid_param"),
        ({"process_rule": PARENTS, "doc_form": "text_model"}, 400, "invalid_param"),
    ],
    ids=["kind", "size", "name", "rule missing", "form", "rule wrong", "rule of another form"],
)
async def test_a_file_that_is_refused_leaves_nothing(
    knowledge: Knowledge, options: dict[str, Any], status: int, code: str
) -> None:
    base = await knowledge.base(f"Refusing {len(str(options)[:500])} {code}"[:40])
    before = knowledge.api.rt.db.query("SELECT count(*) AS n FROM uploads")
    refused = expect(await send_file(knowledge, f"/{base['id']}/document/create-by-file", **options), status)
    assert refused["code"] == code
    assert knowledge.api.rt.db.query("SELECT count(*) AS n FROM uploads") == before
    assert expect(await knowledge.send("GET", f"/{base['id']}/documents"), 200)["total"] == 0


async def test_a_form_without_a_file_or_with_broken_fields_is_refused(knowledge: Knowledge) -> None:
    base = await knowledge.base("Forms")
    path = f"/{base['id']}/document/create-by-file"
    two = [("file", ("a.txt", b"a", "text/plain")), ("file", ("b.txt", b"b", "text/plain"))]
    one = {"file": ("a.txt", b"a", "text/plain")}
    for options, code in (
        ({"files": {"other": ("", b"", "text/plain")}}, "no_file_uploaded"),
        ({"files": two}, "too_many_files"),
        ({"files": one, "data": {"data": "{"}}, "invalid_param"),
        ({"files": one, "data": {"data": "[]"}}, "invalid_param"),
    ):
        assert expect(await knowledge.send("POST", path, **options), 400)["code"] == code


async def test_the_first_document_fixes_the_form_of_a_base(knowledge: Knowledge) -> None:
    base = await knowledge.base("Parents")
    document = await knowledge.document(base, "One.\nTwo.\n\nThree.", process_rule=PARENTS)
    assert document["doc_form"] == "hierarchical_model"
    first, second = await knowledge.segments(document)
    assert [child["content"] for child in first["child_chunks"]] == ["One.", "Two."]
    assert [child["content"] for child in second["child_chunks"]] == ["Three."]
    body = {"name": "b", "text": "Text.", "doc_form": "text_model"}
    refused = expect(await knowledge.send("POST", f"/{base['id']}/document/create-by-text", body), 400)
    assert "hierarchical_model" in refused["message"]
    follower = await knowledge.document(base, "Four.\nFive.", name="c", process_rule=None)
    assert follower["doc_form"] == "hierarchical_model"


async def test_a_document_gets_another_text_and_keeps_its_id(knowledge: Knowledge) -> None:
    base = await knowledge.base("Updates")
    document = await knowledge.document(base, "Old.\nSame.")
    old = expect(await knowledge.send("GET", document["path"]), 200)["data_source_info"]["upload_file"]["id"]
    kept = {segment["content"]: segment["id"] for segment in await knowledge.segments(document)}
    body = {"name": "New name", "text": "Same.\nNew."}
    changed = expect(await knowledge.send("POST", f"{document['path']}/update-by-text", body), 200)
    assert (changed["document"]["id"], changed["document"]["name"]) == (document["id"], "New name")
    assert changed["batch"] != document["batch"]
    refused = expect(await knowledge.send("POST", f"{document['path']}/update_by_text", body), 400)
    assert "Document is not available" in refused["message"]
    await knowledge.idle()
    segments = await knowledge.segments(document)
    assert contents(segments) == ["Same.", "New."]
    assert segments[0]["id"] == kept["Same."]
    assert list_uploads(knowledge.api.rt.db, base_workspace(knowledge), [old]) == []
    nameless = await knowledge.send("POST", f"{document['path']}/update-by-text", {"text": "x"})
    assert expect(nameless, 400)["message"] == "name is required when text is provided."


def base_workspace(knowledge: Knowledge) -> str:
    workspace: str = knowledge.api.rt.db.query("SELECT id FROM workspaces")[0]["id"]
    return workspace


@pytest.mark.parametrize(
    ("method", "ending"), [("PATCH", ""), ("POST", "/update-by-file"), ("POST", "/update_by_file")]
)
async def test_a_document_gets_another_file(knowledge: Knowledge, method: str, ending: str) -> None:
    base = await knowledge.base(f"Files {method}{ending}")
    document = await knowledge.document(base, "Old.")
    answer = await send_file(knowledge, f"{document['path']}{ending}", b"A.\nB.", "b.txt", method=method)
    assert expect(answer, 200)["document"]["id"] == document["id"]
    await knowledge.idle()
    assert contents(await knowledge.segments(document)) == ["A.", "B."]


async def test_lists_show_documents_by_status_and_name(knowledge: Knowledge) -> None:
    base = await knowledge.base("Lists")
    first = await knowledge.document(base, "One.", name="first")
    await knowledge.document(base, "Two.", name="second")
    listed = expect(await knowledge.send("GET", f"/{base['id']}/documents"), 200)
    assert [row["name"] for row in listed["data"]] == ["second", "first"]
    found = expect(await knowledge.send("GET", f"/{base['id']}/documents?keyword=FIR"), 200)
    assert [row["id"] for row in found["data"]] == [first["id"]]
    switch = {"document_ids": [first["id"], "unknown"]}
    for action, status in (("disable", "disabled"), ("enable", "available"), ("archive", "archived")):
        done = expect(await knowledge.send("PATCH", f"/{base['id']}/documents/status/{action}", switch), 200)
        assert done == {"result": "success"}
        found = expect(await knowledge.send("GET", f"/{base['id']}/documents?status={status}&keyword=first"), 200)
        assert [row["id"] for row in found["data"]] == [first["id"]]
    assert expect(await knowledge.send("DELETE", first["path"]), 403)["code"] == "archived_document_immutable"
    expect(await knowledge.send("PATCH", f"/{base['id']}/documents/status/un_archive", switch), 200)
    assert (await knowledge.send("DELETE", first["path"])).status_code == 204
    assert (await knowledge.send("GET", first["path"])).status_code == 404
    wrong = await knowledge.send("PATCH", f"/{base['id']}/documents/status/explode", switch)
    assert expect(wrong, 400)["code"] == "invalid_action"
    assert (await knowledge.send("GET", f"/{base['id']}/documents?status=lost")).status_code == 400
    assert (await knowledge.send("GET", f"/{base['id']}/documents/123/indexing-status")).status_code == 404


async def test_a_detail_comes_with_without_or_as_metadata(knowledge: Knowledge) -> None:
    document = await knowledge.document(await knowledge.base("Details"), "One.")
    only = expect(await knowledge.send("GET", f"{document['path']}?metadata=only"), 200)
    assert only == {"id": document["id"], "doc_type": None, "doc_metadata": None}
    assert "doc_metadata" not in expect(await knowledge.send("GET", f"{document['path']}?metadata=without"), 200)
    refused = expect(await knowledge.send("GET", f"{document['path']}?metadata=some"), 400)
    assert refused["code"] == "invalid_metadata"


async def test_files_are_given_back_alone_and_together(knowledge: Knowledge) -> None:
    base = await knowledge.base("Downloads")
    one = await knowledge.document(base, "One.", name="same")
    two = await knowledge.document(base, "Two.", name="same")
    url = expect(await knowledge.send("GET", f"{one['path']}/download"), 200)["url"]
    parts = urlsplit(url)
    saved = await knowledge.api.http.get(f"{parts.path}?{parts.query}")
    assert (saved.content, saved.headers["content-type"]) == (b"One.", "application/octet-stream")
    ids = {"document_ids": [one["id"], two["id"]]}
    answer = await knowledge.send("POST", f"/{base['id']}/documents/download-zip", ids)
    assert answer.headers["content-type"] == "application/zip"
    with zipfile.ZipFile(io.BytesIO(answer.content)) as archive:
        assert {name: archive.read(name) for name in archive.namelist()} == {
            "same.txt": b"One.",
            "same (2).txt": b"Two.",
        }
    assert not list((knowledge.api.rt.settings.data_dir / "tmp").glob("documents-*"))
    for found, status in (([], 400), (["x"] * 101, 404), ([str(n) for n in range(101)], 400), ([one["id"], "x"], 404)):
        answer = await knowledge.send("POST", f"/{base['id']}/documents/download-zip", {"document_ids": found})
        assert answer.status_code == status


async def test_deleting_a_document_or_a_base_deletes_their_files(knowledge: Knowledge) -> None:
    base = await knowledge.base("Cleaning")
    one = await knowledge.document(base, "One.")
    two = await knowledge.document(base, "Two.")
    rt, workspace_id = knowledge.api.rt, base_workspace(knowledge)
    ids = [row["data_source_info"]["upload_file_id"] for row in (one, two)]
    places = {row.id: place_of(rt.settings.data_dir, row.key) for row in list_uploads(rt.db, workspace_id, ids)}
    assert (await knowledge.send("DELETE", one["path"])).status_code == 204
    assert [places[id].exists() for id in ids] == [False, True]
    assert (await knowledge.send("DELETE", f"/{base['id']}")).status_code == 204
    assert [places[id].exists() for id in ids] == [False, False]
    assert list_uploads(rt.db, workspace_id, ids) == []
    assert rt.db.query("SELECT * FROM units WHERE dataset_id = ?", [base["id"]]) == []
