"""The file reader: what a file says, whatever its format."""

from typing import Final

from engine.extract import EXTRACT_LIMITS, ExtractLimits, extract_apart
from engine.filestore import read_file
from engine.tools.answers import shortened
from engine.tools.base import Json, Text, ToolContext, ToolInvokeError, ToolMessage
from engine.tools.functions import Setting, tool
from engine.values import File

_DEFAULT_LIMITS: Final = ExtractLimits()


@tool(
    provider="files",
    label="Read a file",
    use_cases=["what an uploaded document says", "summarise a PDF", "read a part of a long text"],
    timeout=180,
)
async def read_file_text(
    ctx: ToolContext,
    file: File | None = None,
    files: list[File] | None = None,
    start: int = 0,
    max_characters: Setting[int] = 20_000,
) -> list[ToolMessage]:
    """Reads the text of a file: PDF, Word, PowerPoint, Excel, OpenDocument, EPUB, HTML, Markdown, csv, mails and texts.

    Args:
        file: The file to read.
        files: Several files to read.
        start: From which character on to read, where a text was cut before.
        max_characters: How much of each file is given.
    """
    wanted = [*([file] if file is not None else []), *(files or ())]
    if not wanted:
        raise ToolInvokeError("there is no file to read; give one in file or files")
    messages: list[ToolMessage] = []
    for one in wanted:
        messages += await _read(one, ctx, max(0, start), max(100, max_characters), is_alone=len(wanted) == 1)
    return messages


async def _read(file: File, ctx: ToolContext, start: int, most: int, *, is_alone: bool) -> list[ToolMessage]:
    limits = ctx.resources.extras.get(EXTRACT_LIMITS, _DEFAULT_LIMITS)
    name = file.filename or "file"
    if file.extension and not name.lower().endswith(file.extension.lower()):
        name += file.extension
    data = await read_file(file, ctx.resources, most=limits.file_bytes)
    found = await extract_apart(data, filename=name, mime_type=file.mime_type, keep_markup=False, limits=limits)
    text = found.text[start:]
    head = "" if is_alone else f"# {name}\n\n"
    about = {"file": name, "characters": len(found.text), "pages": len(found.pages or ()), "start": start}
    return [
        Text(f"{head}{shortened(text, most) or '(there is no text in it)'}" + ("" if is_alone else "\n\n")),
        Json({**about, "text": text[:most]}, is_repeat=True),
    ]
