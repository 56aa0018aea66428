"""Every template of the gallery: made with what it brings, run once offline, with a result that makes sense."""

import asyncio
import io
import json

import pytest

from engine.dsl import load
from engine.errors import InvalidWorkflow
from engine.events import AgentThought, RunFinished
from engine.models.demo.provider import DemoChat
from services.answers.settings import settings_of
from services.apps.examples import example, examples, groups, templates
from services.collections import collections
from services.files import files
from services.forms import human_forms
from services.runtime import Runtime
from tests.services.gallery import kept_in_conversation, made, outputs_of, run_once
from tests.services.parts import events_of, sign_in
from tests.vendor import Vendor

EXPECTED = {  # of each variant, what its first result holds
    "customer-service.en": "Forgot password",
    "customer-service.zh": "忘记密码",
    "support-assistant.en": "up to 50 people can join",
    "support-assistant.zh": "最多可邀请 50 人",
    "customer-service-desk.en": "ticket number: TK",
    "customer-service-desk.zh": "工单号为：TK",
    "feedback-triage.en": "put it first in line",
    "feedback-triage.zh": "优先处理",
    "document-analysis.en": "120 wheels were restored",
    "document-analysis.zh": "修复水车120座",
    "document-keywords.en": "wheels",
    "document-keywords.zh": "水车",
    "document-processing.en": '"language": "en"',
    "document-processing.zh": '"language": "zh"',
    "handbook.en": "up to 120 EUR a night",
    "handbook.zh": "每晚不超过600元",
    "assistant-agent.en": "56088",
    "assistant-agent.zh": "56088",
    "multi-tool-agent.en": "258",
    "multi-tool-agent.zh": "258",
    "sql-agent.en": "| London | 2155.3 |",
    "sql-agent.zh": "| 北京 | 2155.3 |",
    "mcp-library.en": "shelf A3",
    "mcp-library.zh": "shelf C4",
    "webhook-email.en": "about technical support: The app shows an error",
    "webhook-email.zh": "关于技术支持的来信",
    "data-analysis.en": "By amount, London is first with 2155.3",
    "data-analysis.zh": "按金额，北京最高（2155.3）",
    "extraction.en": "**1702.40**",
    "extraction.zh": "**1702.40**",
    "classifier.en": "Accuracy 100 %",
    "classifier.zh": "准确率 100 %",
    "sales-report.en": "| South | 7,884.00 | 36.5 % |",
    "sales-report.zh": "南区最高",
    "research-report.en": "## 3. ",
    "research-report.zh": "## 3. ",
    "translation.en": "Tanaka, 3, 12, May, 2026",
    "translation.zh": "2026、5、12、15、Ada",
    "summariser.en": "1. Water wheels",
    "summariser.zh": "1. 水车",
    "two-opinions.en": "costs us a day a week",
    "two-opinions.zh": "每周耗费一天",
    "batch-questions.en": "| 10 | What is a hallucination? | Success |",
    "batch-questions.zh": "| 10 | 什么是幻觉？ | Success |",
}
NO_RESULT = {"document-analysis-as-written", "approval"}  # one cannot run, one waits: tests of their own below


def test_every_variant_has_an_expected_result() -> None:
    runs = {one.id for one in examples() if one.id.rpartition(".")[0] not in NO_RESULT}
    assert set(EXPECTED) == runs
    assert {template.group for template in templates()} == {group.id for group in groups()}


@pytest.mark.parametrize("name", EXPECTED)
async def test_a_template_gives_a_sensible_result_offline(rt: Runtime, workspace_id: str, name: str) -> None:
    told = example(name)
    app = await made(rt, workspace_id, name)
    live = await run_once(rt, app, told.question, inputs=told.inputs)
    assert EXPECTED[name] in json.dumps(outputs_of(rt, live), ensure_ascii=False).replace("\\n", "\n")


async def test_what_a_template_brings_is_made_once(rt: Runtime, workspace_id: str) -> None:
    for name in ("support-assistant.zh", "customer-service-desk.zh", "sql-agent.zh", "multi-tool-agent.zh"):
        await made(rt, workspace_id, name)
    assert [row["name"] for row in rt.db.query("SELECT name FROM datasets")] == ["客服常见问题"]
    assert [(one.name, one.rows) for one in await collections.overview(rt, workspace_id)] == [("orders_zh", 12)]


async def test_the_support_app_runs_as_its_document_asks(rt: Runtime, workspace_id: str) -> None:
    app = await made(rt, workspace_id, "support-assistant.zh")
    kept = settings_of(app)
    assert (kept.mode, kept.seconds, app.max_active_requests) == ("exact", 3600, 10)


async def test_the_workflow_as_written_says_why_it_does_not_run(rt: Runtime, workspace_id: str) -> None:
    app = await made(rt, workspace_id, "document-analysis-as-written.zh")
    with pytest.raises(InvalidWorkflow, match="check_key_points"):
        await run_once(rt, app)


