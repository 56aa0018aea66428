"""Settings: what is read, what is refused, what is told."""

import os

import pytest
from pydantic import ValidationError

from config import PROJECT, Settings, example, names_of, unknown_names


@pytest.fixture(autouse=True)
def _no_settings_around(monkeypatch: pytest.MonkeyPatch) -> None:
    known = {name for field in Settings.model_fields for name in names_of(field)}
    for name in known & set(os.environ):
        monkeypatch.delenv(name)


def read(**given: object) -> Settings:
    return Settings(_env_file=None, **given)  # type: ignore[arg-type]  # values as an operator types them


def test_the_defaults_start_a_system() -> None:
    settings = read()
    assert settings.data_dir == PROJECT / "data"
    assert settings.embedded_redis
    assert settings.workers == 1


def test_env_example_lists_every_setting_with_its_default() -> None:
    assert (PROJECT / ".env.example").read_text() == example(), "run: .venv/bin/python -m config > .env.example"


@pytest.mark.parametrize(
    ("name", "value", "field", "expected"),
    [
        ("MILLRACE_WORKERS", "3", "workers", 3),
        ("LOG_LEVEL", "debug", "log_level", "DEBUG"),
        ("MILLRACE_LOG_LEVEL", "error", "log_level", "ERROR"),
        ("MAX_QUERY_CHARS", "10", "max_query_chars", 10),
        ("UPLOAD_FILE_EXTENSION_BLACKLIST", "EXE, bat", "upload_file_extension_blacklist", ("exe", "bat")),
        ("MILLRACE_WORKERS", "", "workers", 1),
    ],
)
def test_a_setting_is_read_from_the_environment(
    monkeypatch: pytest.MonkeyPatch, name: str, value: str, field: str, expected: object
) -> None:
    monkeypatch.setenv(name, value)
    assert getattr(read(), field) == expected


@pytest.mark.parametrize(("field", "value"), [("workers", -1), ("run_max_steps", -1), ("log_level", "loud")])
def test_a_value_out_of_range_is_refused(field: str, value: object) -> None:
    with pytest.raises(ValidationError, match=r"workers|run_max_steps|LOG_LEVEL|log_level"):
        read(**{field: value})


def test_secrets_are_not_shown() -> None:
    assert "hunter22hunter22" not in repr(read(admin_password="hunter22hunter22", openai_api_key="hunter22hunter22"))


def test_an_unknown_name_is_told_with_the_nearest_known_one() -> None:
    given = {"MILLRACE_WORKER": "2", "MILLRACE_WORKERS": "2", "MILLRACE_ZZZZ": "1", "PATH": ""}
    assert list(unknown_names(given)) == [("MILLRACE_WORKER", "MILLRACE_WORKERS"), ("MILLRACE_ZZZZ", None)]


def test_a_relative_data_folder_is_one_of_the_project(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MILLRACE_DATA_DIR", "elsewhere")
    assert read().data_dir == PROJECT / "elsewhere"
