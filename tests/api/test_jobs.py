"""Background jobs over the console API, of a server that has no queue."""

from tests.api.client import Api


async def test_a_server_without_a_queue_says_so(api: Api) -> None:
    answer = (await api.console("GET", "/jobs")).json()
    assert (answer["queues"], answer["workers"], answer["wanted_workers"]) == ([], [], 0)
    assert "without Redis" in answer["problem"]


async def test_workers_of_a_server_without_a_queue_are_refused(api: Api) -> None:
    answer = await api.console("PUT", "/jobs/workers", {"workers": 2})
    assert (answer.status_code, answer.json()["code"]) == (400, "bad_request")


async def test_a_number_that_is_none_is_named(api: Api) -> None:
    answer = await api.console("PUT", "/jobs/workers", {"workers": "many"})
    assert (answer.status_code, answer.json()["params"]) == (400, "workers")


async def test_a_job_that_has_not_failed_cannot_be_retried(api: Api) -> None:
    assert (await api.console("POST", "/jobs/nobody/retry")).status_code == 404
