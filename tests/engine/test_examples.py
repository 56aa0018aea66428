"""The gallery: every example is well made, and runs without a key."""

from pathlib import Path

import pytest

from engine.configured import as_graph
from engine.dsl import CURRENT_VERSION, cannot_run, dump, load
from engine.events import RunFinished, RunStatus, TextDelta
from engine.graph import validate
from engine.inputs import parse_inputs
from engine.models import ModelRegistry
from engine.resources import Resources, RunInfo
from engine.running.run import RunRequest, run
from engine.sandbox import Sandbox

FOLDER = Path(__file__).parents[2] / "examples"
FILES = sorted(path.name for path in FOLDER.glob("*.yml"))
AS_WRITTEN = "document-analysis-as-written.yml"

CHINESE_TEXT = "水车把水流的力量变成机械能。水车最早用于灌溉和磨面。2023年，全国修复水车120座，游客增长了35%。风险在于维护成本上升。"
ENGLISH_TEXT = (
    "Water wheels turn the power of streams into motion. They drove mills for 2,000 years. Maintenance is costly."
)


def document(name):
    return load((FOLDER / name).read_text(encoding="utf-8")).document


@pytest.fixture
async def finish():
    """Run an example with the demo model to its end."""
    models, code = ModelRegistry({}), Sandbox()

    async def call(name, query="", /, **inputs):
        doc = document(name)
        info = RunInfo(
            mode=doc.mode, user_id="Ada", conversation_id="" if doc.mode in {"workflow", "completion"} else "c"
        )
        request = RunRequest(info=info, query=query, inputs=parse_inputs(doc.start_form, inputs))
        events = [event async for event in run(as_graph(doc), request, Resources(models=models, code=code))]
        last = events[-1]
        assert isinstance(last, RunFinished)
        assert last.status is RunStatus.SUCCEEDED, last.error
        assert last.answer == "".join(event.text for event in events if isinstance(event, TextDelta))
        return last.outputs

    yield call
    await code.close()
    await models.close()


def test_there_are_enough_of_every_mode():
    assert len(FILES) >= 6
    assert {document(name).mode for name in FILES} == {"chat", "completion", "advanced-chat", "workflow"}


@pytest.mark.parametrize("name", FILES)
def test_an_example_looks_right_in_the_gallery(name):
    loaded = load((FOLDER / name).read_text(encoding="utf-8"))
    doc = loaded.document
    assert (loaded.status, loaded.imported_version, loaded.warnings) == ("completed", CURRENT_VERSION, [])
    assert doc.name
    assert 10 <= len(doc.description) <= 160
    assert doc.icon
    assert doc.icon_background != "#FFFFFF"
    assert all(item["label"] for item in doc.start_form)
    if doc.mode in {"chat", "advanced-chat"}:
        assert doc.features["opening_statement"]
        assert len(doc.features["suggested_questions"]) >= 3


def test_names_in_the_gallery_differ():
    names = [document(name).name for name in FILES]
    assert len(set(names)) == len(names)


@pytest.mark.parametrize("name", [name for name in FILES if name != AS_WRITTEN])
def test_an_example_is_sound_and_written_as_an_export(name):
    doc = document(name)
    assert validate(doc) == []
    assert cannot_run(doc) == []
    assert dump(doc) == (FOLDER / name).read_text(encoding="utf-8")


@pytest.mark.parametrize("name", FILES)
def test_nodes_do_not_lie_on_each_other(name):
    places = [(node.outer["position"]["x"], node.outer["position"]["y"]) for node in document(name).nodes]
    apart = [abs(a - c) >= 244 or abs(b - d) >= 98 for i, (a, b) in enumerate(places) for c, d in places[:i]]
    assert all(apart)


def test_the_document_as_written_reports_its_broken_route_and_nothing_else():
    doc = document(AS_WRITTEN)
    (problem,) = validate(doc)
    assert (problem.node_id, problem.severity) == ("analysis_router", "error")
    assert "'check_key_points'" in problem.message
    assert doc.node("compile_results").data["template"].startswith("# 文档分析报告")


