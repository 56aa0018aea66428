"""The page of limits says what the settings are."""

from config import Settings, is_limit, limits
from docs import limits_page


def test_the_page_is_as_the_settings_are() -> None:
    written = limits_page.PAGE.read_text(encoding="utf-8")
    assert written == limits_page.page(), "run: .venv/bin/python docs/limits_page.py"


def test_every_number_among_the_settings_is_on_it() -> None:
    listed = [field for _, fields in limits() for field in fields]
    assert listed == [field for field in Settings.model_fields if is_limit(field)]
