"""Human-input nodes for tests."""

from typing import Any

ACTIONS = [
    {"id": "approve", "title": "Approve", "button_style": "primary"},
    {"id": "reject", "title": "No, thanks", "button_style": "default"},
]
START = {"type": "start", "variables": [{"variable": "s", "type": "paragraph", "required": False}]}
PDF = {"transfer_method": "remote_url", "url": "https://example.com/a.pdf", "type": "document"}


def ask(**settings: Any) -> dict[str, Any]:
    """Return the settings of a node that asks for a note."""
    note = {"type": "paragraph", "output_variable_name": "note", "default": {"type": "constant", "value": "none"}}
    form = {"form_content": "Check {{#start.s#}}: {{#$output.note#}}", "inputs": [note], "user_actions": ACTIONS}
    return {"type": "human-input", "timeout": 2, "timeout_unit": "hour", **form, **settings}
