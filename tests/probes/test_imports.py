"""Every app that other people published imports over HTTP as it is on record, and comes out as it went in."""

import csv
from collections.abc import Mapping, Sequence
from typing import Any

import pytest
import yaml

from tests.api.client import Api, Json, expect
from tests.probes.cases import COMMUNITY

pytestmark = pytest.mark.asyncio(loop_scope="session")

MODEL_CONFIG = ("pre_prompt", "user_input_form", "prompt_type", "chat_prompt_config", "completion_prompt_config")


def rows() -> list[dict[str, str]]:
    index = COMMUNITY / "index.csv"
    if not index.exists():
        return []
    with index.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


@pytest.mark.parametrize("row", rows(), ids=lambda row: row["file"])
async def test_a_published_app_imports_and_exports(row: Mapping[str, str], shared_api: Api) -> None:
    text = (COMMUNITY / row["file"]).read_bytes().decode("utf-8")
    made = expect(await shared_api.import_text(text), 200, 202)
    assert made["status"] == row["expected_import_status"]
    if made["status"] == "pending":
        made = expect(await shared_api.console("POST", f"/apps/imports/{made['id']}/confirm"), 200)
    app = expect(await shared_api.console("GET", f"/apps/{made['app_id']}"), 200)
    assert app["mode"] == made["app_mode"] == row["mode"]
    exported = expect(await shared_api.console("GET", f"/apps/{app['id']}/export"), 200)["data"]
    assert essence(yaml.safe_load(exported)) == essence(yaml.safe_load(text))


def essence(dsl: Json) -> Json:
    """Return what an export must keep: the graph and its variables, or prompt, model and form."""
    workflow = dsl.get("workflow")
    if workflow is None:
        config = dsl["model_config"]
        return {"model": model(config["model"]), **{key: config[key] for key in MODEL_CONFIG if config.get(key)}}
    graph = workflow["graph"]
    return {
        "nodes": {str(node["id"]): kind(node) for node in graph["nodes"]},
        "edges": sorted(map(edge, graph["edges"])),
        "conversation": variables(workflow.get("conversation_variables")),
        "environment": variables(workflow.get("environment_variables")),
    }


def model(config: Mapping[str, Any]) -> Json:
    """Return a model reference; long and short provider ids mean the same."""
    return {**config, "provider": config["provider"].split("/")[-1]}


def kind(node: Mapping[str, Any]) -> str:
    return str(node.get("data", {}).get("type") or node.get("type"))


def edge(item: Mapping[str, Any]) -> tuple[str, str, str]:
    return str(item["source"]), str(item.get("sourceHandle") or "source"), str(item["target"])


def variables(items: Sequence[Mapping[str, Any]] | None) -> set[tuple[str, str]]:
    return {(item["name"], item["value_type"]) for item in items or ()}
