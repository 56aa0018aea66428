"""Knowledge bases over HTTP: keys, making, lists, changes, deletion, tags, models."""

from typing import Any

import pytest

from engine.dsl import dump
from tests.api.client import Api, PublishedApp, expect
from tests.api.knowledge import Knowledge
from tests.services.parts import document, graph, node

pytestmark = pytest.mark.asyncio(loop_scope="session")


async def test_a_knowledge_key_is_shown_once_masked_in_lists_and_refused_when_revoked(api: Api) -> None:
    made = expect(await api.console("POST", "/datasets/api-keys", {"name": "script"}), 200)
    assert made["type"] == "dataset"
    assert made["token"].startswith("dataset-")
    assert len(made["token"]) == len("dataset-") + 24
    listed = expect(await api.console("GET", "/datasets/api-keys"), 200)["data"]
    (shown,) = [key for key in listed if key["id"] == made["id"]]
    assert "…" in shown["token"]
    expect(await api.send("GET", "/v1/datasets", key=made["token"]), 200)
    assert (await api.console("DELETE", f"/datasets/api-keys/{made['id']}")).status_code == 204
    assert (await api.send("GET", "/v1/datasets", key=made["token"])).status_code == 401
    assert (await api.console("DELETE", f"/datasets/api-keys/{made['id']}")).status_code == 404


async def test_keys_of_the_other_kind_open_nothing(api: Api, knowledge: Knowledge, echo: PublishedApp) -> None:
    for answer in (
        await api.send("GET", "/v1/datasets", key=echo.key),
        await api.send("GET", "/v1/info", key=knowledge.key),
        await api.send("GET", "/v1/datasets", key="dataset-unknown"),
        await api.send("GET", "/v1/datasets"),
        await api.send("GET", "/console/api/datasets", key=knowledge.key),
    ):
        assert expect(answer, 401)["code"] == "unauthorized"
        assert answer.headers["www-authenticate"] == 'Bearer realm="api"'


async def test_a_base_may_leave_how_it_indexes_to_its_first_document(knowledge: Knowledge) -> None:
    base = expect(await knowledge.send("POST", "", {"name": "Undecided"}), 200)
    assert (base["indexing_technique"], base["embedding_model"], base["permission"]) == (None, None, "only_me")
    assert base["retrieval_model_dict"]["search_method"] == "semantic_search"
    assert base["retrieval_model_dict"]["top_k"] == 4
    refused = expect(
        await knowledge.send("POST", f"/{base['id']}/document/create-by-text", {"name": "a", "text": "Text."}), 400
    )
    assert (refused["code"], refused["message"]) == ("invalid_param", "indexing_technique is required.")
    await knowledge.document(base, "Text.", indexing_technique="economy")
    base = expect(await knowledge.send("GET", f"/{base['id']}"), 200)
    assert base["indexing_technique"] == "economy"
    assert base["retrieval_model_dict"]["search_method"] == "keyword_search"
    assert base["embedding_available"] is True


async def test_without_a_model_the_default_of_the_workspace_embeds(api: Api, knowledge: Knowledge) -> None:
    offline = expect(await knowledge.send("POST", "", {"name": "Offline", "indexing_technique": "high_quality"}), 200)
    assert (offline["embedding_model_provider"], offline["embedding_model"]) == ("local", "all-MiniLM-L6-v2")
    setting = {"model_type": "text-embedding", "provider": "openai", "model": "small-embed"}
    expect(await api.console("POST", "/workspaces/current/default-model", {"model_settings": [setting]}), 200)
    chosen = expect(await knowledge.send("POST", "", {"name": "Chosen", "indexing_technique": "high_quality"}), 200)
    assert (chosen["embedding_model_provider"], chosen["embedding_model"]) == ("openai", "small-embed")


