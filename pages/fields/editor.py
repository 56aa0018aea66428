"""The field for prompts, code and JSON: an editor of the page itself, or a plain field where its program is missing.

Its program lies in `canvas/src/editor`. The browser sends the whole text, numbered, whenever somebody pauses, leaves
the field or presses Ctrl+Enter, and goes on to send it until it is confirmed; the server takes each once. So no rerun
loses what was typed, and no older text is shown over a newer one.
"""

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final, Literal

import streamlit as st
from pydantic import BaseModel, ValidationError

from pages.drawing.files import bundle_name
from pages.fields.text_faults import text_faults
from pages.language.text import t
from pages.shell.state import page_state
from services.apps.inspection import Variable

Language = Literal["prompt", "jinja", "python", "javascript", "json", "sql"]

# The program is loaded by its own address, which the browser keeps; only these lines travel with the text.
LOADER: Final = """
const program = import(new URL("canvas/{name}", document.baseURI).href);
const own = `plain-${Math.random().toString(36).slice(2)}`;
let count = 0;
function plain({ data, parentElement, setStateValue }) {
  let area = parentElement.querySelector("textarea");
  if (!area) {
    area = document.createElement("textarea");
    area.rows = Math.max(data.lines, 4);
    area.style = "width:100%;box-sizing:border-box;padding:8px 12px;border-radius:8px;resize:vertical;"
      + "font:13px/1.5 var(--st-code-font,monospace);color:var(--st-text-color);"
      + "background:var(--st-background-color);border:1px solid var(--st-border-color)";
    for (const type of ["keydown", "keyup"]) area.addEventListener(type, (event) => event.stopPropagation());
    parentElement.append(area);
  }
  area.setAttribute("aria-label", data.label);
  area.placeholder = data.placeholder;
  area.onchange = () => setStateValue("edit", { client: own, seq: ++count, over: data.version, text: area.value });
  if (!area.matches(":focus")) area.value = data.text;
}
export default async (component) => {
  const loaded = await program.catch(() => null);
  return loaded ? loaded.default(component) : plain(component);
};
"""
WORDS: Final = {
    "grow": "Large, in the whole window; Esc makes it small again",
    "leave": "Tab indents. Esc and then Tab leaves the field.",
    "name": "/ or {{ offers what can be named here.",
    "Completions": "Suggestions",
    "Diagnostics": "Problems",
}
LEAST, MOST = 3, 18  # lines that are shown before the field scrolls

_component = st.components.v2.component("millrace_editor", js=LOADER.replace("{name}", bundle_name("editor")))


class Edit(BaseModel):
    """What the browser sends; the other side of this is `canvas/src/editor/contract.ts`."""

    client: str
    seq: int
    over: str
    text: str


@dataclass(slots=True)
class Taken:
    """The edit of a field that was taken last, and the version of the text that lay below it."""

    client: str = ""
    seq: int = 0
    over: str = ""
    is_stored: bool = True  # the text has been another one since


@dataclass(slots=True)
class EditorState:
    """What was taken in this tab, by the keys of the fields."""

    taken: dict[str, Taken] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Offer:
    """Something that can be named in a text: how that is written, its name, whose it is, its type."""

    reference: str
    name: str
    owner: str = ""
    kind: str = ""


def offers_of(variables: Sequence[Variable]) -> list[Offer]:
    """Return variables as prompts name them."""
    return [Offer(one.reference, ".".join(one.selector[1:]), one.owner, one.value_type) for one in variables]


def named_in_jinja(bindings: Any) -> list[Offer]:
    """Return the names of `[{"variable": ..., ...}, ...]` as templates write them."""
    items = bindings if isinstance(bindings, list | tuple) else ()
    names = [str(item.get("variable") or "") for item in items if isinstance(item, Mapping)]
    return [Offer(f"{{{{ {name} }}}}", name) for name in dict.fromkeys(names) if name]


def edit_text(
    label: str,
    text: str,
    *,
    key: str,
    language: Language = "prompt",
    offers: Sequence[Offer] = (),
    help: str | None = None,
    placeholder: str = "",
    is_labelled: bool = True,
    lines: int = LEAST,
) -> str:
    """Draw an editor and return its text: what the person typed, until the caller comes with another text.

    `lines` is how many are shown at least. Without `is_labelled` the label is only told to screen readers.
    """
    taken = page_state(EditorState).taken.setdefault(key, Taken())
    sent = st.session_state.get(key)
    written = written_text(sent.get("edit") if sent else None, text, taken)
    with st.container(gap="xxsmall", key=f"{key}_editor"):
        if is_labelled:
            st.markdown(f":small[{label}]", help=help)
        _component(
            key=key,
            data={
                "name": key,
                "label": label,
                "language": language,
                "text": written,
                "version": version_of(written),
                "taken": {"client": taken.client, "seq": taken.seq},
                "offers": [[one.reference, one.name, one.owner, one.kind] for one in offers],
                "faults": [list(fault) for fault in text_faults(language, written)],
                "lines": min(MOST, max(lines, written.count("\n") + 1)),
                "placeholder": placeholder,
                "words": {name: t(words) for name, words in WORDS.items()},
            },
            on_edit_change=_told,
        )
    return written


def written_text(sent: Any, text: str, taken: Taken) -> str:
    """Return the text of an edit that is new here, or that the caller has not stored yet, else `text`.

    An edit of a browser that is unknown here must have been made on `text`; one made on another says so again.
    """
    edit = _read(sent)
    if edit is None:
        return text
    here = version_of(text)
    if edit.client == taken.client and edit.seq <= taken.seq:
        taken.is_stored = taken.is_stored or here != taken.over
        return text if taken.is_stored or edit.seq < taken.seq else edit.text
    if edit.client != taken.client and edit.over != here:
        return text
    taken.client, taken.seq, taken.over, taken.is_stored = edit.client, edit.seq, here, False
    return edit.text


def version_of(text: str) -> str:
    """Return what stands for a text."""
    return hashlib.sha256(text.encode()).hexdigest()[:12]


def _read(sent: Any) -> Edit | None:
    try:
        return None if sent is None else Edit.model_validate(sent)
    except ValidationError:
        return None


def _told() -> None:
    """Ask for nothing: that the browser said something is seen when the page is drawn."""
