"""Every published operation has a route, and what apps answer has every key that is documented for it."""

from collections.abc import Awaitable, Callable
from typing import Any

import pytest
import pytest_asyncio

from api.app import api as application
from api.documentation import document
from engine.dsl import dump
from services import models
from tests.api import apps
from tests.api.client import USER, Api, Json, PublishedApp, Response, expect
from tests.api.published_document import METHODS, answer_schema, faults, operations, plain_path
from tests.api.test_human_input import path_of, pause
from tests.services import waiting
from tests.vendor import Vendor

pytestmark = [
    pytest.mark.asyncio(loop_scope="session"),
    pytest.mark.skipif(not list(operations()), reason="the published document is not here"),
]

WITH_KNOWLEDGE_KEY = ("/datasets", "/workspaces")
OF_APPS = [operation for operation in operations() if not operation[1].startswith(WITH_KNOWLEDGE_KEY)]
IN_JSON = [operation for operation in OF_APPS if answer_schema(*operation) is not None]
FEATURES = {"suggested_questions_after_answer": {"enabled": True}, "speech_to_text": {"enabled": True}}
EMBEDDING = {"embedding_provider_name": "openai", "embedding_model_name": "small-embed", "score_threshold": 0.99}
PAIR = {"question": "Who?", "answer": "Nobody."}


class World:
    """Apps in which everything has happened that operations tell of; `call` makes one request of an operation."""

    def __init__(self, api: Api) -> None:
        self.api = api
        self.calls: dict[tuple[str, str], Callable[[], Awaitable[Response]]] = {}

    async def fill(self) -> None:
        """Make the apps, let things happen, and say how each operation is called."""
        rt = self.api.rt
        workspace_id = rt.db.query("SELECT id FROM workspaces")[0]["id"]
        await models.set_default_model(rt, workspace_id, "speech2text", "openai", "whisper-1")
        chat = await self.api.app(apps.remembering(features=FEATURES))
        await self._talk(chat)
        await self._annotate(chat)
        await self._run(await self.api.app(apps.workflow()))
        await self._ask(await self.api.app(dump(waiting.reviewed())))
        completion = await self.api.app(apps.configured("completion"))
        self._add(completion, "post", "/completion-messages", completion.request())
        self._add(completion, "post", "/completion-messages/{task_id}/stop", {"user": USER}, task_id="none")

    async def _talk(self, app: PublishedApp) -> None:
        said = expect(await app.run(), 200)
        expect(await app.send("POST", f"/messages/{said['id']}/feedbacks", {"user": USER, "rating": "like"}), 200)
        upload: Json = {"files": {"file": ("a.txt", b"text", "text/plain")}, "data": {"user": USER}}
        end_user_id = expect(await app.send("POST", "/files/upload", **upload), 201)["created_by"]
        self._add(app, "post", "/chat-messages", app.request())
        self._add(app, "post", "/chat-messages/{task_id}/stop", {"user": USER}, task_id="none")
        self._add(app, "get", "/messages/{message_id}/suggested", message_id=said["id"])
        self._add(app, "post", "/files/upload", **upload)
        self._add(app, "get", "/end-users/{end_user_id}", end_user_id=end_user_id)
        rating = {"user": USER, "rating": "dislike"}
        self._add(app, "post", "/messages/{message_id}/feedbacks", rating, message_id=said["id"])
        self._add(app, "get", "/app/feedbacks")
        self._add(app, "get", "/conversations")
        self._add(app, "get", "/messages", params={"user": USER, "conversation_id": said["conversation_id"]})
        place = {"conversation_id": said["conversation_id"]}
        self._add(app, "get", "/conversations/{conversation_id}/variables", **place)
        value = {"user": USER, "value": "new"}
        self._add(
            app, "put", "/conversations/{conversation_id}/variables/{variable_id}", value, variable_id="v1", **place
        )
        self._add(app, "post", "/conversations/{conversation_id}/name", {"user": USER, "name": "Talk"}, **place)
        for path in ("/info", "/parameters", "/meta", "/site"):
            self._add(app, "get", path)
        sound = {"files": {"file": ("a.wav", b"RIFF", "audio/wav")}}
        self._add(app, "post", "/audio-to-text", **sound)

    async def _annotate(self, app: PublishedApp) -> None:
        pair = expect(await app.send("POST", "/apps/annotations", PAIR), 201)
        job = expect(await app.send("POST", "/apps/annotation-reply/disable", EMBEDDING), 200)
        self._add(app, "post", "/apps/annotations", PAIR)
        self._add(app, "get", "/apps/annotations")
        self._add(app, "put", "/apps/annotations/{annotation_id}", PAIR, annotation_id=pair["id"])
        self._add(app, "post", "/apps/annotation-reply/{action}", EMBEDDING, action="disable")
        named = {"action": "disable", "job_id": job["job_id"]}
        self._add(app, "get", "/apps/annotation-reply/{action}/status/{job_id}", **named)

    async def _run(self, app: PublishedApp) -> None:
        body = app.request(inputs={"topic": "sea"})
        ran = expect(await app.run(inputs={"topic": "sea"}), 200)
        self._add(app, "post", "/workflows/run", body)
        self._add(app, "post", "/workflows/{workflow_id}/run", body, workflow_id=ran["data"]["workflow_id"])
        self._add(app, "get", "/workflows/run/{workflow_run_id}", workflow_run_id=ran["workflow_run_id"])
        self._add(app, "get", "/workflows/logs")
        self._add(app, "post", "/workflows/tasks/{task_id}/stop", {"user": USER}, task_id="none")

    async def _ask(self, app: PublishedApp) -> None:
        form = await pause(app, inputs={"s": "it"})
        answer = {"inputs": {"note": "fine"}, "action": "approve", "user": USER}
        self._add(app, "get", "/form/human_input/{form_token}", form_token=form["form_token"])
        other = await pause(app, inputs={"s": "it"})
        self._add(app, "post", "/form/human_input/{form_token}", answer, form_token=path_of(other).rpartition("/")[2])

    def _add(self, app: PublishedApp, method: str, path: str, body: Json | None = None, **given: Any) -> None:
        """Say how an operation is called; `given` are the parts of its path and options of the request."""
        options = {name: given.pop(name) for name in ("files", "data", "params") if name in given}
        if method == "get":
            options.setdefault("params", {"user": USER})
        address = path.format(**given)
        self.calls[method, path] = lambda: app.send(method.upper(), address, body, **options)


