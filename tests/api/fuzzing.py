"""Calls what the OpenAPI document describes with values that nobody thought of, in places that exist."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import schemathesis
from hypothesis import HealthCheck, Phase, given, seed, settings
from hypothesis.strategies import booleans
from schemathesis.checks import not_a_server_error
from schemathesis.core.failures import FailureGroup
from schemathesis.core.result import Ok
from schemathesis.specs.openapi.checks import status_code_conformance

from tests.api import apps
from tests.api.client import ADMIN_KEY, USER, Api, Json, expect
from tests.api.knowledge import knowing

# Operations that would end the test: they take away whom it calls as.
LEFT_OUT = ("/console/api/logout",)
TIMEOUT = 120.0  # seconds for one answer, however busy the machine is


@dataclass(frozen=True)
class Place:
    """Keys, and ids of things that exist, by the name of the parameter that takes them."""

    keys: Mapping[str, str]
    ids: Mapping[str, str]

    def key_for(self, path: str) -> str | None:
        """Return what a request to a path shows."""
        if path.startswith("/console"):
            return ADMIN_KEY
        if path.startswith("/api/"):
            return self.keys["visitor"]
        if not path.startswith("/v1"):
            return None
        if path.startswith(("/v1/datasets", "/v1/workspaces")):
            return self.keys["knowledge"]
        return self.keys["workflow" if "/workflow" in path else "completion" if "/completion" in path else "chat"]

    def put_into(self, case: Any) -> None:
        """Let a request be about what exists, for the user to whom it belongs."""
        known = {**self.ids, "user": USER}
        for part in (case.path_parameters, case.query, case.body):
            if isinstance(part, dict):
                part.update({name: known[name] for name in part.keys() & known.keys()})
                if isinstance(part.get("inputs"), dict):
                    part["inputs"].setdefault("topic", "sea")


@dataclass(frozen=True)
class Tried:
    """How an operation stood: how often it answered with which status, and what was wrong, "" for nothing."""

    operation: str
    statuses: Mapping[int, int]
    fault: str


async def place_of(api: Api) -> Place:
    """Make one of most things."""
    chat = await api.app(apps.remembering())
    workflow = await api.app(apps.workflow())
    completion = await api.app(apps.configured("completion"))
    said = expect(await chat.run(), 200)
    ran = expect(await workflow.run(inputs={"topic": "sea"}), 200)
    knowledge = await knowing(api)
    base = expect(await knowledge.send("POST", "", {"name": "Fuzzed", "indexing_technique": "economy"}), 200)
    document = await knowledge.document(base, "One.\nTwo.", indexing_technique="economy")
    (first, *_) = await knowledge.segments(document)
    server = expect(await chat.console("POST", "/server"), 201)
    note = expect(await chat.send("POST", "/apps/annotations", {"question": "Who?", "answer": "Nobody."}), 201)
    ids = {
        "app_id": workflow.id,
        "message_id": said["id"],
        "conversation_id": said["conversation_id"],
        "workflow_run_id": ran["workflow_run_id"],
        "run_id": ran["workflow_run_id"],
        "workflow_id": ran["data"]["workflow_id"],
        "dataset_id": base["id"],
        "document_id": document["id"],
        "segment_id": first["id"],
        "batch": document["batch"],
        "annotation_id": note["id"],
        "token": server["server_code"],
    }
    code = str(api.rt.db.query("SELECT code FROM sites WHERE app_id = ?", [chat.id])[0]["code"])
    passport = expect(await api.send("GET", "/api/passport", headers={"X-App-Code": code}), 200)["access_token"]
    keys = {"chat": chat.key, "workflow": workflow.key, "completion": completion.key, "knowledge": knowledge.key}
    return Place(keys | {"visitor": passport}, ids)


def fuzzed(
    document: Json, base_url: str, place: Place, *, examples: int, start: int = 1, prefixes: Sequence[str] = ("/",)
) -> Iterator["Tried"]:
    """Try every operation below one of `prefixes` with so many requests, the same for the same `start`."""
    schema = schemathesis.openapi.from_dict(document)
    found = [one.ok() for one in schema.get_all_operations() if isinstance(one, Ok)]
    for operation in sorted(found, key=lambda one: one.method.upper() == "DELETE"):  # what takes away comes last
        if operation.path.startswith(tuple(prefixes)) and operation.path not in LEFT_OUT:
            yield _tried(operation, base_url, place, examples, start)


def _tried(operation: Any, base_url: str, place: Place, examples: int, start: int) -> Tried:
    key = place.key_for(operation.path)
    headers = {"Authorization": f"Bearer {key}"} if key else {}
    statuses: Counter[int] = Counter()

    @seed(start)
    @settings(
        max_examples=examples,
        deadline=None,
        database=None,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    @given(case=operation.as_strategy(), is_there=booleans())
    def check(case: Any, *, is_there: bool) -> None:
        if is_there:
            place.put_into(case)
        case.headers = {**dict(case.headers or {}), **headers}
        answer = case.call(base_url=base_url, timeout=TIMEOUT)
        statuses[answer.status_code] += 1
        case.validate_response(answer, checks=[not_a_server_error, status_code_conformance])

    try:
        check()
    except (Exception, FailureGroup) as error:  # whatever is wrong with an operation is its finding
        return Tried(operation.label, statuses, f"{type(error).__name__}: {error}")
    return Tried(operation.label, statuses, "")
