"""Webhooks: addresses outside that are told when runs of an app end."""
