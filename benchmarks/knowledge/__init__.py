"""Measurements of knowledge bases: how quickly they are searched, and how well."""