@pytest_asyncio.fixture(scope="module", loop_scope="session")
async def world(shared_api: Api) -> World:
    made = World(shared_api)
    await made.fill()
    return made


@pytest.mark.parametrize(("method", "path"), list(operations()))
async def test_every_published_operation_has_a_route(method: str, path: str) -> None:
    ours = document(application)["paths"]
    routes = {(name, plain_path(route)) for route, methods in ours.items() for name in methods if name in METHODS}
    assert (method, plain_path(f"/v1{path}")) in routes


@pytest.mark.parametrize(("method", "path"), IN_JSON)
async def test_an_answer_has_every_documented_key(world: World, vendor: Vendor, method: str, path: str) -> None:
    vendor.rule(when="JSON array", reply='["What next?"]')
    answer = expect(await world.calls[method, path](), 200, 201)
    assert faults(answer_schema(method, path) or {}, answer) == []


@pytest.mark.parametrize(
    ("value", "told"),
    [
        ({}, [".job_id is missing", ".job_status is missing"]),
        ({"job_id": 1, "job_status": "waiting"}, [".job_id is 1, no string"]),
        ({"job_id": "x", "job_status": None}, []),
    ],
    ids=["keys", "type", "null"],
)
async def test_what_an_answer_lacks_is_found(value: Json, told: list[str]) -> None:
    schema = answer_schema("post", "/apps/annotation-reply/{action}")
    assert faults(schema or {}, value) == told
