"""Runs a recorded case over HTTP, and says what of its results is not as recorded."""

import json
from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from tests.api.client import Api, Json, PublishedApp, expect
from tests.probes.cases import Case, Turn, addressed
from tests.probes.matchers import differences, matches
from tests.probes.prompts import conversation_of, offered_tools
from tests.probes.seen import Seen, missing_step, seen_of
from tests.vendor import Vendor


@dataclass(frozen=True, slots=True)
class Runner:
    """Runs cases with one runtime and one vendor."""

    api: Api
    vendor: Vendor

    async def faults(self, case: Case) -> list[str]:
        """Return all that is not as the case has it."""
        text = case.text(self.vendor.url)
        if case.import_fails:
            return await self._faults_of_refusal(text)
        app = await self.api.app(text, confirm=True)
        found = differences(case.raw.get("import_status", {"$any": 1}), app.imported["status"], "import_status")
        if "parameters" in case.raw:
            shown = expect(await app.send("GET", "/parameters"), 200)
            found += differences({"$subset": case.raw["parameters"]}, shown, "parameters")
        for response_mode in case.response_modes:
            found += [f"{response_mode}: {fault}" for fault in await self._faults_of_run(case, app, response_mode)]
        return found

    async def _faults_of_refusal(self, text: str) -> list[str]:
        answer = await self.api.import_text(text)
        body = answer.json()
        as_promised = answer.status_code == 400 and body["status"] == "failed" and body["error"]
        return [] if as_promised else [f"the import was not refused: {answer.status_code} {body}"]

    async def _faults_of_run(self, case: Case, app: PublishedApp, response_mode: str) -> list[str]:
        found: list[str] = []
        conversation_id = ""
        for number, turn in enumerate(case.turns()):
            seen = await self._seen(case, app, turn, response_mode, conversation_id)
            conversation_id = seen.conversation_id or conversation_id
            wanted = addressed(turn.expect, self.vendor.url)
            faults = self._faults(wanted, seen)
            if "conversation_variables" in wanted:
                faults += await _faults_of_variables(app, case.user, conversation_id, wanted["conversation_variables"])
            found += [f"turn {number}: {fault}" for fault in faults]
        return found

    async def _seen(self, case: Case, app: PublishedApp, turn: Turn, response_mode: str, conversation_id: str) -> Seen:
        self.vendor.reset()
        self.vendor.mocks(addressed(turn.mocks, self.vendor.url))
        fields: Json = {
            "inputs": addressed(turn.inputs, self.vendor.url),
            "user": case.user,
            "auto_generate_name": True,
        }
        if turn.query is not None:
            fields["query"] = turn.query
        if conversation_id:
            fields["conversation_id"] = conversation_id
        answer = await app.run(**fields, response_mode=response_mode)
        await app.api.rt.background.idle()  # a title that a model still makes belongs to this turn
        return seen_of(case.mode, answer)

    def _faults(self, wanted: Mapping[str, Any], seen: Seen) -> list[str]:
        found = []
        for field, expected in wanted.items():
            if check := _OF_ANSWER.get(field):
                found += check(expected, seen)
            elif check_log := _OF_LOG.get(field):
                found += check_log(expected, self.vendor)
            else:
                assert field in _UNCHECKED, f"the case format has no {field}"
        if found and seen.error:
            found.append(f"(the run says: {seen.error[:500]})")
        return found


async def _faults_of_variables(app: PublishedApp, user: str, conversation_id: str, wanted: Json) -> list[str]:
    path = f"/conversations/{conversation_id}/variables"
    listed = expect(await app.send("GET", path, params={"user": user, "limit": 100}), 200)["data"]
    values = {row["name"]: row["value"] if row["value_type"] in _TEXTS else json.loads(row["value"]) for row in listed}
    return differences({"$subset": wanted}, values, "conversation_variables")


_TEXTS = ("string", "secret")


def _status(wanted: str | list[str], seen: Seen) -> list[str]:
    choices = {wanted} if isinstance(wanted, str) else set(wanted)
    return [] if choices & seen.statuses else [f"status: expected {wanted}, got {sorted(seen.statuses)}"]