@pytest.mark.parametrize(
    ("query", "category", "source"),
    [
        ("你们几点上班？", "general", "llm_generated"),
        ("如何开通团队协作？", "faq", "knowledge_base"),
        ("怎么换显示器的颜色？", "faq", "llm_generated"),
        ("我要投诉上周的服务", "complaint", "ticket_system"),
        ("登录时提示密码错误", "technical_support", "agent_support"),
        ("登录有问题", "technical_support", "agent_support"),
    ],
    ids=["general", "sure", "unsure", "complaint", "support", "first match wins"],
)
async def test_the_service_desk_takes_the_right_way(
    rt: Runtime, workspace_id: str, query: str, category: str, source: str
) -> None:
    app = await made(rt, workspace_id, "customer-service-desk.zh")
    live = await run_once(rt, app, query)
    result = kept_in_conversation(rt, "last_result")
    assert (result["success"], result["conversation_id"]) == (True, live.conversation_id)
    assert (result["intent"]["category"], result["intent"]["confidence"]) == (category, 0.8)
    assert result["response"]["source"] == source
    assert kept_in_conversation(rt, "issue_category") == category
    if source == "agent_support":
        assert result["response"]["requires_followup"] is True
    if source == "llm_generated":
        assert result["response"]["confidence"] == 0.6


