"""Plugins of this server: found, installed, switched on and off, renewed, removed. See docs/plugins.md."""
