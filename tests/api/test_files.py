"""Files over HTTP: uploads, their refusals, who may read what, links that work without a key."""

import time
from pathlib import Path
from urllib.parse import urlsplit

import pytest
import pytest_asyncio

from engine.dsl import dump
from services.files import file_links
from tests.api.client import USER, Api, Json, PublishedApp, expect
from tests.api.uploads import PNG, local, send_file, uploaded
from tests.services.parts import document, graph, node

pytestmark = pytest.mark.asyncio(loop_scope="session")

KEYS = {
    *("id", "reference", "name", "size", "extension", "mime_type", "created_by", "created_at", "preview_url"),
    *("source_url", "original_url", "user_id", "tenant_id", "conversation_id", "file_key"),
}


@pytest_asyncio.fixture(scope="module", loop_scope="session")
async def taking(shared_api: Api) -> PublishedApp:
    """A chatflow that takes files with its messages and says their names."""
    names = node(
        "names",
        "template-transform",
        template="{{ files | map(attribute='filename') | join(' ') }}",
        variables=[{"variable": "files", "value_selector": ["sys", "files"]}],
    )
    nodes = graph(node("start", "start"), names, node("answer", "answer", answer="{{#names.output#}}"))
    features = {"file_upload": {"enabled": True, "number_limits": 2}}
    return await shared_api.app(dump(document("advanced-chat", nodes, features=features)))


async def test_an_upload_is_told_with_all_that_the_api_documents(echo: PublishedApp) -> None:
    body = expect(await send_file(echo, b"Hello.", "Note Nr 1.TXT"), 201)
    assert body.keys() == KEYS
    assert (body["name"], body["size"], body["extension"]) == ("Note Nr 1.TXT", 6, "txt")
    assert body["mime_type"] == "text/plain"
    assert isinstance(body["created_at"], int)


@pytest.mark.parametrize(
    ("name", "status", "code"),
    [
        ("a/b.txt", 400, "invalid_param"),
        ("a\\b.txt", 400, "invalid_param"),
        (" ", 400, "filename_not_exists_error"),
    ],
    ids=["slash", "backslash", "blank"],
)
async def test_an_upload_with_a_bad_name_is_refused(echo: PublishedApp, name: str, status: int, code: str) -> None:
    body = expect(await send_file(echo, name=name), status)
    assert body["code"] == code


async def test_a_form_without_a_file_is_refused(echo: PublishedApp) -> None:
    for options in ({"data": {"user": USER}}, {"files": {"other": ("a.txt", b"x", "text/plain")}}):
        body = expect(await echo.send("POST", "/files/upload", **options), 400)
        assert body["code"] == "no_file_uploaded"


async def test_a_form_with_two_files_is_refused(echo: PublishedApp) -> None:
    parts = [("file", (f"{name}.txt", b"x", "text/plain")) for name in "ab"]
    body = expect(await echo.send("POST", "/files/upload", files=parts), 400)
    assert body["code"] == "too_many_files"


async def test_a_part_that_tells_no_type_is_refused(echo: PublishedApp) -> None:
    content = b'--x\r\nContent-Disposition: form-data; name="file"; filename="a.txt"\r\n\r\nHi\r\n--x--\r\n'
    headers = {"Content-Type": "multipart/form-data; boundary=x"}
    body = expect(await echo.send("POST", "/files/upload", content=content, headers=headers), 415)
    assert body["code"] == "unsupported_file_type"


async def test_a_link_reads_the_file_without_a_key(api: Api, echo: PublishedApp) -> None:
    upload = await uploaded(echo, PNG, "Bild ü.png", "image/png")
    found = await api.http.get(upload["source_url"])
    assert (found.status_code, found.content) == (200, PNG)
    assert found.headers["content-type"] == "image/png"
    assert found.headers["x-content-type-options"] == "nosniff"
    assert "sandbox" in found.headers["content-security-policy"]
    assert found.headers["content-disposition"].startswith("inline")


