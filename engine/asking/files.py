"""Files as parts of a model's messages."""

import base64
from collections.abc import Sequence

from engine.models.base import Abilities, FilePart, ImagePart, Message, Part
from engine.resources import FileStore
from engine.values import File

_SHOWN = ("image", "document", "audio", "video")


class FileParts:
    """Makes parts of files: remote ones by their address, uploads by their bytes where those can be read."""

    def __init__(self, detail: str = "high", store: FileStore | None = None) -> None:
        self._detail = detail
        self._store = store

    async def of(self, files: Sequence[File]) -> list[Part]:
        """Return a part for each file; files of no known type are left out."""
        return [await self._part(file) for file in files if file.type in _SHOWN]

    async def _part(self, file: File) -> Part:
        url = file.address
        if file.transfer_method != "remote_url" and self._store is not None:
            content = base64.b64encode(await self._store.read(file)).decode()
            url = f"data:{file.mime_type or 'application/octet-stream'};base64,{content}"
        if file.type == "image":
            return ImagePart(url, self._detail)
        return FilePart(url, file.type, file.mime_type, file.filename)


def for_abilities(messages: Sequence[Message], abilities: Abilities) -> list[Message]:
    """Return `messages` without the parts that the model cannot take, and without those that are empty then."""
    kept = []
    for message in messages:
        content = _content(message, abilities)
        if content or message.tool_calls:
            kept.append(Message(message.role, content, message.tool_calls, message.tool_call_id))
    return kept


def _content(message: Message, abilities: Abilities) -> str | list[Part]:
    if isinstance(message.content, str):
        return message.content
    parts = [part for part in message.content if part and _takes(abilities, part)]
    return str(parts[0]) if len(parts) == 1 and isinstance(parts[0], str) else parts


def _takes(abilities: Abilities, part: Part) -> bool:
    if isinstance(part, str):
        return True
    if isinstance(part, ImagePart):
        return abilities.vision
    return {"document": abilities.documents, "audio": abilities.audio}.get(part.kind, False)
