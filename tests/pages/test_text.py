import ast
import string
from collections.abc import Iterator
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from config import Settings, limits
from engine.problems import WORDS, problem
from pages import annotations, app_overview, apps, knowledge, knowledge_base, knowledge_document, logs
from pages import models as models_page
from pages.bases import actions as knowledge_actions
from pages.bases import add as knowledge_add
from pages.bases import chunks as knowledge_chunks
from pages.bases import figures as knowledge_figures
from pages.bases import hit_view
from pages.bases import metadata as knowledge_metadata
from pages.bases import words as knowledge_words
from pages.catalogue import card as app_card
from pages.catalogue import dialogs as app_dialogs
from pages.catalogue import head as app_head
from pages.catalogue import key_rows
from pages.chinese.problems import PROBLEMS
from pages.chinese.table import CHINESE
from pages.chinese.tools import TOOLS
from pages.drawing import own
from pages.extensions import words as plugin_words
from pages.fields import models as model_fields
from pages.fields import tools as tool_fields
from pages.language import words
from pages.prompts import features, moderation_form
from pages.records import filter as log_filter
from pages.shell import account_script, frame, guard
from pages.talk import history as chat_history
from pages.toolbox import connection
from pages.toolbox import words as toolbox
from pages.workbench import difference as version_diff
from pages.workbench import variables, webhooks
from pages.workspace import jobs as jobs_view
from pages.workspace import members, model_choices, own_models
from services.accounts import audit
from services.models import states as provider_states
from services.platform import jobs
from services.runs import scripts
from services.tools.builtin import built_in_providers

SAYING = ("t", "counted")
FOLDER = Path(__file__).resolve().parents[2] / "pages"


