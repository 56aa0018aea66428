"""The model requests that a vendor captured, in the form in which cases write them."""

from collections.abc import Iterable, Mapping
from typing import Any

from tests.vendor import Captured

Message = dict[str, str]


def conversation_of(request: Captured) -> list[Message]:
    """Return role and content of each message of a request, whatever protocol it came in."""
    body = request.body
    system = [{"role": "system", "content": _text(body["system"])}] if body.get("system") else []
    if "prompt" in body:
        return [*system, {"role": "user", "content": _text(body["prompt"])}]
    return system + [{"role": item["role"], "content": _text(item.get("content"))} for item in body.get("messages", ())]


def offered_tools(request: Captured) -> set[str]:
    """Return the names of the tools that a request offers."""
    tools: Iterable[Mapping[str, Any]] = request.body.get("tools") or ()
    return {str(tool.get("function", tool).get("name")) for tool in tools}


def _text(content: Any) -> str:
    """Return the text of a message with its white space normalised."""
    if isinstance(content, list):
        content = " ".join(str(part.get("text", "")) for part in content if isinstance(part, Mapping))
    return " ".join(str(content or "").split())
