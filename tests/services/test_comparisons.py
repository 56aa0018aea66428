"""Comparisons: columns answer the same input as runs of their own, and the winner becomes the app's configuration."""

from typing import Any

import pytest

from services.apps import apps, workflows
from services.chats import comparisons
from services.chats.comparisons import Column, Comparison
from services.errors import InvalidInput
from services.runtime import Runtime
from storage.records import App, Run
from tests.services.parts import chat_app, counts, echo, published, sign_in
from tests.vendor import Vendor

ASKING: dict[str, Any] = {"query": "Which river?", "inputs": {}, "user": "ann"}


def model(name: str, **params: Any) -> dict[str, Any]:
    return {"provider": "openai", "name": name, "mode": "chat", "completion_params": params}


def of(*columns: dict[str, Any]) -> Comparison:
    return Comparison(columns=tuple(Column(settings=settings) for settings in columns))


async def runs_of(rt: Runtime, app: App, comparison: Comparison) -> list[Run]:
    """Return the stored runs of all columns, waiting for their ends."""
    for column in comparison.columns:
        live = rt.live.get(column.run_id)
        if live is not None:
            await live.ended()
    return [(await workflows.run_detail(rt, app, column.run_id))[0] for column in comparison.columns]


@pytest.fixture
async def app(rt: Runtime, workspace_id: str, vendor: Vendor) -> App:
    listed = [{"model": name, "model_type": "llm"} for name in ("small", "large")]
    await sign_in(rt, workspace_id, vendor, models=listed)
    return await chat_app(rt, workspace_id, pre_prompt="Be kind.")


async def test_four_columns_answer_at_once_and_a_failing_vendor_hurts_only_its_own(
    rt: Runtime, app: App, vendor: Vendor
) -> None:
    vendor.rule(when="Fail", status=401, reply="no such key")
    vendor.rule(when="Be brief", reply="Seine.")
    vendor.rule(reply="The Seine, of course.")
    four = of({}, {"model": model("large", temperature=0.2)}, {"pre_prompt": "Fail."}, {"pre_prompt": "Be brief."})
    asked = await comparisons.ask(rt, app, four, **ASKING)
    runs = await runs_of(rt, app, asked)
    assert [run.status for run in runs] == ["succeeded", "succeeded", "failed", "succeeded"]
    assert [run.outputs.get("answer") for run in runs] == ["The Seine, of course."] * 2 + [None, "Seine."]
    assert {run.invoke_from for run in runs} == {"debugger"}
    sent = {request.body["model"]: request.body for request in vendor.model_requests}
    assert sent["large"]["temperature"] == 0.2
    assert (await apps.get_app(rt, app.workspace_id, app.id)).model_config == app.model_config


async def test_a_column_that_cannot_begin_says_why_and_keeps_no_other_from_it(
    rt: Runtime, app: App, vendor: Vendor
) -> None:
    vendor.rule(reply="Seine.", delay=60)
    busy = await apps.update_app(rt, app, max_active_requests=1)
    asked = await comparisons.ask(rt, busy, of({}, {}), **ASKING)
    refused, begun = sorted(asked.columns, key=lambda column: bool(column.run_id))
    assert "Too many requests" in refused.refusal
    assert not refused.run_id
    live = rt.live.get(begun.run_id)
    assert live
    live.stop()
    await live.ended()


async def test_the_winner_becomes_the_configuration_and_the_rest_of_it_stays(rt: Runtime, app: App) -> None:
    two = of({}, {"model": model("large", temperature=0.2), "pre_prompt": "Be brief."})
    after = await comparisons.keep(rt, app, two, two.columns[1].id, user="ann")
    kept = await apps.get_app(rt, app.workspace_id, app.id)
    assert kept.model_config
    assert kept.model_config["pre_prompt"] == "Be brief."
    assert kept.model_config["model"]["completion_params"] == {"temperature": 0.2}
    assert kept.model_config["suggested_questions"] == (app.model_config or {})["suggested_questions"]
    assert after.columns[1].settings == {}
    assert comparisons.config_of(kept, after.columns[0])["pre_prompt"] == "Be kind."
    assert comparisons.config_of(kept, after.columns[0])["model"]["name"] == "small"


async def test_each_person_finds_what_they_compared_until_the_app_is_gone(rt: Runtime, app: App) -> None:
    three = of({}, {"pre_prompt": "A"}, {"pre_prompt": "B"})
    await comparisons.save_comparison(rt, app, "ann", three)
    assert await comparisons.find_comparison(rt, app, "ann") == three
    assert len((await comparisons.find_comparison(rt, app, "bob")).columns) == comparisons.LEAST
    await apps.delete_app(rt, app)
    assert counts(rt, "settings")["settings"] == 0


async def test_a_stored_answer_knows_what_it_was_asked_with(rt: Runtime, app: App, vendor: Vendor) -> None:
    vendor.rule(reply="Seine.")
    asked = await comparisons.ask(rt, app, of({"pre_prompt": "Be brief."}, {}), **ASKING)
    first = (await runs_of(rt, app, asked))[0]
    assert "Be brief." in str(first.graph)


@pytest.mark.parametrize(
    "columns",
    [[{}], [{}] * 7, [{}, {"opening_statement": "Hi"}]],
    ids=["one column", "seven columns", "a setting that is none of prompt and model"],
)
async def test_what_is_no_comparison_is_refused(rt: Runtime, app: App, columns: list[dict[str, Any]]) -> None:
    with pytest.raises(InvalidInput):
        await comparisons.ask(rt, app, of(*columns), **ASKING)


async def test_apps_with_a_graph_have_no_columns(rt: Runtime, workspace_id: str) -> None:
    chatflow = await published(rt, workspace_id, echo())
    with pytest.raises(InvalidInput):
        await comparisons.ask(rt, chatflow, comparisons.begun(), **ASKING)


async def test_a_further_question_goes_on_in_the_conversation_of_each_column(
    rt: Runtime, app: App, vendor: Vendor
) -> None:
    vendor.rule(when="Be brief", reply="Seine.")
    vendor.rule(reply="The Seine, of course.")
    first = await comparisons.ask(rt, app, of({}, {"pre_prompt": "Be brief."}), **ASKING)
    await runs_of(rt, app, first)
    second = await comparisons.ask(rt, app, first, **{**ASKING, "query": "And how long is it?"}, goes_on=True)
    await runs_of(rt, app, second)
    own = [column.conversation_id for column in first.columns]
    assert [column.conversation_id for column in second.columns] == own
    assert len(set(own)) == 2
    told = [str(request.body["messages"]) for request in vendor.model_requests[-2:]]
    assert all("Which river?" in text and "And how long is it?" in text for text in told)
    assert sorted("of course" in text for text in told) == [False, True]
    anew = await comparisons.ask(rt, app, second, **ASKING)
    assert not {column.conversation_id for column in anew.columns} & set(own)
    await runs_of(rt, app, anew)
