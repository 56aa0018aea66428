"""Asking a model from a node: settings, prompts, memory, and what becomes of the answer."""
