"""What the browser itself must do about logins: the cookies are HttpOnly, so only answers of the server set them."""

from collections.abc import Mapping

import streamlit as st

_SIGN_IN_HTML = """
<form>
  <label>{email}<input name="email" type="email" autocomplete="username" required autofocus></label>
  <label>{password}<input name="password" type="password" autocomplete="current-password" required></label>
  <p role="alert" hidden></p>
  <button type="submit"></button>
</form>
"""
FORM_CSS = """
form{display:flex;flex-direction:column;gap:14px;font-family:var(--st-font);color:var(--st-text-color)}
label{display:flex;flex-direction:column;gap:6px;font-size:13px;font-weight:500}
input{font:inherit;font-size:14px;padding:9px 12px;border-radius:8px;border:1px solid var(--st-border-color);
 background:var(--st-secondary-background-color);color:inherit;outline:none}
input:focus{border-color:var(--st-primary-color);box-shadow:0 0 0 1px var(--st-primary-color)}
button{font:inherit;font-weight:550;padding:9px 12px;border:0;border-radius:8px;cursor:pointer;margin-top:4px;
 background:var(--st-primary-color);color:#fff}
button:disabled{opacity:.6;cursor:default}
p{margin:0;font-size:13px;color:var(--st-red-color)}
"""
_SIGN_IN_JS = """
export default function({ data, parentElement }) {
  const form = parentElement.querySelector("form");
  const [email, password] = form.querySelectorAll("label");
  email.firstChild.nodeValue = data.email;
  password.firstChild.nodeValue = data.password;
  const button = form.querySelector("button"), alert = form.querySelector("p");
  button.textContent = data.submit;
  const address = form.elements.email;
  if (!address.value) address.value = data.address;
  form.onsubmit = async (event) => {
    event.preventDefault();
    button.disabled = true;
    alert.hidden = true;
    const fields = Object.fromEntries(new FormData(form));
    try {
      const answer = await fetch("console/api/login", {
        method: "POST", headers: { "Content-Type": "application/json" },
        body: JSON.stringify({ ...fields, remember_me: true }),
      });
      if (answer.ok) { location.reload(); return; }
      alert.textContent = (await answer.json()).message || data.failed;
    } catch { alert.textContent = data.unreachable; }
    alert.hidden = false;
    button.disabled = false;
  };
}
"""
POST_JS = """
export default function({ data }) {
  if (window.millracePosted === data.path) return;
  window.millracePosted = data.path;
  const csrf = document.cookie.split("; ").find((item) => item.startsWith("csrf_token="));
  const headers = csrf ? { "X-CSRF-Token": decodeURIComponent(csrf.slice(11)) } : {};
  if (data.body) headers["Content-Type"] = "application/json";
  const body = data.body ? JSON.stringify(data.body) : undefined;
  fetch(data.path, { method: data.method || "POST", headers, body }).then(
    (answer) => { if (answer.ok || data.always) location.assign(data.next || location.href); });
}
"""

_sign_in = st.components.v2.component("millrace_sign_in", html=_SIGN_IN_HTML, css=FORM_CSS, js=_SIGN_IN_JS)
_post = st.components.v2.component("millrace_post", js=POST_JS)


def sign_in_form(words: Mapping[str, str]) -> None:
    """Show the form that logs in and then loads the page anew.

    `words`: email, password, submit, failed, unreachable, and the address to begin with.
    """
    _sign_in(key="signin_form", data=dict(words))


def renew_login() -> None:
    """Have the browser trade its refresh token for a new login; when that works it loads the page anew."""
    _post(key="signin_renew", data={"path": "console/api/refresh-token"})


def end_login(*, next: str = "./") -> None:
    """Have the browser log out and go to the first page, or to `next`."""
    _post(key="signin_end", data={"path": "console/api/logout", "next": next, "always": True})
