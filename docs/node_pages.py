"""Write `docs/nodes/`: a page for every node kind, made of its class, and the list of all of them.

    .venv/bin/python docs/node_pages.py

A page's example is the first node of its kind in `docs/nodes/examples/<kind>.yml`, else in the smallest of
the apps in `examples/` and of the probes. A test compares the pages with the classes.
"""

import inspect
import re
import sys
from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from pathlib import Path
from types import MappingProxyType
from typing import Any

import yaml

PROJECT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(PROJECT))

from config import Settings, names_of  # noqa: E402  # the project comes onto the path first
from engine.configured import as_graph  # noqa: E402
from engine.document import Document  # noqa: E402
from engine.dsl import load  # noqa: E402
from engine.errors import InvalidDsl  # noqa: E402
from engine.forms import Field, form  # noqa: E402
from engine.graph import validate  # noqa: E402
from engine.nodes.base import Node  # noqa: E402
from engine.values import MISSING  # noqa: E402

PAGES = PROJECT / "docs" / "nodes"
EXAMPLES = (PAGES / "examples", PROJECT / "examples", PROJECT / "tests" / "probes" / "dsl")
LIMITS: Mapping[str, Sequence[str]] = {  # kind -> how the settings that limit it begin
    "code": ("code_", "frame_"),
    "python": ("code_", "frame_"),
    "http-request": ("http_",),
    "document-extractor": ("document_",),
    "template-transform": ("template_",),
    "llm": ("model_", "history_"),
    "agent": ("model_",),
    "agent-chat": ("agent_", "model_", "history_"),
    "millrace-sql": ("sql_", "frame_"),
    "trigger-webhook": ("webhook_max_body", "webhook_requests"),
}
TYPES = {
    "text": "text",
    "bool": "true or false",
    "number": "number",
    "selector": "variable",
    "select": "choice",
    "group": "object",
    "json": "any value",
}
LONGEST_DEFAULT = 60  # characters in the table


def main() -> None:
    """Write the pages, and take away those of kinds that are gone."""
    wanted = pages()
    for path in PAGES.glob("*.md"):
        if path.name not in wanted:
            path.unlink()
    for name, text in wanted.items():
        (PAGES / name).write_text(text, encoding="utf-8")


def kinds() -> list[type[Node]]:
    """Return the classes of all kinds that ship, by their names."""
    own = {cls.kind: cls for cls in Node.registry.values() if cls.__module__.startswith("engine.")}
    return [own[kind] for kind in sorted(own)]


def pages() -> dict[str, str]:
    """Return the text of every page by the name of its file."""
    return {"README.md": overview(kinds())} | {f"{cls.kind}.md": page(cls) for cls in kinds()}


def overview(classes: Sequence[type[Node]]) -> str:
    """Return the list of all kinds."""
    rows = [f"| [`{cls.kind}`]({cls.kind}.md) | {summary(cls)} |" for cls in classes]
    head = "# Node kinds\n\nMade of their classes by `docs/node_pages.py`.\n\n| Kind | What it does |\n| --- | --- |"
    return "\n".join([head, *rows]) + "\n"


def page(cls: type[Node]) -> str:
    """Return the page of one kind."""
    told, sections = docstring(cls)
    if cls.hidden:
        return f"# `{cls.kind}`\n\n{told}\n\n{example_of(cls.kind)}\n"
    parts = [
        f"# `{cls.kind}`\n\n{told}",
        settings_of(cls),
        outputs_of(cls, sections.get("Outputs", "")),
        branches_of(cls),
        failures_of(cls, sections.get("Raises", "")),
        reruns_of(cls),
        limits_of(cls.kind),
        example_of(cls.kind),
    ]
    return "\n\n".join(part for part in parts if part) + "\n"


def summary(cls: type[Node]) -> str:
    """Return the first sentence of a kind."""
    return docstring(cls)[0].split("\n\n")[0].replace("\n", " ")


