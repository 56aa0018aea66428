"""What a form is drawn with: where a field stands, what may be named in it, what is wrong with it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

import streamlit as st

from engine.errors import Problem
from pages.text import t
from services.inspection import Variable


@dataclass(frozen=True, slots=True)
class Pen:
    """The place of one field in a form: `key` names its widget, `path` is the dotted path in the settings."""

    key: str
    path: str = ""
    variables: Sequence[Variable] = ()
    models: Sequence[tuple[str, str]] = ()  # (provider, model) that can be chosen
    operators: Sequence[str] = ()  # by which a condition may compare
    faults: Mapping[str, Sequence[str]] = field(default_factory=dict)  # path -> messages
    typed: dict[str, str] = field(default_factory=dict)  # widget key -> text that is no value yet

    def at(self, name: str | int) -> "Pen":
        """Return the pen for a field or an entry inside this one."""
        path = f"{self.path}.{name}" if self.path else str(name)
        return replace(self, key=f"{self.key}_{name}", path=path)

    def show_faults(self) -> None:
        """Write what is wrong with this very field under it."""
        for message in self.faults.get(self.path, ()):
            st.markdown(f":red[:small[:material/error: {message}]]")

    def owner_of(self, selector: Any) -> Variable | None:
        """Return the variable that a selector names, by its first two parts."""
        wanted = tuple(map(str, selector or ()))[:2]
        return next((variable for variable in self.variables if variable.selector == wanted), None)

    def selector_text(self, selector: Any) -> str:
        """Return a selector in words: whose variable, and which."""
        parts = [str(part) for part in selector or ()]
        if not parts:
            return t("not chosen")
        variable = self.owner_of(parts)
        owner = variable.owner if variable else parts[0]
        return " / ".join([owner, *parts[1:]])


def faults_of(problems: Sequence[Problem], node_id: str) -> dict[str, list[str]]:
    """Return the messages about a node by the path of the field, "" for the node as a whole."""
    found: dict[str, list[str]] = {}
    for problem in problems:
        if problem.node_id == node_id:
            found.setdefault(problem.field or "", []).append(problem.message)
    return found
