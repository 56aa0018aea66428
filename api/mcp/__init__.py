"""The Model Context Protocol below `/mcp`: published apps as tools of other programs' models."""

from api.mcp.routes import router

__all__ = ["router"]
