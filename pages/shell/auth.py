"""Who looks at the pages.

Every run of the main script asks here, and every run of a fragment or a dialog by itself, so that a logout and a
change of role work in open tabs, too.
"""

from collections.abc import Iterator
from contextlib import contextmanager

import streamlit as st

from pages.shell.state import Session, page_state
from services import accounts
from services.accounts import Caller
from services.accounts.acting import NOBODY, acting_as, is_bound
from services.errors import Unauthorized
from services.runtime import current

ACCESS_COOKIE = "access_token"
REFRESH_COOKIE = "refresh_token"


class SignedOut(Exception):
    """The login of this tab has ended since its page was drawn."""


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


@contextmanager
def in_person() -> Iterator[None]:
    """Have the block run for whoever looks at the page now, and not for who looked when it was drawn.

    Raises:
        SignedOut: that is nobody any more.
    """
    if is_bound():  # a dialog in a fragment in a page: asked already
        yield
        return
    session = page_state(Session)
    was, session.caller = session.caller, current_caller()
    if session.caller is None and was is not None:
        raise SignedOut
    with acting_as(session.caller or NOBODY):
        yield


def may_refresh() -> bool:
    """Return whether the browser holds what can renew a login that has run out."""
    return bool(_cookie(REFRESH_COOKIE))


def _cookie(name: str) -> str | None:
    return st.context.cookies.get(name)
