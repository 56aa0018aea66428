"""Forms that give a password to the server itself, whose answer sets the cookies; the pages never see it."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field
from typing import Any

import streamlit as st

from pages.language.text import t
from pages.shell.session_script import FORM_CSS, POST_JS

_FORM_JS = """
export default function({ data, parentElement }) {
  let form = parentElement.querySelector("form");
  if (form) return;
  form = document.createElement("form");
  for (const field of data.fields) {
    const label = document.createElement("label"), input = document.createElement("input");
    Object.assign(input, { name: field.name, type: field.type, autocomplete: field.autocomplete, value: field.value });
    input.required = true;
    input.readOnly = field.fixed;
    label.append(field.label, input);
    form.append(label);
  }
  const alert = document.createElement("p"), button = document.createElement("button");
  alert.setAttribute("role", "alert");
  alert.hidden = true;
  button.textContent = data.submit;
  form.append(alert, button);
  parentElement.append(form);
  const csrf = () => {
    const found = document.cookie.split("; ").find((item) => item.startsWith("csrf_token="));
    return found ? { "X-CSRF-Token": decodeURIComponent(found.slice(11)) } : {};
  };
  const post = (path, body) => fetch(path, {
    method: "POST", headers: { "Content-Type": "application/json", ...csrf() }, body: JSON.stringify(body),
  });
  form.onsubmit = async (event) => {
    event.preventDefault();
    button.disabled = true;
    alert.hidden = true;
    const fields = { ...data.extra, ...Object.fromEntries(new FormData(form)) };
    try {
      let answer;
      for (const path of data.paths) {
        answer = await post(path, fields);
        if (!answer.ok) break;
      }
      if (answer.ok) { location.assign(data.next); return; }
      const said = (await answer.json()).message;
      alert.textContent = data.words[said] || said || data.failed;
    } catch { alert.textContent = data.unreachable; }
    alert.hidden = false;
    button.disabled = false;
  };
}
"""
_form = st.components.v2.component("millrace_account_form", css=FORM_CSS, js=_FORM_JS)
_post = st.components.v2.component("millrace_account_post", js=POST_JS)


@dataclass(frozen=True, slots=True)
class Field:
    """One line of a form."""

    name: str
    label: str
    type: str = "text"
    autocomplete: str = "off"
    value: str = ""
    fixed: bool = False


@dataclass(frozen=True, slots=True)
class Sending:
    """Where a form goes: to `paths` one after another while they succeed, with `extra` beside its fields."""

    paths: Sequence[str]
    extra: Mapping[str, Any] = field(default_factory=dict)
    next: str = "./"


def account_form(key: str, fields: Sequence[Field], submit: str, sending: Sending) -> None:
    """Show a form; when the server took it, the browser loads `sending.next` anew."""
    data = {
        "fields": [asdict(one) for one in fields],
        "submit": submit,
        "paths": [f"console/api/{path}" for path in sending.paths],
        "extra": dict(sending.extra),
        "next": sending.next,
        "failed": t("This did not work."),
        "unreachable": t("The server does not answer. Try again in a moment."),
        "words": {text: t(text) for text in (WRONG, WEAK, MANY)},
    }
    _form(key=key, data=data)


def go_to_workspace(workspace_id: str) -> None:
    """Have the browser log in to another workspace of the person's and load the pages anew."""
    data = {"path": "console/api/workspaces/switch", "body": {"tenant_id": workspace_id}, "next": "./"}
    _post(key="account_switch", data=data)


def take_ticket(ticket: str) -> None:
    """Have the browser log in with a ticket and load the pages anew."""
    _post(key="account_ticket", data={"path": "console/api/login/ticket", "body": {"ticket": ticket}, "next": "./"})


def sign_out_everywhere() -> None:
    """Have the browser end all logins of the person, its own too."""
    _post(key="account_everywhere", data={"path": "console/api/account/sessions", "method": "DELETE", "next": "./"})


WRONG = "Invalid email or password."
WEAK = "The password needs 8 or more characters, with letters and digits."
MANY = "Too many incorrect password attempts. Please try again later."
