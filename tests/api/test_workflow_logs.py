"""The log of an app's runs, as programs read it."""

from typing import Any

import pytest
import pytest_asyncio

from tests.api import apps
from tests.api.client import Api, PublishedApp, expect

pytestmark = pytest.mark.asyncio(loop_scope="session")


@pytest_asyncio.fixture(scope="module", loop_scope="session")
async def app(shared_api: Api) -> PublishedApp:
    """A workflow that ran for Ann and for Bob, and failed once for Bob."""
    app = await shared_api.app(apps.workflow(apps.broken_for("storm"), result=("code", "x")))
    await app.run(inputs={"topic": "the Sea"})
    await app.run(inputs={"topic": "rivers"}, user="bob")
    await app.run(inputs={"topic": "storm"}, user="bob")
    return app


async def topics(app: PublishedApp, **params: Any) -> list[str]:
    rows = expect(await app.send("GET", "/workflows/logs", params=params), 200)["data"]
    runs = [expect(await app.send("GET", f"/workflows/run/{row['workflow_run']['id']}"), 200) for row in rows]
    return [next(topic for topic in ("the Sea", "rivers", "storm") if topic in run["inputs"]) for run in runs]


async def test_the_log_has_every_run_newest_first_with_who_started_it(app: PublishedApp) -> None:
    page = expect(await app.send("GET", "/workflows/logs", params={"limit": 2}), 200)
    assert (page["page"], page["limit"], page["total"], page["has_more"]) == (1, 2, 3, True)
    entry = page["data"][0]
    assert (entry["created_from"], entry["created_by_role"]) == ("service-api", "end_user")
    assert entry["created_by_account"] is None
    assert entry["created_by_end_user"]["session_id"] == "bob"
    assert (entry["workflow_run"]["status"], entry["workflow_run"]["triggered_from"]) == ("failed", "app-run")
    last = expect(await app.send("GET", "/workflows/logs", params={"limit": 2, "page": 2}), 200)
    assert (len(last["data"]), last["has_more"]) == (1, False)


@pytest.mark.parametrize(
    ("params", "found"),
    [
        ({"status": "failed"}, ["storm"]),
        ({"status": "succeeded"}, ["rivers", "the Sea"]),
        ({"keyword": "SEA"}, ["the Sea"]),
        ({"keyword": "bob"}, ["storm", "rivers"]),
        ({"created_by_end_user_session_id": "ann"}, ["the Sea"]),
        ({"created_by_end_user_session_id": "nobody"}, []),
        ({"created_at__before": "2001-01-01T00:00:00Z"}, []),
        ({"created_at__after": "2001-01-01"}, ["storm", "rivers", "the Sea"]),
    ],
    ids=lambda value: next(iter(value.values())) if isinstance(value, dict) else "",
)
async def test_the_log_is_filtered(app: PublishedApp, params: dict[str, str], found: list[str]) -> None:
    assert await topics(app, **params) == found


@pytest.mark.parametrize(
    "params",
    [
        {"status": "odd"},
        {"page": "0"},
        {"limit": "101"},
        {"created_at__after": "yesterday"},
        {"created_by_account": "nobody@example.com"},
    ],
    ids=lambda params: next(iter(params)),
)
async def test_a_filter_that_makes_no_sense_is_refused(app: PublishedApp, params: dict[str, str]) -> None:
    refused = expect(await app.send("GET", "/workflows/logs", params=params), 400)
    assert (refused["code"], refused["params"]) == ("invalid_param", next(iter(params)))


async def test_trials_in_the_studio_are_not_in_the_log(app: PublishedApp) -> None:
    before = expect(await app.send("GET", "/workflows/logs"), 200)["total"]
    await app.console("POST", "/workflows/draft/run", {"inputs": {"topic": "the Sea"}})
    assert expect(await app.send("GET", "/workflows/logs"), 200)["total"] == before
