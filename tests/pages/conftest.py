"""A running product without server and queue, and its pages as `AppTest` sees them."""

import functools
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
import streamlit as st
from streamlit.components.v2 import manifest_scanner
from streamlit.testing.v1 import AppTest

from config import Settings
from services import accounts
from services.apps import apps, imports
from services.runtime import Runtime, runtime_in_thread
from storage.records import App

MAIN = Path(__file__).resolve().parents[2] / "pages" / "main.py"

CHATFLOW = """
kind: app
version: 0.6.0
app: {name: Echo, mode: advanced-chat, icon: "🤖", description: Says it again.}
workflow:
  features: {opening_statement: Ask me., suggested_questions: [Why?]}
  graph:
    nodes:
      - {id: start, type: custom, position: {x: 0, y: 0}, data: {type: start, title: Start, variables: []}}
      - id: text
        type: custom
        position: {x: 300, y: 0}
        data: {type: template-transform, title: Words, template: "You said {{ q }}",
               variables: [{variable: q, value_selector: [sys, query]}]}
      - {id: answer, type: custom, position: {x: 600, y: 0}, data: {type: answer, title: Answer, answer: "{{#text.output#}}"}}
    edges:
      - {id: e1, source: start, target: text, sourceHandle: source, targetHandle: target}
      - {id: e2, source: text, target: answer, sourceHandle: source, targetHandle: target}
"""


scanned_once = functools.cache(manifest_scanner.scan_component_manifests)


@pytest.fixture(scope="module", autouse=True)
def _scanned_once() -> Iterator[None]:
    """Spare every `AppTest` the look through all installed packages for components: one does for all."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(manifest_scanner, "scan_component_manifests", scanned_once)
        yield


@pytest.fixture(autouse=True)
def _own_main() -> Iterator[None]:
    """Give the process its main module back: `AppTest` puts the page's script in its place."""
    main = sys.modules["__main__"]
    yield
    sys.modules["__main__"] = main


@pytest.fixture
def rt(tmp_path: Path) -> Iterator[Runtime]:
    with runtime_in_thread(Settings(data_dir=tmp_path, embedded_redis=False, workers=0)) as runtime:
        runtime.db.writer.checkpoints = None  # the folder is thrown away: nothing is to be brought in order at the end
        yield runtime


@pytest.fixture
def workspace_id(rt: Runtime) -> str:
    return rt.call(accounts.workspace(rt)).id


@pytest.fixture
def chatflow(rt: Runtime, workspace_id: str) -> App:
    """Return a chatflow (start → template → answer) with a draft and nothing published."""
    result = rt.call(imports.import_dsl(rt, workspace_id, CHATFLOW))
    return rt.call(apps.get_app(rt, workspace_id, result.app_id or ""))


Open = Callable[..., AppTest]


@functools.cache
def hash_of(page: str) -> str:
    """Return what Streamlit knows a page by, as it tells a session that has come from the apps."""
    test = AppTest.from_file(str(MAIN), default_timeout=60).run()
    return test.switch_page(page)._page_hash


@pytest.fixture
def open_page(rt: Runtime) -> Open:
    """Return a function that opens a page (a file of `pages/`) with query parameters."""

    def opened(page: str = "apps.py", **query: str) -> AppTest:
        test = AppTest.from_file(str(MAIN), default_timeout=60)
        test._page_hash = hash_of(page)
        test.query_params.update(query)
        test.run()
        assert not test.exception
        return test

    return opened


@pytest.fixture
def open_body(rt: Runtime) -> Open:
    """Return a function that runs the body of a dialog by itself, as a script.

    A dialog closes at a run of the whole page, and every run of `AppTest` is one.
    """

    def opened(call: str, **state: object) -> AppTest:
        module, _, name = call.partition(":")
        script = f"""
from pages.shell import auth
from pages.workbench.desk import open_desk
from pages.shell.guard import guarded
from pages.shell.state import Session, page_state
from {module} import *
page_state(Session).caller = auth.current_caller()
guarded({name.partition("(")[0]})({name.partition("(")[2]}
"""
        test = AppTest.from_string(script, default_timeout=60)
        for key, value in state.items():
            test.session_state[key] = value
        return test.run()

    return opened


@pytest.fixture
def went_to(monkeypatch: pytest.MonkeyPatch) -> list[tuple[str, dict[str, str] | None]]:
    """Return the list of (page, query parameters) that the body of a dialog leads to."""
    found: list[tuple[str, dict[str, str] | None]] = []

    def go(page: str, query_params: dict[str, str] | None = None) -> None:
        found.append((page, query_params))
        st.stop()

    monkeypatch.setattr("streamlit.switch_page", go)
    return found
