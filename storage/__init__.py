"""Rows: the DuckDB file, its migrations, and one module of functions for each aggregate."""
