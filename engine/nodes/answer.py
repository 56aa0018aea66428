"""The answer node: speaks to the user of a chat."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, ClassVar

from pydantic import Field

from engine.fields import Template
from engine.nodes.base import Context, Node, NodeConfig, Result
from engine.templating.templates import references, render_markdown, segments
from engine.values import File


class Answer(Node, kind="answer"):
    """Say a text; its pieces are sent as soon as they are there.

    Outputs:
        answer: the text, values in the form that readers see.
        files: every file in the values that the text names.
    """

    response = True
    outputs: ClassVar[Mapping[str, str]] = {"answer": "string", "files": "array[file]"}

    class Config(NodeConfig):
        answer: Template = Field(
            default=Template(""),
            title="Answer",
            description="Markdown; it may name variables.",
            json_schema_extra={"widget": "template"},
        )

    def segments(self) -> Sequence[str | tuple[str, ...]]:
        """Return the texts and selectors of the answer, in order."""
        return segments(self.config.answer)

    async def run(self, ctx: Context) -> Result:
        """Return the whole answer."""
        text = self.config.answer
        files = [file for selector in references(text) for file in _files(ctx.value(selector))]
        return Result({"answer": render_markdown(text, ctx.pool), "files": files})


def _files(value: Any) -> Iterator[File]:
    items = value if isinstance(value, list) else [value]
    return (item for item in items if isinstance(item, File))
