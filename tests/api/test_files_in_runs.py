"""Files that go through runs: read by nodes, sent to services and models, made by nodes and read again."""

import base64
from collections.abc import AsyncIterator
from typing import Any

import pytest
import pytest_asyncio

from engine.dsl import dump
from tests.api.client import USER, Api, Json, PublishedApp, expect
from tests.api.uploads import PNG, local, uploaded
from tests.engine import paper
from tests.engine.site import Page, Site, site
from tests.services.parts import document, graph, node
from tests.vendor import Vendor

pytestmark = pytest.mark.asyncio(loop_scope="session")

PDF = "application/pdf"


@pytest_asyncio.fixture(scope="module", loop_scope="session")
async def web() -> AsyncIterator[Site]:
    """A service that takes anything, and gives a picture, a text and a report."""
    pages = {
        "/take": Page(body=b"thanks"),
        "/cat.png": Page(body=PNG, mime_type="image/png"),
        "/report": Page(
            body=b"a,b\n1,2\n",
            mime_type="text/csv",
            headers={"Content-Disposition": 'attachment; filename="../../report.csv"'},
        ),
        "/letter.txt": Page(body="Grüße".encode()),
    }
    async with site(pages) as served:
        yield served


def asking_for(kind: str, **rules: Any) -> Json:
    """Return a start node with the input `doc`."""
    return node(
        "start", "start", variables=[{"variable": "doc", "label": "Doc", "type": kind, "required": True, **rules}]
    )


def giving(*selector: str) -> Json:
    """Return an end node that gives what `selector` names as `result`."""
    return node("end", "end", outputs=[{"variable": "result", "value_selector": list(selector)}])


async def workflow(api: Api, *nodes: Json) -> PublishedApp:
    """Publish a workflow of nodes that follow one another."""
    return await api.app(dump(document("workflow", graph(*nodes))))


async def result(app: PublishedApp, doc: Any) -> Any:
    """Run a workflow with its input `doc` and return its output `result`."""
    body = expect(await app.run(inputs={"doc": doc}), 200)
    assert body["data"]["error"] is None, body["data"]["error"]
    return body["data"]["outputs"]["result"]


EXTRACT = {"variable_selector": ["start", "doc"]}


async def test_an_uploaded_document_is_read(api: Api) -> None:
    app = await workflow(api, asking_for("file"), node("text", "document-extractor", **EXTRACT), giving("text", "text"))
    upload = await uploaded(app, paper.pdf("Hello paper"), "report.pdf", PDF)
    assert "Hello paper" in await result(app, local(upload, "document"))
    assert "Hello paper" in await result(app, [local(upload, "document")])


async def test_uploaded_and_remote_documents_are_read_in_order(api: Api, web: Site) -> None:
    app = await workflow(
        api, asking_for("file-list"), node("text", "document-extractor", **EXTRACT), giving("text", "text")
    )
    upload = await uploaded(app, b"one", "one.txt", "text/plain")
    remote = {"type": "document", "transfer_method": "remote_url", "url": f"{web.url}/letter.txt"}
    assert await result(app, [local(upload, "document"), remote]) == ["one", "Grüße"]


async def test_a_file_variable_takes_only_what_its_rules_let_in(api: Api) -> None:
    rules = {"allowed_file_types": ["image"], "allowed_file_upload_methods": ["local_file"]}
    app = await workflow(api, asking_for("file", **rules), giving("start", "doc"))
    upload = await uploaded(app, b"one", "one.txt", "text/plain")
    remote = {"type": "image", "transfer_method": "remote_url", "url": "http://example.com/a.png"}
    for doc, word in ((local(upload, "document"), "image"), (remote, "local_file")):
        body = expect(await app.run(inputs={"doc": doc}), 400)
        assert (body["code"], word in body["message"]) == ("invalid_param", True)


async def test_an_unknown_upload_is_refused_before_the_run(api: Api) -> None:
    app = await workflow(api, asking_for("file"), giving("start", "doc"))
    body = expect(await app.run(inputs={"doc": local({"id": "0"}, "document")}), 400)
    assert (body["code"], "doc" in body["message"]) == ("invalid_param", True)


async def test_a_file_comes_out_as_the_marked_mapping_with_a_link_that_works(api: Api) -> None:
    app = await workflow(api, asking_for("file"), giving("start", "doc"))
    upload = await uploaded(app, PNG, "cat.png", "image/png")
    file = await result(app, local(upload, "image"))
    assert file["dify_model_identity"] == "__dify__file__"
    assert (file["related_id"], file["extension"], file["size"]) == (upload["id"], ".png", len(PNG))
    assert (await api.http.get(file["url"])).content == PNG


