"""What a form is drawn with: where a field stands, what may be named in it, what is wrong with it."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

import streamlit as st

from engine.errors import Problem
from pages.catalogue.card import plain
from pages.fields.fitting import fitting
from pages.language.text import problem_text, t
from services.apps.inspection import Variable
from services.models import ParameterRule
from services.models.parameters import usual_rules
from services.tools.toolbox import Catalogue, built_in_catalogue

Rules = Callable[[str, str], Sequence[ParameterRule]]  # of provider and name
FOUND = "fault_found"  # key of the box round the messages that a person was led to


@dataclass(frozen=True, slots=True)
class Pen:
    """The place of one field in a form: `key` names its widget, `path` is the dotted path in the settings."""

    key: str
    path: str = ""
    variables: Sequence[Variable] = ()
    models: Sequence[tuple[str, str]] = ()  # (provider, model) that can be chosen
    rules: Rules = usual_rules  # which parameters a model takes
    bases: Mapping[str, str] = field(default_factory=dict)  # knowledge bases that can be chosen: id -> name
    tools: Catalogue = field(default_factory=built_in_catalogue)  # that can be chosen
    operators: Sequence[str] = ()  # by which a condition may compare
    faults: Mapping[str, Sequence[str]] = field(default_factory=dict)  # path -> messages
    typed: dict[str, str] = field(default_factory=dict)  # widget key -> text that is no value yet
    beside: Mapping[str, Any] = field(default_factory=dict)  # the settings that the field is one of
    kind: str = ""  # of the node whose settings these are
    opened: str | None = None  # path of the field that the person was led to

    def at(self, name: str | int) -> "Pen":
        """Return the pen for a field or an entry inside this one."""
        path = f"{self.path}.{name}" if self.path else str(name)
        return replace(self, key=f"{self.key}_{name}", path=path)

    def next_to(self, data: Mapping[str, Any]) -> "Pen":
        """Return the same pen for a field that is one of the settings `data`."""
        return replace(self, beside=data)

    def show_faults(self) -> None:
        """Write what is wrong with this very field under it; the one that the person was led to stands out."""
        messages = self.faults.get(self.path, ())
        if not messages:
            return
        with st.container(key=FOUND if self.path == self.opened else None, gap=None):
            for message in messages:
                st.markdown(f":red[:small[:material/error: {plain(message)}]]")

    def has_faults(self, *names: str) -> bool:
        """Return whether something is wrong inside this field, or inside these of its parts."""
        paths = [self.at(name).path for name in names] or [self.path]
        return any(fault == path or fault.startswith(f"{path}.") for fault in self.faults for path in paths)

    def choose_variable(self, label: str, selector: Any, **options: Any) -> Any:
        """Draw the choice of a variable and return its selector; an equal one when nothing was changed."""
        stored = tuple(map(str, selector or ()))
        labels = self._labels(stored)
        here = next((text for text, found in labels.items() if found == stored), None)
        chosen = st.selectbox(
            label,
            list(labels),
            index=list(labels).index(here) if here else None,
            placeholder=t("Choose a variable"),
            key=self.key,
            **options,
        )
        return selector if chosen is None or labels[chosen] == stored else list(labels[chosen])

    def _labels(self, stored: tuple[str, ...]) -> dict[str, tuple[str, ...]]:
        """Return what can be chosen by its words: whose variable, and which. Nodes of one title are told apart."""
        offered = fitting(self.variables, self.kind, self.path)
        owners = {variable.selector: variable.owner for variable in offered}
        labels: dict[str, tuple[str, ...]] = {}
        for selector in dict.fromkeys([*([stored] if stored else []), *owners]):
            owner = owners.get(selector[:2]) or self._owner(selector)
            text = " / ".join([owner, *selector[1:]])
            labels[text if text not in labels else f"{text} ({selector[0]})"] = selector
        return labels

    def _owner(self, selector: tuple[str, ...]) -> str:
        """Return whose variable this is, be it one that the field would not offer."""
        same = (variable.owner for variable in self.variables if variable.selector == selector[:2])
        return next(same, selector[0])

    def type_of(self, selector: Any) -> str:
        """Return the type of a variable, "" where nobody knows it, as of what lies inside a value."""
        place = tuple(map(str, selector or ()))
        return next((variable.value_type for variable in self.variables if variable.selector == place), "")


def faults_of(problems: Sequence[Problem], node_id: str) -> dict[str, list[str]]:
    """Return the messages about a node by the path of the field, "" for the node as a whole."""
    found: dict[str, list[str]] = {}
    for problem in problems:
        if problem.node_id == node_id:
            found.setdefault(problem.field or "", []).append(problem_text(problem))
    return found
