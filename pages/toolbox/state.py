"""What the Tools page remembers in one browser tab."""

from dataclasses import dataclass, field
from typing import Any

from engine.tools.openapi.document import Specification
from services.tools.trying import Trial


@dataclass(slots=True)
class ToolsState:
    """What was just done, the tool that is tried, and the service that is being added."""

    notice: str = ""
    tool: str = ""  # the name of the one that is tried in the open dialog
    trial: Trial | None = None
    asks: bool = False  # whether a tool with side effects really is to be called
    document: str = ""  # of the service that is being added
    url: str = ""  # where that was fetched
    found: Specification | None = None  # what it describes
    arguments: dict[str, Any] = field(default_factory=dict)  # of the last trial, to begin the next one with
