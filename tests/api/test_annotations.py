"""Annotations over HTTP: pairs, and their answers before any model is called."""

from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest
import pytest_asyncio

import storage.annotations
from engine.models.minilm.weights import model_folder
from services.apps import annotation_reply
from storage.records import AnnotationJob
from tests.api import apps
from tests.api.client import Api, Json, PublishedApp, expect, names, running_api, said
from tests.vendor import Vendor

pytestmark = pytest.mark.asyncio(loop_scope="session")

EMBEDDING = {"embedding_provider_name": "openai", "embedding_model_name": "small-embed", "score_threshold": 0.999}
FERRY = {"question": "When does the ferry leave?", "answer": "At nine."}


@pytest_asyncio.fixture(loop_scope="session")
async def offline_api(tmp_path: Path) -> AsyncIterator[Api]:
    """An API that is signed in to no vendor."""
    async with running_api(tmp_path) as api:
        yield api


async def add(app: PublishedApp, pair: Json = FERRY) -> Json:
    return dict(expect(await app.send("POST", "/apps/annotations", pair), 201))


async def switched(app: PublishedApp, action: str = "enable", **fields: Any) -> Json:
    """Switch the annotation reply and wait until that is done; return how the job stands then."""
    job = expect(await app.send("POST", f"/apps/annotation-reply/{action}", EMBEDDING | fields), 200)
    assert (job["job_status"], job["error_msg"]) == ("waiting", "")
    await app.api.rt.background.idle()
    return dict(expect(await app.send("GET", f"/apps/annotation-reply/{action}/status/{job['job_id']}"), 200))


async def hits(app: PublishedApp) -> list[int]:
    rows = expect(await app.send("GET", "/apps/annotations"), 200)["data"]
    return [row["hit_count"] for row in rows]


async def test_pairs_are_added_listed_changed_and_deleted(api: Api) -> None:
    app = await api.app(apps.echo())
    first = await add(app)
    assert (first["question"], first["answer"], first["hit_count"]) == (*FERRY.values(), 0)
    second = await add(app, {"question": "How much?", "answer": "Ten."})
    page = expect(await app.send("GET", "/apps/annotations", params={"limit": 1}), 200)
    assert (page["page"], page["limit"], page["total"], page["has_more"]) == (1, 1, 2, True)
    assert [row["id"] for row in page["data"]] == [second["id"]]
    found = expect(await app.send("GET", "/apps/annotations", params={"keyword": "FERRY"}), 200)
    assert ([row["id"] for row in found["data"]], found["total"]) == ([first["id"]], 1)
    path = f"/apps/annotations/{first['id']}"
    changed = expect(await app.send("PUT", path, {**FERRY, "answer": "At ten."}), 200)
    assert (changed["id"], changed["answer"]) == (first["id"], "At ten.")
    assert (await app.send("DELETE", path)).status_code == 204
    assert expect(await app.send("GET", "/apps/annotations"), 200)["total"] == 1
    assert expect(await app.send("PUT", path, FERRY), 404)["code"] == "not_found"
    assert expect(await app.send("DELETE", path), 404)["code"] == "not_found"


async def test_a_page_is_cut_to_100_and_both_texts_are_needed(echo: PublishedApp, workflow: PublishedApp) -> None:
    assert expect(await echo.send("GET", "/apps/annotations?limit=500"), 200)["limit"] == 100
    assert expect(await echo.send("POST", "/apps/annotations", {"question": "x"}), 400)["params"] == "answer"
    blank = {"question": " ", "answer": "x"}
    assert expect(await echo.send("POST", "/apps/annotations", blank), 400)["params"] == "question"
    assert expect(await workflow.send("GET", "/apps/annotations"), 400)["code"] == "not_chat_app"


async def test_another_apps_pairs_do_not_exist(echo: PublishedApp, asking: PublishedApp) -> None:
    made = await add(echo)
    assert expect(await asking.send("PUT", f"/apps/annotations/{made['id']}", FERRY), 404)["code"] == "not_found"
    assert made["id"] not in str(expect(await asking.send("GET", "/apps/annotations"), 200))


