"""What a replay changes of its run: values that a node reads, its prompt, its other settings."""

import json
from collections.abc import Mapping
from typing import Any

import streamlit as st

from pages.catalogue.card import plain
from pages.language.text import t
from pages.workbench.value_edits import edit_values
from services.runs.given import Reading
from services.runs.replays import Changes, Place
from storage.records import Run

TALL = 180  # pixels


def changes_of(place: Place, run: Run, *, key: str) -> Changes | None:
    """Draw the fields of a replay from `place` on; return what was changed, None while something cannot be read."""
    if place.kind == "start":
        inputs, query = _edited_inputs(run, key), _edited_query(run, key)
        return None if inputs is None else Changes(inputs=inputs, query=query)
    if place.reads:
        st.markdown(f"**{t('Values it reads')}**")
    values = edit_values(place.reads, key=f"{key}_value")
    settings = _edited_prompt(place, key) if _prompts(place) else _edited_settings(place, key)
    if values is None or settings is None:
        return None
    return Changes(values=values, nodes={place.node_id: settings} if settings else {})


def _edited_inputs(run: Run, key: str) -> Mapping[str, Any] | None:
    given = {name: value for name, value in run.inputs.items() if not name.startswith("sys.")}
    readings = [Reading("inputs", name, t("Inputs"), value, is_known=True) for name, value in sorted(given.items())]
    edits = edit_values(readings, key=f"{key}_input")
    return None if edits is None else edits.get("inputs", {})


def _edited_query(run: Run, key: str) -> str | None:
    """Draw the question of a turn; return another one, None where it stays."""
    before = run.inputs.get("sys.query")
    if not isinstance(before, str):
        return None
    after = st.text_area(t("Message"), before, key=f"{key}_query")
    return after if after != before and after.strip() else None


def _prompts(place: Place) -> list[Mapping[str, Any]]:
    template = place.settings.get("prompt_template")
    items = template if isinstance(template, list) else []
    return [item for item in items if isinstance(item, Mapping) and isinstance(item.get("text"), str)]


def _edited_prompt(place: Place, key: str) -> Mapping[str, Any]:
    """Draw the messages of a prompt; return the setting when one was changed."""
    before = _prompts(place)
    after = []
    for number, item in enumerate(before):
        label = t("Message of the model: {role}", role=plain(str(item.get("role") or "user")))
        after.append({**item, "text": st.text_area(label, item["text"], key=f"{key}_prompt_{number}", height=TALL)})
    return {"prompt_template": after} if after != before else {}


def _edited_settings(place: Place, key: str) -> Mapping[str, Any] | None:
    """Draw the settings as JSON; return those that were changed, None while the text is no object."""
    shown = json.dumps(dict(place.settings), ensure_ascii=False, indent=1)
    with st.expander(t("Settings of the node (JSON)")):
        written = st.text_area(
            t("Settings of the node (JSON)"), shown, key=f"{key}_settings", height=TALL, label_visibility="collapsed"
        )
    if written == shown:
        return {}
    try:
        after = json.loads(written)
        if not isinstance(after, dict):
            raise ValueError(type(after).__name__)
    except ValueError as error:
        st.caption(f":red[{t('This is no JSON: {reason}', reason=error)}]")
        return None
    return {name: value for name, value in after.items() if place.settings.get(name) != value}
