"""The gallery: apps that ship as DSL files in `examples/`."""

from dataclasses import dataclass
from pathlib import Path
from typing import Final

FOLDER: Final = Path(__file__).resolve().parent.parent / "examples"


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


def examples(folder: Path = FOLDER) -> list[Example]:
    """Return the examples in the order of their file names; a file that cannot be read is left out and logged."""
    raise NotImplementedError


def example(id: str, folder: Path = FOLDER) -> Example:
    """Return one example. Raises storage NotFound."""
    raise NotImplementedError