def docstring(cls: type[Node]) -> tuple[str, dict[str, str]]:
    """Return what a kind says of itself, and its sections by their names."""
    text = inspect.cleandoc(cls.__doc__ or "")
    told, *rest = re.split(r"^(Outputs|Raises):\n", text, flags=re.MULTILINE)
    sections = dict(zip(rest[::2], rest[1::2], strict=True))
    return told.strip(), {name: inspect.cleandoc("\n" + body).strip() for name, body in sections.items()}


def settings_of(cls: type[Node]) -> str:
    """Return the table of the settings, those inside others by dotted names."""
    rows = [row for field in form(cls.kind) for row in rows_of(field)]
    if not rows:
        return "## Settings\n\nNone but title and note."
    head = "## Settings\n\n| Setting | In forms | Value | Default | What it means |\n| --- | --- | --- | --- | --- |"
    return "\n".join([head, *rows])


def rows_of(field: Field, path: str = "") -> Iterator[str]:
    """Yield the rows of a setting and of what is inside it."""
    name = f"{path}.{field.name}" if path else field.name
    yield f"| `{name}` | {field.label} | {value_of(field)} | {default_of(field)} | {cell(field.help)} |"
    inner = field.item if field.item and field.item.shape == "group" else field
    if field.kind in ("model", "prompt") and path:
        return
    for part in inner.fields:
        yield from rows_of(part, f"{name}[]" if inner is field.item else name)


def value_of(field: Field) -> str:
    """Return in words what a setting takes."""
    if field.shape == "list":
        return f"list of {value_of(field.item)}" if field.item else "list"
    if field.choices:
        return ", ".join(f"`{choice}`" for choice in field.choices)
    words = "text with variables" if field.kind == "template" else TYPES.get(field.shape, field.shape)
    return f"{words}{_range(field)}"


def _range(field: Field) -> str:
    unit = " characters" if field.shape == "text" else ""
    if field.minimum is not None and field.maximum is not None:
        return f", {field.minimum:g} to {field.maximum:g}{unit}"
    if field.minimum is not None:
        return f", at least {field.minimum:g}{unit}"
    return f", at most {field.maximum:g}{unit}" if field.maximum is not None else ""


def default_of(field: Field) -> str:
    """Return the default of a setting in short."""
    if field.default is MISSING:
        return "required" if field.required else ""
    if field.default is None or field.shape == "group":
        return "none" if field.default is None else ""
    text = yaml.safe_dump(field.default, default_flow_style=True, allow_unicode=True, width=10_000).strip()
    text = text.removesuffix("...").strip()
    return f"`{cell(text)}`" if len(text) <= LONGEST_DEFAULT else "see the form"


def cell(text: str) -> str:
    """Return text that may stand in a table."""
    return " ".join(text.replace("|", "\\|").split())


def outputs_of(cls: type[Node], told: str) -> str:
    """Return the outputs: what the class says of them, with their types where they are always the same."""
    untold = [f"- `{name}` ({kind})" for name, kind in cls.outputs.items() if not re.search(rf"\b{name}\b", told)]
    lines = [listed(told, cls.outputs), *untold] if told else untold
    return "## Outputs\n\n" + ("\n".join(lines) or "None.")


def listed(told: str, types: Mapping[str, str] = MappingProxyType({})) -> str:
    """Return a section of a docstring as a list: an entry begins where a line does, further lines are indented."""
    return "\n".join(_entry(line, types) for line in told.splitlines() if line.strip())


def _entry(line: str, types: Mapping[str, str]) -> str:
    if line.startswith(" "):
        return line
    entry = re.match(r"([\w, ]+): (.*)", line)
    names = entry[1].split(", ") if entry else []
    if not entry or any(" " in name for name in names):
        return f"- {line}"
    shown = ", ".join(f"`{name}` ({types[name]})" if name in types else f"`{name}`" for name in names)
    return f"- {shown}: {entry[2]}"


