"""The gallery: apps that ship as DSL files in `examples/`, each in several languages, with what a first run needs.

`index.toml` says in which order and groups they are shown, what each needs and what to try; the file of a language is
`<id>.<language>.yml`. Texts of knowledge bases and files that come along lie in the folders beside it, in the same
languages.
"""

import logging
import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, Final

from engine.dsl import load
from engine.errors import InvalidDsl
from storage.errors import NotFound

logger = logging.getLogger(__name__)

FOLDER: Final = Path(__file__).resolve().parents[2] / "examples"
INDEX: Final = "index.toml"
LANGUAGES: Final = ("en", "zh")

SAMPLE_BASE: Final = "00000000-0000-4000-8000-000000000000"  # in a file: the sample base that is made with the app


@dataclass(frozen=True, slots=True, kw_only=True)
class Example:
    """A template in one language; `text` is the file, for `imports.import_dsl`."""

    id: str  # the file's name without its ending
    language: str
    name: str
    mode: str
    icon: str
    icon_background: str
    description: str
    text: str
    trying: str = ""  # what to try, in its language
    question: str = ""  # what to say first, where it is a chat
    inputs: Mapping[str, Any]  # of the first run, where the form has no values of its own
    files: Mapping[str, Path]  # that come along, by the variable of the form
    knowledge: Path | None = None  # the text of the sample base
    program: Path | None = None  # an MCP server whose tools the app calls
    runs: Mapping[str, Any]  # fields of the app that say how it runs, as `apps.update_app` takes them
    tables: Mapping[str, Path]  # csv files whose rows collections begin with, by the name of the collection


@dataclass(frozen=True, slots=True, kw_only=True)
class Template:
    """A template of the gallery, with its variants by language."""

    id: str
    group: str
    needs: Sequence[str]
    variants: Mapping[str, Example]

    def variant(self, language: str) -> Example:
        """Return the variant of a language, the first one where there is none."""
        return self.variants.get(language) or next(iter(self.variants.values()))


@dataclass(frozen=True, slots=True, kw_only=True)
class Group:
    """A subject that templates are shown under, with its title by language."""

    id: str
    title: Mapping[str, str]


@cache
def templates(folder: Path = FOLDER) -> tuple[Template, ...]:
    """Return the gallery in the order of its index; what cannot be read is left out and logged."""
    found = (_template(folder, entry) for entry in _index(folder).get("template", []))
    return tuple(template for template in found if template.variants)


@cache
def groups(folder: Path = FOLDER) -> tuple[Group, ...]:
    """Return the subjects in order."""
    return tuple(
        Group(id=str(entry["id"]), title={language: str(entry[language]) for language in LANGUAGES})
        for entry in _index(folder).get("group", [])
    )


def examples(folder: Path = FOLDER) -> tuple[Example, ...]:
    """Return every variant of every template."""
    return tuple(variant for template in templates(folder) for variant in template.variants.values())


def example(id: str, folder: Path = FOLDER) -> Example:
    """Return a variant by its id, as in `translator.en`. Raises storage NotFound."""
    for found in examples(folder):
        if found.id == id:
            return found
    raise NotFound("example", id)


def _index(folder: Path) -> dict[str, Any]:
    try:
        return tomllib.loads((folder / INDEX).read_text(encoding="utf-8"))
    except (OSError, tomllib.TOMLDecodeError) as error:
        logger.error("The gallery cannot be read. folder=%s reason=%s", folder, error)
        return {}


def _template(folder: Path, entry: Mapping[str, Any]) -> Template:
    made = {language: _variant(folder, entry, language) for language in LANGUAGES if language in entry}
    return Template(
        id=str(entry["id"]),
        group=str(entry.get("group", "")),
        needs=tuple(entry.get("needs", ())),
        variants={language: variant for language, variant in made.items() if variant is not None},
    )


def _variant(folder: Path, entry: Mapping[str, Any], language: str) -> Example | None:
    own, path = entry[language], folder / f"{entry['id']}.{language}.yml"
    try:
        text = path.read_text(encoding="utf-8")
        document = load(text).document
    except (OSError, UnicodeDecodeError, InvalidDsl) as error:
        logger.error("An example cannot be read. file=%s reason=%s", path.name, error)
        return None
    base = entry.get("knowledge")
    return Example(
        id=path.stem,
        language=language,
        name=document.name,
        mode=document.mode,
        icon=document.icon,
        icon_background=document.icon_background,
        description=document.description,
        text=text,
        trying=str(own.get("try", "")),
        question=str(own.get("question", "")),
        inputs=dict(own.get("inputs", {})),
        files={
            variable: folder / "files" / name.format(language=language)
            for variable, name in entry.get("files", {}).items()
        },
        knowledge=folder / "knowledge" / f"{base}.{language}.md" if base else None,
        program=folder / "mcp" / f"{entry['program']}.py" if "program" in entry else None,
        runs=dict(entry.get("runs", {})),
        tables={
            name.format(language=language): folder / "files" / file.format(language=language)
            for name, file in entry.get("tables", {}).items()
        },
    )
