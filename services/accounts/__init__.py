"""Accounts: the first one, logins, tokens, and who a console request acts for."""

from services.accounts.logins import (
    Caller,
    Tokens,
    account_of_token,
    caller_of_admin_key,
    caller_of_token,
    local_caller,
    login,
    logout,
    refresh,
)
from services.accounts.people import (
    OWNER_EMAIL,
    ensure_workspace,
    first_account,
    get_account,
    needs_login,
    set_password,
    set_timezone,
    setup,
    timezone,
    workspace,
)

__all__ = [
    "OWNER_EMAIL",
    "Caller",
    "Tokens",
    "account_of_token",
    "caller_of_admin_key",
    "caller_of_token",
    "ensure_workspace",
    "first_account",
    "get_account",
    "local_caller",
    "login",
    "logout",
    "needs_login",
    "refresh",
    "set_password",
    "set_timezone",
    "setup",
    "timezone",
    "workspace",
]