@pytest.mark.parametrize(
    ("fields", "status", "code", "said"),
    [
        ({"name": ""}, 400, "invalid_param", "name is required"),
        ({}, 400, "invalid_param", "name is required"),
        ({"name": "n" * 41}, 400, "invalid_param", "41 characters; it must have 1 to 40"),
        ({"description": "d" * 401}, 400, "invalid_param", "400 is the limit"),
        ({"permission": "everybody"}, 400, "invalid_param", "only_me"),
        ({"permission": "partial_members"}, 400, "invalid_param", "partial_member_list"),
        ({"indexing_technique": "cheap"}, 400, "invalid_param", "high_quality, economy"),
        ({"provider": "external"}, 400, "invalid_param", "vendor"),
        ({"retrieval_model": {"top_k": 0}}, 400, "invalid_param", "retrieval_model.top_k"),
        ({"retrieval_model": {"search_method": "guess"}}, 400, "invalid_param", "retrieval_model.search_method"),
        ({"retrieval_model": {"score_threshold": 1.5}}, 400, "invalid_param", "less than or equal to 1"),
        ({"name": "Taken"}, 409, "dataset_name_duplicate", "'Taken'"),
    ],
    ids=lambda value: str(value)[:40] if isinstance(value, dict) else None,
)
async def test_what_makes_no_base_is_refused(
    knowledge: Knowledge, fields: dict[str, Any], status: int, code: str, said: str
) -> None:
    if fields.get("name") == "Taken":
        await knowledge.base("Taken")
    body = {"name": "New", **fields} if fields else {}
    refused = expect(await knowledge.send("POST", "", body), status)
    assert refused["code"] == code
    assert said in refused["message"]
    assert refused["status"] == status


async def test_lists_are_paged_newest_first_and_found_by_name_tag_and_id(knowledge: Knowledge) -> None:
    bases = [await knowledge.base(f"Leaf {number}") for number in range(3)]
    first = expect(await knowledge.send("GET", "?keyword=leaf%20&limit=2"), 200)
    assert [base["name"] for base in first["data"]] == ["Leaf 2", "Leaf 1"]
    assert (first["total"], first["has_more"], first["limit"], first["page"]) == (3, True, 2, 1)
    second = expect(await knowledge.send("GET", "?keyword=LEAF%20&limit=2&page=2"), 200)
    assert ([base["name"] for base in second["data"]], second["has_more"]) == (["Leaf 0"], False)
    assert expect(await knowledge.send("GET", "?limit=1000"), 200)["limit"] == 100
    assert (await knowledge.send("GET", "?limit=0")).status_code == 400
    some = expect(await knowledge.console("GET", f"?ids={bases[2]['id']}&ids={bases[0]['id']}&ids=unknown"), 200)
    assert [base["name"] for base in some["data"]] == ["Leaf 2", "Leaf 0"]


async def test_a_change_sets_what_it_names_and_leaves_the_rest(knowledge: Knowledge) -> None:
    base = await knowledge.base("Changing", description="Before")
    body = {
        "name": "Changed",
        "permission": "partial_members",
        "partial_member_list": [{"user_id": "ann"}],
        "retrieval_model": {"search_method": "hybrid_search", "reranking_enable": False, "top_k": 7},
    }
    changed = expect(await knowledge.send("PATCH", f"/{base['id']}", body), 200)
    assert (changed["name"], changed["description"], changed["permission"]) == ("Changed", "Before", "partial_members")
    assert changed["partial_member_list"] == ["ann"]
    assert changed["retrieval_model_dict"]["top_k"] == 7
    again = expect(await knowledge.send("PATCH", f"/{base['id']}", {"retrieval_model": {"top_k": 3}}), 200)
    assert again["retrieval_model_dict"]["search_method"] == "hybrid_search"
    other = await knowledge.base("Other name")
    refused = expect(await knowledge.send("PATCH", f"/{other['id']}", {"name": "Changed"}), 409)
    assert refused["code"] == "dataset_name_duplicate"


async def test_an_unknown_base_is_not_found_before_anything_else_is_looked_at(knowledge: Knowledge) -> None:
    for method, path in (
        ("GET", "/unknown"),
        ("PATCH", "/unknown"),
        ("POST", "/unknown/retrieve"),
        ("POST", "/unknown/document/create-by-text"),
        ("GET", "/unknown/documents?limit=x"),
        ("GET", "/unknown/documents/1/segments"),
        ("GET", "/unknown/pipeline/datasource-plugins"),
    ):
        assert expect(await knowledge.send(method, path), 404)["code"] == "not_found"


async def test_a_base_whose_api_is_off_is_forbidden_to_programs_and_open_to_people(knowledge: Knowledge) -> None:
    base = await knowledge.base("Closed")
    expect(await knowledge.console("POST", f"/{base['id']}/api-keys/disable"), 200)
    assert expect(await knowledge.send("GET", f"/{base['id']}/documents"), 403)["code"] == "forbidden"
    assert expect(await knowledge.console("GET", f"/{base['id']}"), 200)["enable_api"] is False
    expect(await knowledge.console("POST", f"/{base['id']}/api-keys/enable"), 200)
    expect(await knowledge.send("GET", f"/{base['id']}/documents"), 200)
    assert expect(await knowledge.console("POST", f"/{base['id']}/api-keys/maybe"), 400)["code"] == "invalid_action"


