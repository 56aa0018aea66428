"""Knowledge bases leave and come by the console, as files."""

import pytest

from tests.api.knowledge import Knowledge

pytestmark = pytest.mark.asyncio(loop_scope="session")


async def test_a_base_is_exported_and_imported_under_another_name(knowledge: Knowledge) -> None:
    base = await knowledge.base("Ferries, north", indexing_technique="economy")
    await knowledge.document(base, "The ferry leaves at nine.")
    await knowledge.idle()
    file = await knowledge.console("GET", f"/{base['id']}/export")
    assert file.headers["content-disposition"] == 'attachment; filename="Ferries-north.knowledge.zip"'
    sent = {"file": ("a.zip", file.content, "application/zip")}
    made = await knowledge.console("POST", "/import", files=sent, data={"name": "Ferries, south"})
    assert made.status_code == 201, made.text
    assert (made.json()["name"], made.json()["document_count"]) == ("Ferries, south", 1)
    again = await knowledge.console("POST", "/import", files=sent)
    assert (again.status_code, again.json()["code"]) == (409, "dataset_name_duplicate")
    for id in (base["id"], made.json()["id"]):
        assert (await knowledge.send("DELETE", f"/{id}")).status_code == 204


async def test_a_foreign_file_is_refused_with_the_reason(knowledge: Knowledge) -> None:
    sent = {"file": ("a.zip", b"%PDF-1.4", "application/zip")}
    answer = await knowledge.console("POST", "/import", files=sent)
    assert (answer.status_code, answer.json()["params"]) == (400, "file")
    assert "it is no archive" in answer.json()["message"]


async def test_programs_with_a_knowledge_key_cannot_export(knowledge: Knowledge) -> None:
    base = await knowledge.base("Private")
    assert (await knowledge.send("GET", f"/{base['id']}/export")).status_code == 404
    assert (await knowledge.send("DELETE", f"/{base['id']}")).status_code == 204
