"""Plugins: what they say of themselves, and the process apart in which their code runs. See docs/plugins.md."""
