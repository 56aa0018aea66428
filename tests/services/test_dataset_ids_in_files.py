"""Ids of knowledge bases in the files of apps: encrypted on the way out, opened on the way in, foreign ones left out."""

from typing import Any

import pytest

from services.apps.imports import export_dsl, import_dsl
from services.apps.workflows import find_draft
from services.runtime import Runtime
from services.secrets import Vault
from storage.records import App
from tests.services.bases import make_base
from tests.services.parts import document, graph, node, published

UNKNOWN = "94624cfc-4bb2-417e-adfc-7d5428e093ac"
FOREIGN = "g3+snna6OKFmpIO7y/IYyyJ1jlAq24flktloz1ND5O4IM91UVfBpweiC/Lz9s6MF"


async def searching(rt: Runtime, workspace_id: str, *ids: str) -> App:
    find: dict[str, Any] = {"query_variable_selector": ["start", "q"], "retrieval_mode": "multiple"}
    find |= {"dataset_ids": list(ids), "multiple_retrieval_config": {"top_k": 2, "reranking_enable": False}}
    nodes = graph(node("start", "start"), node("find", "knowledge-retrieval", **find), node("end", "end", outputs=[]))
    return await published(rt, workspace_id, document("workflow", nodes))


async def ids_of(rt: Runtime, workspace_id: str, text: str) -> tuple[list[str], tuple[str, ...]]:
    """Return the bases that an app of a file names, and the warnings of its import."""
    made = await import_dsl(rt, workspace_id, text)
    assert made.app_id, made.error
    draft = await find_draft(rt, App(id=made.app_id, workspace_id=workspace_id, name="", mode="workflow"))
    assert draft is not None
    (found,) = [one["data"] for one in draft.graph["nodes"] if one["id"] == "find"]
    return found["dataset_ids"], made.warnings


async def test_ids_leave_encrypted_always_the_same_way_and_come_back(rt: Runtime, workspace_id: str) -> None:
    base = await make_base(rt, workspace_id)
    app = await searching(rt, workspace_id, base.id)
    text = await export_dsl(rt, app)
    assert base.id not in text
    assert await export_dsl(rt, app) == text
    assert await ids_of(rt, workspace_id, text) == ([base.id], ())


async def test_what_another_installation_or_workspace_has_encrypted_is_left_out_and_told(
    rt: Runtime, workspace_id: str
) -> None:
    base = await make_base(rt, workspace_id)
    text = await export_dsl(rt, await searching(rt, workspace_id, base.id))
    other = rt.secrets.conceal("knowledge bases in files of another", base.id)
    mine = text.partition("dataset_ids:")[2].split()[1]
    for foreign in (FOREIGN, other, "YOUR_DATASET_ID_HERE", rt.secrets.conceal("other", UNKNOWN)):
        ids, warnings = await ids_of(rt, workspace_id, text.replace(mine, foreign))
        assert ids == []
        assert "find: 1 knowledge base(s) of another installation were left out. Choose bases of yours." in warnings
    rt.secrets = Vault.temporary()
    assert (await ids_of(rt, workspace_id, text))[0] == []


async def test_plain_ids_stay_although_nothing_here_has_them(rt: Runtime, workspace_id: str) -> None:
    base = await make_base(rt, workspace_id)
    text = await export_dsl(rt, await searching(rt, workspace_id, base.id))
    mine = text.partition("dataset_ids:")[2].split()[1]
    assert (await ids_of(rt, workspace_id, text.replace(mine, UNKNOWN)))[0] == [UNKNOWN]


@pytest.mark.parametrize("encrypts", [True, False])
async def test_a_setting_leaves_ids_open(rt: Runtime, workspace_id: str, encrypts: bool) -> None:
    base = await make_base(rt, workspace_id)
    app = await searching(rt, workspace_id, base.id, UNKNOWN)
    rt.settings = rt.settings.model_copy(update={"dsl_export_encrypt_dataset_id": encrypts})
    text = await export_dsl(rt, app)
    assert ([base.id in text, UNKNOWN in text]) == [not encrypts] * 2
    assert (await ids_of(rt, workspace_id, text))[0] == [base.id, UNKNOWN]
