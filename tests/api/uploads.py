"""Uploads of the tests of files."""

from typing import Any

from tests.api.client import USER, Json, PublishedApp, Response, expect

PNG = bytes.fromhex(
    "89504e470d0a1a0a0000000d4948445200000001000000010806000000"
    "1f15c4890000000d49444154789c63f8cfc0f01f0005000 1ff".replace(" ", "")
    + "5679b3d60000000049454e44ae426082"
)


async def send_file(
    app: PublishedApp, content: bytes = b"Hello.", name: str = "note.txt", mime_type: str = "text/plain", **fields: Any
) -> Response:
    """Upload a file as an end user of the app."""
    data = {"user": USER, **fields}
    return await app.send("POST", "/files/upload", files={"file": (name, content, mime_type)}, data=data)


async def uploaded(app: PublishedApp, content: bytes, name: str, mime_type: str) -> Json:
    """Upload a file and return what is told about it."""
    body: Json = expect(await send_file(app, content, name, mime_type), 201)
    return body


def local(upload: Json, type: str) -> Json:
    """Return how a request names an upload."""
    return {"type": type, "transfer_method": "local_file", "upload_file_id": upload["id"]}
