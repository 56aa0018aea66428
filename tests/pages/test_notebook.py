"""The notebook of a workflow: cells, their states, running parts of it, earlier runs."""

from typing import Any

import pytest
import yaml

from services.apps import apps, imports, workflows
from tests.pages.editors import editor
from tests.pages.test_studio_page import data_of, state, texts, wait_for_run

MODEL = {"provider": "openai", "name": "gpt-4o-mini", "mode": "chat", "completion_params": {}}


def asking(node_id: str, title: str, text: str) -> dict[str, Any]:
    prompt = [{"role": "user", "text": text}]
    data = {"type": "llm", "title": title, "model": MODEL, "prompt_template": prompt, "context": {"enabled": False}}
    return {"id": node_id, "type": "custom", "position": {"x": 0, "y": 0}, "data": data}


def node(node_id: str, **data: object) -> dict[str, Any]:
    return {"id": node_id, "type": "custom", "position": {"x": 0, "y": 0}, "data": data}


def edge(source: str, target: str) -> dict[str, Any]:
    ends = {"source": source, "target": target, "sourceHandle": "source", "targetHandle": "target"}
    return {"id": f"{source}-{target}", **ends}


TOPIC = {"variable": "topic", "label": "Topic", "type": "text-input", "required": True}
JOINED = [{"variable": name, "value_selector": [name, "text"]} for name in ("pro", "con")]
TWO_MODELS: dict[str, Any] = {
    "kind": "app",
    "version": "0.6.0",
    "app": {"name": "Weigh", "mode": "workflow", "icon": "⚖️", "description": ""},
    "workflow": {
        "graph": {
            "nodes": [
                node("start", type="start", title="Start", variables=[TOPIC]),
                asking("pro", "For", "Say why {{#start.topic#}} is good."),
                asking("con", "Against", "Say why {{#start.topic#}} is bad."),
                node(
                    "both", type="template-transform", title="Both", template="{{ pro }}\n{{ con }}", variables=JOINED
                ),
                node("end", type="end", title="End", outputs=[{"variable": "o", "value_selector": ["both", "output"]}]),
            ],
            "edges": [edge(*ends.split()) for ends in ("start pro", "start con", "pro both", "con both", "both end")],
        }
    },
}


@pytest.fixture
def weigh(rt, workspace_id):
    """Return a workflow in which two models answer one question and a template joins what they say."""
    made = rt.call(imports.import_dsl(rt, workspace_id, yaml.safe_dump(TWO_MODELS, allow_unicode=True)))
    return rt.call(apps.get_app(rt, workspace_id, made.app_id))


@pytest.fixture
def notebook(open_page, weigh):
    """Return the notebook after one run of everything."""
    at = open_page("studio.py", app=weigh.id, view="notebook")
    at.text_input(key=f"studio_input_{weigh.id}_topic").set_value("tea").run()
    return run_stale(at)


def run_stale(at):
    at.button(key="notebook_run_stale").click().run()
    return wait_for_run(at).run()


def cells(at):
    """Return how each cell stands, by the title of its node."""
    found = {}
    for element in at.markdown:
        if element.value.startswith(":gray[:small[") and "-badge[" in element.value:
            title = element.value.split("**")[1]
            found[title] = element.value.partition("-badge[")[2].partition("]")[0].split(": ")[-1]
    return found


def write_prompt(at, rt, app, node_id, text):
    data = data_of(rt, app, node_id)
    rt.call(workflows.update_node(rt, app, node_id, {**data, "prompt_template": [{"role": "user", "text": text}]}))
    return at.run()


def test_every_node_is_a_cell_in_the_order_of_execution(notebook):
    assert list(cells(notebook)) == ["Start", "For", "Against", "Both", "End"]
    assert set(cells(notebook).values()) == {"succeeded"}


