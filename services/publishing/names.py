"""What visitors are called: each kind of visitor has names of its own, so that none can take another's place."""

from typing import Final

ANONYMOUS: Final = "visitor"  # a browser, known by the name that its passport holds
NAMED: Final = "named"  # whoever an embedding page says it is, unproved
VERIFIED: Final = "verified"  # whom an embedding page's server has signed for
MEMBER: Final = "member"  # a member of the workspace, by their login
KINDS: Final = (ANONYMOUS, NAMED, VERIFIED, MEMBER)
UNPROVED: Final = "unverified:"  # stands before a claimed name where others are proved


def session_of(kind: str, name: str) -> str:
    """Return the `session_id` of the end user that a visitor is."""
    return f"{kind}:{name}"


def parted(session_id: str) -> tuple[str, str] | None:
    """Return kind and name of a visitor, None for an end user who is none."""
    kind, colon, name = session_id.partition(":")
    return (kind, name) if colon and kind in KINDS else None


def is_unnamed(session_id: str) -> bool:
    """Return whether an end user is a browser of which nobody says who uses it."""
    return (parted(session_id) or ("", ""))[0] == ANONYMOUS


def told_name(session_id: str, *, proves: bool) -> str:
    """Return what `sys.user_id` says of an end user.

    A proved name stands alone. A claimed one does, too, as in Dify, until the app `proves` its visitors: from then on
    a workflow that trusts the name must not mistake one for the other.
    """
    kind, name = parted(session_id) or ("", session_id)
    if kind in (VERIFIED, MEMBER):
        return name
    if kind == NAMED:
        return f"{UNPROVED}{name}" if proves else name
    return session_id
