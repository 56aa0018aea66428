"""The document extractor node."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import pytest

from engine.errors import NodeError, VariableNotFound
from engine.extract import EXTRACT_LIMITS as LIMITS
from engine.extract import ExtractLimits, TextExtractionError, UnsupportedFileTypeError
from engine.filestore import FileDownloadError, MemoryFiles
from engine.resources import Resources
from engine.values import File
from tests.engine import paper
from tests.engine.alone import node, run_alone


@pytest.fixture
def resources() -> Resources:
    return Resources(files=MemoryFiles())


async def kept(resources: Resources, data: bytes, filename: str, mime_type: str = "") -> File:
    assert resources.files is not None
    return await resources.files.write(data, filename=filename, mime_type=mime_type)


async def extracted(value: Any, resources: Resources) -> Mapping[str, Any]:
    pool = {"start": {"docs": value}}
    result = await run_alone("document-extractor", pool, resources=resources, variable_selector=["start", "docs"])
    return result.outputs


async def test_one_file_gives_one_text(resources):
    assert await extracted(await kept(resources, b"hello", "a.txt"), resources) == {"text": "hello"}


async def test_list_of_files_gives_texts_in_their_order(resources):
    files = [
        await kept(resources, paper.pdf("slow one"), "a.pdf"),
        await kept(resources, b"quick", "b.txt"),
        await kept(resources, b"a,b", "c.csv"),
    ]
    assert await extracted(files, resources) == {"text": ["slow one", "quick", "| a | b |\n| - | - |"]}


@pytest.mark.parametrize("value", [None, [], ""], ids=repr)
async def test_no_file_at_all_is_a_success(value, resources):
    assert await extracted(value, resources) == {"text": []}


@pytest.mark.parametrize("value", ["text", [1], {"a": 1}, ["a"]], ids=repr)
async def test_anything_else_than_files_fails(value, resources):
    with pytest.raises(NodeError, match=r"start\.docs is .*files are needed"):
        await extracted(value, resources)


async def test_missing_variable_fails(resources):
    with pytest.raises(VariableNotFound, match="gone"):
        await run_alone("document-extractor", {}, resources=resources, variable_selector=["start", "gone"])


async def test_one_bad_file_fails_the_node(resources):
    files = [await kept(resources, b"fine", "a.txt"), await kept(resources, b"junk", "b.pdf")]
    with pytest.raises(TextExtractionError, match=r"b\.pdf"):
        await extracted(files, resources)


async def test_unknown_type_fails_with_its_name(resources):
    with pytest.raises(UnsupportedFileTypeError, match=r"\.exe") as failure:
        await extracted(await kept(resources, b"MZ", "setup.exe"), resources)
    assert failure.value.error_type == "UnsupportedFileTypeError"


async def test_without_extension_the_mime_type_decides(resources):
    stored = await kept(resources, b"by type", "noname", "text/plain")
    unnamed = replace(stored, extension="")
    assert await extracted(unnamed, resources) == {"text": "by type"}


async def test_extension_of_the_file_counts_when_its_name_has_none(resources):
    stored = await kept(resources, b'{"a":1}', "data.json")
    unnamed = replace(stored, filename="data", mime_type="text/plain")
    assert await extracted(unnamed, resources) == {"text": '{\n  "a": 1\n}'}


async def test_file_that_is_gone_or_too_large_fails(resources):
    gone = File(type="document", transfer_method="local_file", filename="a.txt", related_id="nobody")
    with pytest.raises(FileDownloadError, match=r"a\.txt"):
        await extracted(gone, resources)
    resources.extras = {LIMITS: ExtractLimits(file_bytes=3)}
    with pytest.raises(FileDownloadError, match="holds 5 bytes; 3 is the limit"):
        await extracted(await kept(resources, b"12345", "a.txt"), resources)


async def test_trace_names_files_encodings_and_notes(resources):
    files = [await kept(resources, "中文".encode("gb18030"), "a.txt"), await kept(resources, paper.pdf(""), "scan.pdf")]
    result = await run_alone(
        "document-extractor", {"s": {"d": files}}, resources=resources, variable_selector=["s", "d"]
    )
    assert result.process_data["encodings"] == {"a.txt": "gb18030"}
    assert result.process_data["notes"] == ["scan.pdf: no page holds text; the document may be made of pictures"]


def test_declared_output_follows_the_hint():
    assert node("document-extractor", variable_selector=["s", "d"]).declared_outputs() == {"text": "string"}
    several = node("document-extractor", variable_selector=["s", "d"], is_array_file=True)
    assert several.declared_outputs() == {"text": "array[string]"}
