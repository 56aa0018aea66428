"""Who looks at the pages. Every run of the main script asks here, so that a logout works in open tabs too."""

import streamlit as st

from services import accounts
from services.accounts import Caller
from services.errors import Unauthorized
from services.runtime import current

ACCESS_COOKIE = "access_token"
REFRESH_COOKIE = "refresh_token"


def current_caller() -> Caller | None:
    """Return who looks at the pages, None for somebody who must sign in first.

    While no account exists the pages are open to the local owner.
    """
    rt = current()
    if not rt.call(accounts.needs_login(rt)):
        return rt.call(accounts.local_caller(rt))
    token = _cookie(ACCESS_COOKIE)
    try:
        return rt.call(accounts.caller_of_token(rt, token)) if token else None
    except Unauthorized:
        return None


def may_refresh() -> bool:
    """Return whether the browser holds what can renew a login that has run out."""
    return bool(_cookie(REFRESH_COOKIE))


def _cookie(name: str) -> str | None:
    return st.context.cookies.get(name)
