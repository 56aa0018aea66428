"""Renew the table of community files in `docs/conformance.md`.

    .venv/bin/python docs/community_report.py [folder of app files]

It reads app exports of other people from `../shared/dsl/community` and notes of each by its name whether
this build has all it needs to run it. Nothing of their content is copied.
"""

import sys
from collections.abc import Iterator
from pathlib import Path

PROJECT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(PROJECT))

from engine.configured import as_graph  # noqa: E402  # the project comes onto the path first
from engine.document import Document  # noqa: E402
from engine.dsl import cannot_run, load  # noqa: E402
from engine.errors import InvalidDsl  # noqa: E402
from engine.tools.registry import BUILT_IN, short_id  # noqa: E402

COMMUNITY = PROJECT.parent / "shared" / "dsl" / "community"
PAGE = PROJECT / "docs" / "conformance.md"
BEGIN, END = "<!-- community files: begin -->", "<!-- community files: end -->"


def main(folder: Path) -> None:
    """Write the table between the two marks of the page."""
    rows = [(path.name, *judgement(path)) for path in sorted(folder.glob("*.yml"))]
    before, _, rest = PAGE.read_text(encoding="utf-8").partition(BEGIN)
    after = rest.partition(END)[2]
    PAGE.write_text("".join([before, BEGIN, "\n", table(rows), END, after]), encoding="utf-8")


def judgement(path: Path) -> tuple[str, str]:
    """Return whether the file's app runs, and why not or what its user has to bring."""
    try:
        document = load(path.read_bytes().decode("utf-8")).document
    except InvalidDsl as error:
        return "refused", str(error)
    if reasons := cannot_run(document):
        return "cannot run yet", "; ".join(reasons)
    if missing := sorted(set(missing_tools(document))):
        return "cannot run yet", "tools that are not installed: " + ", ".join(missing)
    return "runs", "; ".join(sorted(set(needs(document))))


def missing_tools(document: Document) -> Iterator[str]:
    """Yield the tools of tool nodes, agent nodes and agent apps that are not built in, as `provider/tool`."""
    known = {(short_id(tool.provider), tool.name) for tool in BUILT_IN.tools}
    for provider, tool in named_tools(document):
        if (short_id(provider), tool) not in known:
            yield f"{short_id(provider)}/{tool}"


def named_tools(document: Document) -> Iterator[tuple[str, str]]:
    """Yield provider and name of every tool that the app may call; those that are switched off do not count."""
    for node in document.nodes:
        if node.kind == "tool":
            yield provider_of(node.data), str(node.data.get("tool_name", ""))
        elif node.kind == "agent":
            listed = ((node.data.get("agent_parameters") or {}).get("tools") or {}).get("value")
            for tool in listed if isinstance(listed, list) else ():
                if isinstance(tool, dict) and tool.get("enabled", True):
                    yield provider_of(tool), str(tool.get("tool_name", ""))
    if document.mode == "agent-chat":
        for tool in (document.model_config.get("agent_mode") or {}).get("tools") or ():
            if tool.get("enabled") and "tool_name" in tool and tool.get("provider_type") != "dataset-retrieval":
                yield provider_of(tool), str(tool["tool_name"])


def provider_of(settings: dict[str, object]) -> str:
    """Return the provider's id, its name where it has no id."""
    return str(settings.get("provider_id") or settings.get("provider_name") or "")


def needs(document: Document) -> Iterator[str]:
    """Yield what the app asks of the place where it runs."""
    for node in as_graph(document).nodes:
        if node.kind == "knowledge-retrieval":
            yield "searches knowledge bases, which have to be bound"
        elif node.kind == "code" and node.data.get("code_language") == "javascript":
            yield "JavaScript, an optional package"
        elif node.kind == "http-request":
            yield "calls HTTP services"
        elif node.kind == "human-input":
            yield "waits for a person"


def table(rows: list[tuple[str, str, str]]) -> str:
    """Return the rows as Markdown, after a line that counts them."""
    counts = {state: sum(row[1] == state for row in rows) for state in ("runs", "cannot run yet", "refused")}
    lines = [f"{len(rows)} files: " + ", ".join(f"{number} {state}" for state, number in counts.items()) + ".", ""]
    lines += ["| File | State | Why, or what it needs |", "| --- | --- | --- |"]
    lines += [f"| `{name}` | {state} | {reason} |" for name, state, reason in rows]
    return "\n".join(lines) + "\n"


if __name__ == "__main__":
    main(Path(sys.argv[1]) if len(sys.argv) > 1 else COMMUNITY)
