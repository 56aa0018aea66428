"""Who may do what in a workspace: four roles, and what each of them may do."""

from enum import StrEnum
from typing import Final


class Role(StrEnum):
    """What a member of a workspace is."""

    OWNER = "owner"
    ADMIN = "admin"
    EDITOR = "editor"
    VIEWER = "viewer"


class Action(StrEnum):
    """What a use case takes of whoever asks for it. Looking at apps and knowledge takes nothing but membership."""

    RUN = "run"  # run apps, chat with them, rate answers, answer forms, stop what one started
    EDIT_APPS = "edit apps"  # make, change, try, import, annotate and delete apps
    PUBLISH = "publish"  # what visitors and programs get: versions, API, web page, triggers
    EDIT_KNOWLEDGE = "edit knowledge"  # make, fill, change and delete knowledge bases
    READ_CONVERSATIONS = "read conversations"  # what others wrote to an app, and what it answered
    MANAGE_KEYS = "manage keys"  # API keys of apps and of the knowledge
    MANAGE_MODELS = "manage models"  # credentials of vendors, default models
    MANAGE_TOOLS = "manage tools"  # credentials of tools, services and servers that offer them
    MANAGE_MEMBERS = "manage members"  # invite, remove, change roles below the own
    MANAGE_SETTINGS = "manage settings"  # settings of the workspace, workers, kept results, the log
    OWN = "own"  # trusted scripts, other owners, handing the workspace over, deleting it


_VIEWER: Final = frozenset({Action.RUN})
_EDITOR: Final = _VIEWER | {Action.EDIT_APPS, Action.PUBLISH, Action.EDIT_KNOWLEDGE, Action.READ_CONVERSATIONS}
_ADMIN: Final = _EDITOR | {
    Action.MANAGE_KEYS,
    Action.MANAGE_MODELS,
    Action.MANAGE_TOOLS,
    Action.MANAGE_MEMBERS,
    Action.MANAGE_SETTINGS,
}
ALLOWED: Final = {
    Role.OWNER: frozenset(Action),
    Role.ADMIN: _ADMIN,
    Role.EDITOR: _EDITOR,
    Role.VIEWER: _VIEWER,
}


def may(role: str, action: Action) -> bool:
    """Return whether somebody with a role may do something; an unknown role may do nothing."""
    return role in ALLOWED and action in ALLOWED[Role(role)]
