"""What tools are called and say of themselves, in the language of the session."""

from pages.chinese.tools import TOOLS
from pages.language.text import language


def tool_text(english: str) -> str:
    """Return a label, a description or a use of a tool in the language of the session; of others' tools as it is."""
    return TOOLS.get(english, english) if language() == "zh" else english
