"""Chunks and child chunks over HTTP: changed by hand and found at once."""

from typing import Any

import pytest

from tests.api.client import Json, expect
from tests.api.knowledge import PARENTS, Knowledge

pytestmark = pytest.mark.asyncio(loop_scope="session")


async def found(knowledge: Knowledge, base: Json, query: str, **settings: Any) -> list[str]:
    """Return the chunks that hold words of the query, best first."""
    model = {"search_method": "full_text_search", "reranking_enable": False, "top_k": 10, **settings}
    body = {"query": query, "retrieval_model": model}
    records = expect(await knowledge.send("POST", f"/{base['id']}/retrieve", body), 200)["records"]
    return [record["segment"]["content"] for record in records]


async def test_chunks_that_are_added_changed_and_deleted_are_found_at_once(knowledge: Knowledge) -> None:
    base = await knowledge.base("By hand")
    document = await knowledge.document(base, "Boats go hourly.")
    body = {"segments": [{"content": "Zeppelins land at noon."}, {"content": "Balloons rise.", "keywords": ["air"]}]}
    added = expect(await knowledge.send("POST", f"{document['path']}/segments", body), 200)
    assert added["doc_form"] == "text_model"
    assert [(one["position"], one["status"]) for one in added["data"]] == [(2, "completed"), (3, "completed")]
    assert added["data"][0]["keywords"] == ["land", "noon", "zeppelins"]
    assert added["data"][1]["keywords"] == ["air"]
    assert await found(knowledge, base, "zeppelins") == ["Zeppelins land at noon."]
    path = f"{document['path']}/segments/{added['data'][0]['id']}"
    changed = expect(await knowledge.send("POST", path, {"segment": {"content": "Airships land at noon."}}), 200)
    assert changed["data"]["keywords"] == ["airships", "land", "noon"]
    assert await found(knowledge, base, "zeppelins") == []
    assert await found(knowledge, base, "airships") == ["Airships land at noon."]
    detail = expect(await knowledge.send("GET", document["path"]), 200)
    assert detail["segment_count"] == 3
    assert (await knowledge.send("DELETE", path)).status_code == 204
    assert await found(knowledge, base, "airships") == []
    assert (await knowledge.send("GET", path)).status_code == 404


async def test_meaning_finds_what_was_added_by_hand(knowledge: Knowledge) -> None:
    base = await knowledge.base("Meaning")
    document = await knowledge.document(base, "Boats go hourly.")
    body = {"segments": [{"content": "Zeppelins land at noon."}]}
    expect(await knowledge.send("POST", f"{document['path']}/segments", body), 200)
    best = await found(knowledge, base, "Zeppelins land at noon.", search_method="semantic_search", top_k=1)
    assert best == ["Zeppelins land at noon."]


async def test_a_chunk_that_is_switched_off_is_not_found(knowledge: Knowledge) -> None:
    base = await knowledge.base("Switches")
    document = await knowledge.document(base, "Boats go hourly.")
    (segment,) = await knowledge.segments(document)
    path = f"{document['path']}/segments/{segment['id']}"
    off = expect(await knowledge.send("POST", path, {"segment": {"enabled": False}}), 200)["data"]
    assert (off["enabled"], isinstance(off["disabled_at"], int)) == (False, True)
    assert await found(knowledge, base, "boats") == []
    on = expect(await knowledge.send("POST", path, {"segment": {"enabled": True}}), 200)["data"]
    assert (on["enabled"], on["disabled_at"]) == (True, None)
    assert await found(knowledge, base, "boats") == ["Boats go hourly."]


async def test_documents_that_are_not_ready_take_no_chunks(knowledge: Knowledge) -> None:
    base = await knowledge.base("Not ready")
    document = await knowledge.document(base, "Boats go hourly.")
    switch = {"document_ids": [document["id"]]}
    expect(await knowledge.send("PATCH", f"/{base['id']}/documents/status/disable", switch), 200)
    assert await found(knowledge, base, "boats") == []
    body = {"segments": [{"content": "More."}]}
    assert expect(await knowledge.send("POST", f"{document['path']}/segments", body), 404)["code"] == "not_found"


@pytest.mark.parametrize(
    ("body", "said"),
    [
        ({}, "segments is required"),
        ({"segments": []}, "1 to 1000"),
        ({"segments": [{"content": " "}]}, "segments.0.content"),
        ({"segments": [{"content": "x"}] * 1001}, "1001 entries"),
        ({"segments": [{"content": "x" * 100_001}]}, "100000 is the limit"),
    ],
    ids=["missing", "none", "blank", "many", "long"],
)
async def test_chunks_that_are_refused(knowledge: Knowledge, body: Json, said: str) -> None:
    bases = expect(await knowledge.send("GET", "?keyword=Refused%20chunks"), 200)["data"]
    base = bases[0] if bases else await knowledge.base("Refused chunks")
    document = await knowledge.document(base, "Text.")
    refused = expect(await knowledge.send("POST", f"{document['path']}/segments", body), 400)
    assert refused["code"] == "invalid_param"
    assert said in refused["message"]


