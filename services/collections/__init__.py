"""Rows that workflows keep: tickets, answers of surveys, results."""
