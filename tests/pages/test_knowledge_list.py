"""The list of knowledge bases: empty, filled, searched, and the dialog that makes one."""

import pytest
import streamlit as st

import storage.accounts
from pages.fields import base_choice
from pages.shell import auth
from services import accounts
from services.knowledge import datasets, tags
from services.knowledge.permissions import Reader
from storage.records import Account, Dataset
from tests.pages.knowing import said
from tests.services.knowing import add_base

PASSWORD = "correct horse 7"


@pytest.fixture
def manuals(rt, workspace_id) -> Dataset:
    return rt.call(add_base(rt, workspace_id, name="Manuals", description="Kettles and toasters."))


def test_without_a_base_the_page_says_how_to_begin(open_page):
    at = open_page("knowledge.py")
    assert at.title[0].value == "Knowledge"
    assert "answer from your documents" in said(at)
    assert at.button(key="knowledge_first_create").label == "Create the first knowledge base"


def test_a_base_is_a_card_that_says_what_is_in_it(open_page, manuals):
    at = open_page("knowledge.py")
    assert all(words in said(at) for words in ("0 documents", "Kettles and toasters.", "General", "demo"))


def test_the_list_is_narrowed_by_name_and_by_tag(open_page, rt, workspace_id, manuals):
    rt.call(add_base(rt, workspace_id, name="Recipes", description="Soups."))
    tag = rt.call(tags.add(rt, workspace_id, "kitchen"))
    rt.call(tags.bind(rt, Reader(workspace_id), manuals.id, [tag.id]))
    at = open_page("knowledge.py")
    at.text_input(key="knowledge_search").set_value("reci").run()
    assert "Soups." in said(at)
    assert "Kettles" not in said(at)
    at.text_input(key="knowledge_search").set_value("").run()
    at.pills(key="knowledge_tags").select(tag.id).run()
    assert "Kettles" in said(at)
    assert "Soups." not in said(at)


def test_a_search_without_a_hit_can_be_dropped(open_page, manuals):
    at = open_page("knowledge.py")
    at.text_input(key="knowledge_search").set_value("nothing like it").run()
    assert "No knowledge base fits." in said(at)
    at.button(key="knowledge_clear").click().run()
    assert "Kettles" in said(at)


def test_the_dialog_offers_the_offline_model_and_says_what_it_does_not_read(open_body):
    at = open_body("pages.bases.create:show_create()")
    assert at.selectbox(key="knowledge_create_model").value == ("local", "all-MiniLM-L6-v2")
    assert "For Chinese and other languages choose a model of a provider that is set up" in said(at)
    at.button(key="knowledge_create_go").click().run()
    assert at.error[0].value == "name is required."


def test_the_dialog_makes_a_base_as_it_was_described(open_body, rt, workspace_id, went_to):
    at = open_body("pages.bases.create:show_create()")
    at.text_input(key="knowledge_create_name").set_value("House rules").run()
    at.radio(key="knowledge_create_technique").set_value("economy").run()
    at.radio(key="knowledge_create_form").set_value("hierarchical_model").run()
    at.button(key="knowledge_create_go").click().run()
    (base,) = rt.call(datasets.page_of(rt, Reader(workspace_id))).items
    assert (base.name, base.indexing_technique, base.doc_form) == ("House rules", "economy", "hierarchical_model")
    assert base.process_rule["mode"] == "hierarchical"
    assert went_to == [("knowledge_base.py", {"base": base.id})]


def test_a_base_by_meaning_and_words_is_searched_by_both(open_body, rt, workspace_id, went_to):
    at = open_body("pages.bases.create:show_create()")
    at.text_input(key="knowledge_create_name").set_value("House rules").run()
    at.button(key="knowledge_create_go").click().run()
    (base,) = rt.call(datasets.page_of(rt, Reader(workspace_id))).items
    assert went_to
    assert (base.indexing_technique, base.retrieval_model["search_method"]) == ("high_quality", "hybrid_search")


def test_a_name_that_is_taken_is_told(open_body, manuals):
    at = open_body("pages.bases.create:show_create()")
    at.text_input(key="knowledge_create_name").set_value("Manuals").run()
    at.button(key="knowledge_create_go").click().run()
    assert "already exists" in at.error[0].value


def test_the_list_speaks_chinese(open_page, manuals):
    at = open_page("knowledge.py")
    at.session_state["language"] = "zh"
    at.run()
    assert "知识库" in said(at)
    assert "0 个文档" in said(at)


def test_a_base_that_apps_search_is_not_deleted(open_body, rt, workspace_id, manuals, monkeypatch):
    at = open_body("pages.bases.settings:show_delete(st.session_state.base)", base=manuals)
    monkeypatch.setattr(datasets, "apps_using", _used)
    at.button(key="knowledge_delete_go").click().run()
    assert "Take it out of them first" in said(at)


@pytest.fixture
def member(rt, workspace_id, monkeypatch) -> Account:
    """An editor who has signed in, in a workspace of somebody else's."""
    rt.call(accounts.setup(rt, email="owner@example.com", name="Owner", password=PASSWORD))
    made = Account(workspace_id=workspace_id, email="ben@example.com", name="Ben")
    rt.call(storage.accounts.add_account(rt.db, made, "editor"))
    rt.call(accounts.set_password(rt, PASSWORD, email=made.email))
    tokens = rt.call(accounts.login(rt, made.email, PASSWORD))
    monkeypatch.setattr(auth, "_cookie", {auth.ACCESS_COOKIE: tokens.access_token}.get)
    return made


def test_a_member_sees_and_is_offered_what_is_open_to_them_and_no_more(open_page, open_body, rt, manuals, member):
    shared = rt.call(
        add_base(rt, member.workspace_id, name="House", description="Keys.", permission="all_team_members")
    )
    at = open_page("knowledge.py")
    assert "Keys." in said(at)
    assert "Kettles" not in said(at)
    closed = open_page("knowledge_base.py", base=manuals.id)
    assert "Ask whoever made it, or an owner, to open it to you." in closed.error[0].value
    assert "Kettles" not in said(closed)
    closed.session_state["language"] = "zh"
    assert "您没有权限" in closed.run().error[0].value
    offered = open_body("tests.pages.test_knowledge_list:show_offered()").json[0].value
    assert shared.id in offered
    assert manuals.id not in offered


def show_offered() -> None:
    """Show what the choices of nodes and apps offer."""
    st.json(base_choice.base_names())


async def _used(rt, dataset):
    return ["an app"]
