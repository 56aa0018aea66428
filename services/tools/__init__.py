"""Tools of workspaces: where they come from, what lets their providers in, and trying them."""

from services.tools.icons import icons_of

__all__ = ["icons_of"]
