"""Workers on other machines: who may come in, and what is taken from them."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest
import pytest_asyncio

from services.knowledge.spool import Attempt, Job, Progress
from tests.api.client import Api, expect, running_api

pytestmark = pytest.mark.asyncio(loop_scope="session")

SECRET = "a secret of app and workers"
NAME = "01a1fd68-e2d0-789a-a7a8-57e9ec2fd24c-1"


@pytest_asyncio.fixture(scope="module", loop_scope="session")
async def lending(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Api]:
    async with running_api(tmp_path_factory.mktemp("spool"), spool_secret=SECRET, spool_upload_mb=1) as api:
        yield api


@pytest.fixture
def attempt(lending: Api, tmp_path: Path) -> Attempt:
    file = tmp_path / "a.txt"
    file.write_text("The ferry leaves at nine.")
    attempt = Attempt(lending.rt.ingest.spool / NAME)
    job = {"document_id": NAME[:36], "attempt": 1, "filename": "a.txt", "mime_type": "", "file": str(file)}
    job |= {"process_rule": {}, "doc_form": "text_model", "doc_language": "English", "limits": {}, "questions": None}
    choice = {
        "provider": "openai",
        "name": "e",
        "credentials": lending.rt.secrets.encrypt('{"api_key": "sk-1"}').decode(),
    }
    attempt.begin(Job(**job, embedding=choice, data_dir="/d", cache="/c", encoder="/e"))
    return attempt


async def test_a_worker_sees_its_job_with_credentials_and_without_paths(lending: Api, attempt: Attempt) -> None:
    job = expect(await lending.send("GET", f"/spool/{NAME}/job", key=SECRET), 200)
    assert job["embedding"]["credentials"] == '{"api_key": "sk-1"}'
    assert (job["file"], job["data_dir"], job["cache"], job["encoder"]) == ("", "", "", "")
    assert (await lending.send("GET", f"/spool/{NAME}/file", key=SECRET)).text == "The ferry leaves at nine."


async def test_one_worker_holds_an_attempt_and_shows_how_far_it_is(lending: Api, attempt: Attempt) -> None:
    for holder, status in (("one", 204), ("two", 409), ("one", 204)):
        answer = await lending.send("PUT", f"/spool/{NAME}/worker/{holder}", key=SECRET)
        assert answer.status_code == status
    progress = {"stage": "indexing", "done": 1, "total": 4, "times": {}}
    assert (await lending.send("PUT", f"/spool/{NAME}/progress", progress, key=SECRET)).status_code == 204
    standing = attempt.standing()
    assert (standing.progress, standing.is_dead) == (Progress(stage="indexing", done=1, total=4), False)
    assert standing.heartbeat


@pytest.mark.parametrize(
    ("request_line", "content", "status"),
    [
        (("GET", "..%2f..%2fsecret.key/job"), None, 404),
        (("GET", "../spool/job"), None, 404),
        (("GET", NAME[:-1] + "2/job"), None, 404),
        (("PUT", f"{NAME}/progress"), b'{"stage": "dreaming"}', 400),
        (("PUT", f"{NAME}/failure"), b"[]", 400),
        (("PUT", f"{NAME}/pieces"), b"no pieces", 400),
        (("PUT", f"{NAME}/pieces"), bytes(1_000_001), 413),
    ],
)
async def test_what_makes_no_sense_is_refused(
    lending: Api, attempt: Attempt, request_line: tuple[str, str], content: bytes | None, status: int
) -> None:
    method, path = request_line
    answer = await lending.send(method, f"/spool/{path}", key=SECRET, content=content)
    assert answer.status_code == status, answer.text
    assert not attempt.is_complete


async def test_who_does_not_know_the_secret_stays_outside(lending: Api, attempt: Attempt) -> None:
    for key in ("", "another secret of others"):
        expect(await lending.send("GET", f"/spool/{NAME}/job", key=key), 401)


@pytest.mark.asyncio
async def test_without_a_secret_nobody_is_let_in(lone_api: Api) -> None:
    refused = expect(await lone_api.send("GET", f"/spool/{NAME}/job", key=SECRET), 403)
    assert "MILLRACE_SPOOL_SECRET" in refused["message"]
