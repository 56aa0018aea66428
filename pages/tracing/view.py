"""A run on the screen: how it stands, every node's inputs, outputs and timing, and what came out."""

import json
from collections.abc import Mapping
from typing import Any

import streamlit as st

from engine.values import as_plain, is_table_mapping
from pages.catalogue.card import plain as plain_text
from pages.fields.files import files_markdown
from pages.language.formats import duration, joined, tokens
from pages.language.kinds import kind_name
from pages.language.text import t
from pages.language.words import KIND_ICONS, OTHER_ICON, STATUS_COLOURS, STATUS_ICONS, STATUS_WORDS
from pages.prompts.view import show_prompts, told_prompts
from pages.talk.citations import show_citations
from pages.tracing.agent_view import show_log, show_notes, show_rounds, without_rounds
from pages.tracing.frame_view import show_frame
from pages.tracing.model import RunPicture, Step
from pages.tracing.outputs import files_in

SHORT_TEXT = 80  # characters up to which a value stands in a line
LONG_TEXT = 600  # characters from which a value is shown in a frame that scrolls


def status_badge(status: str) -> str:
    """Return Markdown of a badge that names a status."""
    colour, icon = STATUS_COLOURS.get(status, "gray"), STATUS_ICONS.get(status, "")
    return f":{colour}-badge[{icon} {t(STATUS_WORDS.get(status, status))}]"


def kept_badge(kept: Mapping[str, Any]) -> str:
    """Return Markdown of a badge that says that an answer is one that the app has kept, "" for a new one."""
    if not kept:
        return ""
    saved = f"{int(kept.get('saved_tokens') or 0):,}"
    if kept.get("match") == "exact":
        return f":blue-badge[:material/bookmark: {t('answered from the cache: exact, saved {n} tokens', n=saved)}]"
    score = f"{float(kept.get('similarity') or 0):.2f}"
    told = t("answered from the cache: similar {score}, saved {n} tokens", score=score, n=saved)
    return f":blue-badge[:material/bookmark: {told}]"


def show_summary(picture: RunPicture) -> None:
    """Show in one line how the run stands."""
    steps = t("{done} of {all} steps", done=picture.done, all=len(picture.steps)) if picture.steps else ""
    spent = duration(picture.elapsed) if picture.is_over else ""
    text = joined(steps, spent, tokens(picture.tokens))
    st.markdown(f"{status_badge(picture.status)} :gray[:small[{text}]]", width="content")


def show_result(picture: RunPicture) -> None:
    """Show what came out: the answer, the outputs, or the error."""
    if picture.error:
        st.error(picture.error, icon=":material/error:")
        if picture.blames_models:
            st.page_link("models.py", label=t("Open Models"), icon=":material/key:")
    if picture.outputs.keys() - {"answer", "files"}:
        show_values(picture.outputs)
    elif picture.answer:
        with st.container(border=True, key="run_answer"):
            st.markdown(picture.answer)
            show_citations(picture.citations, key="run_cited")


def show_steps(picture: RunPicture, *, key: str) -> None:
    """Show every execution of a node, in the order of their starts."""
    with st.container(gap="xsmall", key=f"{key}s"):
        for number, step in enumerate(picture.steps.values()):
            show_step(step, key=f"{key}_{number}")


def show_step(step: Step, *, key: str) -> None:
    """Show one execution as a line that opens."""
    icon = KIND_ICONS.get(step.kind, OTHER_ICON)
    inside = f":gray[:small[{t('round {n}', n=(step.round or 0) + 1)}]] " if step.container else ""
    title = step.title or kind_name(step.kind)
    facts = joined(duration(step.elapsed) if step.status != "running" else "", tokens(step.tokens))
    kept = ":blue-badge[:material/bookmark:]" if step.kept_answer else ""
    badges = f"{status_badge(step.status)} {kept}".rstrip()
    label = f"{inside}{title.replace('[', '').replace(']', '')} {badges} :gray[:small[{facts}]]"
    with st.expander(label, icon=icon, key=key, expanded=bool(step.error)):
        show_io(step)


def show_io(step: Step) -> None:
    """Show the error, the outputs and the inputs of an execution."""
    if step.error:
        st.error(step.error, icon=":material/error:")
    if step.kept_answer:
        st.markdown(kept_badge(step.kept_answer))
    show_notes(step.notes)
    show_log(list(step.log.values()))
    show_rounds(step.process_data)
    prompts, details = told_prompts(without_rounds(step.process_data))
    show_prompts(prompts)
    for name, values in ((t("Outputs"), step.outputs), (t("Inputs"), step.inputs), (t("Details"), details)):
        if values:
            st.caption(name)
            show_values(values)


def show_values(values: Mapping[str, Any]) -> None:
    """Show a mapping: short values in lines, texts as they are, files to be seen or opened, everything else as JSON."""
    plain = as_plain(dict(values))
    short = {name: value for name, value in plain.items() if _is_short(value)}
    if short:
        st.markdown("  \n".join(f":small[:gray[{_name(name)}] {_code(value)}]" for name, value in short.items()))
    for name, value in plain.items():
        if name in short:
            continue
        if is_table_mapping(value):
            show_frame(name, value)
        elif isinstance(value, str):
            show_text(_name(name) if len(plain) > 1 else "", value)
        elif files := files_in(value):
            st.markdown(f":gray[:small[{_name(name)}]]")
            st.markdown(files_markdown(files))
        else:
            st.markdown(f":gray[:small[{_name(name)}]]")
            st.json(json.dumps(value, ensure_ascii=False, default=str), expanded=1)


def _is_short(value: Any) -> bool:
    if isinstance(value, str):
        return len(value) <= SHORT_TEXT and "\n" not in value and "`" not in value
    return value is None or isinstance(value, bool | int | float)


def _code(value: Any) -> str:
    return f"`{value if value and isinstance(value, str) else json.dumps(value)}`"


def _name(name: str) -> str:
    return plain_text(str(name))


def show_text(name: str, value: str) -> None:
    """Show a text as it is, in a frame that scrolls when it is long."""
    if name:
        st.markdown(f":gray[:small[{name}]]")
    st.code(value or " ", language=None, wrap_lines=True, height=260 if len(value) > LONG_TEXT else None)
