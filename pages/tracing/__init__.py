"""Runs on the screen: followed while they live, read when they are stored, compared."""
