"""What the fields of a form say, in the language of the session."""

from collections.abc import Sequence
from typing import Any

from engine.forms import Field
from pages.language.text import t
from pages.language.words import CHOICES


def label_of(field: Field) -> str:
    """Return the field's name; a widget needs one, so nothing becomes a blank."""
    return t(field.label) if field.label else " "


def help_of(field: Field) -> str | None:
    """Return what the field means, None when that is not said."""
    return t(field.help) if field.help else None


def choice_words(values: Sequence[Any]) -> dict[str, str]:
    """Return the words of several values by their `repr`; those that would read the same show their spelling, too."""
    words: dict[str, str] = {}
    for value in values:
        text = choice_text(value)
        words[repr(value)] = f"{text} ({value})" if text in words.values() else text
    return words


def choice_text(value: Any) -> str:
    """Return one of the values that a field may have, in words."""
    return t("none") if value is None else t(CHOICES.get(str(value), str(value)))