@pytest.mark.parametrize("kind", ["binary", "form-data"])
async def test_an_uploaded_file_is_sent_to_a_service(api: Api, web: Site, kind: str) -> None:
    item = {"key": "paper", "type": "file", "value": "", "file": ["start", "doc"]}
    call = node("call", "http-request", method="post", url=f"{web.url}/take", body={"type": kind, "data": [item]})
    app = await workflow(api, asking_for("file"), call, giving("call", "body"))
    upload = await uploaded(app, paper.pdf("Hello"), "report.pdf", PDF)
    assert await result(app, local(upload, "document")) == "thanks"
    assert paper.pdf("Hello") in web.last.body
    assert kind == "binary" or b'filename="report.pdf"' in web.last.body


async def test_a_file_that_a_service_answers_with_is_kept_and_can_be_read(api: Api, web: Site) -> None:
    call = node("call", "http-request", method="get", url=f"{web.url}/cat.png")
    app = await workflow(api, node("start", "start", variables=[]), call, giving("call", "files"))
    (file,) = expect(await app.run(), 200)["data"]["outputs"]["result"]
    assert (file["transfer_method"], file["type"], file["filename"]) == ("tool_file", "image", "cat.png")
    assert file["url"].startswith(f"/files/tools/{file['related_id']}.png?")
    assert (await api.http.get(file["url"])).content == PNG


async def test_a_file_of_one_node_is_read_by_the_next(api: Api, web: Site) -> None:
    call = node("call", "http-request", method="get", url=f"{web.url}/report")
    text = node("text", "document-extractor", variable_selector=["call", "files"])
    app = await workflow(api, node("start", "start", variables=[]), call, text, giving("text", "text"))
    (found,) = expect(await app.run(), 200)["data"]["outputs"]["result"]
    assert "| 1 | 2 |" in found


async def test_a_model_with_vision_sees_an_uploaded_picture(api: Api, vendor: Vendor) -> None:
    vendor.rule(reply="A dot.")
    vision = {"enabled": True, "configs": {"detail": "low", "variable_selector": ["start", "doc"]}}
    model = {"provider": "openai", "name": "gpt-4o", "mode": "chat", "completion_params": {}}
    prompt = [{"role": "user", "text": "What is it?"}]
    llm = node("llm", "llm", model=model, prompt_template=prompt, vision=vision)
    app = await workflow(api, asking_for("file"), llm, giving("llm", "text"))
    upload = await uploaded(app, PNG, "dot.png", "image/png")
    assert await result(app, local(upload, "image")) == "A dot."
    parts = vendor.model_requests[-1].body["messages"][-1]["content"]
    picture = f"data:image/png;base64,{base64.b64encode(PNG).decode()}"
    assert {"url": picture, "detail": "low"} in [part.get("image_url") for part in parts]


async def test_files_of_an_answer_are_message_files_of_the_assistant(api: Api, web: Site) -> None:
    call = node("call", "http-request", method="get", url=f"{web.url}/cat.png")
    answer = node("answer", "answer", answer="{{#call.files#}}")
    app = await api.app(dump(document("advanced-chat", graph(node("start", "start"), call, answer))))
    body = expect(await app.run("A cat, please"), 200)
    listed = expect(await app.send("GET", f"/messages?conversation_id={body['conversation_id']}&user={USER}"), 200)
    (file,) = listed["data"][0]["message_files"]
    assert (file["belongs_to"], file["transfer_method"], file["upload_file_id"]) == ("assistant", "tool_file", None)
    assert (await app.send("GET", f"/files/{file['id']}/preview")).content == PNG


async def test_a_run_cannot_read_the_file_of_another_workspace(api: Api) -> None:
    code = (
        "def main(id):\n    return {'file': {'dify_model_identity': '__dify__file__', 'type': 'document', "
        "'transfer_method': 'local_file', 'related_id': id, 'filename': 'a.txt', 'extension': '.txt'}}\n"
    )
    forge = node(
        "forge",
        "code",
        code_language="python3",
        code=code,
        outputs={"file": {"type": "object"}},
        variables=[{"variable": "id", "value_selector": ["start", "doc"]}],
    )
    text = node("text", "document-extractor", variable_selector=["forge", "file"])
    app = await workflow(api, asking_for("text-input"), forge, text, giving("text", "text"))
    upload = await uploaded(app, b"secret", "a.txt", "text/plain")
    rt = api.rt
    await rt.db.write(
        lambda cursor: cursor.execute("UPDATE uploads SET workspace_id = 'another' WHERE id = ?", [upload["id"]])
    )
    body = expect(await app.run(inputs={"doc": upload["id"]}), 200)
    assert body["data"]["status"] == "failed"
    assert "does not exist" in body["data"]["error"]
