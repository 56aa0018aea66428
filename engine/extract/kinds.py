"""Which parser reads which file, by extension or else by MIME type."""

from collections.abc import Callable, Mapping
from importlib import import_module
from typing import cast

from engine.extract.extracted import Extracted, ExtractLimits, TextExtractionError, UnsupportedFileTypeError

Parser = Callable[[bytes, ExtractLimits], Extracted]

# Named by module and imported for the first file of their kind: together the parsers take about a
# second and 150 MB, which the start and the idle memory of whoever imports this must not pay.
_PARSERS: Mapping[str, str] = {
    "plain": "text:plain_text",
    "json": "text:json_text",
    "yaml": "text:yaml_text",
    "properties": "text:properties_text",
    "captions": "text:captions_text",
    "csv": "text:csv_text",
    "html": "markup:html_text",
    "pdf": "pdf:pdf_text",
    "docx": "word:docx_text",
    "pptx": "slides:pptx_text",
    "workbook": "workbook:workbook_tables",
    "epub": "book:epub_text",
    "odt": "odf:odt_text",
    "eml": "mail:eml_text",
}
_PLAIN = (
    *("txt", "md", "mdx", "markdown", "html", "htm", "xml", "vtt", "log"),
    *("c", "h", "cpp", "hpp", "cc", "cxx", "c++", "py", "js", "ts", "jsx", "tsx", "java", "php", "rb", "go", "rs"),
    *("swift", "kt", "scala", "sh", "bash", "bat", "ps1", "sql", "r", "m", "pl", "lua", "vim", "asm", "s"),
    *("css", "scss", "less", "sass", "ini", "cfg", "conf", "toml", "env"),
)
_BY_EXTENSION: Mapping[str, str] = {
    **dict.fromkeys(_PLAIN, "plain"),
    "json": "json",
    "yaml": "yaml",
    "yml": "yaml",
    "properties": "properties",
    "csv": "csv",
    "pdf": "pdf",
    "docx": "docx",
    "pptx": "pptx",
    "xlsx": "workbook",
    "xls": "workbook",
    "epub": "epub",
    "odt": "odt",
    "eml": "eml",
}
_BY_MIME_TYPE: Mapping[str, str] = {
    "text/plain": "plain",
    "text/html": "plain",
    "text/htm": "plain",
    "text/markdown": "plain",
    "text/xml": "plain",
    "text/vtt": "captions",
    "text/csv": "csv",
    "text/yaml": "yaml",
    "text/properties": "properties",
    "application/json": "json",
    "application/xml": "plain",
    "application/x-yaml": "yaml",
    "application/yaml": "yaml",
    "application/pdf": "pdf",
    "application/epub+zip": "epub",
    "application/vnd.oasis.opendocument.text": "odt",
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document": "docx",
    "application/vnd.openxmlformats-officedocument.presentationml.presentation": "pptx",
    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet": "workbook",
    "application/vnd.ms-excel": "workbook",
    "message/rfc822": "eml",
}
DEFAULT_LIMITS = ExtractLimits()
_INSTEAD: Mapping[str, str] = {"doc": "docx", "ppt": "pptx", "msg": "eml"}
_CHEAP = frozenset({"plain", "properties", "captions"})  # decoded, hardly more
_CHEAP_WHEN_SMALL = frozenset({"json", "yaml", "csv"})
_SMALL = 100_000  # bytes
_HARMLESS_WHEN_SMALL = frozenset({"html", "eml"}) | _CHEAP_WHEN_SMALL  # where only other jobs could be held up
_NOT_LARGE = 1_000_000  # bytes
_HTML = frozenset({"html", "htm", "text/html", "text/htm"})


def parser_name(filename: str, mime_type: str = "", *, keep_markup: bool = True) -> str:
    """Return the name of the parser for a file: by the extension of its name, where it has none by its MIME type.

    Raises:
        UnsupportedFileTypeError: there is none.
    """
    extension = filename.rpartition(".")[2].lower() if "." in filename else ""
    kind = mime_type.partition(";")[0].strip().lower()
    name = _BY_EXTENSION.get(extension) if extension else _BY_MIME_TYPE.get(kind)
    if name is None:
        raise UnsupportedFileTypeError(_unsupported(filename, extension, kind))
    return "html" if not keep_markup and (extension or kind) in _HTML else name


def _unsupported(filename: str, extension: str, mime_type: str) -> str:
    what = f"files of the type .{extension}" if extension else f"files of the type {mime_type or 'unknown'}"
    advice = f"; save it as .{_INSTEAD[extension]}" if extension in _INSTEAD else ""
    return f"{what} cannot be read: {filename or 'a file without a name'}{advice}"


def is_cheap(name: str, size: int) -> bool:
    """Return whether a parser takes so little for `size` bytes that it may run beside other work."""
    return name in _CHEAP or (name in _CHEAP_WHEN_SMALL and size <= _SMALL)


def is_harmless(name: str, size: int) -> bool:
    """Return whether a parser may run for `size` bytes in a process that has no other work."""
    return name in _CHEAP or (name in _HARMLESS_WHEN_SMALL and size <= _NOT_LARGE)


def extract(
    data: bytes,
    *,
    filename: str,
    mime_type: str = "",
    keep_markup: bool = True,
    limits: ExtractLimits = DEFAULT_LIMITS,
) -> Extracted:
    """Return the text of a document. It computes for long: see `engine.extract.apart` for the way around that.

    `keep_markup`: HTML files stay as they are; otherwise only their text is given.

    Raises:
        UnsupportedFileTypeError: no parser reads such files.
        TextExtractionError: the document is broken, protected, empty or too large.
    """
    name = parser_name(filename, mime_type, keep_markup=keep_markup)
    if len(data) > limits.file_bytes:
        raise TextExtractionError(f"{filename} holds {len(data):,} bytes; {limits.file_bytes:,} is the limit")
    try:
        extracted = parser(name)(data, limits)
    except TextExtractionError as error:
        raise TextExtractionError(f"{filename}: {error}") from error
    except MemoryError as error:
        raise TextExtractionError(f"{filename} needs more than {limits.memory_bytes:,} bytes of memory") from error
    except Exception as error:  # each parser fails in its own ways on broken files
        raise TextExtractionError(f"{filename} cannot be read, it may be broken: {_reason(error)}") from error
    if len(extracted.text) > limits.characters:
        raise TextExtractionError(
            f"the text of {filename} has {len(extracted.text):,} characters; {limits.characters:,} is the limit"
        )
    return extracted


def parser(name: str) -> Parser:
    """Return a parser by its name; the first of its kind is imported, which takes up to 0.2 s."""
    module, _, function = _PARSERS[name].partition(":")
    return cast(Parser, getattr(import_module(f"engine.extract.{module}"), function))


def _reason(error: Exception) -> str:
    return (str(error) or type(error).__name__).partition("\n")[0][:300]
