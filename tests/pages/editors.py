"""The editors of prompts and code on a page, as tests read and fill them: by what the browser would send."""

import json
from dataclasses import dataclass
from typing import Any

from streamlit.testing.v1 import AppTest


@dataclass(frozen=True)
class Editor:
    """One editor as it was drawn last."""

    at: AppTest
    data: dict[str, Any]

    @property
    def key(self) -> str:
        return self.data["name"]

    @property
    def label(self) -> str:
        return self.data["label"]

    @property
    def value(self) -> str:
        return self.data["text"]

    def set_value(self, text: str) -> AppTest:
        """Send another text, as a browser does that has sent others before."""
        sent = self.data["taken"]["seq"] + 1
        edit = {"client": "browser", "seq": sent, "over": self.data["version"], "text": text}
        self.at.session_state[self.key] = {"edit": edit}
        return self.at


def editors(at: AppTest) -> list[Editor]:
    """Return all editors on the page, from top to bottom."""
    drawn = [element.proto for element in at.get("bidi_component")]
    return [Editor(at, json.loads(one.json)) for one in drawn if one.component_name == "millrace_editor"]


def editor(at: AppTest, label: str, place: int = 0) -> Editor:
    """Return an editor by its label."""
    return [one for one in editors(at) if one.label == label][place]
