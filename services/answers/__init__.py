"""Answers of models that an app keeps to give again: off unless the app's settings say otherwise, see docs/answer-cache.md."""