@pytest.mark.parametrize(
    ("name", "mime_type"), [("a.html", "text/html"), ("a.svg", "image/svg+xml"), ("a.js", "text/javascript")]
)
async def test_what_a_browser_would_run_is_only_offered_for_saving(
    api: Api, echo: PublishedApp, name: str, mime_type: str
) -> None:
    upload = await uploaded(echo, b"<script>alert(1)</script>", name, mime_type)
    found = await api.http.get(upload["source_url"])
    assert found.headers["content-disposition"].startswith("attachment")


@pytest.mark.parametrize("part", ["timestamp", "nonce", "sign"])
async def test_a_link_with_any_part_changed_reads_nothing(api: Api, echo: PublishedApp, part: str) -> None:
    upload = await uploaded(echo, b"secret", "a.txt", "text/plain")
    forged = upload["source_url"].replace(f"{part}=", f"{part}=7")
    body = expect(await api.http.get(forged), 403)
    assert body["code"] == "file_access_denied"


async def test_a_link_of_one_file_does_not_read_another(api: Api, echo: PublishedApp) -> None:
    one, two = [await uploaded(echo, b"x", "a.txt", "text/plain") for _ in range(2)]
    assert (await api.http.get(one["source_url"].replace(one["id"], two["id"]))).status_code == 403


async def test_a_link_ends_with_its_time(api: Api, echo: PublishedApp, monkeypatch: pytest.MonkeyPatch) -> None:
    upload = await uploaded(echo, b"x", "a.txt", "text/plain")
    now = time.time()
    monkeypatch.setattr(time, "time", lambda: now + api.rt.settings.files_access_timeout + 1)
    body = expect(await api.http.get(upload["source_url"]), 403)
    assert "300 seconds" in body["message"]


async def test_a_file_can_be_read_in_parts(api: Api, echo: PublishedApp) -> None:
    upload = await uploaded(echo, bytes(range(100)), "a.mp3", "audio/mpeg")
    found = await api.http.get(upload["source_url"], headers={"Range": "bytes=10-19"})
    assert (found.status_code, found.content) == (206, bytes(range(10, 20)))


async def test_a_file_of_a_message_is_listed_and_can_be_read(taking: PublishedApp) -> None:
    upload = await uploaded(taking, PNG, "cat.png", "image/png")
    remote = {"type": "document", "transfer_method": "remote_url", "url": "http://example.com/a.pdf"}
    body = expect(await taking.run("Look", files=[local(upload, "image"), remote]), 200)
    assert body["answer"] == "cat.png a.pdf"
    listed = expect(await taking.send("GET", f"/messages?conversation_id={body['conversation_id']}&user={USER}"), 200)
    mine, theirs = listed["data"][0]["message_files"]
    assert {key: mine[key] for key in ("filename", "type", "belongs_to", "transfer_method", "size", "mime_type")} == {
        "filename": "cat.png",
        "type": "image",
        "belongs_to": "user",
        "transfer_method": "local_file",
        "size": len(PNG),
        "mime_type": "image/png",
    }
    assert mine["upload_file_id"] == mine["id"] == upload["id"]
    assert (await taking.api.http.get(mine["url"])).content == PNG
    assert (theirs["url"], theirs["upload_file_id"]) == ("http://example.com/a.pdf", None)
    assert theirs["id"]
    shown = await taking.send("GET", f"/files/{upload['id']}/preview")
    assert (shown.content, shown.headers["content-type"]) == (PNG, "image/png")
    saved = await taking.send("GET", f"/files/{upload['id']}/preview?as_attachment=true")
    assert saved.headers["content-type"] == "application/octet-stream"
    assert saved.headers["content-disposition"].startswith("attachment")


