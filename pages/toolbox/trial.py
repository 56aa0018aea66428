"""Trying one tool: a form for what it takes, and what came of the call."""

import json
from collections.abc import Mapping
from typing import Any, Final

import streamlit as st

from engine.tools.base import Parameter, Tool, ToolReference
from engine.values import File, as_plain
from pages.catalogue.card import plain
from pages.fields.input_form import input_form, missing_items
from pages.language.formats import duration, file_size
from pages.language.text import t
from pages.language.told import told
from pages.language.tools import tool_text
from pages.shell.people import Person
from pages.shell.redraw import redraw
from pages.shell.state import page_state
from pages.toolbox.state import ToolsState
from services.runtime import current
from services.tools.sources import ToolProvider
from services.tools.trying import Trial, try_tool

_ITEMS: Final = {
    "string": "text-input",
    "number": "number",
    "boolean": "checkbox",
    "select": "select",
    "object": "json_object",
    "array": "json_object",
    "file": "file",
    "files": "file-list",
}
_LOG_ICONS: Final = {"start": "⏳", "success": "✅", "error": "❌"}
MOST_SHOWN: Final = 20_000  # characters of what a tool said


def show_trial(provider: ToolProvider, tool: Tool) -> None:
    """Show the form of a tool and how its last call went."""
    state = page_state(ToolsState)
    if st.button(
        t("All tools of {name}", name=tool_text(provider.label)), icon=":material/arrow_back:", type="tertiary"
    ):
        state.tool, state.trial, state.asks = "", None, False
        redraw()
    st.markdown(f"##### {plain(tool_text(tool.label))}")
    st.caption(plain(tool_text(tool.description)))
    if provider.needs:
        st.warning(t("Enter first: {names}", names=", ".join(provider.needs)), icon=":material/key:")
    items = [_item(one) for one in tool.parameters]
    values = input_form(items, key=f"toolbox_try_{tool.name}", given=state.arguments)
    lacking = missing_items(items, values)
    if lacking:
        st.caption(t("Still missing: {names}", names=", ".join(lacking)))
    if _wants_call(tool, off=bool(lacking)):
        _call(provider, tool, values)
    if state.trial is not None:
        show_result(state.trial)


def _wants_call(tool: Tool, *, off: bool) -> bool:
    """Draw the button of the call, for a tool with side effects two, and return whether it is to be made."""
    state = page_state(ToolsState)
    with st.container(horizontal=True, vertical_alignment="center"):
        if not state.asks:
            pressed = st.button(
                t("Call"), type="primary", icon=":material/play_arrow:", key="toolbox_call", disabled=off
            )
            if pressed and tool.has_side_effects:
                state.asks = True
                redraw()
            return pressed
        st.markdown(t("This may change something outside: send, write, order. Call it?"), width="content")
        sure = st.button(t("Yes, call it"), type="primary", key="toolbox_call_sure", disabled=off)
        if st.button(t("Cancel"), key="toolbox_call_not"):
            state.asks = False
            redraw()
    state.asks = not sure
    return sure


def _call(provider: ToolProvider, tool: Tool, values: Mapping[str, Any]) -> None:
    rt, state = current(), page_state(ToolsState)
    given = {name: _as_argument(value) for name, value in values.items()}
    reference = ToolReference(provider_type=provider.kind, provider_id=provider.id, tool_name=tool.name)
    with st.spinner(t("Calling …")):
        state.trial = rt.call(try_tool(rt, Person.here().workspace_id, reference, given))
    state.arguments = dict(values)
    redraw()


def show_result(trial: Trial) -> None:
    """Show what was asked, what was said, and how long that took."""
    result = trial.result
    with st.container(border=True, key="toolbox_result"):
        time = duration(trial.seconds)
        if trial.error:
            st.error(f"{t('Failed after {time}', time=time)}: {plain(told(trial.error))}", icon=":material/error:")
        else:
            st.success(t("Answered in {time}", time=time), icon=":material/check:")
        with st.expander(t("Request")):
            st.json(as_plain(dict(trial.arguments)))
        if result.text:
            st.code(result.text[:MOST_SHOWN], language=None, wrap_lines=True)
        if result.json:
            st.json(as_plain(result.json if len(result.json) > 1 else result.json[0]))
        if result.variables:
            st.json(as_plain(result.variables))
        for file in result.files:
            _show_file(file)
        for log in trial.logs:
            more = f" · {json.dumps(as_plain(dict(log.data)), ensure_ascii=False)}" if log.data else ""
            st.markdown(f":small[{_LOG_ICONS.get(log.status, '·')} {plain(log.label)} :gray[{plain(more)}]]")


def _show_file(file: File) -> None:
    if file.type == "image" and file.url:
        st.image(file.url, width=360)
    st.markdown(f":material/attach_file: [{plain(file.filename or file.address)}]({file.url}) {file_size(file.size)}")


def _item(one: Parameter) -> dict[str, Any]:
    is_long = one.type == "string" and (one.shape or {}).get("format") not in ("date", "date-time", "uri")
    about = f"{one.name}: {tool_text(one.description)}" if one.description else one.name
    return {
        "variable": one.name,
        "label": about if len(about) <= 160 else f"{about[:159]}…",
        "type": "paragraph" if is_long and "\n" in str(one.default or "") else _ITEMS[one.type],
        "required": one.required,
        "options": one.options,
        "default": one.default,
    }


def _as_argument(value: Any) -> Any:
    """Return a value of the form as tools take it: files by their address."""
    if isinstance(value, list):
        return [_as_argument(one) for one in value]
    if isinstance(value, Mapping) and value.get("transfer_method") == "remote_url":
        url = str(value.get("url") or "")
        return File(type="custom", transfer_method="remote_url", remote_url=url, filename=url.rpartition("/")[2])
    return value
