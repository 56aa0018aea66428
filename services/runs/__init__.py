"""Runs: carried out, followed, stored, kept for reuse, replayed."""
