"""Annotations as CSV files."""

import pytest

from services.apps import annotation_files, annotations, apps
from services.errors import InvalidInput
from services.runtime import Runtime
from storage.records import App


@pytest.fixture
async def app(rt: Runtime, workspace_id: str) -> App:
    return await apps.create_app(rt, workspace_id, name="Bot", mode="chat")


async def pairs(rt: Runtime, app: App) -> list[tuple[str, str]]:
    found = await annotations.list_annotations(rt, app)
    return [(one.annotation.question, one.annotation.answer) for one in reversed(found.items)]


async def test_what_is_exported_can_be_imported_whatever_stands_in_it(rt: Runtime, app: App) -> None:
    given = [("How much?", '=1+1, "two"\nlines'), ("多少钱？", "- 免费"), ("'quoted'", "@home")]
    for question, answer in given:
        await annotations.add_annotation(rt, app, question, answer)
    text = await annotation_files.export_annotations(rt, app)
    assert "\n'- 免费" not in text
    assert ",'- 免费" in text
    other = await apps.create_app(rt, app.workspace_id, name="Other", mode="chat")
    assert await annotation_files.import_annotations(rt, other, b"\xef\xbb\xbf" + text.encode()) == 3
    assert sorted(await pairs(rt, other)) == sorted(given)


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b"", "holds 0"),
        (b"question,answer\n", "holds 0"),
        (b"alone\n", "Line 1"),
        (b"a,b\nc,\n", "Annotation 2 of the file: answer is required"),
        (b"a,\xff\n", "UTF-8"),
        (b"a,b\n" * 2001, "2001"),
    ],
    ids=["nothing", "a head only", "one column", "no answer", "other encoding", "too many"],
)
async def test_a_file_that_does_not_fit_says_why_and_stores_nothing(
    rt: Runtime, app: App, data: bytes, reason: str
) -> None:
    with pytest.raises(InvalidInput, match=reason):
        await annotation_files.import_annotations(rt, app, data)
    assert await pairs(rt, app) == []