def _outputs(wanted: Any, seen: Seen) -> list[str]:
    return differences(wanted, seen.outputs, "outputs")


def _answer(wanted: Any, seen: Seen) -> list[str]:
    return differences(wanted, seen.answer, "answer")


def _error(wanted: list[str], seen: Seen) -> list[str]:
    return [f"error: {text!r} is not in {seen.error!r}" for text in wanted if text.lower() not in seen.error.lower()]


def _nodes(wanted: Mapping[str, list[str]], seen: Seen) -> list[str]:
    if seen.events is None:
        return []
    return [
        f"nodes.{node}: expected {statuses}, got {seen.nodes.get(node)}"
        for node, statuses in wanted.items()
        if Counter(statuses) != Counter(seen.nodes.get(node, ()))
    ]


def _absent(wanted: list[str], seen: Seen) -> list[str]:
    return [f"node {node} ran" for node in wanted if node in seen.started]


def _in_order(wanted: list[str], seen: Seen) -> list[str]:
    if seen.events is None:
        return []
    step = missing_step(wanted, seen.events)
    return [] if step is None else [f"events: {step} does not come in its order: {_told(seen.events)}"]


def _sequences(wanted: list[list[str]], seen: Seen) -> list[str]:
    return [fault for steps in wanted for fault in _in_order(steps, seen)]


def _told(events: list[Json]) -> list[str]:
    return [f"{event['event']}:{(event.get('data') or {}).get('node_id', '')}".rstrip(":") for event in events]


def _messages(wanted: list[list[Json]], vendor: Vendor) -> list[str]:
    captured = [conversation_of(request) for request in vendor.model_requests]
    normalised = [[{**m, "content": _normalised(m["content"])} for m in messages] for messages in wanted]
    return [
        f"messages: no request says {messages}, captured: {captured}"
        for messages in normalised
        if not any(matches(messages, one) for one in captured)
    ]


def _normalised(content: Any) -> Any:
    return " ".join(content.split()) if isinstance(content, str) else content


def _prompts(vendor: Vendor) -> str:
    return "\n".join(m["content"] for request in vendor.model_requests for m in conversation_of(request))


def _contains(wanted: list[str], vendor: Vendor) -> list[str]:
    prompts = _prompts(vendor)
    return [f"prompts: {text!r} is not in {prompts!r}" for text in wanted if _normalised(text) not in prompts]


def _lacks(wanted: list[str], vendor: Vendor) -> list[str]:
    prompts = _prompts(vendor)
    return [f"prompts: {text!r} is in {prompts!r}" for text in wanted if _normalised(text) in prompts]


def _tools(wanted: list[str], vendor: Vendor) -> list[str]:
    offered = set().union(*map(offered_tools, vendor.model_requests))
    return [f"tools: {name} was not offered, only {sorted(offered)}" for name in wanted if name not in offered]


def _http(wanted: list[Json], vendor: Vendor) -> list[str]:
    seen = vendor.targets.seen
    return [
        f"http: no request is as {request}, seen: {seen}"
        for request in wanted
        if not any(matches({"$subset": request}, one) for one in seen)
    ]


def _calls(wanted: int, vendor: Vendor) -> list[str]:
    return differences(wanted, len(vendor.targets.seen), "http_calls")


_OF_ANSWER: dict[str, Callable[[Any, Seen], list[str]]] = {
    "status": _status,
    "outputs": _outputs,
    "answer": _answer,
    "error_contains": _error,
    "nodes": _nodes,
    "nodes_absent": _absent,
    "events_in_order": _in_order,
    "sequences": _sequences,
}
_OF_LOG: dict[str, Callable[[Any, Vendor], list[str]]] = {
    "messages": _messages,
    "prompt_contains": _contains,
    "prompt_lacks": _lacks,
    "tools_offered": _tools,
    "http_requests": _http,
    "http_calls": _calls,
}
_UNCHECKED = {"conversation_variables", "node_outputs", "text", "total_steps", "llm_calls"}
