"""The parameters of a model call, in the ranges that the chosen model takes."""

from collections.abc import Mapping, Sequence
from typing import Any

import streamlit as st

from engine.models import Parameter
from pages.fields.pen import Pen, Rules
from pages.language.text import language, t
from pages.shell.people import Person
from services import models
from services.errors import InvalidInput
from services.models import ParameterRule
from services.models.parameters import WORDS, Texts, usual_rules
from services.runtime import current


def edit_parameters(model: Mapping[str, Any], params: Mapping[str, Any], pen: Pen) -> dict[str, Any]:
    """Draw the parameters of a model and return them; an empty field leaves the choice to the vendor.

    What the model does not take stays as it is, and is named.
    """
    edited, rules = dict(params), pen.rules(str(model.get("provider") or ""), str(model.get("name") or ""))
    for rule in rules:
        name, stored = rule.parameter.name, params.get(rule.parameter.name)
        if stored is not None and not _is_fit(rule.parameter, stored):
            _show_kept(rule, stored)
            continue
        written = edit_parameter(rule, stored, pen.at(name).key)
        if written is None:
            edited.pop(name, None)
        elif written != stored:
            edited[name] = written
    _show_foreign(params, rules)
    return edited


def workspace_rules() -> Rules:
    """Return what tells the parameters of a model as this workspace knows it."""
    rt, workspace_id = current(), Person.here().workspace_id

    def rules(provider: str, name: str) -> Sequence[ParameterRule]:
        try:
            return rt.call(models.parameter_rules(rt, workspace_id, provider, name))
        except InvalidInput:
            return usual_rules(provider, name)

    return rules


def edit_parameter(rule: ParameterRule, stored: Any, key: str) -> Any:
    """Draw one parameter and return its value, None for none."""
    one, label, about = rule.parameter, in_language(rule.label), in_language(rule.help) or None
    usual = t("as the vendor has it") + ("" if one.default is None else f" ({_shown(one.default)})")
    if one.type in ("bool", "choice"):
        options: list[Any] = [True, False] if one.type == "bool" else list(one.options)
        place = options.index(stored) if stored in options else None
        return st.selectbox(label, options, place, format_func=_shown, placeholder=usual, help=about, key=key)
    number: Any = int if one.type == "int" else float
    return st.number_input(
        label,
        number(one.min or 0),
        number(one.max or 0),
        None if stored is None else number(stored),
        number(one.step or (1 if one.type == "int" else 0.1)),
        placeholder=usual,
        help=about,
        key=key,
    )


def in_language(texts: Texts) -> str:
    """Return the text of the session's language."""
    return texts[1] if language() == "zh" else texts[0]


def _is_fit(one: Parameter, stored: Any) -> bool:
    """Return whether a stored value can be shown in its field: variables and values of other limits cannot."""
    if one.type == "bool":
        return isinstance(stored, bool)
    if one.type == "choice":
        return stored in one.options
    is_number = isinstance(stored, int | float) and not isinstance(stored, bool)
    return is_number and (one.min or 0) <= stored <= (one.max or 0)


def _show_kept(rule: ParameterRule, stored: Any) -> None:
    """Say which value a field has that it cannot show."""
    st.caption(t("{name} is {value}, which is left as it is.", name=in_language(rule.label), value=f"`{stored}`"))


def _show_foreign(params: Mapping[str, Any], rules: Sequence[ParameterRule]) -> None:
    taken = {rule.parameter.name for rule in rules}
    foreign = [in_language(WORDS[name][0]) for name in params if name in WORDS and name not in taken]
    if foreign:
        st.caption(t("This model takes no: {names}. It is asked without.", names=", ".join(foreign)))


def _shown(value: Any) -> str:
    if isinstance(value, bool):
        return t("on") if value else t("off")
    return str(value)
