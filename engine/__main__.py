"""The engine on the command line: run an app file, check it, report on a folder of them.

    python -m engine run app.yml --input topic=bees --query "Hello" [--events]
    python -m engine check app.yml
    python -m engine report folder
    python -m engine new-tool NAME [folder]    also new-node, new-provider, new-datasource, new-chunker, new-vector-store

Results go to standard output as JSON lines, complaints to standard error. Exit codes: 0 all is well;
1 the run failed or the check found errors; 2 the file, an input or the command line is no good.
"""

import argparse
import asyncio
import json
import re
import sys
from collections.abc import AsyncIterator, Mapping, Sequence
from dataclasses import asdict, fields, is_dataclass
from pathlib import Path
from typing import Any

from pydantic import SecretStr

from engine.configured import as_graph
from engine.document import Document
from engine.dsl import Loaded, cannot_run, dump, load
from engine.errors import EngineError, InvalidDsl, InvalidInputs
from engine.events import Event, RunFinished, RunPaused, RunStatus, Usage
from engine.filestore import MemoryFiles
from engine.graph import validate
from engine.inputs import parse_inputs
from engine.models import Credentials, ModelRegistry, known_providers
from engine.plugins.scaffolding import BEGINNINGS, scaffold
from engine.records import MemoryRecords
from engine.resources import Resources, RunInfo
from engine.running.run import RunRequest, run
from engine.sandbox import Sandbox
from engine.values import as_plain
from engine.web.guard import guarded_client, is_service_port

OK, FAILED, UNUSABLE = 0, 1, 2


def main(arguments: Sequence[str] | None = None) -> int:
    """Do what the command line says and return the exit code."""
    options = _parser().parse_args(arguments)
    try:
        return int(options.command(options))
    except (EngineError, OSError, UnicodeDecodeError) as error:
        print(f"{options.path}: {error}", file=sys.stderr)
        return UNUSABLE


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="python -m engine", description=__doc__.split("\n\n", 1)[0] if __doc__ else ""
    )
    commands = parser.add_subparsers(required=True)
    runs = commands.add_parser("run", help="run an app file and print its outputs")
    runs.add_argument("path", type=Path)
    runs.add_argument("--input", action="append", default=[], metavar="NAME=VALUE", help="a value of the start form")
    runs.add_argument("--query", default="", help="what the user says, for chat apps")
    runs.add_argument("--user", default="cli", help="who asks")
    shown = runs.add_mutually_exclusive_group()
    shown.add_argument("--events", action="store_true", help="print every event as it comes")
    shown.add_argument("--outputs", action="store_true", help="print the outputs alone")
    runs.add_argument("--provider", default="demo", choices=[info.id for info in known_providers()], metavar="ID")
    runs.add_argument("--base-url", help="where the provider is, when it has no fixed address")
    runs.add_argument("--api-key", help="without one, and without --base-url, the demo model answers")
    allowed = "a private host, address or network that the app may reach; * for all"
    runs.add_argument("--allow", action="append", default=[], metavar="HOST", help=allowed)
    runs.set_defaults(command=_run)
    checks = commands.add_parser("check", help="print what keeps an app file from running")
    checks.add_argument("path", type=Path)
    checks.set_defaults(command=_check)
    reports = commands.add_parser("report", help="print for every app file of a folder how its import goes")
    reports.add_argument("path", type=Path)
    reports.set_defaults(command=_report)
    for kind in BEGINNINGS:
        begins = commands.add_parser(f"new-{kind}", help=f"begin a plugin with a {kind}: manifest, code and test")
        begins.add_argument("name")
        begins.add_argument("path", type=Path, nargs="?", default=Path(), help="where its folder is made")
        begins.set_defaults(command=_begin, kind=kind)
    return parser


def _run(options: argparse.Namespace) -> int:
    document = _read(options.path).document
    return asyncio.run(_run_document(document, options))


async def _run_document(document: Document, options: argparse.Namespace) -> int:
    last: Event | None = None
    async for event in _events(document, options):
        last = event
        if options.events:
            _print(_event(event))
    if isinstance(last, RunFinished) and not options.events:
        _print(as_plain(last.outputs) if options.outputs else _summary(last))
    ended_well = isinstance(last, RunPaused) or (isinstance(last, RunFinished) and last.status in _GOOD)
    if isinstance(last, RunFinished) and last.error:
        print(f"{options.path}: {last.error}", file=sys.stderr)
    return OK if ended_well else FAILED


_GOOD = (RunStatus.SUCCEEDED, RunStatus.PARTIAL_SUCCEEDED)


