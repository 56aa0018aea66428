"""Metadata over HTTP: fields, values of documents, and searches filtered by them."""

from typing import Any

import pytest

from tests.api.client import Json, expect
from tests.api.knowledge import Knowledge

pytestmark = pytest.mark.asyncio(loop_scope="session")


async def add_field(knowledge: Knowledge, base: Json, name: str, type: str) -> str:
    field = expect(await knowledge.send("POST", f"/{base['id']}/metadata", {"name": name, "type": type}), 201)
    assert field == {"id": field["id"], "name": name, "type": type}
    return str(field["id"])


def setting(document: Json, values: dict[str, Any], **options: Any) -> Json:
    listed = [{"id": id, "name": "", "value": value} for id, value in values.items()]
    return {"operation_data": [{"document_id": document["id"], "metadata_list": listed, **options}]}


async def test_fields_are_added_counted_renamed_and_deleted(knowledge: Knowledge) -> None:
    base = await knowledge.base("Fields")
    document = await knowledge.document(base, "Text.")
    year = await add_field(knowledge, base, "year", "number")
    values = setting(document, {year: "2024"})
    assert expect(await knowledge.send("POST", f"/{base['id']}/documents/metadata", values), 200)["result"] == "success"
    listed = expect(await knowledge.send("GET", f"/{base['id']}/metadata"), 200)
    assert listed == {
        "doc_metadata": [{"id": year, "name": "year", "type": "number", "count": 1}],
        "built_in_field_enabled": False,
    }
    renamed = expect(await knowledge.send("PATCH", f"/{base['id']}/metadata/{year}", {"name": "published"}), 200)
    assert renamed["name"] == "published"
    detail = expect(await knowledge.send("GET", document["path"]), 200)
    assert detail["doc_metadata"] == [{"id": year, "name": "published", "type": "number", "value": 2024}]
    assert (await knowledge.send("DELETE", f"/{base['id']}/metadata/{year}")).status_code == 204
    assert (await knowledge.send("DELETE", f"/{base['id']}/metadata/{year}")).status_code == 404
    assert expect(await knowledge.send("GET", document["path"]), 200)["doc_metadata"] is None


async def test_values_replace_all_others_unless_the_update_is_partial(knowledge: Knowledge) -> None:
    base = await knowledge.base("Values")
    document = await knowledge.document(base, "Text.")
    place, when = await add_field(knowledge, base, "place", "string"), await add_field(knowledge, base, "when", "time")
    path = f"/{base['id']}/documents/metadata"

    async def values() -> dict[str, Any]:
        detail = expect(await knowledge.send("GET", document["path"]), 200)
        return {one["name"]: one["value"] for one in detail["doc_metadata"] or []}

    expect(await knowledge.send("POST", path, setting(document, {place: "Rome"})), 200)
    expect(await knowledge.send("POST", path, setting(document, {when: 1760000000}, partial_update=True)), 200)
    assert await values() == {"place": "Rome", "when": 1760000000}
    expect(await knowledge.send("POST", path, setting(document, {place: None}, partial_update=True)), 200)
    assert await values() == {"place": None, "when": 1760000000}
    expect(await knowledge.send("POST", path, setting(document, {when: "2025-01-31"})), 200)
    assert await values() == {"when": "2025-01-31"}


@pytest.mark.parametrize(
    ("type", "value"),
    [("number", "many"), ("number", True), ("number", "nan"), ("time", "soon"), ("string", ["a"]), ("string", {})],
)
async def test_values_of_another_type_are_refused(knowledge: Knowledge, type: str, value: Any) -> None:
    base = await knowledge.base(f"Misfit {type} {value}"[:40])
    document = await knowledge.document(base, "Text.")
    field = await add_field(knowledge, base, "field", type)
    answer = await knowledge.send("POST", f"/{base['id']}/documents/metadata", setting(document, {field: value}))
    refused = expect(answer, 400)
    assert refused["code"] == "invalid_param"
    assert "The value of field must be" in refused["message"]


async def test_fields_and_documents_of_other_bases_are_refused(knowledge: Knowledge) -> None:
    base, other = await knowledge.base("Own"), await knowledge.base("Foreign")
    document, stranger = await knowledge.document(base, "Text."), await knowledge.document(other, "Text.")
    own, foreign = await add_field(knowledge, base, "a", "string"), await add_field(knowledge, other, "a", "string")
    path = f"/{base['id']}/documents/metadata"
    for values in (setting(document, {foreign: "x"}), setting(stranger, {own: "x"}), setting({"id": "y"}, {own: "x"})):
        assert expect(await knowledge.send("POST", path, values), 400)["code"] == "invalid_param"


@pytest.mark.parametrize(
    ("body", "said"),
    [
        ({"name": "uploader", "type": "string"}, "built-in"),
        ({"name": "", "type": "string"}, "name is required"),
        ({"name": "n" * 256, "type": "string"}, "255 is the limit"),
        ({"name": "new", "type": "colour"}, "string, number, time"),
        ({"name": "known", "type": "string"}, "already exists"),
    ],
    ids=["reserved", "empty", "long", "type", "taken"],
)
async def test_fields_that_are_refused(knowledge: Knowledge, body: Json, said: str) -> None:
    base = await knowledge.base(f"Refused {said}")
    await add_field(knowledge, base, "known", "string")
    refused = expect(await knowledge.send("POST", f"/{base['id']}/metadata", body), 400)
    assert (refused["code"], said in refused["message"]) == ("invalid_param", True)


async def test_built_in_fields_count_once_they_are_switched_on(knowledge: Knowledge) -> None:
    base = await knowledge.base("Built in")
    document = await knowledge.document(base, "Text.", name="Manual")
    fields = expect(await knowledge.send("GET", f"/{base['id']}/metadata/built-in"), 200)["fields"]
    names = ["document_name", "uploader", "upload_date", "last_update_date", "source"]
    assert [field["name"] for field in fields] == names
    expect(await knowledge.send("POST", f"/{base['id']}/metadata/built-in/enable"), 200)
    known = expect(await knowledge.send("GET", document["path"]), 200)["doc_metadata"]
    values = {one["name"]: one["value"] for one in known}
    assert {one["id"] for one in known} == {"built-in"}
    assert (values["document_name"], values["source"]) == ("Manual", "file_upload")
    expect(await knowledge.send("POST", f"/{base['id']}/metadata/built-in/disable"), 200)
    assert expect(await knowledge.send("GET", document["path"]), 200)["doc_metadata"] is None
    refused = await knowledge.send("POST", f"/{base['id']}/metadata/built-in/maybe")
    assert expect(refused, 400)["code"] == "invalid_action"


async def test_searches_are_filtered_by_metadata(knowledge: Knowledge) -> None:
    base = await knowledge.base("Filters")
    year = await add_field(knowledge, base, "year", "number")
    for name, value in (("old", 1999), ("new", 2024)):
        document = await knowledge.document(base, f"A {name} boat.", name=name)
        expect(await knowledge.send("POST", f"/{base['id']}/documents/metadata", setting(document, {year: value})), 200)
    conditions = [{"name": "year", "comparison_operator": "≥", "value": 2000}]
    model = {
        "search_method": "full_text_search",
        "top_k": 5,
        "metadata_filtering_conditions": {"logical_operator": "and", "conditions": conditions},
    }
    body = {"query": "boat", "retrieval_model": model}
    (record,) = expect(await knowledge.send("POST", f"/{base['id']}/retrieve", body), 200)["records"]
    assert record["segment"]["document"]["name"] == "new"
    assert record["segment"]["document"]["doc_metadata"] == {"year": 2024}
