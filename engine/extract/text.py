"""Formats that are text themselves: plain, JSON, YAML, properties, captions, CSV."""

import csv
import io
import json
import re
from collections.abc import Iterable

import yaml

from engine.extract.encoding import decoded
from engine.extract.extracted import Extracted, ExtractLimits, TextExtractionError
from engine.extract.tables import markdown_table

_CUE = re.compile(r"^(?:\d+:)?\d{1,2}:\d{2}[.,]\d{3}\s+-->")
_VOICE = re.compile(r"<v(?:\.[\w.]+)?\s+([^>]+)>")
_TAG = re.compile(r"</?[a-zA-Z0-9][^>]*>")
_LONGEST_CELL = 10_000_000  # characters; the csv module refuses more than 131,072 by itself


def plain_text(data: bytes, limits: ExtractLimits) -> Extracted:
    """Return the text as it is, markup included."""
    text, encoding = decoded(data)
    return Extracted(text, encoding=encoding)


def json_text(data: bytes, limits: ExtractLimits) -> Extracted:
    """Return the JSON text, indented anew."""
    text, encoding = decoded(data)
    try:
        value = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise TextExtractionError(f"this is no JSON: {error}") from error
    return Extracted(json.dumps(value, indent=2, ensure_ascii=False), encoding=encoding)


def yaml_text(data: bytes, limits: ExtractLimits) -> Extracted:
    """Return the documents of a YAML file, written anew."""
    text, encoding = decoded(data)
    try:
        documents = list(yaml.load_all(text, Loader=yaml.CSafeLoader))
    except (yaml.YAMLError, ValueError, RecursionError) as error:
        raise TextExtractionError(f"this is no YAML: {error}") from error
    written = yaml.dump_all(documents, Dumper=yaml.CSafeDumper, allow_unicode=True, sort_keys=False)
    return Extracted(written, encoding=encoding)


def properties_text(data: bytes, limits: ExtractLimits) -> Extracted:
    """Return `key: value` lines; comments and empty lines stay."""
    text, encoding = decoded(data)
    return Extracted("\n".join(_property(line.strip()) for line in text.splitlines()), encoding=encoding)


def _property(line: str) -> str:
    if not line or line.startswith(("#", "!")):
        return line
    separator = "=" if "=" in line else ":"
    key, _, value = line.partition(separator)
    return f"{key.strip()}: {value.strip()}"


def captions_text(data: bytes, limits: ExtractLimits) -> Extracted:
    """Return what is said in WebVTT captions, `speaker "text"` per line, cues of one speaker in a row joined."""
    text, encoding = decoded(data)
    said: list[tuple[str, str]] = []
    for speaker, words in _cues(text):
        if said and speaker and said[-1][0] == speaker:
            said[-1] = (speaker, f"{said[-1][1]} {words}")
        else:
            said.append((speaker, words))
    return Extracted("\n".join(f'{speaker} "{words}"' for speaker, words in said), encoding=encoding)


def _cues(text: str) -> Iterable[tuple[str, str]]:
    """Yield speaker, "" where none is named, and text of each cue."""
    for block in re.split(r"\r?\n\s*\r?\n", text):
        lines = block.splitlines()
        start = next((place for place, line in enumerate(lines) if _CUE.match(line)), None)
        if start is None:
            continue
        cue = " ".join(lines[start + 1 :])
        voice = _VOICE.search(cue)
        yield (voice[1].strip() if voice else ""), _TAG.sub("", cue).strip()


def csv_text(data: bytes, limits: ExtractLimits) -> Extracted:
    """Return a CSV file as a Markdown table, its first row the head."""
    text, encoding = decoded(data)
    csv.field_size_limit(_LONGEST_CELL)
    try:
        rows = [row for row in csv.reader(io.StringIO(text, newline=""), _dialect(text)) if row]
    except csv.Error as error:
        raise TextExtractionError(f"this is no CSV: {error}") from error
    return Extracted(markdown_table(rows), encoding=encoding)


def _dialect(text: str) -> type[csv.Dialect]:
    """Return how the cells are separated: by semicolons or tabs only where the first line shows no comma."""
    head = text.partition("\n")[0]
    delimiter = "," if "," in head else next((mark for mark in ";\t" if mark in head), ",")
    return type("Dialect", (csv.excel,), {"delimiter": delimiter})
