"""Searching knowledge bases: what a search takes and gives, and one that needs no database."""
