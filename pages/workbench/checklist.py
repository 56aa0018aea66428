"""What is wrong with the draft, as a list to work through: a click leads to the node and opens the field."""

from collections.abc import Sequence

import streamlit as st

from engine.errors import Problem
from pages.catalogue.card import plain
from pages.language.text import problem_text, t
from pages.shell.redraw import redraw
from pages.shell.state import StudioState, page_state
from pages.workbench.desk import Desk


def show_checklist(desk: Desk) -> None:
    """Show how many problems there are, and all of them on a click."""
    hints = [problem for problem in desk.problems if problem.severity != "error"]
    label, icon = _summary(len(desk.errors), len(hints))
    clicked = False
    with st.popover(label, icon=icon, key="studio_checklist", width="content", type="tertiary"):
        if not desk.problems:
            st.markdown(f":green[:material/check_circle: {t('Ready to be published')}]")
        if desk.errors:
            st.markdown(f":small[{t('These keep the draft from being published:')}]")
            clicked |= list_problems(desk, desk.errors, key="checklist_error")
        if hints:
            st.markdown(f":small[{t('Worth a look:')}]")
            clicked |= list_problems(desk, hints, key="checklist_hint")
    if clicked:
        redraw()


def _summary(errors: int, hints: int) -> tuple[str, str]:
    if errors:
        found = t("1 problem") if errors == 1 else t("{n} problems", n=errors)
        return f":red[{found}]", ":material/error:"
    if hints:
        return f":orange[{t('1 hint') if hints == 1 else t('{n} hints', n=hints)}]", ":material/warning:"
    return f":gray[{t('No problems')}]", ":material/check_circle:"


def list_problems(desk: Desk, problems: Sequence[Problem], *, key: str) -> bool:
    """List problems, each a way to its node; return whether one was gone."""
    titles = {node.id: node.title or node.kind for node in desk.document.nodes}
    clicked = False
    with st.container(key=f"{key}_problems", gap=None):
        for number, problem in enumerate(problems):
            title = titles.get(problem.node_id or "", "")
            if _show(problem, title, f"{key}_{number}"):
                go_to(problem)
                clicked = True
    return clicked


def _show(problem: Problem, title: str, key: str) -> bool:
    """Draw one problem; one that belongs to no node leads nowhere."""
    colour, icon = ("red", "error") if problem.severity == "error" else ("orange", "warning")
    named = f"**{plain(title)}** " if title else ""
    label = f":{colour}[:material/{icon}:] {named}{plain(problem_text(problem))}"
    return st.button(label, key=key, type="tertiary", width="stretch", disabled=not title, wrap=True)


def go_to(problem: Problem) -> None:
    """Select the node of a problem and open the part of its settings that holds the field."""
    state = page_state(StudioState)
    state.selected, state.selection, state.opened = problem.node_id, (), problem.field or ""
    state.round += 1