async def test_a_file_that_no_message_uses_cannot_be_previewed(echo: PublishedApp, taking: PublishedApp) -> None:
    upload = await uploaded(taking, PNG, "cat.png", "image/png")
    path = f"/files/{upload['id']}/preview"
    assert expect(await taking.send("GET", path), 404)["code"] == "file_not_found"
    assert expect(await echo.send("GET", path), 403)["code"] == "file_access_denied"
    assert expect(await echo.send("GET", "/files/none/preview"), 404)["code"] == "file_not_found"


async def test_the_upload_of_another_user_cannot_be_named(taking: PublishedApp) -> None:
    upload = expect(await send_file(taking, PNG, "cat.png", "image/png", user="somebody else"), 201)
    body = expect(await taking.run("Look", files=[local(upload, "image")]), 400)
    assert body["code"] == "invalid_param"
    assert upload["id"] in body["message"]


async def test_a_program_must_name_the_type_that_the_file_has(taking: PublishedApp) -> None:
    upload = await uploaded(taking, PNG, "cat.png", "image/png")
    body = expect(await taking.run("Look", files=[local(upload, "document")]), 400)
    assert "image" in body["message"]


async def test_the_links_of_an_old_message_are_made_anew(taking: PublishedApp, monkeypatch: pytest.MonkeyPatch) -> None:
    upload = await uploaded(taking, PNG, "cat.png", "image/png")
    body = expect(await taking.run("Look", files=[local(upload, "image")]), 200)
    now = time.time()
    monkeypatch.setattr(time, "time", lambda: now + 100_000)
    listed = expect(await taking.send("GET", f"/messages?conversation_id={body['conversation_id']}&user={USER}"), 200)
    assert (await taking.api.http.get(listed["data"][0]["message_files"][0]["url"])).content == PNG


async def test_a_forged_link_in_a_text_is_not_made_anew(api: Api) -> None:
    text = f"see /files/{'0' * 36}/file-preview?timestamp=1&nonce=a&sign=b"
    assert file_links.renewed(api.rt, text) == text


async def test_the_console_uploads_for_its_debugger(api: Api, taking: PublishedApp) -> None:
    answer = await api.console("POST", "/files/upload", files={"file": ("cat.png", PNG, "image/png")})
    upload: Json = expect(answer, 201)
    body = {"query": "Look", "inputs": {}, "files": [local(upload, "image")], "response_mode": "blocking"}
    ran = expect(await taking.console("POST", "/chat-messages", body), 200)
    assert ran["answer"] == "cat.png"
    refused = expect(await taking.run("Look", files=[local(upload, "image")]), 400)
    assert refused["code"] == "invalid_param"


async def test_the_console_tells_its_limits_and_types(api: Api) -> None:
    limits = expect(await api.console("GET", "/files/upload"), 200)
    assert limits == {
        "file_size_limit": 15,
        "batch_count_limit": 5,
        "image_file_size_limit": 10,
        "video_file_size_limit": 100,
        "audio_file_size_limit": 50,
        "workflow_file_upload_limit": 10,
    }
    assert "pdf" in expect(await api.console("GET", "/files/support-type"), 200)["allowed_extensions"]


async def test_the_console_previews_the_text_of_a_document(api: Api) -> None:
    answer = await api.console("POST", "/files/upload", files={"file": ("a.txt", "Grüße".encode(), "text/plain")})
    file_id = expect(answer, 201)["id"]
    assert expect(await api.console("GET", f"/files/{file_id}/preview"), 200) == {"content": "Grüße"}


async def test_the_bytes_lie_under_ids_only(api: Api, echo: PublishedApp) -> None:
    upload = await uploaded(echo, b"x", "..\u202etxt.exe", "text/plain")
    folder: Path = api.rt.settings.data_dir / "files"
    found = [path for path in folder.rglob("*") if path.name == upload["id"]]
    assert [path.read_bytes() for path in found] == [b"x"]
    assert "\u202e" not in upload["name"]
    assert urlsplit(upload["source_url"]).path == f"/files/{upload['id']}/file-preview"
