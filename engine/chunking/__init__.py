"""Cutting documents into the pieces that searches compare and models read."""