async def test_lists_of_chunks_are_paged_and_searched_in_order(knowledge: Knowledge) -> None:
    document = await knowledge.document(await knowledge.base("Paged chunks"), "One a.\nTwo b.\nThree a.")
    page = expect(await knowledge.send("GET", f"{document['path']}/segments?limit=2&status=completed"), 200)
    assert [one["content"] for one in page["data"]] == ["One a.", "Two b."]
    assert (page["total"], page["has_more"], page["limit"], page["page"]) == (3, True, 2, 1)
    page = expect(await knowledge.send("GET", f"{document['path']}/segments?keyword=A."), 200)
    assert [one["content"] for one in page["data"]] == ["One a.", "Three a."]
    own = expect(await knowledge.console("GET", f"{document['path']}/segments?limit=2"), 200)
    assert (own["total_pages"], "has_more" in own) == (2, False)


async def test_child_chunks_are_what_is_searched_and_their_parents_what_is_found(knowledge: Knowledge) -> None:
    base = await knowledge.base("Children")
    document = await knowledge.document(base, "Boats go.\nTrains wait.", process_rule=PARENTS)
    (parent,) = await knowledge.segments(document)
    path = f"{document['path']}/segments/{parent['id']}/child_chunks"
    added = expect(await knowledge.send("POST", path, {"content": "Zeppelins land."}), 200)["data"]
    assert (added["type"], added["position"], added["segment_id"]) == ("customized", 3, parent["id"])
    assert await found(knowledge, base, "zeppelins") == [parent["content"]]
    changed = expect(await knowledge.send("PATCH", f"{path}/{added['id']}", {"content": "Airships land."}), 200)["data"]
    assert (changed["id"], changed["content"]) == (added["id"], "Airships land.")
    assert await found(knowledge, base, "zeppelins") == []
    body = {"query": "airships", "retrieval_model": {"search_method": "full_text_search", "top_k": 1}}
    (record,) = expect(await knowledge.send("POST", f"/{base['id']}/retrieve", body), 200)["records"]
    assert [child["content"] for child in record["child_chunks"]] == ["Airships land."]
    page = expect(await knowledge.send("GET", f"{path}?limit=2"), 200)
    assert (page["total"], page["total_pages"], len(page["data"]), page["limit"]) == (3, 2, 2, 2)
    assert (await knowledge.send("DELETE", f"{path}/{added['id']}")).status_code == 204
    assert await found(knowledge, base, "airships") == []
    assert (await knowledge.send("PATCH", f"{path}/{added['id']}", {"content": "x"})).status_code == 404


async def test_a_changed_parent_is_cut_again_and_keeps_what_people_added(knowledge: Knowledge) -> None:
    document = await knowledge.document(await knowledge.base("Recut"), "Old one.\nOld two.", process_rule=PARENTS)
    (parent,) = await knowledge.segments(document)
    path = f"{document['path']}/segments/{parent['id']}"
    expect(await knowledge.send("POST", f"{path}/child_chunks", {"content": "Mine."}), 200)
    changed = expect(await knowledge.send("POST", path, {"segment": {"content": "New one.\nNew two."}}), 200)["data"]
    assert [child["content"] for child in changed["child_chunks"]] == ["New one.", "New two.", "Mine."]
    again = {"segment": {"content": "New one.", "regenerate_child_chunks": True}}
    changed = expect(await knowledge.send("POST", path, again), 200)["data"]
    assert [child["content"] for child in changed["child_chunks"]] == ["New one."]


async def test_plain_documents_have_no_child_chunks(knowledge: Knowledge) -> None:
    document = await knowledge.document(await knowledge.base("Plain"), "Text.")
    (segment,) = await knowledge.segments(document)
    path = f"{document['path']}/segments/{segment['id']}/child_chunks"
    assert expect(await knowledge.send("POST", path, {"content": "x"}), 400)["code"] == "invalid_param"
    assert expect(await knowledge.send("GET", path), 200)["total"] == 0


async def test_an_edit_outlives_indexing_as_long_as_its_text_is_there(knowledge: Knowledge) -> None:
    base = await knowledge.base("Edits")
    document = await knowledge.document(base, "Boats go.\nTrains wait.")
    first, _ = await knowledge.segments(document)
    edit = {"segment": {"content": "Boats go daily."}}
    expect(await knowledge.send("POST", f"{document['path']}/segments/{first['id']}", edit), 200)
    body = {"name": "a", "text": "Trains stop.\nBoats go."}
    expect(await knowledge.send("POST", f"{document['path']}/update-by-text", body), 200)
    await knowledge.idle()
    assert [one["content"] for one in await knowledge.segments(document)] == ["Trains stop.", "Boats go daily."]
    assert await found(knowledge, base, "daily") == ["Boats go daily."]