def test_an_edit_makes_stale_what_depends_on_it_and_runs_one_model_again(notebook, rt, weigh):
    at = notebook
    at.session_state["nb_settings_pro"] = True
    editor(at.run(), "user message").set_value("Praise {{#start.topic#}}.").run()
    assert data_of(rt, weigh, "pro")["prompt_template"][0]["text"] == "Praise {{#start.topic#}}."
    stale = {"Start": "succeeded", "For": "stale", "Against": "succeeded", "Both": "stale", "End": "stale"}
    assert cells(at) == stale
    assert "Run 3 stale cells" in [button.label for button in at.button]
    run_stale(at)
    assert cells(at)["For"] == "succeeded"
    assert cells(at)["Against"] == "reused"
    assert [step.node_id for step in state(at).picture.steps.values() if step.tokens] == ["pro"]


def test_running_one_cell_leaves_those_after_it_alone(notebook):
    at = notebook.button(key="nb_run_con").click().run()
    wait_for_run(at).run()
    assert {step.node_id: step.status for step in state(at).picture.steps.values()} == {
        "start": "succeeded",
        "con": "succeeded",
    }
    assert "Both" in cells(at)  # with what it gave before


def test_results_and_inputs_come_back_after_a_reload(notebook, open_page, weigh):
    again = open_page("studio.py", app=weigh.id, view="notebook")
    assert cells(again) == dict.fromkeys(cells(again), "succeeded")
    assert again.text_input(key=f"studio_input_{weigh.id}_topic").value == "tea"
    assert "Every result is up to date" in texts(again)


def test_an_earlier_run_is_read_with_what_ran_then_and_compared(notebook, rt, weigh, open_page):
    first = state(notebook).run_id
    at = run_stale(write_prompt(notebook, rt, weigh, "pro", "Praise {{#start.topic#}}."))
    second = state(at).run_id
    past = open_page("studio.py", app=weigh.id, view="notebook", run=first)
    assert "This is what ran then" in texts(past)
    assert "Say why" in " ".join(box.label for box in past.expander)
    past.selectbox(key=f"notebook_against_{first}").set_value(second).run()
    assert [head.count("differs") for head in heads(past)] == [0, 1, 0, 1, 1]
    assert "Praise" in texts(past)  # the demo model repeats words of the question
    past.button(key="notebook_back").click().run()
    assert cells(past)["Against"] == "reused"


def heads(at):
    return [
        element.value for element in at.markdown if element.value.startswith(":gray[:small[") and "**" in element.value
    ]


def test_by_itself_only_what_costs_nothing_runs(notebook, rt, weigh):
    notebook.toggle(key=f"notebook_automatic_{weigh.id}").set_value(True).run()
    data = {**data_of(rt, weigh, "both"), "template": "{{ pro }} but {{ con }}"}
    rt.call(workflows.update_node(rt, weigh, "both", data))
    at = wait_for_run(notebook.run()).run()
    assert cells(at)["Both"] == "succeeded"
    before = state(at).run_id
    at = write_prompt(at, rt, weigh, "pro", "Praise {{#start.topic#}}.")
    assert state(at).run_id == before
    assert cells(at)["For"] == "stale"
    at.toggle(key=f"notebook_spends_{weigh.id}").set_value(True).run()
    at = wait_for_run(at).run()
    assert cells(at)["For"] == "succeeded"
    assert state(at).run_id != before


def test_edits_of_the_cells_are_taken_back_copied_and_removed_in_the_notebook(notebook, rt, weigh, monkeypatch):
    chosen: dict[str, str] = {}  # what the next run finds chosen in menus, which `AppTest` cannot open
    monkeypatch.setattr("streamlit.menu_button", lambda *_, key, **__: chosen.pop(key, None))

    def titles():
        return [node["data"]["title"] for node in rt.call(workflows.get_draft(rt, weigh)).graph["nodes"]]

    before = titles()
    at = notebook
    assert at.button(key="notebook_paste").disabled
    chosen["nb_menu_con"] = "Delete"
    at.run()
    assert "Against" not in titles()
    assert "Against" not in cells(at)
    at.button(key="notebook_undo").click().run()
    assert titles() == before
    at.button(key="notebook_redo").click().run()
    assert "Against" not in titles()
    at.button(key="notebook_undo").click().run()
    chosen["nb_menu_pro"] = "Copy"
    at.run()
    at.button(key="notebook_paste").click().run()
    assert len(titles()) == len(before) + 1
    chosen["nb_menu_pro"] = "Duplicate"
    at.run()
    assert len(titles()) == len(before) + 2
    assert not at.exception