async def test_a_sure_answer_of_the_base_asks_no_model(
    rt: Runtime, workspace_id: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    app = await made(rt, workspace_id, "customer-service-desk.zh")
    monkeypatch.delattr(DemoChat, "stream")
    live = await run_once(rt, app, "如何开通团队协作？")
    response = kept_in_conversation(rt, "last_result")["response"]
    assert response["confidence"] > 0.8
    assert response["answer"].startswith("管理员打开")
    assert outputs_of(rt, live)["answer"].startswith("管理员打开")


async def test_complaints_of_one_moment_get_tickets_of_their_own(rt: Runtime, workspace_id: str) -> None:
    app = await made(rt, workspace_id, "customer-service-desk.zh")
    lives = await asyncio.gather(*(run_once(rt, app, f"我要投诉第{n}次服务") for n in range(2)))
    rows = await collections.rows_of(rt, workspace_id, "tickets")
    assert len({row.key for row in rows}) == 2
    for row in rows:
        assert row.key.startswith("TK")
        assert (row.content["category"], row.content["priority"]) == ("complaint", "high")
        assert row.content["description"].startswith("我要投诉")
    answers = [outputs_of(rt, live)["answer"] for live in lives]
    assert all("2小时内" in answer and "400-123-4567" in answer for answer in answers)
    assert kept_in_conversation(rt, "last_result")["response"]["escalated"] is True


async def test_an_answer_to_the_survey_is_stored(rt: Runtime, workspace_id: str) -> None:
    app = await made(rt, workspace_id, "customer-service-desk.zh")
    first = await run_once(rt, app, "你们几点上班？")
    assert "请回复 1–5 分" in outputs_of(rt, first)["answer"]
    second = await run_once(rt, app, "5 分，很好", conversation_id=first.conversation_id)
    assert "5 分" in outputs_of(rt, second)["answer"]
    (row,) = await collections.rows_of(rt, workspace_id, "survey_answers")
    assert (row.content["rating"], row.content["comment"]) == ("5", "很好")
    assert row.content["conversation_id"] == first.conversation_id


async def test_only_points_answer_the_survey(rt: Runtime) -> None:
    script = load(example("customer-service-desk.en").text).document.node("intent").data["code"]
    cases = {"5": 5, "4 stars!": 4, "评分：2，太慢": 2, "3 days ago I ordered": 0, "5 个问题": 0, "1. How do I pay?": 0}
    found = {query: (await rt.code.run("python3", script, {"query": query})).value["rating"] for query in cases}
    assert found == cases


async def test_a_provider_that_is_down_leads_to_the_fallback(rt: Runtime, workspace_id: str, vendor: Vendor) -> None:
    app = await made(rt, workspace_id, "customer-service-desk.zh")
    vendor.rule(status=401, reply="no such key")
    await sign_in(rt, workspace_id, vendor, models=[{"model": "gpt-4", "model_type": "llm"}])
    live = await run_once(rt, app, "你们几点上班？")
    fallback = "抱歉，系统暂时无法处理您的请求，请稍后重试或联系人工客服。"
    assert outputs_of(rt, live)["answer"] == fallback
    result = kept_in_conversation(rt, "last_result")
    assert (result["success"], result["fallback_response"]) == (False, fallback)
    assert "no such key" in result["error"]


async def test_processed_documents_are_rows_a_broken_one_too(rt: Runtime, workspace_id: str) -> None:
    app = await made(rt, workspace_id, "document-processing.zh")
    for name, data in (("a.txt", "水车转动。".encode()), ("b.md", b"# Mills\n\nThey grind."), ("c.pdf", b"no pdf")):
        upload = await files.store_upload(
            rt,
            workspace_id=workspace_id,
            app_id=app.id,
            filename=name,
            mime_type="",
            role="account",
            created_by=None,
            data=io.BytesIO(data),
        )
        given = {"transfer_method": "local_file", "upload_file_id": upload.id}
        outputs = outputs_of(rt, await run_once(rt, app, inputs={"document_file": given, "file_name": name}))
        assert outputs["processing_id"].startswith("proc_")
    assert outputs["error"]
    rows = {
        row.content["file_info"]["name"]: row
        for row in await collections.rows_of(rt, workspace_id, "processed_documents")
    }
    assert {name: row.content["success"] for name, row in rows.items()} == {"a.txt": True, "b.md": True, "c.pdf": False}
    assert len({row.key for row in rows.values()}) == 3
    assert rows["a.txt"].content["analysis"] == {"word_count": 4, "language": "zh", "topics": ["水车", "车转", "转动"]}
    assert rows["b.md"].content["analysis"]["language"] == "en"
    assert set(rows["a.txt"].content["file_info"]) == {"name", "type", "content", "size"}


@pytest.mark.parametrize(
    ("query", "primary", "confidence", "rounds"),
    [
        ("帮我计算 1+1", "calculate", 0.2, 2),
        ("hello", "general", 0, 10),
        ("发送一封 email", "email", 0.2, 10),
        ("Search the data", "search", 0.4, 3),
        ("查询销售", "database", 0.2, 5),
        ("process this", "file", 0.2, 10),
    ],
)
async def test_the_agent_with_many_tools_tells_intent_and_strategy(
    rt: Runtime, query: str, primary: str, confidence: float, rounds: int
) -> None:
    document = load(example("multi-tool-agent.zh").text).document
    run = rt.code.run
    intent = (await run("python3", document.node("analyse").data["code"], {"query": query})).value["intent"]
    assert (intent["primary_intent"], intent["confidence"]) == (primary, confidence)
    chosen = (await run("python3", document.node("select").data["code"], {"intent": intent})).value
    assert chosen["strategy"]["max_iterations"] == rounds
    assert set(chosen["strategy"]) == {"preferred_tools", "fallback_tools", "max_iterations"}


async def test_the_agent_with_many_tools_leaves_a_record(rt: Runtime, workspace_id: str) -> None:
    app = await made(rt, workspace_id, "multi-tool-agent.zh")
    live = await run_once(rt, app, "发送邮件给 ada@example.com，内容是报告已完成")
    assert "ada@example.com" in outputs_of(rt, live)["answer"]
    assert "报告已完成" in outputs_of(rt, live)["answer"]
    record = kept_in_conversation(rt, "last_result")
    assert set(record) == {"query", "intent", "strategy", "result", "tools_used", "execution_time"}
    assert (record["intent"]["primary_intent"], record["tools_used"]) == ("email", ["email_sender"])


async def test_the_assistant_says_what_it_does_before_it_calls(rt: Runtime, workspace_id: str) -> None:
    app = await made(rt, workspace_id, "assistant-agent.zh")
    live = await run_once(rt, app, "帮我计算 123 * 456")
    thoughts = [event for event in await events_of(live) if isinstance(event, AgentThought)]
    told = next(place for place, event in enumerate(thoughts) if "我将使用 calculator" in event.thought)
    observed = next(place for place, event in enumerate(thoughts) if event.observation)
    assert told <= observed
    assert "56088" in outputs_of(rt, live)["answer"]


async def test_a_batch_goes_on_after_a_failure_and_names_its_row(
    rt: Runtime, workspace_id: str, vendor: Vendor
) -> None:
    app = await made(rt, workspace_id, "batch-questions.zh")
    vendor.rule(when="坏", status=401, reply="not this one")
    vendor.rule(reply="好。")
    await sign_in(rt, workspace_id, vendor, models=[{"model": "gpt-4o-mini", "model_type": "llm"}])
    live = await run_once(rt, app, inputs={"questions": "一？\n坏？\n三？"})
    outputs = outputs_of(rt, live)
    assert (outputs["succeeded"], outputs["failed"]) == (2, [2])
    assert "| 2 | 坏？ | Error |" in outputs["report"]


@pytest.mark.parametrize("action", ["approve", "change", "reject"])
async def test_an_approval_waits_and_takes_the_way_of_the_answer(rt: Runtime, workspace_id: str, action: str) -> None:
    app = await made(rt, workspace_id, "approval.en")
    live = await run_once(rt, app)
    assert rt.db.query("SELECT status FROM runs WHERE id = ?", [live.id]) == [{"status": "paused"}]
    (form,) = await human_forms.open_forms(rt, app, live.id)
    inputs = {"announcement": "The canteen is closed on Friday.", "remarks": "Be brief."}
    await human_forms.submit(rt, form, action=action, inputs=inputs)
    again = rt.live.get(live.id)
    assert again is not None
    await again.finished()
    finished = next(event for event in await events_of(again) if isinstance(event, RunFinished))
    assert finished.outputs["status"] == action
    assert ("canteen" in str(finished.outputs.get("announcement"))) == (action != "reject")


async def test_a_bad_table_takes_the_failure_branch(rt: Runtime, workspace_id: str) -> None:
    app = await made(rt, workspace_id, "sales-report.en")
    outputs = outputs_of(rt, await run_once(rt, app, inputs={"data": "region\nNorth"}))
    assert "lacks the column product, units, price" in outputs["report"]
