"""What a process that parses one document tells the one that waits for it, as JSON values."""

import math
import resource
from collections.abc import Mapping
from dataclasses import asdict
from typing import Any, Final

from engine.errors import NodeError
from engine.extract.extracted import Extracted, ExtractLimits, Page, TextExtractionError, UnsupportedFileTypeError
from engine.extract.kinds import extract

_ERRORS: Final = {error.__name__: error for error in (TextExtractionError, UnsupportedFileTypeError)}


def bound_process(limits: ExtractLimits, *, held: int = 0) -> None:
    """Bound this process for good; `held` is how many bytes of address space it has without the document."""
    resource.setrlimit(resource.RLIMIT_AS, (held + limits.memory_bytes,) * 2)
    resource.setrlimit(resource.RLIMIT_CPU, (math.ceil(limits.seconds),) * 2)  # should nobody be left to kill it
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def answer_of(data: bytes, limits: ExtractLimits, options: Mapping[str, Any]) -> dict[str, Any]:
    """Return what was extracted, or the error; `options` are arguments of `extract`."""
    try:
        return asdict(extract(data, limits=limits, **options))
    except NodeError as error:
        return {"error": str(error), "type": type(error).__name__}


def extracted_from(answer: Mapping[str, Any]) -> Extracted:
    """Return what was extracted. Raises the error that the answer tells."""
    if "error" in answer:
        raise _ERRORS[answer["type"]](answer["error"])
    pages = answer["pages"]
    return Extracted(
        answer["text"],
        None if pages is None else [Page(**page) for page in pages],
        answer["encoding"],
        answer["notes"],
    )
