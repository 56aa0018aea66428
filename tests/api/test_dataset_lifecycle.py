"""One base from its key to its end, the way a client library uses the API."""

import json
from typing import Any

import pytest

from services.knowledge.runners import ChildRunner
from tests.api.client import Api, expect

pytestmark = pytest.mark.asyncio(loop_scope="session")


async def test_a_base_lives_and_dies_over_http(api: Api, monkeypatch: pytest.MonkeyPatch) -> None:
    """Documents are indexed by processes of their own, as where no queue runs."""
    monkeypatch.setattr(api.rt.ingest, "runner", ChildRunner())
    key = expect(await api.console("POST", "/datasets/api-keys"), 200)["token"]

    async def call(method: str, path: str, body: Any = None, **options: Any) -> Any:
        answer = await api.send(method, f"/v1/datasets{path}", body, key=key, **options)
        assert answer.status_code in (200, 201, 204), answer.text
        return answer.json() if answer.content else None

    base = (await call("POST", "", {"name": "Lifecycle", "permission": "all_team_members"}))["id"]
    data = {"indexing_technique": "high_quality", "process_rule": {"mode": "automatic"}}
    file = {"file": ("guide.md", b"# Ferries\n\nThe harbour ferry leaves at nine.", "text/markdown")}
    made = await call("POST", f"/{base}/document/create-by-file", files=file, data={"data": json.dumps(data)})
    document = f"/{base}/documents/{made['document']['id']}"
    await api.rt.ingest.idle()
    (state,) = (await call("GET", f"/{base}/documents/{made['batch']}/indexing-status"))["data"]
    assert (state["indexing_status"], state["error"]) == ("completed", None)
    times = [state[f"{step}_completed_at"] for step in ("parsing", "cleaning", "splitting")]
    assert times == sorted(times)
    found = await call("POST", f"/{base}/retrieve", {"query": "When does the ferry leave?"})
    assert found["query"] == {"content": "When does the ferry leave?"}
    assert "leaves at nine" in found["records"][0]["segment"]["content"]
    field = await call("POST", f"/{base}/metadata", {"type": "string", "name": "language"})
    values = [{"id": field["id"], "name": "language", "value": "en"}]
    await call(
        "POST",
        f"/{base}/documents/metadata",
        {"operation_data": [{"document_id": made["document"]["id"], "metadata_list": values}]},
    )
    added = await call("POST", f"{document}/segments", {"segments": [{"content": "The night ferry is slow."}]})
    await call("POST", f"{document}/segments/{added['data'][0]['id']}", {"segment": {"content": "No ferry at night."}})
    await call("DELETE", f"{document}/segments/{added['data'][0]['id']}")
    changed = await call("POST", f"{document}/update-by-text", {"name": "guide", "text": "The ferry leaves at ten."})
    await api.rt.ingest.idle()
    assert (await call("GET", f"/{base}/documents/{changed['batch']}/indexing-status"))["data"][0][
        "total_segments"
    ] == 1
    found = await call("POST", f"/{base}/hit-testing", {"query": "ferry"})
    assert [record["segment"]["content"] for record in found["records"]] == ["The ferry leaves at ten."]
    assert found["records"][0]["segment"]["document"]["doc_metadata"] == {"language": "en"}
    await call("PATCH", f"/{base}/documents/status/disable", {"document_ids": [made["document"]["id"]]})
    assert (await call("POST", f"/{base}/retrieve", {"query": "ferry"}))["records"] == []
    await call("DELETE", document)
    assert (await call("POST", f"/{base}/retrieve", {"query": "ferry"}))["records"] == []
    await call("DELETE", f"/{base}")
    assert (await api.send("GET", f"/v1/datasets/{base}", key=key)).status_code == 404