async def test_the_console_adds_changes_switches_and_deletes_chunks(knowledge: Knowledge) -> None:
    base = await knowledge.base("Console chunks")
    document = await knowledge.document(base, "Boats go.")
    made = expect(await knowledge.console("POST", f"{document['path']}/segment", {"content": "Trains wait."}), 200)
    path = f"{document['path']}/segments/{made['data']['id']}"
    changed = expect(await knowledge.console("PATCH", path, {"content": "Trains stop."}), 200)
    assert changed["data"]["content"] == "Trains stop."
    switch = f"{document['path']}/segment/disable?segment_id={made['data']['id']}"
    assert expect(await knowledge.console("PATCH", switch), 200) == {"result": "success"}
    assert await found(knowledge, base, "trains") == []
    off = expect(await knowledge.console("GET", f"{document['path']}/segments?enabled=false"), 200)
    assert [one["id"] for one in off["data"]] == [made["data"]["id"]]
    refused = expect(await knowledge.send("POST", path, {"segment": {"content": "Other."}}), 400)
    assert "disabled" in refused["message"]
    expect(await knowledge.send("POST", path, {"segment": {"enabled": True}}), 200)
    assert await found(knowledge, base, "trains") == ["Trains stop."]
    gone = f"{document['path']}/segments?segment_id={made['data']['id']}"
    assert (await knowledge.console("DELETE", gone)).status_code == 204
    assert (await knowledge.console("DELETE", gone)).status_code == 404
    assert (await knowledge.console("DELETE", f"{document['path']}/segments")).status_code == 400


@pytest.mark.parametrize("technique", ["economy", "high_quality"])
async def test_keywords_that_people_give_lead_to_a_chunk_until_they_take_them_away(
    knowledge: Knowledge, technique: str
) -> None:
    base = await knowledge.base(f"Keywords {technique}", indexing_technique=technique)
    document = await knowledge.document(base, "Boats go hourly.\nTrains go daily.", indexing_technique=technique)
    first, second = await knowledge.segments(document)
    path = f"{document['path']}/segments/{first['id']}"
    edit = {"segment": {"content": first["content"], "keywords": ["harbour taxi", "水上巴士"]}}
    changed = expect(await knowledge.send("POST", path, edit), 200)["data"]
    assert changed["keywords"] == ["harbour taxi", "水上巴士"]
    for query in ("Is there a taxi?", "水上巴士在哪里？", "boats"):
        assert await found(knowledge, base, query) == [first["content"]], query
    page = expect(await knowledge.send("GET", f"{document['path']}/segments?keyword=Harbour"), 200)
    assert [row["id"] for row in page["data"]] == [first["id"]]
    expect(await knowledge.send("POST", path, {"segment": {"content": first["content"], "keywords": ["boats"]}}), 200)
    assert await found(knowledge, base, "taxi") == []
    assert await found(knowledge, base, "trains") == [second["content"]]


async def test_keywords_of_a_parent_lead_to_it_through_its_child_chunks(knowledge: Knowledge) -> None:
    base = await knowledge.base("Keywords of parents", indexing_technique="economy", doc_form="hierarchical_model")
    hierarchical: dict[str, Any] = {
        "indexing_technique": "economy",
        "doc_form": "hierarchical_model",
        "process_rule": PARENTS,
    }
    document = await knowledge.document(base, "Boats go hourly.\nTickets are cheap.", **hierarchical)
    (parent,) = await knowledge.segments(document)
    path = f"{document['path']}/segments/{parent['id']}"
    expect(
        await knowledge.send("POST", path, {"segment": {"content": parent["content"], "keywords": ["vaporetto"]}}), 200
    )
    assert await found(knowledge, base, "vaporetto") == [parent["content"]]
    child = expect(await knowledge.send("GET", f"{path}/child_chunks"), 200)["data"][0]
    edit = {"content": "Boats go every hour."}
    expect(await knowledge.send("PATCH", f"{path}/child_chunks/{child['id']}", edit), 200)
    assert await found(knowledge, base, "vaporetto") == [parent["content"]]


async def test_chunks_are_listed_by_how_often_they_were_found(knowledge: Knowledge) -> None:
    base = await knowledge.base("Often found", indexing_technique="economy")
    document = await knowledge.document(base, "Boats go hourly.\nTrains go daily.", indexing_technique="economy")
    for _ in range(2):
        await found(knowledge, base, "boats")
    await found(knowledge, base, "trains")
    await knowledge.api.rt.searches.written()
    for least, wanted in ((0, 2), (1, 2), (2, 1), (3, 0)):
        path = f"{document['path']}/segments?hit_count_gte={least}"
        page = expect(await knowledge.console("GET", path), 200)
        assert page["total"] == wanted
    assert (await knowledge.console("GET", f"{document['path']}/segments?hit_count_gte=-1")).status_code == 400
