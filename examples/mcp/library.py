"""A small MCP server for the gallery: a library with a few books, spoken to over standard input and output.

It needs nothing but Python. A message is a line of JSON (JSON-RPC 2.0); `tools/list` tells the two tools, `tools/call`
calls one.
"""

import json
import sys
from collections.abc import Callable, Mapping
from typing import Any

BOOKS = (
    {"title": "Momo", "title_zh": "毛毛", "author": "Michael Ende", "year": 1973, "shelf": "A3", "available": True},
    {"title": "The Left Hand of Darkness", "title_zh": "黑暗的左手", "author": "Ursula K. Le Guin", "year": 1969, "shelf": "C1", "available": False},
    {"title": "Rickshaw Boy", "title_zh": "骆驼祥子", "author": "老舍 Lao She", "year": 1937, "shelf": "B7", "available": True},
    {"title": "The Three-Body Problem", "title_zh": "三体", "author": "刘慈欣 Liu Cixin", "year": 2008, "shelf": "C4", "available": True},
)  # fmt: skip
SCHEMA = {"type": "object", "properties": {"words": {"type": "string", "description": "Words of title or author."}}, "required": ["words"]}  # fmt: skip


def find_book(words: str) -> str:
    """Return the books whose title or author is named."""
    asked = words.lower()
    found = [book for book in BOOKS if any(str(book[key]).lower() in asked for key in ("title", "title_zh"))]
    found = found or [book for book in BOOKS if any(part.lower() in asked for part in str(book["author"]).split())]
    lines = [
        f"{book['title']} / {book['title_zh']}, {book['author']} ({book['year']}): shelf {book['shelf']}, "
        + ("on the shelf 在架" if book["available"] else "lent out 已借出")
        for book in found
    ]
    return "\n".join(lines) or "There is no such book here. 没有找到。"


def list_books(words: str = "") -> str:
    """Return all titles."""
    return "\n".join(f"{book['title']} / {book['title_zh']}" for book in BOOKS)


TOOLS: Mapping[str, tuple[str, Mapping[str, Any], Callable[..., str]]] = {
    "find_book": ("Finds a book 图书 of the library by title or author.", SCHEMA, find_book),
    "list_books": ("Lists all books 书目 of the library.", {"type": "object", "properties": {}}, list_books),
}


def answered(method: str, params: Mapping[str, Any]) -> dict[str, Any]:
    """Return the result of a request. Raises KeyError: there is no such method or tool."""
    if method == "initialize":
        about = {"name": "library", "version": "1.0.0"}
        return {"protocolVersion": params["protocolVersion"], "capabilities": {"tools": {}}, "serverInfo": about}
    if method == "tools/list":
        told = [{"name": name, "description": text, "inputSchema": schema} for name, (text, schema, _) in TOOLS.items()]
        return {"tools": told}
    if method == "tools/call":
        _, _, call = TOOLS[params["name"]]
        return {"content": [{"type": "text", "text": call(**params.get("arguments") or {})}]}
    return {"ping": {}}[method]


def main() -> None:
    """Answer line by line until the input ends."""
    for line in sys.stdin:
        message = json.loads(line)
        if "id" not in message:
            continue
        reply: dict[str, Any] = {"jsonrpc": "2.0", "id": message["id"]}
        try:
            reply["result"] = answered(message["method"], message.get("params") or {})
        except (KeyError, TypeError) as error:
            reply["error"] = {"code": -32601, "message": f"cannot do that: {error}"}
        sys.stdout.write(json.dumps(reply) + "\n")
        sys.stdout.flush()


if __name__ == "__main__":
    main()
