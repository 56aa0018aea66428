"""Prompts: the messages that a model is sent, made of templates, variables and files."""

import re
from collections.abc import Mapping, Sequence
from typing import Any

from engine.asking.files import FileParts
from engine.asking.model_settings import PromptItem
from engine.errors import VariableNotFound
from engine.fields import Binding
from engine.models.base import FilePart, ImagePart, Message, Part
from engine.templating.templates import references, render_jinja, segments, with_names
from engine.values import MISSING, File, as_text, masked
from engine.variables import VariablePool

CONTEXT = "{{#context#}}"

_MARKER_OWNER = "0marker"  # of the references that stand for markers in Jinja items; no node is called so


class Prompter:
    """Renders the items of one prompt.

    `markers` maps texts such as `{{#context#}}` to what stands for them. Values are put in as they
    are: a reference or marker inside one is never looked at.
    """

    def __init__(
        self,
        pool: VariablePool,
        *,
        markers: Mapping[str, str],
        bindings: Sequence[Binding] = (),
        files: FileParts | None = None,
    ) -> None:
        self._pool = pool
        self._markers = markers
        self._marker = re.compile("|".join(map(re.escape, sorted(markers, key=len, reverse=True))) or r"(?!)")
        self._bindings = bindings
        self._files = files or FileParts()
        self.used: dict[str, Any] = {}  # `#owner.name#` -> value, secrets masked; for the trace

    async def messages(self, items: Sequence[PromptItem]) -> list[Message]:
        """Return a message for each item that is not empty, and after it one with the files that it names.

        Raises:
            VariableNotFound: an item names a variable that nothing has written.
            NodeError: a Jinja item does not render.
        """
        found: list[Message] = []
        for item in items:
            text, files = await self._rendered(item)
            if text:
                found.append(Message(item.role, text))
            if parts := await self._files.of(files):
                found.append(Message(item.role, parts))
        return found

    async def text(self, item: PromptItem) -> str:
        """Return the text of an item; raises as `messages` does."""
        return (await self._rendered(item))[0]

    async def _rendered(self, item: PromptItem) -> tuple[str, list[File]]:
        return (await self._jinja(item.jinja2_text), []) if item.is_jinja else self._basic(item.text)

    def _basic(self, template: str) -> tuple[str, list[File]]:
        pieces: list[str] = []
        files: list[File] = []
        for part in segments(template):
            if isinstance(part, str):
                pieces.append(self._marker.sub(lambda match: self._markers[match[0]], part))
            else:
                value = self._require(part)
                pieces.append(as_text(value))
                files += files_in(value)
        return "".join(pieces), files

    async def _jinja(self, template: str) -> str:
        marked = {f"m{place}": marker for place, marker in enumerate(self._markers) if marker.startswith("{{#")}
        for name, marker in marked.items():  # Jinja would take it for a mistake, a reference has a way in
            template = template.replace(marker, f"{{{{#{_MARKER_OWNER}.{name}#}}}}")
        text, names = with_names(template)
        values = {item.variable: self._require(item.value_selector) for item in self._bindings}
        for name, (owner, *path) in names.items():
            is_marker = owner == _MARKER_OWNER
            values[name] = self._markers[marked[path[0]]] if is_marker else as_text(self._require((owner, *path)))
        return await render_jinja(text, values)

    def _require(self, selector: tuple[str, ...]) -> Any:
        value = self._pool.get(selector)
        if value is MISSING:
            raise VariableNotFound(selector)
        self.used[f"#{'.'.join(selector)}#"] = masked(value)
        return value


def item_references(item: PromptItem) -> set[tuple[str, ...]]:
    """Return the selectors that the item names where it counts."""
    return set(with_names(item.jinja2_text)[1].values()) if item.is_jinja else set(references(item.text))


def files_in(value: Any) -> list[File]:
    """Return the file or files that `value` is."""
    items = value if isinstance(value, list) else [value]
    return [item for item in items if isinstance(item, File)]


def as_sent(messages: Sequence[Message]) -> list[dict[str, Any]]:
    """Return the messages for the trace: role, text, and of files what they are."""
    return [{"role": item.role, "text": item.text, "files": _traced_files(item.content)} for item in messages]


def _traced_files(content: str | Sequence[Part]) -> list[Mapping[str, Any]]:
    if isinstance(content, str):
        return []
    return [_traced(part) for part in content if not isinstance(part, str)]


def _traced(part: ImagePart | FilePart) -> dict[str, Any]:
    url = part.url if len(part.url) <= 200 else f"{part.url[:40]}…"
    if isinstance(part, ImagePart):
        return {"type": "image", "data": url, "detail": part.detail}
    return {"type": part.kind, "data": url, "filename": part.filename}
