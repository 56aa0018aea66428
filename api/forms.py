"""Forms that runs wait for, as the JSON objects that their clients read and send."""

from collections.abc import Mapping
from typing import Any

from pydantic import Field

from api.bodies import Body

Json = dict[str, Any]


class Answer(Body):
    """What somebody fills in, and the button that is pressed."""

    inputs: dict[str, Any] = Field(default_factory=dict, description="Values by the names of the inputs.")
    action: str = Field(description="The id of the button.", examples=["approve"])


def form_of(definition: Mapping[str, Any]) -> Json:
    """Return what a client needs to show a form."""
    return {
        "form_content": definition["form_content"],
        "inputs": definition["inputs"],
        "resolved_default_values": definition["resolved_default_values"],
        "user_actions": definition["actions"],
        "expiration_time": definition["expiration_time"],
    }