async def _events(document: Document, options: argparse.Namespace) -> AsyncIterator[Event]:
    """Yield the events of one run; its models, sandbox and connections live as long as it does."""
    models, code = _models(options), Sandbox()
    http = guarded_client(allowed=options.allow, ports=is_service_port, redirects=20)
    is_chat = document.mode in {"advanced-chat", "chat", "agent-chat"}
    info = RunInfo(mode=document.mode, user_id=options.user, conversation_id="cli" if is_chat else "")
    inputs = parse_inputs(document.start_form, _inputs(document, options.input))
    try:
        request = RunRequest(inputs=inputs, query=options.query, info=info)
        records = MemoryRecords()
        resources = Resources(models=models, code=code, http=http, files=MemoryFiles(), records=records)
        async for event in run(as_graph(document), request, resources):
            yield event
    finally:
        await http.aclose()
        await code.close()
        await models.close()


def _models(options: argparse.Namespace) -> ModelRegistry:
    """Return models that send every reference to the chosen provider."""
    key = SecretStr(options.api_key) if options.api_key else None
    if key is None and options.base_url is None:
        return ModelRegistry({}, overrides={"demo": "*"})
    credentials = Credentials(api_key=key, base_url=options.base_url)
    return ModelRegistry({options.provider: credentials}, overrides={options.provider: "*"})


def _inputs(document: Document, pairs: Sequence[str]) -> dict[str, Any]:
    """Return the given values; those of fields that are no text are read as JSON."""
    types = {item.get("variable"): item.get("type") for item in document.start_form}
    values: dict[str, Any] = {}
    for pair in pairs:
        name, separator, value = pair.partition("=")
        if not separator:
            raise InvalidInputs(f"--input takes NAME=VALUE, not {pair!r}", name)
        values[name] = _json(name, value) if types.get(name) in {"file", "file-list", "json_object"} else value
    return values


def _json(name: str, text: str) -> Any:
    try:
        return json.loads(text)
    except ValueError as error:
        raise InvalidInputs(f"the input {name} takes JSON, not {text!r}: {error}", name) from error


def _check(options: argparse.Namespace) -> int:
    loaded = _read(options.path)
    problems = validate(loaded.document)
    for warning in loaded.warnings:
        _print({"import": loaded.status, "warning": warning})
    for problem in problems:
        _print(asdict(problem))
    return FAILED if any(problem.severity == "error" for problem in problems) else OK


def _begin(options: argparse.Namespace) -> int:
    for file in scaffold(options.kind, options.name, options.path):
        print(file)
    return OK


def _report(options: argparse.Namespace) -> int:
    if not options.path.is_dir():
        raise NotADirectoryError(f"{options.path} is no folder")
    paths = sorted(path for path in options.path.iterdir() if path.suffix in {".yml", ".yaml"})
    rows = [_row(path) for path in paths]
    for row in rows:
        _print(row)
    good = [row for row in rows if row["exports_equal"]]
    whole = [row for row in good if not row["cannot_run"]]
    print(f"{len(rows)} files: {len(good)} import and export equal, {len(whole)} can run", file=sys.stderr)
    return OK if len(good) == len(rows) else FAILED


def _row(path: Path) -> dict[str, Any]:
    """Return how the import of one file goes."""
    try:
        loaded = _read(path)
    except (InvalidDsl, UnicodeDecodeError) as error:
        return {"file": path.name, "status": "failed", "error": str(error), "exports_equal": False, "cannot_run": []}
    document = loaded.document
    faults = [p for p in validate(document) if p.severity == "error" and p.field != "type"]
    again = load(dump(document, include_secrets=True)).document
    return {
        "file": path.name,
        "status": loaded.status,
        "version": loaded.imported_version,
        "mode": document.mode,
        "nodes": len(document.nodes),
        "exports_equal": again == document,
        "cannot_run": cannot_run(document),
        "errors": [str(fault) for fault in faults],
    }


def _read(path: Path) -> Loaded:
    return load(path.read_bytes().decode())


def _summary(finished: RunFinished) -> dict[str, Any]:
    return {
        "status": finished.status,
        "outputs": as_plain(finished.outputs),
        "error": finished.error,
        "elapsed": round(finished.elapsed, 3),
        "total_tokens": finished.usage.total_tokens,
    }


def _event(event: Event) -> dict[str, Any]:
    """Return an event as JSON values, its class as `event`: `NodeFinished` is `node_finished`."""
    name = re.sub(r"(?<!^)(?=[A-Z])", "_", type(event).__name__).lower()
    return {"event": name, **_values(event)}


def _values(record: Any) -> dict[str, Any]:
    return {field.name: _plain(getattr(record, field.name)) for field in fields(record)}


def _plain(value: Any) -> Any:
    if isinstance(value, Usage):
        return value.as_mapping()
    if is_dataclass(value) and not hasattr(value, "as_mapping"):
        return _values(value)
    return as_plain(list(value) if isinstance(value, set | frozenset) else value)


def _print(value: Mapping[str, Any]) -> None:
    print(json.dumps(value, ensure_ascii=False), flush=True)


if __name__ == "__main__":
    sys.exit(main())