def branches_of(cls: type[Node]) -> str:
    """Return which branches lead on."""
    if cls.branches:
        told = inspect.cleandoc(cls.handles.__doc__ or "").removeprefix("Return ").rstrip(".")
        return f"## Branches\n\nIt takes one of: {told}. Exactly the edges that leave by it are followed."
    return "## Branches\n\nOne way on."


def failures_of(cls: type[Node], told: str) -> str:
    """Return how the node fails and what can be done about it."""
    strategies = (
        "`error_strategy`: none ends the run, `fail-branch` takes a branch of its own with `error_message` and "
    )
    strategies += "`error_type`, `default-value` goes on with the outputs in `default_value`."
    retries = "`retry_config` repeats failed attempts." if cls.retries else "Failed attempts are not repeated."
    return "\n\n".join(part for part in ("## When it fails", listed(told), strategies, retries) if part)


def reruns_of(cls: type[Node]) -> str:
    """Return whether reruns take a kept result."""
    kept = "A rerun in the Studio takes the kept result while settings and inputs are the same."
    if not cls.fresh_because:
        return f"## Reruns\n\n{kept}"
    always = cls.is_reusable.__doc__ or ""
    never = always.startswith("Return False")
    return f"## Reruns\n\n{'It runs every time. ' if never else f'{kept} Not always: '}{cls.fresh_because}"


def limits_of(kind: str) -> str:
    """Return the settings of the server that limit the node; all of them stand in `docs/limits.md`."""
    begins = tuple(LIMITS.get(kind, ()))
    rows = [
        f"- `{names_of(name)[0]}` ({_shown(setting.default)}): {setting.description}"
        for name, setting in Settings.model_fields.items()
        if begins and name.startswith(begins)
    ]
    return "\n".join(["## Limits\n", *rows, *([""] if rows else []), "Those of every run: [limits](../limits.md)."])


def _shown(default: Any) -> str:
    return "not set" if default is None else str(default)


def example_of(kind: str) -> str:
    """Return the settings of a node of the kind as an app file has them."""
    found = example(kind)
    if found is None:
        return ""
    path, document = found
    node = next(node for node in document.nodes if node.kind == kind)
    data = {key: value for key, value in node.data.items() if key not in ("selected", "desc", "height", "width")}
    text = yaml.dump(plain(data), Dumper=Writer, allow_unicode=True, sort_keys=False, width=100)
    return f"## Example\n\nFrom `{path.relative_to(PROJECT)}`:\n\n```yaml\n{text}```"


class Writer(yaml.SafeDumper):
    """Writes texts of several lines as they are."""


def _text(writer: Writer, text: str) -> yaml.ScalarNode:
    return writer.represent_scalar("tag:yaml.org,2002:str", text, style="|" if "\n" in text.strip() else None)


Writer.add_representer(str, _text)


def plain(value: Any) -> Any:
    """Return a value of a document as plain YAML."""
    if isinstance(value, Mapping):
        return {str(key): plain(item) for key, item in value.items()}
    return [plain(item) for item in value] if isinstance(value, list | tuple) else value


def example(kind: str) -> tuple[Path, Document] | None:
    """Return the app that shows a kind, None when there is none: its own, else the smallest."""
    holding = [(path, document) for path, document in apps() if any(node.kind == kind for node in document.nodes)]
    return min(holding, key=lambda one: (one[0].stem != kind, len(one[1].nodes), one[0].name), default=None)


@cache
def apps() -> Sequence[tuple[Path, Document]]:
    """Return the apps that examples come from, chat apps as the graphs that they become."""
    return [found for folder in EXAMPLES for path in sorted(folder.glob("*.yml")) if (found := read(path))]


def read(path: Path) -> tuple[Path, Document] | None:
    """Return an app, None for a file that is none or cannot run: some probes are broken on purpose."""
    try:
        document = as_graph(load(path.read_text(encoding="utf-8")).document)
    except InvalidDsl:
        return None
    return None if any(problem.severity == "error" for problem in validate(document)) else (path, document)


if __name__ == "__main__":
    main()
