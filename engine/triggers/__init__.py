"""What starts a workflow without a caller of its API: requests to webhooks, and times."""
