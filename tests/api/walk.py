"""One walk through every published operation: what is called, in which order, and what later calls need of the answers."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from engine.dsl import dump
from services import models
from tests.api import apps
from tests.api.client import USER, Api, Json, PublishedApp, Response, expect
from tests.api.knowledge import PARENTS, Knowledge
from tests.services import waiting

_PLACE = re.compile(r"\{(\w+)\}")
FEATURES = {
    "suggested_questions_after_answer": {"enabled": True},
    "speech_to_text": {"enabled": True},
    "text_to_speech": {"enabled": True, "voice": "nova"},
    "file_upload": {"enabled": True, "allowed_file_types": ["document"]},
}
EMBEDDING = {"embedding_provider_name": "openai", "embedding_model_name": "small-embed", "score_threshold": 0.99}
PAIR = {"question": "Who?", "answer": "Nobody."}
ANN = {"user": USER}
TEXT = {"file": ("a.txt", b"One.\nTwo.", "text/plain")}
CHAT: Json = {"inputs": {}, "query": "Hi", "response_mode": "blocking", "auto_generate_name": False, **ANN}
RUN: Json = {"inputs": {"topic": "sea"}, "response_mode": "blocking", **ANN}
QUESTION = {"query": "One", "retrieval_model": {"search_method": "full_text_search", "top_k": 1}}
EMBEDS = {"indexing_technique": "high_quality", "embedding_model": "small-embed", "embedding_model_provider": "openai"}
PIPELINE: Json = {
    "inputs": {"process_rule": {"mode": "automatic"}},
    "datasource_type": "local_file",
    "datasource_info_list": [{"reference": "{reference}", "name": "Piped"}],
    "start_node_id": "local_file",
    "is_published": True,
    "response_mode": "blocking",
}


@dataclass(frozen=True)
class Call:
    """A call of an operation; `{name}`s in path, body and options stand for what earlier answers gave.

    `by` is the app whose key is used, the knowledge key where it is empty; `keep` names parts of the answer, such as
    `document.id`, for later calls.
    """

    operation: str
    by: str = ""
    body: Any = None
    keep: Mapping[str, str] = field(default_factory=dict)
    options: Mapping[str, Any] = field(default_factory=dict)
    idle: bool = False  # wait until what was made is indexed


def of_app(by: str, operation: str, body: Any = None, **keep: str) -> Call:
    """Return a call with the key of an app; readers say for whom they read."""
    is_reading = operation.startswith("GET")
    return Call(operation, by, body, keep, {"params": ANN} if is_reading else {})


def of_base(operation: str, body: Any = None, **keep: str) -> Call:
    """Return a call with the knowledge key."""
    return Call(operation, "", body, keep)


DOCUMENT = "/datasets/{dataset_id}/documents/{document_id}"
SEGMENT = f"{DOCUMENT}/segments/{{segment_id}}"
CHILD = f"{SEGMENT}/child_chunks/{{child_chunk_id}}"
CONVERSATION = "/conversations/{conversation_id}"
UPLOAD = {"files": TEXT, "data": ANN}

OF_APPS: Sequence[Call] = (
    Call("POST /files/upload", "chat", keep={"file": "id", "end_user_id": "created_by"}, options=UPLOAD),
    of_app(
        "chat",
        "POST /chat-messages",
        CHAT | {"files": [{"type": "document", "transfer_method": "local_file", "upload_file_id": "{file}"}]},
        message_id="id",
        conversation_id="conversation_id",
    ),
    of_app("chat", "POST /chat-messages/{task_id}/stop", ANN),
    of_app("chat", "GET /messages/{message_id}/suggested"),
    Call("GET /files/{file}/preview", "chat"),
    of_app("chat", "GET /end-users/{end_user_id}"),
    of_app("chat", "POST /messages/{message_id}/feedbacks", ANN | {"rating": "like", "content": "Good."}),
    of_app("chat", "GET /app/feedbacks"),
    of_app("chat", "GET /conversations"),
    Call("GET /messages", "chat", options={"params": {**ANN, "conversation_id": "{conversation_id}"}}),
    of_app("chat", f"GET {CONVERSATION}/variables"),
    of_app("chat", f"PUT {CONVERSATION}/variables/{{variable_id}}", ANN | {"value": "new"}),
    of_app("chat", f"POST {CONVERSATION}/name", ANN | {"name": "Talk"}),
    Call("POST /audio-to-text", "chat", options={"files": {"file": ("a.wav", b"RIFF", "audio/wav")}}),
    of_app("chat", "POST /text-to-audio", ANN | {"text": "Hello."}),
    *(of_app("chat", f"GET /{part}") for part in ("info", "parameters", "meta", "site")),
    of_app("chat", "POST /apps/annotations", PAIR, annotation_id="id"),
    of_app("chat", "GET /apps/annotations"),
    of_app("chat", "PUT /apps/annotations/{annotation_id}", PAIR),
    of_app("chat", "DELETE /apps/annotations/{annotation_id}"),
    of_app("chat", "POST /apps/annotation-reply/{disable}", EMBEDDING, job_id="job_id"),
    of_app("chat", "GET /apps/annotation-reply/{disable}/status/{job_id}"),
    of_app("chat", f"DELETE {CONVERSATION}", ANN),
    of_app("workflow", "POST /workflows/run", RUN, workflow_run_id="workflow_run_id", workflow_id="data.workflow_id"),
    of_app("workflow", "POST /workflows/{workflow_id}/run", RUN),
    of_app("workflow", "GET /workflows/run/{workflow_run_id}"),
    of_app("workflow", "GET /workflows/logs"),
    of_app("workflow", "GET /workflow/{workflow_run_id}/events"),
    of_app("workflow", "POST /workflows/tasks/{task_id}/stop", ANN),
    of_app("forms", "GET /form/human_input/{form_token}"),
    of_app("forms", "POST /form/human_input/{form_token}", ANN | {"inputs": {"note": "fine"}, "action": "approve"}),
    of_app("completion", "POST /completion-messages", {"inputs": {}, "response_mode": "blocking", **ANN}),
    of_app("completion", "POST /completion-messages/{task_id}/stop", ANN),
)
TAGGED = {"tag_ids": ["{tag_id}"], "target_id": "{dataset_id}"}
VALUES = [{"id": "{metadata_id}", "name": "year", "value": 2024}]
OF_KNOWLEDGE: Sequence[Call] = (
    of_base("POST /datasets", {"name": "Contract", **EMBEDS}, dataset_id="id"),
    of_base("GET /datasets"),
    of_base("GET /datasets/{dataset_id}"),
    of_base("PATCH /datasets/{dataset_id}", {"description": "x"}),
    of_base("POST /datasets/tags", {"name": "contract"}, tag_id="id"),
    of_base("PATCH /datasets/tags", {"tag_id": "{tag_id}", "name": "contract2"}),
    of_base("POST /datasets/tags/binding", TAGGED),
    of_base("GET /datasets/tags"),
    of_base("GET /datasets/{dataset_id}/tags"),
    of_base("POST /datasets/tags/unbinding", TAGGED),
    of_base("DELETE /datasets/tags", {"tag_id": "{tag_id}"}),
    of_base("POST /datasets/{dataset_id}/metadata", {"name": "year", "type": "number"}, metadata_id="id"),
    of_base("POST /datasets/{dataset_id}/metadata/built-in/{enable}"),
    of_base("GET /datasets/{dataset_id}/metadata/built-in"),
    Call(
        "POST /datasets/{dataset_id}/document/create-by-text",
        body={"name": "a", "text": "One.\nTwo.\n\nThree.", "process_rule": PARENTS, "doc_form": "hierarchical_model"},
        keep={"document_id": "document.id", "batch": "batch"},
        idle=True,
    ),
    Call(
        "POST /datasets/{dataset_id}/document/create-by-file",
        keep={"other_id": "document.id"},
        options={"files": TEXT, "data": {"data": '{"process_rule": {"mode": "automatic"}}'}},
        idle=True,
    ),
    of_base("GET /datasets/{dataset_id}/documents"),
    of_base(f"GET {DOCUMENT}"),
    of_base(
        "POST /datasets/{dataset_id}/documents/metadata",
        {"operation_data": [{"document_id": "{document_id}", "metadata_list": VALUES}]},
    ),
    of_base("GET /datasets/{dataset_id}/metadata"),
    of_base("PATCH /datasets/{dataset_id}/metadata/{metadata_id}", {"name": "when"}),
    of_base("GET /datasets/{dataset_id}/documents/{batch}/indexing-status"),
    of_base(f"GET {DOCUMENT}/download"),
    of_base("POST /datasets/{dataset_id}/documents/download-zip", {"document_ids": ["{document_id}"]}),
    of_base(f"GET {DOCUMENT}/segments", segment_id="data.0.id"),
    of_base(f"POST {DOCUMENT}/segments", {"segments": [{"content": "Four."}]}),
    of_base(f"GET {SEGMENT}"),
    of_base(f"POST {SEGMENT}", {"segment": {"content": "One and two."}}),
    of_base(f"POST {SEGMENT}/child_chunks", {"content": "Five."}, child_chunk_id="data.id"),
    of_base(f"GET {SEGMENT}/child_chunks"),
    of_base(f"PATCH {CHILD}", {"content": "Six."}),
    of_base("POST /datasets/{dataset_id}/retrieve", QUESTION),
    of_base(f"DELETE {CHILD}"),
    of_base(f"DELETE {SEGMENT}"),
    of_base("PATCH /datasets/{dataset_id}/documents/status/{disable}", {"document_ids": ["{document_id}"]}),
    of_base("PATCH /datasets/{dataset_id}/documents/status/{enable}", {"document_ids": ["{document_id}"]}),
    Call(f"POST {DOCUMENT}/update-by-text", body={"name": "a", "text": "Seven."}, idle=True),
    Call(f"PATCH {DOCUMENT}", options={"files": TEXT, "data": {"data": "{}"}}, idle=True),
    Call(f"POST {DOCUMENT}/update-by-file", options={"files": TEXT, "data": {"data": "{}"}}, idle=True),
    of_base(f"DELETE {DOCUMENT}"),
    of_base("DELETE /datasets/{dataset_id}/metadata/{metadata_id}"),
    of_base("GET /workspaces/current/models/model-types/{llm}"),
    Call("POST /datasets/pipeline/file-upload", options={"files": TEXT}, keep={"reference": "id"}),
    of_base("GET /datasets/{dataset_id}/pipeline/datasource-plugins"),
    of_base(
        "POST /datasets/{dataset_id}/pipeline/datasource/nodes/{local_file}/run",
        {"inputs": {"reference": "{reference}"}, "datasource_type": "local_file", "is_published": True},
    ),
    Call("POST /datasets/{dataset_id}/pipeline/run", body=PIPELINE, idle=True),
    of_base("DELETE /datasets/{dataset_id}"),
)


@dataclass
class Walk:
    """The walk under way: keys, what was kept, and every answer by the operation's method and plain path."""

    api: Api
    keys: dict[str, str] = field(default_factory=dict)
    kept: dict[str, str] = field(default_factory=dict)
    answers: dict[tuple[str, str], Response] = field(default_factory=dict)

    async def through(self, knowledge: Knowledge) -> None:
        """Make what the calls need, and call one operation after the other."""
        self.keys[""] = knowledge.key
        self.kept |= {name: name for name in ("enable", "disable", "llm", "local_file")}
        self.kept |= {"task_id": "none", "variable_id": "v1"}
        await self._make_apps()
        for call in (*OF_APPS, *OF_KNOWLEDGE):
            await self._make(call)
            if call.idle:
                await knowledge.idle()

    async def _make_apps(self) -> None:
        workspace_id = self.api.rt.db.query("SELECT id FROM workspaces")[0]["id"]
        for kind, model in (("speech2text", "whisper-1"), ("tts", "tts-1")):
            await models.set_default_model(self.api.rt, workspace_id, kind, "openai", model)
        texts = {
            "chat": apps.remembering(features=FEATURES),
            "workflow": apps.workflow(),
            "forms": dump(waiting.reviewed()),
            "completion": apps.configured("completion"),
        }
        made = {name: await self.api.app(text) for name, text in texts.items()}
        self.keys |= {name: app.key for name, app in made.items()}
        self.kept["form_token"] = await _waiting_form(made["forms"])

    async def _make(self, call: Call) -> None:
        method, _, path = call.operation.partition(" ")
        options = {name: self._filled(value) for name, value in call.options.items()}
        answer = await self.api.send(
            method, f"/v1{self._filled(path)}", self._filled(call.body), key=self.keys[call.by], **options
        )
        assert answer.status_code < 300, f"{call.operation}: {answer.status_code} {answer.text[:1000]}"
        self.answers[method.lower(), _PLACE.sub("{}", path)] = answer
        for name, place in call.keep.items():
            self.kept[name] = _part(answer.json(), place)

    def _filled(self, value: Any) -> Any:
        if isinstance(value, str) and not value.startswith('{"'):
            return _PLACE.sub(lambda found: self.kept[found[1]] if found[1] in self.kept else found[0], value)
        if isinstance(value, list):
            return [self._filled(member) for member in value]
        return {name: self._filled(member) for name, member in value.items()} if isinstance(value, dict) else value


async def _waiting_form(app: PublishedApp) -> str:
    paused = expect(await app.run(inputs={"s": "it"}), 200)
    (reason,) = paused["data"]["reasons"]
    return str(reason["form_token"])


def _part(value: Any, place: str) -> str:
    for name in place.split("."):
        value = value[int(name)] if name.isdecimal() else value[name]
    return str(value)
