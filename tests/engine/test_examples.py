"""The files of the gallery: every template is well made, in both languages."""

import tomllib
from pathlib import Path

import pytest

from engine.document import Document
from engine.dsl import CURRENT_VERSION, cannot_run, dump, load
from engine.graph import validate
from engine.sandbox import Sandbox

FOLDER = Path(__file__).parents[2] / "examples"
FILES = sorted(path.name for path in FOLDER.glob("*.yml"))
AS_WRITTEN = ("document-analysis-as-written.en.yml", "document-analysis-as-written.zh.yml")
INDEX = tomllib.loads((FOLDER / "index.toml").read_text(encoding="utf-8"))
PAIRS = [entry["id"] for entry in INDEX["template"]]


def document(name: str) -> Document:
    return load((FOLDER / name).read_text(encoding="utf-8")).document


def test_every_file_is_in_the_index_once_in_each_of_its_languages() -> None:
    listed = [f"{entry['id']}.{language}.yml" for entry in INDEX["template"] for language in ("en", "zh")]
    assert sorted(listed) == FILES
    assert len(set(PAIRS)) == len(PAIRS) >= 24
    known = {group["id"] for group in INDEX["group"]}
    assert {entry["group"] for entry in INDEX["template"]} == known


def test_there_is_an_app_of_every_mode() -> None:
    modes = {document(name).mode for name in FILES}
    assert modes == {"chat", "agent-chat", "completion", "advanced-chat", "workflow"}


@pytest.mark.parametrize("name", FILES)
def test_an_example_looks_right_in_the_gallery(name: str) -> None:
    loaded = load((FOLDER / name).read_text(encoding="utf-8"))
    doc = loaded.document
    assert (loaded.status, loaded.imported_version, loaded.warnings) == ("completed", CURRENT_VERSION, [])
    assert doc.name
    assert 10 <= len(doc.description) <= 170
    assert doc.icon
    assert doc.icon_background != "#FFFFFF"
    assert all(item["label"] for item in doc.start_form)
    if doc.mode in {"chat", "advanced-chat", "agent-chat"}:
        assert doc.features["opening_statement"]
        assert len(doc.features["suggested_questions"]) >= 3


def test_names_in_the_gallery_differ() -> None:
    names = [document(name).name for name in FILES]
    assert len(set(names)) == len(names)


@pytest.mark.parametrize("name", [name for name in FILES if name not in AS_WRITTEN])
def test_an_example_is_sound_and_written_as_an_export(name: str) -> None:
    doc = document(name)
    assert validate(doc) == []
    assert cannot_run(doc) == []
    assert dump(doc) == (FOLDER / name).read_text(encoding="utf-8")


@pytest.mark.parametrize("name", FILES)
def test_nodes_do_not_lie_on_each_other(name: str) -> None:
    outer = [node for node in document(name).nodes if not node.outer.get("parentId")]
    boxes = [(node.outer["position"], node.outer.get("width", 244), node.outer.get("height", 98)) for node in outer]
    apart = [
        a["x"] + w <= b["x"] or b["x"] + v <= a["x"] or a["y"] + h <= b["y"] or b["y"] + g <= a["y"]
        for i, (a, w, h) in enumerate(boxes)
        for b, v, g in boxes[:i]
    ]
    assert all(apart)


@pytest.mark.parametrize("id", PAIRS)
def test_the_languages_of_a_template_have_the_same_graph(id: str) -> None:
    one, two = document(f"{id}.en.yml"), document(f"{id}.zh.yml")
    assert (one.mode, one.icon, one.icon_background) == (two.mode, two.icon, two.icon_background)
    assert [(node.id, node.kind) for node in one.nodes] == [(node.id, node.kind) for node in two.nodes]
    assert [edge.source for edge in one.edges] == [edge.source for edge in two.edges]
    assert [item["type"] for item in one.start_form] == [item["type"] for item in two.start_form]


@pytest.mark.parametrize("name", AS_WRITTEN)
def test_the_document_as_written_reports_its_broken_route_and_nothing_else(name: str) -> None:
    doc = document(name)
    (problem,) = validate(doc)
    assert (problem.node_id, problem.severity) == ("analysis_router", "error")
    assert "'check_key_points'" in problem.message
    assert doc.node("compile_results").data["template"].startswith("# ")
    assert [item["variable"] for item in doc.start_form] == ["document_file", "analysis_type"]
    assert doc.start_form[1]["options"] == ["summary", "key_points", "full_analysis"]


async def test_a_long_text_without_spaces_is_cut_into_chunks() -> None:
    doc, sandbox = document("document-analysis.zh.yml"), Sandbox()
    text = "水车转动" * 2500
    try:
        result = await sandbox.run("python3", doc.node("preprocess_text").data["code"], {"text": text})
    finally:
        await sandbox.close()
    chunks = result.value["text_chunks"]
    assert len(chunks) >= 3
    assert max(map(len, chunks)) <= 4000
    assert "".join(chunks) == text


def test_the_customer_service_assistant_is_as_its_document_has_it() -> None:
    config = document("customer-service.zh.yml").model_config
    assert config["model"]["completion_params"] == {
        "temperature": 0.7,
        "max_tokens": 2048,
        "top_p": 1.0,
        "frequency_penalty": 0.0,
        "presence_penalty": 0.0,
    }
    assert config["suggested_questions"] == ["如何重置密码？", "产品有哪些功能？", "如何联系技术支持？"]
    name, kind = config["user_input_form"]
    assert (name["text-input"]["max_length"], name["text-input"]["required"]) == (50, True)
    assert kind["select"]["options"] == ["技术支持", "产品咨询", "账户问题", "其他"]


def test_the_principles_of_service_are_word_for_word() -> None:
    for id in ("support-assistant", "customer-service-desk"):
        text = (FOLDER / f"{id}.zh.yml").read_text(encoding="utf-8")
        for principle in (
            "1. 保持礼貌和专业的语调",
            "2. 准确理解用户问题并提供有用的解答",
            "3. 如果不确定答案，诚实说明并提供替代方案",
            "4. 优先使用知识库中的信息回答问题",
            "5. 对于复杂问题，引导用户联系人工客服",
            "当前时间：{{#sys.datetime#}}",
        ):
            assert principle in text, (id, principle)
    config = document("support-assistant.zh.yml").model_config
    assert config["model"]["completion_params"] == {
        "temperature": 0.1,
        "max_tokens": 1000,
        "top_p": 0.9,
        "presence_penalty": 0.1,
        "frequency_penalty": 0.1,
    }
    (query,) = config["user_input_form"]
    assert (query["text-input"]["variable"], query["text-input"]["max_length"]) == ("query", 500)
    settings = config["dataset_configs"]
    assert (settings["retrieval_model"], settings["top_k"], settings["score_threshold"]) == ("vector", 5, 0.7)
    assert settings["reranking_model"] == {"provider": "cohere", "model": "rerank-multilingual-v2.0"}
