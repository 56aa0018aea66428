"""Texts with references and Jinja templates, rendered within bounds."""
