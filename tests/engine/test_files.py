"""Files that callers hand in: how they are found, typed and refused."""

from dataclasses import replace
from typing import Any

import pytest

from engine.errors import InvalidInputs
from engine.files import FileReader, FileRules, detect_type
from engine.inputs import parse_inputs
from engine.values import File
from tests.engine.test_values import CAT

UPLOADS = {"u1": replace(CAT, type="custom")}
READER = FileReader(lookup=UPLOADS.get)
UPLOADED = {"type": "image", "transfer_method": "local_file", "upload_file_id": "u1"}
REMOTE = {"type": "document", "transfer_method": "remote_url", "url": "https://x.test/dir/My%20paper.PDF?sign=1"}


def parsed(value: Any, *, reader: FileReader = READER, **item: Any) -> Any:
    form = [{"variable": "v", "type": "file", **item}]
    return parse_inputs(form, {"v": value}, files=reader)["v"]


def test_upload_is_looked_up():
    assert parsed(UPLOADED) == CAT


def test_remote_file_takes_name_and_type_from_its_address():
    assert parsed(REMOTE) == File(
        type="document",
        transfer_method="remote_url",
        filename="My paper.PDF",
        extension=".pdf",
        mime_type="application/pdf",
        remote_url="https://x.test/dir/My%20paper.PDF?sign=1",
    )


def test_marked_mapping_of_a_caller_is_not_believed():
    forged = {**CAT.as_mapping(), "related_id": "someone else's", "url": "https://files.test/secret"}
    with pytest.raises(InvalidInputs, match="does not exist"):
        parsed(forged)


@pytest.mark.parametrize(("given", "found"), [("custom", "image"), (None, "image"), ("", "image"), ("image", "image")])
def test_type_that_is_missing_or_custom_is_detected(given: Any, found: str):
    assert parsed({**UPLOADED, "type": given}).type == found


@pytest.mark.parametrize(
    ("name", "mime_type", "found"),
    [
        ("a.SVG", "", "image"),
        ("a.webm", "", "video"),
        ("a.mp3", "video/mp4", "audio"),
        ("a", "application/pdf", "document"),
        ("a", "image/tiff", "image"),
        ("a.zip", "application/zip", "custom"),
        ("", "", "custom"),
    ],
)
def test_detection_by_name_and_then_by_mime_type(name: str, mime_type: str, found: str):
    file = File(type="custom", transfer_method="local_file", filename=name, mime_type=mime_type)
    assert detect_type(file) == found


def test_given_type_that_differs_is_an_error_unless_the_reader_is_lenient():
    given = {**UPLOADED, "type": "document"}
    with pytest.raises(InvalidInputs, match="of type image that is given as document"):
        parsed(given)
    assert parsed(given, reader=FileReader(lookup=UPLOADS.get, strict=False)).type == "document"


def test_given_type_is_believed_when_nothing_shows_another():
    assert parsed({"type": "video", "transfer_method": "remote_url", "url": "https://x.test/watch?v=1"}).type == "video"


@pytest.mark.parametrize(
    ("given", "message"),
    [
        ("text", "must be a file, got 'text'"),
        ({"type": "image"}, "needs a transfer_method"),
        ({**UPLOADED, "transfer_method": "tool_file"}, "needs a transfer_method, .* got 'tool_file'"),
        ({**UPLOADED, "upload_file_id": "u9"}, "an upload that does not exist: 'u9'"),
        ({**UPLOADED, "upload_file_id": None}, "does not exist"),
        ({**UPLOADED, "type": "hologram"}, "unknown type 'hologram'"),
        ({**REMOTE, "url": "ftp://x.test/a.pdf"}, "starts with http:// or https://"),
        ({**REMOTE, "url": "file:///etc/passwd"}, "starts with http"),
        ({**REMOTE, "url": "http://[broken"}, "starts with http"),
        ({**REMOTE, "url": None}, "starts with http"),
    ],
)
def test_what_is_no_usable_file(given: Any, message: str):
    with pytest.raises(InvalidInputs, match=rf"^v .*{message}"):
        parsed(given)


def test_without_a_lookup_there_are_no_uploads():
    with pytest.raises(InvalidInputs, match="does not exist"):
        parsed(UPLOADED, reader=FileReader())


@pytest.mark.parametrize("given", ["", []])
def test_optional_file_that_is_blank_is_none(given: Any):
    assert parsed(given) is None


@pytest.mark.parametrize(
    ("rules", "message"),
    [
        ({"allowed_file_types": ["document", "audio"]}, "takes document, audio only; 'cat.png' is of type image"),
        ({"allowed_file_types": ["custom"], "allowed_file_extensions": ["zip"]}, "takes custom, zip only"),
        ({"allowed_file_upload_methods": ["remote_url"]}, "takes files by remote_url only, not by local_file"),
    ],
)
def test_file_that_the_field_does_not_let_in(rules: dict[str, Any], message: str):
    with pytest.raises(InvalidInputs, match=message):
        parsed(UPLOADED, **rules)


@pytest.mark.parametrize("extension", ["png", ".PNG"])
def test_custom_lets_in_by_extension(extension: str):
    assert parsed(UPLOADED, allowed_file_types=["custom"], allowed_file_extensions=[extension]) == CAT


def test_custom_file_needs_a_listed_extension():
    archive = {"type": "custom", "transfer_method": "remote_url", "url": "https://x.test/a.zip"}
    allowed = {"allowed_file_types": ["custom", "image"], "allowed_file_extensions": ["rar"]}
    with pytest.raises(InvalidInputs, match=r"files ending in rar only, not 'a\.zip'"):
        parsed(archive, **allowed)


def test_list_of_files_is_counted():
    assert parsed([UPLOADED, UPLOADED], type="file-list", max_length=2) == [CAT, CAT]
    assert parsed([], type="file-list") == []
    with pytest.raises(InvalidInputs, match="v takes at most 2 files, got 3"):
        parsed([UPLOADED] * 3, type="file-list", max_length=2)
    with pytest.raises(InvalidInputs, match="must be a list of files"):
        parsed(UPLOADED, type="file-list")


@pytest.mark.parametrize(
    ("features", "rules"),
    [
        ({}, None),
        ({"file_upload": {"enabled": False, "image": {"enabled": False}}}, None),
        ({"file_upload": {"image": {"enabled": True, "number_limits": 3, "transfer_methods": ["local_file"]}}},
         FileRules(types=("image",), methods=["local_file"], limit=3)),
        ({"file_upload": {"enabled": True, "allowed_file_types": ["audio"], "number_limits": 2, "image": {"enabled": True}}},
         FileRules(types=["audio"], limit=2)),
    ],
)  # fmt: skip
def test_rules_for_the_files_of_a_message(features: dict[str, Any], rules: FileRules | None):
    assert FileRules.of_features(features) == rules
