"""Whoever a knowledge base is not open to gets neither it nor a part of it, by whatever way; apps search it all the same."""

from collections.abc import AsyncIterator
from dataclasses import dataclass

import pytest
import pytest_asyncio

import storage.accounts
from api.app import api as application
from api.documentation import document as openapi
from services import accounts
from services.accounts import passwords
from storage.records import Account
from tests.api.client import Api, Json, Response, expect, running_api
from tests.api.knowledge import LINES, Knowledge, knowing

pytestmark = pytest.mark.asyncio(loop_scope="module")

PASSWORD = "correct horse 7"
SECRET = "The vault opens at nine."
OWNER, MAKER, MEMBER, STRANGER = "owner", "maker", "member", "stranger"


@dataclass(frozen=True)
class Team:
    """A server with an owner and three editors, one of whom has made a base with a document of `SECRET`."""

    api: Api
    knowledge: Knowledge
    ids: dict[str, str]
    tokens: dict[str, str]
    base: Json
    document: Json

    async def call(self, who: str, method: str, path: str, body: object = None, **options: object) -> Response:
        """Call a console route as one of the team."""
        return await self.api.send(method, f"/console/api{path}", body, key=self.tokens[who], **options)

    async def permit(self, permission: str, *members: str) -> None:
        """Have the maker open the base to these."""
        named = [{"user_id": self.ids[one]} for one in members]
        body = {"permission": permission, **({"partial_member_list": named} if named else {})}
        expect(await self.call(MAKER, "PATCH", f"/datasets/{self.base['id']}", body), 200)

    async def key(self, who: str) -> str:
        """Return a new knowledge key of one of the team."""
        return str(expect(await self.call(who, "POST", "/datasets/api-keys", {}), 200)["token"])


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def team(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Team]:
    async with running_api(tmp_path_factory.mktemp("team")) as api:
        knowledge = await knowing(api)
        owner = await accounts.setup(api.rt, email="owner@example.com", name="Owner", password=PASSWORD)
        ids = {OWNER: owner.id}
        for name in (MAKER, MEMBER, STRANGER):
            ids[name] = await _join(api, owner, name)
        tokens = {name: await _login(api, name) for name in ids}
        body = {"name": "Vault", "indexing_technique": "economy"}
        send = {"key": tokens[MAKER]}
        base = expect(await api.send("POST", "/console/api/datasets", body, **send), 201)
        document = await knowledge.document(base, SECRET, indexing_technique="economy")
        yield Team(api, knowledge, ids, tokens, base, document)


async def _join(api: Api, owner: Account, name: str) -> str:
    hash = await passwords.hashed(PASSWORD)
    email = f"{name}@example.com"
    made = Account(workspace_id=owner.workspace_id, email=email, name=name, password_hash=hash)
    await storage.accounts.add_account(api.rt.db, made, "admin")
    return made.id


async def _login(api: Api, name: str) -> str:
    body = {"email": f"{name}@example.com", "password": PASSWORD}
    found = expect(await api.send("POST", "/console/api/login", body), 200)["data"]["access_token"]
    api.http.cookies.clear()
    return str(found)


def routes_of_bases(prefix: str) -> list[tuple[str, str]]:
    """Return method and path of every route below a base."""
    return [
        (method.upper(), path)
        for path, methods in openapi(application)["paths"].items()
        for method in methods
        if path.startswith(prefix) and "{dataset_id}" in path
    ]


def filled(path: str, team: Team) -> str:
    """Return a path with the ids of the base and its document; what else it wants is something."""
    known = {"dataset_id": team.base["id"], "document_id": team.document["id"], "batch": team.document["batch"]}
    parts = [part.strip("{}") if part.startswith("{") else None for part in path.split("/")]
    return "/".join(
        str(known.get(name, "x")) if name else part for name, part in zip(parts, path.split("/"), strict=True)
    )


SEES: list[tuple[str, tuple[str, ...], set[str]]] = [
    ("only_me", (), {OWNER, MAKER}),
    ("partial_members", (MEMBER,), {OWNER, MAKER, MEMBER}),
    ("all_team_members", (), {OWNER, MAKER, MEMBER, STRANGER}),
]


@pytest.mark.parametrize(("permission", "members", "sees"), SEES, ids=[permission for permission, _, _ in SEES])
async def test_a_base_is_open_to_whom_its_permission_names(
    team: Team, permission: str, members: tuple[str, ...], sees: set[str]
) -> None:
    await team.permit(permission, *members)
    for who in team.ids:
        opened = await team.call(who, "GET", f"/datasets/{team.base['id']}")
        assert opened.status_code == (200 if who in sees else 403), who
        for path in ("/datasets?include_all=true", f"/datasets?ids={team.base['id']}", "/datasets?keyword=vault"):
            rows = expect(await team.call(who, "GET", path), 200)
            wanted = who in sees and (who != OWNER or "keyword" not in path or permission == "all_team_members")
            assert (len(rows["data"]), rows["total"]) == ((1, 1) if wanted else (0, 0)), (who, path)