async def test_a_pair_answers_before_any_model_is_called(api: Api, vendor: Vendor) -> None:
    app = await api.app(apps.asking())
    pair = await add(app)
    assert (await switched(app))["job_status"] == "completed"
    events = await app.stream(FERRY["question"])
    assert names(events) == ["message", "message_end"]
    assert said(events) == "At nine."
    metadata = events[-1]["metadata"]
    assert (metadata["annotation_reply"]["id"], metadata["usage"]["total_tokens"]) == (pair["id"], 0)
    assert metadata["annotation_reply"]["account"].keys() == {"id", "name"}
    assert [request.path for request in vendor.model_requests if "embeddings" not in request.path] == []
    assert await hits(app) == [1]
    rows = expect(await app.send("GET", "/messages", params={"user": "ann", **_of(events)}), 200)["data"]
    assert [(row["query"], row["answer"]) for row in rows] == [(FERRY["question"], "At nine.")]


def _of(events: list[Json]) -> Json:
    return {"conversation_id": events[0]["conversation_id"]}


async def test_other_questions_go_to_the_app_and_so_do_all_when_it_is_switched_off(api: Api, vendor: Vendor) -> None:
    app = await api.app(apps.echo())
    await add(app)
    await switched(app)
    assert expect(await app.run("How deep is the sea?"), 200)["answer"] == "You said: How deep is the sea?"
    answered = expect(await app.run(FERRY["question"]), 200)
    assert (answered["answer"], answered["mode"]) == ("At nine.", "advanced-chat")
    assert (await switched(app, "disable"))["job_status"] == "completed"
    assert expect(await app.run(FERRY["question"]), 200)["metadata"]["annotation_reply"] is None
    assert await hits(app) == [1]


async def test_pairs_that_come_or_change_later_answer_too(api: Api, vendor: Vendor) -> None:
    app = await api.app(apps.echo())
    await switched(app)
    pair = await add(app)
    assert expect(await app.run(FERRY["question"]), 200)["answer"] == "At nine."
    expect(await app.send("PUT", f"/apps/annotations/{pair['id']}", {"question": "Again?", "answer": "No."}), 200)
    assert expect(await app.run(FERRY["question"]), 200)["answer"].startswith("You said")
    assert expect(await app.run("Again?"), 200)["answer"] == "No."
    await app.send("DELETE", f"/apps/annotations/{pair['id']}")
    assert expect(await app.run("Again?"), 200)["answer"] == "You said: Again?"


@pytest.mark.parametrize("mode", ["chat", "agent-chat"])
async def test_apps_without_a_graph_answer_with_one_message(api: Api, vendor: Vendor, mode: str) -> None:
    app = await api.app(apps.configured(mode))
    await add(app)
    await switched(app)
    events = await app.stream(FERRY["question"])
    assert names(events) == ["message", "message_end"]
    later = await app.stream(FERRY["question"], conversation_id=events[0]["conversation_id"])
    assert later[0]["conversation_id"] == events[0]["conversation_id"]
    assert await hits(app) == [2]


async def test_parameters_say_whether_annotations_answer(api: Api, vendor: Vendor) -> None:
    app = await api.app(apps.echo())
    assert expect(await app.send("GET", "/parameters"), 200)["annotation_reply"] == {"enabled": False}
    await switched(app)
    assert expect(await app.send("GET", "/parameters"), 200)["annotation_reply"] == {"enabled": True}


async def test_a_model_that_fails_ends_the_job_with_the_reason(api: Api, vendor: Vendor) -> None:
    app = await api.app(apps.echo())
    await add(app, {"question": "A question that breaks", "answer": "x"})
    vendor.rule(when="that breaks", status=400, reply="too long")
    job = await switched(app)
    assert job["job_status"] == "error"
    assert "too long" in job["error_msg"]
    assert expect(await app.send("GET", "/parameters"), 200)["annotation_reply"] == {"enabled": False}


