"""The palette of the Studio, forms of own nodes, and frames in the run view."""

import polars
import pytest
from streamlit.testing.v1 import AppTest

from engine.frames.table import Table
from engine.nodes.base import Node
from pages.shell.state import StudioState
from services.apps import workflows
from tests.pages.editors import editors

OWN = """
def greet(name: str, times: int = 1) -> str:
    \"\"\"Greet somebody.\"\"\"
    return " ".join([f"Hello {name}"] * times)
"""


@pytest.fixture
def nodes(rt):
    folder = rt.settings.data_dir / "nodes"
    folder.mkdir(mode=0o755)
    return folder


def write(folder, name, text):
    path = folder / name
    path.write_text(text)
    path.chmod(0o644)


def kinds_of(rt, app):
    return [node["data"]["type"] for node in rt.call(workflows.get_draft(rt, app)).graph["nodes"]]


def state(at) -> StudioState:
    return at.session_state[StudioState.__name__]


def test_a_kind_of_the_palette_joins_the_draft_after_the_selected_node(open_page, chatflow, rt):
    at = open_page("studio.py", app=chatflow.id)
    state(at).selected = "text"
    at.run().button(key="palette_add_millrace-sql").click().run()
    assert kinds_of(rt, chatflow) == ["start", "template-transform", "answer", "millrace-sql"]
    edges = rt.call(workflows.get_draft(rt, chatflow)).graph["edges"]
    assert edges[-1]["source"] == "text"
    assert state(at).selected == edges[-1]["target"]
    assert "Query" in {element.label for element in editors(at)}


def test_the_palette_offers_what_goes_with_the_app(open_page, chatflow):
    at = open_page("studio.py", app=chatflow.id)
    keys = {button.key for button in at.button}
    assert "palette_add_answer" in keys
    assert "palette_add_end" not in keys
    assert "palette_add_iteration-start" not in keys


def test_a_file_that_comes_into_the_folder_is_in_the_palette_after_a_reload(open_page, chatflow, rt, nodes):
    at = open_page("studio.py", app=chatflow.id)
    kind = "millrace-python-mine-greet"
    assert f"palette_add_{kind}" not in {button.key for button in at.button}
    write(nodes, "mine.py", OWN)
    at.run().button(key=f"palette_add_{kind}").click().run()
    assert kind in kinds_of(rt, chatflow)
    assert "Name" in {element.label for element in editors(at)}
    assert "Times" in {element.label for element in at.number_input}


@pytest.mark.parametrize(("language", "line"), [("en", "line 1"), ("zh", "第 1 行")])
def test_a_broken_file_shows_its_error_and_hurts_no_other(open_page, chatflow, nodes, language, line):
    write(nodes, "broken.py", "import nowhere_at_all\n")
    write(nodes, "mine.py", OWN)
    at = open_page("studio.py", app=chatflow.id)
    at.session_state["language"] = language
    at.run()
    said = next(text for error in at.error if "broken.py" in (text := error.value.replace("\\", "")))
    assert "No module named 'nowhere_at_all'" in said
    assert line in said
    assert "palette_add_millrace-python-mine-greet" in {button.key for button in at.button}


def test_an_argument_is_a_constant_or_a_variable(open_page, chatflow, rt, nodes):
    write(nodes, "mine.py", OWN)
    at = open_page("studio.py", app=chatflow.id)
    state(at).selected = "text"
    at.run().button(key="palette_add_millrace-python-mine-greet").click().run()
    node_id = state(at).selected

    def stored():
        found = rt.call(workflows.get_draft(rt, chatflow)).graph["nodes"]
        return next(node["data"]["inputs"] for node in found if node["id"] == node_id)

    next(element for element in at.number_input if element.label == "Times").set_value(3).run()
    assert stored() == {"times": 3}
    way = next(element for element in at.selectbox if element.label == "Given as")
    way.set_value("variable").run()
    choice = next(element for element in at.selectbox if element.label == "Times")
    choice.set_value(next(option for option in choice.options if "Words" in option)).run()
    assert stored() == {"times": ["text", "output"]}


def test_own_kinds_go_with_their_runtime(open_page, chatflow, rt, nodes):
    write(nodes, "mine.py", OWN)
    open_page("studio.py", app=chatflow.id)
    assert "millrace-python-mine-greet" in Node.registry
    rt.nodes.close()
    assert "millrace-python-mine-greet" not in Node.registry


def frames(values):
    at = AppTest.from_string(
        "import streamlit as st\nfrom pages.tracing.view import show_values\nshow_values(st.session_state['shown'])"
    )
    at.session_state["shown"] = values
    return at


def test_a_frame_is_shown_as_a_table_with_its_size():
    table = Table.of(polars.DataFrame({"n": range(1000), "name": ["x"] * 1000}))
    at = frames({"orders": table, "rows": 1000}).run()
    assert not at.exception
    assert "1,000 rows × 2 columns" in " ".join(element.value for element in at.markdown)
    assert len(at.dataframe[0].value) == 20
    assert at.caption[0].value == "The first 20 rows are shown."


def test_an_empty_frame_is_shown_without_a_table():
    at = frames({"orders": Table.of(polars.DataFrame())})
    at.session_state["language"] = "zh"
    at.run()
    assert "0 行 × 0 列" in " ".join(element.value for element in at.markdown)
    assert len(at.dataframe) == 0
