"""The document extractor: the text of files."""

import asyncio
from collections.abc import Mapping
from typing import Any

from pydantic import Field

from engine.errors import NodeError
from engine.extract import EXTRACT_LIMITS, Extracted, ExtractLimits, extract_apart
from engine.fields import Selector
from engine.filestore import read_file
from engine.nodes.base import Context, Node, NodeConfig, Result
from engine.values import File, type_of

_DEFAULT_LIMITS = ExtractLimits()


class DocumentExtractor(Node, kind="document-extractor"):
    """Give the text of a file, or the texts of a list of files in their order.

    The type of a file is told by its extension, without one by its MIME type. One file that cannot be
    read fails the node.

    Outputs:
        text: a text for one file, a list for a list; an empty list where there is no file at all.

    Raises:
        NodeError: the variable is missing or holds no files; UnsupportedFileTypeError, FileDownloadError or
            TextExtractionError (broken, protected, too large) for a file.
    """

    class Config(NodeConfig):
        variable_selector: Selector = Field(title="Files", description="The file or the list of files to read.")
        is_array_file: bool = Field(default=False, title="Several files", description="A hint for editors.")

    def declared_outputs(self) -> Mapping[str, str]:
        """Return the text or texts."""
        return {"text": "array[string]" if self.config.is_array_file else "string"}

    async def run(self, ctx: Context) -> Result:
        """Read the files."""
        value = ctx.require(self.config.variable_selector)
        files = self._files(value)
        if not files:
            return Result({"text": []})
        documents = await _all_extracted(files, ctx)
        texts = [document.text for document in documents]
        notes = [f"{file.filename}: {n}" for file, doc in zip(files, documents, strict=True) for n in doc.notes]
        encodings = {file.filename: doc.encoding for file, doc in zip(files, documents, strict=True) if doc.encoding}
        return Result(
            {"text": texts[0] if isinstance(value, File) else texts},
            inputs={"variable_selector": value},
            process_data={"documents": files, "encodings": encodings, "notes": notes},
        )

    def _files(self, value: Any) -> list[File]:
        if not value:
            return []
        if isinstance(value, File):
            return [value]
        if type_of(value) != "array[file]":
            name = ".".join(self.config.variable_selector)
            raise NodeError(f"{name} is {type_of(value)}; files are needed", error_type="InvalidVariableTypeError")
        return list(value)


async def _all_extracted(files: list[File], ctx: Context) -> list[Extracted]:
    """Return the documents in the order of their files; the first that fails ends the others."""
    try:
        async with asyncio.TaskGroup() as group:
            tasks = [group.create_task(_extracted(file, ctx)) for file in files]
    except ExceptionGroup as failures:
        raise failures.exceptions[0] from failures
    return [task.result() for task in tasks]


async def _extracted(file: File, ctx: Context) -> Extracted:
    limits = ctx.resources.extras.get(EXTRACT_LIMITS, _DEFAULT_LIMITS)
    data = await read_file(file, ctx.resources, most=limits.file_bytes)
    name = file.filename or "file"
    if file.extension and not name.lower().endswith(file.extension.lower()):
        name += file.extension
    return await extract_apart(data, filename=name, mime_type=file.mime_type, limits=limits)
