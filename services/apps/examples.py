"""The gallery: apps that ship as DSL files in `examples/`."""

import logging
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Final

from engine.dsl import load
from engine.errors import InvalidDsl
from storage.errors import NotFound

logger = logging.getLogger(__name__)

FOLDER: Final = Path(__file__).resolve().parents[2] / "examples"


@dataclass(frozen=True, slots=True, kw_only=True)
class Example:
    """One example; `text` is the file, for `imports.import_dsl`."""

    id: str  # the file's name without its ending
    name: str
    mode: str
    icon: str
    icon_background: str
    description: str
    text: str


@cache
def examples(folder: Path = FOLDER) -> tuple[Example, ...]:
    """Return the examples in the order of their file names; a file that cannot be read is left out and logged."""
    read = (_read(path) for path in sorted(folder.glob("*.yml")))
    return tuple(example for example in read if example is not None)


def example(id: str, folder: Path = FOLDER) -> Example:
    """Return one example. Raises storage NotFound."""
    for found in examples(folder):
        if found.id == id:
            return found
    raise NotFound("example", id)


def _read(path: Path) -> Example | None:
    try:
        text = path.read_text(encoding="utf-8")
        document = load(text).document
    except (OSError, UnicodeDecodeError, InvalidDsl) as error:
        logger.error("An example cannot be read. file=%s reason=%s", path.name, error)
        return None
    return Example(
        id=path.stem,
        name=document.name,
        mode=document.mode,
        icon=document.icon,
        icon_background=document.icon_background,
        description=document.description,
        text=text,
    )
