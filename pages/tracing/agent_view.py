"""What an agent did on the screen: the rounds of an agent app, and the log of an agent or tool node."""

import json
from collections.abc import Mapping, Sequence
from typing import Any

import streamlit as st

from engine.agents.notes import NOTES
from pages.catalogue.card import plain
from pages.language.formats import duration, joined, tokens
from pages.language.text import t

Thought = Mapping[str, Any]
Entry = Mapping[str, Any]

LONG_TEXT = 600  # characters from which a text is shown in a frame that scrolls
ENTRY_ICONS = {
    "success": ":material/check_circle:",
    "error": ":material/error:",
    "start": ":material/progress_activity:",
}


def show_thoughts(thoughts: Sequence[Thought], *, key: str) -> None:
    """Show the rounds in which an agent called tools, closed at first; the others are the answer itself."""
    rounds = [thought for thought in thoughts if thought.get("tool")]
    if not rounds:
        return
    tools = ", ".join(dict.fromkeys(name for thought in rounds for name in tool_names(thought)))
    with st.expander(f"{t('Used {tools}', tools=plain(tools))}", icon=":material/build:", key=key):
        for thought in rounds:
            _show_thought(thought)


def calling(thoughts: Sequence[Thought]) -> str:
    """Return Markdown that names the tools whose answers a running turn waits for, "" when it waits for none."""
    last = thoughts[-1] if thoughts else {}
    if not last.get("tool") or last.get("observation"):
        return ""
    return f":shimmer[:material/build: {plain(', '.join(tool_names(last)))}]"


def tool_names(thought: Thought) -> list[str]:
    """Return the tools that a round called."""
    return [name for name in str(thought.get("tool") or "").split(";") if name]


def show_rounds(process_data: Mapping[str, Any]) -> None:
    """Show every round of an agent app, the last one too, as the trace of its node has them."""
    thoughts = process_data.get("agent_thoughts")
    for thought in thoughts if isinstance(thoughts, Sequence) and not isinstance(thoughts, str) else ():
        if isinstance(thought, Mapping):
            _show_thought(thought)


def without_rounds(process_data: Mapping[str, Any]) -> Mapping[str, Any]:
    """Return what else a trace has of an agent app's node."""
    return {name: value for name, value in process_data.items() if name != "agent_thoughts"}


def show_notes(notes: Sequence[Mapping[str, Any]]) -> None:
    """Show what was out of the ordinary with an agent."""
    for note in notes:
        words = NOTES.get(str(note.get("code")))
        said = t(words, **note.get("values", {})) if words else str(note.get("text") or "")
        st.caption(f":material/info: {plain(said)}")


def _show_thought(thought: Thought) -> None:
    spent = _spent(thought)
    if spent:
        st.caption(joined(t("Round {n}", n=thought.get("position") or 1), spent))
    if thought.get("thought"):
        st.markdown(str(thought["thought"]))
    for call in thought.get("calls") or _calls(thought):
        elapsed = call.get("elapsed")
        took = f" :gray[:small[{duration(float(elapsed))}]]" if elapsed else ""
        st.markdown(f":gray-badge[:material/build: {plain(str(call.get('name') or '?'))}]{took}")
        _show(t("Input"), call.get("input"))
        if call.get("error") and not call.get("observation"):
            st.error(plain(str(call["error"])), icon=":material/error:")
        _show(t("Observation"), call.get("observation"))


def _spent(thought: Thought) -> str:
    """Return time and tokens of a round, "" where nobody measured them."""
    used = thought.get("usage")
    elapsed = thought.get("elapsed")
    total = int(used.get("total_tokens") or 0) if isinstance(used, Mapping) else 0
    return joined(duration(float(elapsed)) if elapsed else "", tokens(total))


def _calls(thought: Thought) -> list[Mapping[str, Any]]:
    """Return the calls of a round that was kept without them, from what callers of the service API are told."""
    inputs, observations = _by_tool(thought.get("tool_input")), _by_tool(thought.get("observation"))
    return [
        {"name": name, "input": inputs.get(name), "observation": observations.get(name)} for name in tool_names(thought)
    ]


def _by_tool(text: Any) -> Mapping[str, Any]:
    """Return the JSON object of a round, values by the names of tools; {} for what is none (it may have been cut)."""
    try:
        found = json.loads(text or "{}")
    except ValueError:
        return {}
    return found if isinstance(found, Mapping) else {}


def _show(label: str, value: Any) -> None:
    if value in (None, "", {}, []):
        return
    text = value if isinstance(value, str) else json.dumps(value, ensure_ascii=False, indent=2, default=str)
    st.caption(label)
    st.code(text, language=None, wrap_lines=True, height=260 if len(text) > LONG_TEXT else None)


def show_log(entries: Sequence[Entry]) -> None:
    """Show the log of an execution as a tree: rounds, and in them the question to the model and the calls."""
    if not entries:
        return
    st.caption(t("Steps"))
    known = {entry["id"] for entry in entries}
    for entry in entries:
        if entry.get("parent_id") not in known:
            _show_entry(entry, entries)


def _show_entry(entry: Entry, entries: Sequence[Entry]) -> None:
    metadata = entry.get("metadata", {})
    seconds = metadata.get("elapsed_time")
    facts = joined(
        duration(float(seconds)) if isinstance(seconds, int | float) else "",
        tokens(int(metadata.get("total_tokens") or 0)),
    )
    spent = f" :gray[:small[{facts}]]" if facts else ""
    icon = ENTRY_ICONS.get(str(entry.get("status")), ENTRY_ICONS["start"])
    with st.expander(f"{plain(str(entry.get('label') or ''))}{spent}", icon=icon, expanded=bool(entry.get("error"))):
        if entry.get("error"):
            st.error(plain(str(entry["error"])), icon=":material/error:")
        _show(t("Details"), entry.get("data"))
        for inner in entries:
            if inner.get("parent_id") == entry["id"]:
                _show_entry(inner, entries)