async def test_customer_service_answers_from_what_it_knows(finish):
    outputs = await finish("customer-service.yml", "如何重置密码？", name="王芳", question_type="账户问题")
    assert "忘记密码" in outputs["answer"]


async def test_customer_service_answers_in_english(finish):
    outputs = await finish("customer-service-english.yml", "How long does delivery take?")
    assert "2 to 4 working days" in outputs["answer"]


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("登录时提示密码错误", "密码"),
        ("我要投诉上周的服务", "工单号 **TK"),
        ("如何开通团队协作？", "团队"),
        ("你们几点上班？", ""),
    ],
)
async def test_the_service_desk_takes_the_right_way(finish, query, expected):
    answer = (await finish("customer-service-desk.yml", query))["answer"]
    assert answer
    assert expected in answer


@pytest.mark.parametrize(
    ("kind", "sections"),
    [("summary", ["文档摘要"]), ("key_points", ["关键信息"]), ("full_analysis", ["文档摘要", "关键信息"])],
)
async def test_the_document_analysis_gives_the_sections_asked_for(finish, kind, sections):
    outputs = await finish("document-analysis.yml", document_text=CHINESE_TEXT, analysis_type=kind)
    report = outputs["final_report"]
    assert report.startswith("# 文档分析报告")
    assert f"- 分析类型：{kind}" in report
    assert [section for section in ("文档摘要", "关键信息") if f"## {section}" in report] == sections


async def test_a_long_text_without_spaces_is_cut_into_chunks():
    doc, sandbox = document("document-analysis.yml"), Sandbox()
    text = "水车转动" * 2500
    try:
        result = await sandbox.run("python3", doc.node("preprocess_text").data["code"], {"text": text})
    finally:
        await sandbox.close()
    chunks = result.value["text_chunks"]
    assert len(chunks) >= 3
    assert max(map(len, chunks)) <= 4000
    assert "".join(chunks) == text


async def test_the_keyword_workflow_gives_one_object_with_a_number(finish):
    result = (await finish("document-keywords.yml", text=CHINESE_TEXT))["analysis_result"]
    assert set(result) == {"summary", "keywords", "word_count"}
    assert isinstance(result["word_count"], int)
    assert result["summary"]


async def test_the_translator_answers(finish):
    assert (await finish("translator.yml", "Good morning!", target_language="中文"))["answer"]


async def test_feedback_is_sorted_and_answered(finish):
    outputs = await finish("feedback-triage.yml", feedback="The export button shows an error: a bug!", customer="Ada")
    assert outputs["category"] in {"bug", "praise", "question", "other"}
    assert isinstance(outputs["urgent"], bool)
    assert outputs["reply"].startswith("Dear Ada,")


async def test_the_summariser_uses_what_the_text_says(finish):
    assert (await finish("summariser.yml", text=ENGLISH_TEXT))["answer"]


async def test_the_sales_report_adds_up(finish):
    outputs = await finish("sales-report.yml")
    assert outputs["total"] == 21612
    assert "| South | 7,884.00 | 36.5 % |" in outputs["report"]


async def test_a_bad_table_takes_the_failure_branch():
    doc, models, code = document("sales-report.yml"), ModelRegistry({}), Sandbox()
    try:
        request = RunRequest(inputs=parse_inputs(doc.start_form, {"data": "region\nNorth"}))
        events = [event async for event in run(doc, request, Resources(models=models, code=code))]
    finally:
        await code.close()
        await models.close()
    assert isinstance(events[-1], RunFinished)
    assert events[-1].status is RunStatus.PARTIAL_SUCCEEDED
    assert "lacks the column product, units, price" in events[-1].outputs["report"]


async def test_two_opinions_are_given_and_weighed(finish):
    answer = (await finish("two-opinions.yml", "Shall we rewrite the billing service?"))["answer"]
    assert [line for line in answer.splitlines() if line.startswith("### ")] == [
        "### For",
        "### Against",
        "### On balance",
    ]
