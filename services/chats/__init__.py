"""Conversations with an app: turns, messages, what stands before and after an answer."""
