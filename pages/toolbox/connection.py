"""Fields for how a service or a server is reached; what is secret is drawn as a password and left empty to stay."""

import shlex
from collections.abc import Mapping
from typing import Any, Final

import streamlit as st

from pages.language.text import t
from services.accounts import Action, allowed

AUTHS: Final = {
    "none": "No key",
    "api_key": "API key",
    "bearer": "Bearer token",
    "basic": "Name and password",
    "oauth2": "OAuth 2 client credentials",
}
PLACES: Final = {"header": "in a header", "query": "in the address"}
TRANSPORTS: Final = {"http": "At an address (streamable HTTP)", "stdio": "A program on this machine (stdio)"}


def auth_fields(stored: Mapping[str, Any], key: str) -> dict[str, Any]:
    """Draw how calls sign in; `stored` has masks in place of secrets, and so has what is returned."""
    kinds = list(AUTHS)
    kind = st.selectbox(
        t("Signing in"),
        kinds,
        kinds.index(stored.get("type") or "none"),
        format_func=lambda one: t(AUTHS[one]),
        key=f"{key}_kind",
    )
    same = stored if stored.get("type") == kind else {}
    match kind:
        case "api_key":
            places = list(PLACES)
            place = st.segmented_control(
                t("The key stands"),
                places,
                default=same.get("place") or "header",
                format_func=lambda one: t(PLACES[one]),
                key=f"{key}_place",
            )
            name = st.text_input(t("Its name there"), same.get("name") or "X-API-Key", key=f"{key}_name")
            value = _secret(t("API key"), str(same.get("value") or ""), f"{key}_value")
            return {"type": kind, "place": place or "header", "name": name.strip(), "value": value}
        case "bearer":
            return {"type": kind, "value": _secret(t("Token"), str(same.get("value") or ""), f"{key}_token")}
        case "basic":
            name = st.text_input(t("User name"), same.get("username") or "", key=f"{key}_user", autocomplete="off")
            password = _secret(t("Password"), str(same.get("password") or ""), f"{key}_password")
            return {"type": kind, "username": name, "password": password}
        case "oauth2":
            return _oauth_fields(same, key)
    return {"type": "none"}


def _oauth_fields(same: Mapping[str, Any], key: str) -> dict[str, Any]:
    return {
        "type": "oauth2",
        "token_url": st.text_input(
            t("Address of the tokens"), same.get("token_url") or "", key=f"{key}_token_url"
        ).strip(),
        "client_id": st.text_input(t("Client id"), same.get("client_id") or "", key=f"{key}_client").strip(),
        "client_secret": _secret(t("Client secret"), str(same.get("client_secret") or ""), f"{key}_client_secret"),
        "scope": st.text_input(t("Scope"), same.get("scope") or "", key=f"{key}_scope").strip(),
    }


def server_fields(stored: Mapping[str, Any], key: str) -> dict[str, Any]:
    """Draw how an MCP server is reached; programs are for owners."""
    kinds = ["http", "stdio"] if allowed(Action.OWN) else ["http"]
    now = str(stored.get("transport") or "http")
    kind = st.segmented_control(
        t("The server is"),
        kinds,
        default=now if now in kinds else "http",
        format_func=lambda one: t(TRANSPORTS[one]),
        key=f"{key}_transport",
    )
    same = stored if now == kind else {}
    if kind == "stdio":
        st.warning(
            t("The program runs with the rights of this server. Only start what you trust."), icon=":material/warning:"
        )
        line = shlex.join([same["command"], *same.get("args", ())]) if same.get("command") else ""
        command = st.text_input(t("Command"), line, key=f"{key}_command", placeholder="uvx mcp-server-time")
        env = _lines(t("Variables"), same.get("env") or {}, f"{key}_env", "API_KEY=…", "=")
        parts = _parts(command)
        return {"transport": "stdio", "command": parts[0] if parts else "", "args": parts[1:], "env": env}
    url = st.text_input(
        t("Address"), str(same.get("url") or ""), key=f"{key}_url", placeholder="https://example.com/mcp"
    )
    headers = _lines(t("Headers"), same.get("headers") or {}, f"{key}_headers", "Authorization: Bearer …", ":")
    return {"transport": "http", "url": url.strip(), "headers": headers}


def _secret(label: str, mask: str, key: str) -> str:
    """Draw a field for a secret; what is stored stays, as its mask, when it is left empty."""
    hint = t("stored: {mask}", mask=mask) if mask else ""
    typed = st.text_input(label, type="password", key=key, placeholder=hint, autocomplete="off")
    return typed.strip() or mask


def _lines(label: str, stored: Mapping[str, str], key: str, hint: str, sign: str) -> dict[str, str]:
    """Draw names and values, one pair a line; values that are secret show as their masks, which stand for them."""
    space = " " if sign == ":" else ""
    text = "\n".join(f"{name}{sign}{space}{value}" for name, value in stored.items())
    written = st.text_area(label, text, key=key, placeholder=hint, height=80, help=t("One a line."))
    pairs = (line.partition(sign) for line in written.splitlines() if line.strip())
    return {name.strip(): value.strip() for name, _, value in pairs}


def _parts(command: str) -> list[str]:
    try:
        return shlex.split(command)
    except ValueError as error:
        st.caption(f":red[{t('The command cannot be read: {reason}', reason=error)}]")
        return []