@pytest.mark.parametrize("prefix", ["/console/api/datasets", "/v1/datasets"])
async def test_no_route_below_a_base_lets_a_stranger_in(team: Team, prefix: str) -> None:
    await team.permit("partial_members", MEMBER)
    key = team.tokens[STRANGER] if prefix.startswith("/console") else await team.key(STRANGER)
    routes = routes_of_bases(prefix)
    assert len(routes) > 30
    for method, path in routes:
        address = filled(path, team)
        body = None if method == "GET" else {"name": "x", "query": "vault", "permission": "all_team_members"}
        answer = await team.api.send(method, address, body, key=key)
        assert answer.status_code == 403, (method, address, answer.text)
        assert "vault opens" not in answer.text
    assert expect(await team.knowledge.send("GET", f"/{team.base['id']}"), 200)["name"] == "Vault"


async def test_a_key_opens_what_its_maker_may_open_and_no_more(team: Team) -> None:
    await team.permit("partial_members", MEMBER)
    search = {"query": "vault"}
    for who, status in ((MEMBER, 200), (OWNER, 200), (STRANGER, 403)):
        key, address = await team.key(who), f"/v1/datasets/{team.base['id']}/retrieve"
        assert (await team.api.send("POST", address, search, key=key)).status_code == status, who
    listed = await team.api.send("GET", "/v1/datasets?include_all=true", key=await team.key(STRANGER))
    assert expect(listed, 200)["total"] == 0


async def test_tags_and_files_are_no_way_in(team: Team) -> None:
    await team.permit("only_me")
    tag = expect(await team.call(STRANGER, "POST", "/tags", {"name": "Mine", "type": "knowledge"}), 200)["id"]
    binding = {"tag_ids": [tag], "target_id": team.base["id"], "type": "knowledge"}
    for action in ("create", "remove"):
        assert (await team.call(STRANGER, "POST", f"/tag-bindings/{action}", binding)).status_code == 403
    file_id = team.document["data_source_info"]["upload_file_id"]
    preview = f"/files/{file_id}/preview"
    assert expect(await team.call(MAKER, "GET", preview), 200)["content"] == SECRET
    assert (await team.call(STRANGER, "GET", preview)).status_code == 404
    listed = {"data_source_type": "upload_file", "file_info_list": {"file_ids": [file_id]}}
    taken = {"data_source": {"info_list": listed}, "indexing_technique": "economy", "process_rule": LINES}
    assert (await team.call(STRANGER, "POST", "/datasets/init", taken)).status_code == 404
    assert (await team.call(STRANGER, "POST", "/datasets/indexing-estimate", {"info_list": listed})).status_code == 404
    assert (await team.call(STRANGER, "GET", f"/datasets/process-rule?dataset_id={team.base['id']}")).status_code == 403


async def test_a_member_who_is_taken_off_the_list_is_out_with_the_next_request(team: Team) -> None:
    await team.permit("partial_members", MEMBER)
    path = f"/datasets/{team.base['id']}/documents"
    assert expect(await team.call(MEMBER, "GET", path), 200)["total"] == 1
    await team.permit("partial_members", STRANGER)
    assert (await team.call(MEMBER, "GET", path)).status_code == 403
    await team.permit("only_me")
    assert (await team.call(STRANGER, "GET", path)).status_code == 403


APP = """
kind: app
version: 0.6.0
app: {{name: Asks the vault, mode: workflow}}
workflow:
  graph:
    nodes:
      - {{id: start, data: {{type: start, title: Start, variables: [{{variable: q, label: q, type: text-input}}]}}}}
      - id: find
        data: {{type: knowledge-retrieval, title: Find, query_variable_selector: [start, q], dataset_ids: ["{base}"],
               retrieval_mode: multiple, multiple_retrieval_config: {{top_k: 2, reranking_enable: false}}}}
      - {{id: end, data: {{type: end, title: End, outputs: [{{variable: found, value_selector: [find, result]}}]}}}}
    edges:
      - {{id: e1, source: start, target: find}}
      - {{id: e2, source: find, target: end}}
"""


async def test_an_app_searches_a_base_that_is_closed_to_whoever_runs_it(team: Team) -> None:
    await team.permit("only_me")
    app = await team.api.app(APP.format(base=team.base["id"]))
    ran = expect(await app.run(inputs={"q": "When does the vault open?"}), 200)["data"]
    assert [hit["content"] for hit in ran["outputs"]["found"]] == [SECRET]
