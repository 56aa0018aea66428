"""Agents: a model that calls tools in rounds until it has an answer."""