async def test_a_base_that_apps_search_cannot_be_deleted(api: Api, knowledge: Knowledge) -> None:
    base = await knowledge.base("Searched")
    search = node("search", "knowledge-retrieval", dataset_ids=[base["id"]], query_variable_selector=["sys", "query"])
    app = await api.app(
        dump(document("advanced-chat", graph(node("start", "start"), search, node("answer", "answer"))))
    )
    assert expect(await knowledge.send("GET", f"/{base['id']}"), 200)["app_count"] == 1
    assert expect(await knowledge.send("DELETE", f"/{base['id']}"), 409)["code"] == "dataset_in_use"
    assert expect(await knowledge.console("GET", f"/{base['id']}/use-check"), 200) == {"is_using": True}
    related = expect(await knowledge.console("GET", f"/{base['id']}/related-apps"), 200)
    assert [found["id"] for found in related["data"]] == [app.id]
    assert (await api.console("DELETE", f"/apps/{app.id}")).status_code == 204
    assert (await knowledge.send("DELETE", f"/{base['id']}")).status_code == 204
    assert (await knowledge.send("GET", f"/{base['id']}")).status_code == 404


async def test_tags_are_made_bound_counted_renamed_and_deleted(knowledge: Knowledge) -> None:
    base = await knowledge.base("Tagged")
    tag = expect(await knowledge.send("POST", "/tags", {"name": "blue"}), 200)
    assert (tag["type"], tag["binding_count"]) == ("knowledge", "0")
    refused = expect(await knowledge.send("POST", "/tags", {"name": "blue"}), 400)
    assert (refused["code"], "already exists" in refused["message"]) == ("invalid_param", True)
    assert expect(await knowledge.send("POST", "/tags", {"name": "x" * 51}), 400)["code"] == "invalid_param"
    binding = {"tag_ids": [tag["id"], "unknown"], "target_id": base["id"]}
    assert (await knowledge.send("POST", "/tags/binding", binding)).status_code == 204
    assert (await knowledge.send("POST", "/tags/binding", {**binding, "target_id": "unknown"})).status_code == 404
    (listed,) = [one for one in expect(await knowledge.send("GET", "/tags"), 200) if one["id"] == tag["id"]]
    assert listed["binding_count"] == "1"
    of_base = expect(await knowledge.send("GET", f"/{base['id']}/tags"), 200)
    assert of_base == {"data": [{"id": tag["id"], "name": "blue"}], "total": 1}
    found = expect(await knowledge.send("GET", f"?tag_ids={tag['id']}"), 200)
    assert [one["id"] for one in found["data"]] == [base["id"]]
    renamed = expect(await knowledge.send("PATCH", "/tags", {"tag_id": tag["id"], "name": "green"}), 200)
    assert (renamed["name"], renamed["binding_count"]) == ("green", "1")
    loosened = {"tag_id": tag["id"], "target_id": base["id"]}
    assert (await knowledge.send("POST", "/tags/unbinding", loosened)).status_code == 204
    assert expect(await knowledge.send("GET", f"/{base['id']}/tags"), 200)["total"] == 0
    assert (await knowledge.send("DELETE", "/tags", {"tag_id": tag["id"]})).status_code == 204
    assert (await knowledge.send("DELETE", "/tags", {"tag_id": tag["id"]})).status_code == 404


async def test_the_console_tags_apps_as_well(api: Api, echo: PublishedApp) -> None:
    tag = expect(await api.console("POST", "/tags", {"name": "mine", "type": "app"}), 200)
    body = {"tag_ids": [tag["id"]], "target_id": echo.id, "type": "app"}
    expect(await api.console("POST", "/tag-bindings", body), 200)
    (listed,) = expect(await api.console("GET", "/tags?type=app&keyword=MI"), 200)
    assert listed["binding_count"] == "1"
    expect(await api.console("POST", "/tag-bindings/remove", body), 200)
    assert (await api.console("DELETE", f"/tags/{tag['id']}")).status_code == 204


async def test_programs_are_told_the_models_they_can_use(api: Api, knowledge: Knowledge) -> None:
    path = "/v1/workspaces/current/models/model-types"
    groups = expect(await api.send("GET", f"{path}/text-embedding", key=knowledge.key), 200)["data"]
    models = {group["provider"]: [model["model"] for model in group["models"]] for group in groups}
    assert models["local"] == ["all-MiniLM-L6-v2"]
    assert expect(await api.send("GET", f"{path}/poems", key=knowledge.key), 400)["code"] == "invalid_param"