def said(path: Path) -> Iterator[str]:
    """Yield the texts that a page hands to `t`, or to `counted` for it, as they stand in the source."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in SAYING:
            for argument in (part for item in node.args for part in ast.walk(item)):
                if isinstance(argument, ast.Constant) and isinstance(argument.value, str):
                    yield argument.value


def looked_up() -> Iterator[str]:
    """Yield the texts that reach `t` by way of a table."""
    for table in (words.MODES, words.MODE_HINTS, words.KINDS, words.STATUS_WORDS, words.APP_STATES, guard._THINGS):
        yield from table.values()
    yield from words.CHOICES.values()
    for table in (words.ACTIONS, words.TIERS, words.TIER_HINTS):
        yield from table.values()
    yield from (*members.ROLES.values(), *members.HINTS.values(), *key_rows.LIVES.values(), *key_rows.USES.values())
    yield from (account_script.WRONG, account_script.WEAK, account_script.MANY)
    yield scripts.UNSAFE
    yield from tool_fields.LABELS.values()
    yield from (*toolbox.SOURCES.values(), *toolbox.STATE_COLOURS)
    yield from (*connection.AUTHS.values(), *connection.PLACES.values(), *connection.TRANSPORTS.values())
    yield from app_card.MENU_ICONS
    yield frame.ABOUT
    yield from (app_dialogs.BLANK, app_dialogs.EXAMPLE, chat_history.RENAME, chat_history.DELETE, *model_fields.ROLES)
    yield from (*models_page.VIEWS.values(), *model_choices.KINDS.values(), *own_models.ABILITIES.values())
    yield from provider_states.WORDS.values()
    yield from own.WORDS.values()
    yield from version_diff.WORDS.values()
    yield from (text for shelf in variables.SHELVES for text in (shelf.title, shelf.hint, shelf.empty))
    yield from of_knowledge()
    yield from of_jobs()
    yield from of_apps()


def of_jobs() -> Iterator[str]:
    """Yield the texts of the list of jobs that reach `t` by way of a table."""
    yield from (*jobs_view.QUEUES.values(), *jobs_view.STATES.values(), jobs.NO_QUEUE)


def of_apps() -> Iterator[str]:
    """Yield the texts of the pages around one app that reach `t` by way of a table."""
    for table in (log_filter.SOURCES, log_filter.MESSAGE_STATUSES, log_filter.RATINGS, log_filter.ANNOTATED):
        yield from table.values()
    yield from (*log_filter.SPANS, log_filter.OWN_SPAN, *app_overview.SPANS.values(), *annotations.MENU_ICONS)
    yield from (title for title, _ in app_head.PAGES.values())
    yield from (*webhooks.EVENT_NAMES.values(), *(word for _, word in webhooks.LOOKS.values()))
    yield from (logs.TALKS, logs.TEXTS, logs.RUNS, app_dialogs.FILE, app_dialogs.COPY_OF, *apps.SORTS.values())
    yield from (*features.WORDS.values(), *moderation_form.KINDS.values(), *moderation_form.SIDES.values())


def of_knowledge() -> Iterator[str]:
    """Yield the texts of the pages about knowledge that reach `t` by way of a table."""
    kw = knowledge_words
    for table in (kw.STATES, kw.STAGES, kw.FORMS, kw.FORM_HINTS, kw.TECHNIQUES, kw.TECHNIQUE_HINTS, kw.METHODS):
        yield from table.values()
    for table in (kw.PERMISSIONS, kw.SORTS, kw.FIELD_TYPES, kw.ORIGINS, hit_view.SCORES, knowledge_chunks.SWITCHED):
        yield from table.values()
    for table in (knowledge_figures.SOURCES, knowledge_metadata.BUILT_IN_WORDS):
        yield from table.values()
    for table in (
        knowledge.MENU_ICONS,
        knowledge_chunks.MENU_ICONS,
        knowledge_add.WAYS,
        knowledge_base.ICONS,
        knowledge_document.ICONS,
    ):
        yield from table
    for table in (plugin_words.KINDS, plugin_words.STATES, plugin_words.ORIGINS):
        yield from table.values()
    for action in knowledge_actions.ACTIONS.values():
        yield from (action.label, *action.done)


def places(text: str) -> set[str | None]:
    return {name for _, name, _, _ in string.Formatter().parse(text)} - {None}


@pytest.mark.parametrize("page", sorted(FOLDER.rglob("*.py")), ids=lambda path: path.stem)
def test_everything_that_a_page_says_has_a_chinese_text(page):
    assert [text for text in said(page) if text.strip() and text not in CHINESE] == []


def test_everything_in_the_tables_has_a_chinese_text():
    assert [text for text in looked_up() if text not in CHINESE] == []


def test_every_limit_is_explained_in_chinese():
    told = {Settings.model_fields[field].description for _, fields in limits() for field in fields}
    told |= {section for section, _ in limits()}
    missing = sorted(text for text in told if text not in CHINESE)
    assert missing == [], "add the descriptions of these settings to pages/chinese/settings.py"


def test_every_action_of_the_log_has_words():
    assert set(words.ACTIONS) == set(audit.ACTIONS)


def test_both_languages_have_the_same_places_to_fill_in():
    assert [text for text, chinese in CHINESE.items() if places(text) != places(chinese)] == []


def test_every_problem_of_a_document_has_a_chinese_text_with_the_same_values():
    assert {code: places(words) for code, words in WORDS.items()} == {code: places(t) for code, t in PROBLEMS.items()}


CIRCLE = problem("circle", "a", "edges", path="'a' (a) → 'a' (a)")


@pytest.mark.parametrize(("code", "begins"), [("en", "the edges lead in a circle"), ("zh", "连线形成了环")])
def test_a_problem_is_told_in_the_language_of_the_session(code, begins):
    at = AppTest.from_string(
        "import streamlit as st\nfrom pages.language.text import problem_text\nst.text(problem_text(st.session_state.fault))"
    )
    at.session_state["language"], at.session_state["fault"] = code, CIRCLE
    assert at.run().text[0].value.startswith(begins)


def test_all_that_built_in_tools_say_of_themselves_has_a_chinese_text():
    providers = built_in_providers()
    texts = {text for one in providers for text in (one.label, one.description)}
    for tool in (tool for one in providers for tool in one.tools):
        texts |= {tool.label, tool.description, *tool.use_cases}
        texts |= {field.description for field in (*tool.parameters, *tool.credentials)}
    assert sorted(texts - {""} - set(TOOLS)) == [], "add these to pages/chinese/tools.py"
    assert sorted(set(TOOLS) - texts) == [], "no tool says these any more"
