"""Graphs that are only looked at: each is drawn when it is opened, and says in words what became of its nodes."""

import streamlit as st

from services.apps.examples import templates
from services.chats import chat
from services.runs.runs import DEBUGGER


def frames(at):
    return list(at.get("component_instance"))


def test_a_run_shows_its_graph_when_it_is_opened_with_what_became_of_each_node(open_page, rt, chatflow):
    work = chat.start_turn(rt, chatflow, query="Hi", inputs={}, user="ann", draft=True, invoke_from=DEBUGGER)
    live = rt.call(work)
    rt.call(live.ended())
    at = open_page("runs.py", app=chatflow.id, run=live.id)
    assert not frames(at)
    at.session_state[f"runs_graph_{live.id}"] = True
    assert len(frames(at.run())) == 1
    assert any("3 succeeded" in one.value for one in at.markdown)


def test_an_app_shows_its_draft_over_the_list(open_body, chatflow, monkeypatch):
    monkeypatch.setattr(st, "page_link", lambda *_, **__: None)  # there are no pages behind the body of a dialog
    at = open_body("pages.drawing.pictures:show_preview(st.session_state.the_app)", the_app=chatflow)
    assert len(frames(at)) == 1


def test_the_gallery_draws_no_graph_before_one_is_opened(open_body):
    gallery = [template for template in templates() if template.variant("en").mode == "workflow"][:4]
    at = open_body("pages.catalogue.examples:example_cards(st.session_state.gallery, key='g')", gallery=gallery)
    assert not frames(at)
    at.session_state[f"g_look_{gallery[0].id}"] = True
    assert len(frames(at.run())) == 1
