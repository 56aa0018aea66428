"""The forms of every node kind, whichever there are: widgets, both languages, and opening one is no edit."""

import pytest
from streamlit.testing.v1 import AppTest

from engine.forms import common_form, form, new_data
from pages.chinese.table import CHINESE
from pages.fields.node_form import EDITORS, HIDDEN
from pages.language import words
from tests.engine.test_every_kind import KINDS, fields
from tests.kinds import settings

SCRIPT = """
import streamlit as st
from engine.forms import common_form, form
from pages.fields.node_form import edit_fields
from pages.fields.pen import Pen

ss = st.session_state
ss.setdefault("typed", {})
ss.changed = []
for number, data in enumerate(ss.settings):
    pen = Pen(key=f"n{number}", models=[("demo", "demo")], typed=ss.typed)
    edited = edit_fields((*common_form(ss.kind), *form(ss.kind)), data, pen)
    ss.changed += [] if edited == data else [(data, edited)]
"""


def form_fields(kind):
    return list(fields((*form(kind), *common_form(kind))))


@pytest.mark.parametrize("kind", KINDS)
def test_every_hint_of_a_kind_has_a_widget(kind):
    unknown = {path: field.kind for path, field in form_fields(kind) if field.kind not in {*EDITORS, HIDDEN}}
    assert unknown == {}, f"add an editor to EDITORS in pages/fields/node_form.py for {unknown}"


@pytest.mark.parametrize("kind", KINDS)
def test_a_form_speaks_chinese_as_well(kind):
    said = {text for _, field in form_fields(kind) for text in (field.label, field.help) if text}
    said |= {words.CHOICES.get(str(choice), str(choice)) for _, field in form_fields(kind) for choice in field.choices}
    assert sorted(said - CHINESE.keys()) == [], (
        f"names and choices of {kind!r} are missing in pages/chinese/forms.py, help in pages/chinese/help.py; "
        "choices whose spelling is no English get words in CHOICES in pages/language/words.py first"
    )


@pytest.mark.parametrize("kind", KINDS)
def test_a_kind_has_a_name_for_people(kind):
    assert words.KINDS.get(kind, "") in CHINESE, (
        f"name {kind!r} in KINDS in pages/language/words.py, and the name in Chinese"
    )


@pytest.mark.parametrize("kind", [kind for kind in KINDS if kind in settings()])
@pytest.mark.parametrize("language", ["en", "zh"])
def test_opening_real_settings_of_a_kind_changes_nothing(kind, language):
    at = AppTest.from_string(SCRIPT, default_timeout=60)
    at.session_state["language"] = language
    at.session_state["kind"], at.session_state["settings"] = kind, [new_data(kind, "Title"), *settings()[kind]]
    for _ in range(2 if language == "en" else 1):  # between two runs `AppTest` itself reads the options, in English
        at.run()
        assert not at.exception
        assert at.session_state["changed"] == []