async def test_a_comparison_that_fails_leaves_the_answer_to_the_app(api: Api, vendor: Vendor) -> None:
    app = await api.app(apps.echo())
    await add(app)
    await switched(app)
    vendor.rule(when="Is it broken?", status=400)
    assert expect(await app.run("Is it broken?"), 200)["answer"] == "You said: Is it broken?"


async def test_what_makes_no_sense_is_refused(echo: PublishedApp) -> None:
    path = "/apps/annotation-reply"
    refused = expect(await echo.send("POST", f"{path}/enable", EMBEDDING | {"score_threshold": 2}), 400)
    assert refused["params"] == "score_threshold"
    assert expect(await echo.send("POST", f"{path}/disable", {}), 400)["code"] == "invalid_param"
    assert expect(await echo.send("POST", f"{path}/toggle", EMBEDDING), 400)["params"] == "action"
    unknown = "00000000-0000-0000-0000-000000000000"
    assert expect(await echo.send("GET", f"{path}/enable/status/{unknown}"), 400)["code"] == "invalid_param"


async def test_a_job_that_was_cut_off_is_taken_up_at_the_next_start(api: Api, vendor: Vendor) -> None:
    app = await api.app(apps.echo())
    job = AnnotationJob(
        workspace_id=(await api.rt.db.read(lambda: api.rt.db.query("SELECT id FROM workspaces")))[0]["id"],
        app_id=app.id,
        action="enable",
        status="processing",
        score_threshold=0.9,
        embedding_provider="openai",
        embedding_model="small-embed",
    )
    await storage.annotations.put_job(api.rt.db, job)
    await annotation_reply.resume_jobs(api.rt)
    await api.rt.background.idle()
    path = f"/apps/annotation-reply/enable/status/{job.id}"
    assert expect(await app.send("GET", path), 200)["job_status"] == "completed"


async def test_makers_edit_annotations_and_see_when_they_answered(api: Api, vendor: Vendor) -> None:
    app = await api.app(apps.echo())
    message = expect(await app.run("Is there tea?"), 200)
    body = {"message_id": message["id"], "answer": "There is."}
    made = expect(await app.console("POST", "/annotations", body), 201)
    assert made["question"] == "Is there tea?"
    assert expect(await app.console("GET", "/annotation-setting"), 200) == {"enabled": False}
    await switched(app)
    assert expect(await app.run("Is there tea?"), 200)["answer"] == "There is."
    (hit,) = expect(await app.console("GET", f"/annotations/{made['id']}/hit-histories"), 200)["data"]
    assert (hit["question"], hit["match"], hit["score"]) == ("Is there tea?", "Is there tea?", 1.0)
    setting = expect(await app.console("GET", "/annotation-setting"), 200)
    assert setting["embedding_model"]["embedding_model_name"] == "small-embed"
    path = f"/annotation-settings/{setting['id']}"
    assert expect(await app.console("POST", path, {"score_threshold": 0.5}), 200)["score_threshold"] == 0.5
    assert (await app.console("DELETE", f"/annotations/{made['id']}")).status_code == 204


@pytest.mark.skipif(model_folder() is None, reason="the weights are not installed")
async def test_questions_are_compared_by_meaning_without_any_vendor(offline_api: Api) -> None:
    app = await offline_api.app(apps.echo())
    await add(app)
    local: Json = {
        "embedding_provider_name": "local",
        "embedding_model_name": "all-MiniLM-L6-v2",
        "score_threshold": 0.7,
    }
    assert (await switched(app, **local))["job_status"] == "completed"
    assert expect(await app.run("What time does the ferry depart?"), 200)["answer"] == "At nine."
    assert expect(await app.run("How do I bake bread?"), 200)["answer"] == "You said: How do I bake bread?"
