"""The generated forms beside real files: opening a node must never be an edit."""

from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from engine.dsl import load
from engine.errors import InvalidDsl

COMMUNITY = Path(__file__).resolve().parents[3] / "shared" / "dsl" / "community"
FILES = sorted(COMMUNITY.glob("*.yml"))[::5]  # all of them take a minute

SCRIPT = """
import streamlit as st
from engine.forms import common_form, form
from engine.nodes.base import Node
from pages.fields.node_form import edit_fields
from pages.fields.pen import Pen
from services.apps.inspection import readable_variables

ss = st.session_state
ss.changed = {}
for number, node in enumerate(ss.document.nodes):
    if node.kind in Node.registry:
        pen = Pen(key=f"n{number}", variables=readable_variables(ss.document, node.id), models=[("demo", "demo")])
        edited = edit_fields((*common_form(node.kind), *form(node.kind)), node.data, pen)
        if edited != node.data:
            ss.changed[node.id] = {key: (node.data.get(key), edited[key]) for key in edited if edited[key] != node.data.get(key)}
"""


@pytest.mark.skipif(not FILES, reason="the community files are not here")
@pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
def test_opening_any_node_of_a_real_file_changes_nothing(file):
    try:
        document = load(file.read_text(encoding="utf-8")).document
    except InvalidDsl:
        pytest.skip("no app in this file")
    at = AppTest.from_string(SCRIPT, default_timeout=60)
    at.session_state["document"] = document
    at.run()
    assert not at.exception
    assert at.session_state["changed"] == {}
    at.run()
    assert at.session_state["changed"] == {}
