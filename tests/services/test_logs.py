"""Logs: one JSON object a line, with context and without secrets."""

import json
import logging
from collections.abc import Iterator
from typing import Any

import pytest

from services.platform.logs import REDACTED, bound, configure_logging, is_secret, redact


@pytest.fixture(autouse=True)
def _root_logger_restored() -> Iterator[None]:
    root = logging.getLogger()
    handlers, level = root.handlers[:], root.level
    yield
    root.handlers[:] = handlers
    root.setLevel(level)


def lines(capsys: pytest.CaptureFixture[str]) -> list[dict[str, Any]]:
    return [json.loads(line) for line in capsys.readouterr().err.splitlines()]


def test_a_record_is_one_json_line_with_its_context(capsys: pytest.CaptureFixture[str]) -> None:
    configure_logging("INFO", "json")
    with bound(run_id="r1", app_id="a1"):
        logging.getLogger("services.runs.runs").info("A run ended. tokens=%d 中文", 5)
    logging.getLogger("services.runs.runs").info("Outside.")
    first, second = lines(capsys)
    assert list(first)[:4] == ["timestamp", "level", "logger", "message"]
    assert first["message"] == "A run ended. tokens=5 中文"
    assert (first["run_id"], first["app_id"]) == ("r1", "a1")
    assert "run_id" not in second


def test_an_exception_is_logged_with_its_traceback_and_without_its_secrets(
    capsys: pytest.CaptureFixture[str],
) -> None:
    configure_logging("INFO", "json")
    try:
        raise ValueError("refused: Bearer abcdef123456")
    except ValueError:
        logging.getLogger("x").exception("It failed.")
    (line,) = lines(capsys)
    assert "Traceback" in line["exception"]
    assert "abcdef123456" not in json.dumps(line)


def test_records_below_the_level_and_chatter_of_libraries_are_left_out(capsys: pytest.CaptureFixture[str]) -> None:
    configure_logging("INFO", "json")
    logging.getLogger("x").debug("detail")
    logging.getLogger("httpx2").info("HTTP Request: ...")
    assert lines(capsys) == []


def test_extra_values_are_redacted_by_key(capsys: pytest.CaptureFixture[str]) -> None:
    configure_logging("INFO", "json")
    logging.getLogger("x").info("Called.", extra={"headers": {"Authorization": "abc"}, "prompt_tokens": 7})
    (line,) = lines(capsys)
    assert line["headers"] == {"Authorization": REDACTED}
    assert line["prompt_tokens"] == 7


@pytest.mark.parametrize(
    ("key", "secret"),
    [
        ("api_key", True),
        ("openaiApiKey", True),
        ("X-Api-Key", True),
        ("password", True),
        ("new_password", True),
        ("access_token", True),
        ("Authorization", True),
        ("client_secret", True),
        ("credentials", True),
        ("prompt_tokens", False),
        ("tokens", False),
        ("tokenizer", False),
        ("key", False),
        ("secretary", False),
    ],
)
def test_a_key_is_judged_by_its_whole_words(key: str, secret: bool) -> None:
    assert is_secret(key, "value") is secret


def test_a_count_is_no_secret() -> None:
    assert not is_secret("token_count", 12)


@pytest.mark.parametrize(
    "text",
    [
        "Authorization: Bearer abc.def-123456",
        "key sk-proj-abcdefghijklmnop refused",
        "token app-abcdefghijklmnopqrst is unknown",
        "redis://:hunter22@localhost:6379",
        '{"api_key": "hunter22"}',
        "password=hunter22",
        "MILLRACE_ADMIN_PASSWORD=hunter22",
    ],
)
def test_a_secret_inside_a_text_is_redacted(text: str) -> None:
    shown = redact(text)
    assert REDACTED in shown
    assert not any(part in shown for part in ("hunter22", "abc.def", "abcdefghijkl"))


@pytest.mark.parametrize("text", ["prompt_tokens=12 total", "see task-1", "the secret of good soup", "Basic idea"])
def test_harmless_text_stays_readable(text: str) -> None:
    assert redact(text) == text
