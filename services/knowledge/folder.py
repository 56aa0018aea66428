"""A folder goes into a knowledge base of a running server: `python -m services.knowledge.folder FOLDER --base NAME`.

    --key KEY      a knowledge key (page Knowledge, API access); without it MILLRACE_KNOWLEDGE_KEY
    --url URL      where the server is; without it, the server of MILLRACE_DATA_DIR
    --delete       delete the documents whose files are gone
    --no-wait      do not wait until everything is indexed

Each file becomes a document, named by its path in the folder. What was sent is noted in FOLDER/.millrace.json, so the
next call sends only what is new or has changed; of that, only chunks with a new text are embedded.
"""

import argparse
import hashlib
import json
import os
import sys
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

import httpx2

from config import Settings
from engine.extract import UnsupportedFileTypeError
from engine.extract.kinds import parser_name
from services.platform.lock import NAME as LOCK

STATE: Final = ".millrace.json"
KEY: Final = "MILLRACE_KNOWLEDGE_KEY"
LOOK: Final = 1.0  # seconds between two questions how far documents are
LONGEST: Final = 100  # documents on a page
TOO_MANY: Final = 429  # the status that says: later
ENDED: Final = frozenset({"completed", "error", "paused"})

Json = dict[str, Any]


class FolderError(Exception):
    """The folder cannot be sent; the message says why."""


@dataclass(slots=True)
class Sent:
    """What a call did, by path in the folder."""

    added: list[str] = field(default_factory=list)
    changed: list[str] = field(default_factory=list)
    same: list[str] = field(default_factory=list)
    deleted: list[str] = field(default_factory=list)
    skipped: list[str] = field(default_factory=list)  # no parser reads them
    refused: dict[str, str] = field(default_factory=dict)  # with the reason


class Server:
    """The API of a running server, with a knowledge key."""

    def __init__(self, url: str, key: str) -> None:
        headers = {"Authorization": f"Bearer {key}"}
        self._client = httpx2.Client(base_url=f"{url.rstrip('/')}/v1/datasets", headers=headers, timeout=120.0)

    def base(self, name: str) -> Json:
        """Return the base of a name or id, made if there is none."""
        for found in self._pages("", keyword=name):
            if name == found["name"]:
                return found
        answer = self._client.get(f"/{name}") if "/" not in name else None
        if answer is not None and answer.is_success:
            return dict(answer.json())
        return self._call("POST", "", json={"name": name, "indexing_technique": "high_quality"})

    def documents(self, base_id: str) -> dict[str, Json]:
        """Return the documents of a base, by name."""
        return {str(one["name"]): one for one in self._pages(f"/{base_id}/documents")}

    def put(self, base_id: str, name: str, path: Path, document: Json | None) -> None:
        """Give a file to its document; one that has none, or none that could be indexed, gets a new one."""
        if document is not None and document["indexing_status"] == "error":  # which takes no other file
            self.delete(base_id, document["id"])
            document = None
        place = f"/documents/{document['id']}/update-by-file" if document else "/document/create-by-file"
        rule = {} if document else {"indexing_technique": "high_quality", "process_rule": {"mode": "automatic"}}
        with path.open("rb") as file:
            self._call(
                "POST",
                f"/{base_id}{place}",
                files={"file": (path.name, file, "application/octet-stream")},
                data={"data": json.dumps({"name": name, **rule})},
            )

    def delete(self, base_id: str, document_id: str) -> None:
        """Delete a document."""
        self._call("DELETE", f"/{base_id}/documents/{document_id}")

    def _pages(self, path: str, **params: Any) -> Iterator[Json]:
        page = 1
        while True:
            answer = self._call("GET", path, params={**params, "page": page, "limit": LONGEST})
            yield from answer["data"]
            if not answer["has_more"]:
                return
            page += 1

    def _call(self, method: str, path: str, **options: Any) -> Json:
        answer = self._sent(method, path, **options)
        while answer.status_code == TOO_MANY:
            time.sleep(float(answer.headers.get("retry-after", "1")))
            for part in options.get("files", {}).values():
                part[1].seek(0)
            answer = self._sent(method, path, **options)
        if answer.is_success:
            return dict(answer.json()) if answer.content else {}
        try:
            reason = answer.json()["message"]
        except (ValueError, KeyError, TypeError):
            reason = answer.text[:200]
        raise Refused(f"{reason} (HTTP {answer.status_code})")

    def _sent(self, method: str, path: str, **options: Any) -> httpx2.Response:
        try:
            return self._client.request(method, path, **options)
        except httpx2.HTTPError as error:
            raise FolderError(f"the server at {self._client.base_url} does not answer: {error}") from error


class Refused(FolderError):
    """The server has answered that it will not."""


def send_folder(server: Server, folder: Path, base_id: str, *, deletes: bool = False) -> Sent:
    """Send what is new or has changed since the last call; what was sent is noted even when the call breaks off."""
    state, there, sent = _State(folder, base_id), server.documents(base_id), Sent()
    paths = {path.relative_to(folder).as_posix(): path for path in sorted(_files(folder))}
    for name, path in paths.items():
        if not _is_readable(name):
            sent.skipped.append(name)
            continue
        checksum, document = hashlib.sha256(path.read_bytes()).hexdigest(), there.get(name)
        has_failed = document is not None and document["indexing_status"] == "error"
        if document is not None and not has_failed and state.checksums.get(name) == checksum:
            sent.same.append(name)
            continue
        try:
            server.put(base_id, name, path, document)
        except Refused as error:
            sent.refused[name] = str(error)
        else:
            (sent.changed if document else sent.added).append(name)
            state.note(name, checksum)
    for name in sorted(state.checksums.keys() - paths.keys()):
        if deletes and name in there:
            server.delete(base_id, there[name]["id"])
            sent.deleted.append(name)
        if deletes or name not in there:
            state.forget(name)
    return sent


def wait(server: Server, base_id: str, names: Sequence[str]) -> dict[str, str]:
    """Wait until documents have ended; return the reasons of those that did not complete."""
    while True:
        there = server.documents(base_id)
        now = [there[name] for name in names if name in there]
        left = [one for one in now if one["indexing_status"] not in ENDED]
        if not left:
            return {one["name"]: str(one["error"]) for one in now if one["indexing_status"] != "completed"}
        _say(f"{len(now) - len(left)} of {len(now)} indexed", end="\r")
        time.sleep(LOOK)


class _State:
    """What was sent into a base, in a file of the folder."""

    def __init__(self, folder: Path, base_id: str) -> None:
        self._path = folder / STATE
        try:
            self._all: dict[str, dict[str, str]] = json.loads(self._path.read_text(encoding="utf-8"))
        except (OSError, ValueError):
            self._all = {}
        self.checksums = self._all.setdefault(base_id, {})

    def note(self, name: str, checksum: str) -> None:
        """Note that a file with this checksum was sent."""
        self.checksums[name] = checksum
        self._write()

    def forget(self, name: str) -> None:
        """Note that a file is there no more."""
        self.checksums.pop(name, None)
        self._write()

    def _write(self) -> None:
        beside = self._path.with_suffix(".tmp")
        beside.write_text(json.dumps(self._all, ensure_ascii=False, indent=1), encoding="utf-8")
        beside.replace(self._path)


def _files(folder: Path) -> Iterator[Path]:
    """Yield the files of a folder and those below it, but for hidden ones."""
    for path in folder.rglob("*"):
        if path.is_file() and not any(part.startswith(".") for part in path.relative_to(folder).parts):
            yield path


def _is_readable(name: str) -> bool:
    try:
        parser_name(name)
    except UnsupportedFileTypeError:
        return False
    return True


def _address() -> str:
    """Return where the server of the data folder is. Raises: FolderError when none runs."""
    folder = Settings().data_dir
    try:
        return str(json.loads((folder / LOCK).read_text(encoding="utf-8"))["url"])
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise FolderError(f"no server works in {folder}; start one, or give its address by --url") from error


def main(arguments: list[str] | None = None) -> int:
    """Run the command and return its exit status."""
    options = _parser().parse_args(arguments)
    key = options.key or os.environ.get(KEY, "")
    try:
        if not key:
            raise FolderError(f"a knowledge key is needed: --key, or {KEY}")
        if not options.folder.is_dir():
            raise FolderError(f"{options.folder} is no folder")
        server = Server(options.url or _address(), key)
        base_id = server.base(options.base)["id"]
        sent = send_folder(server, options.folder, base_id, deletes=options.delete)
        _tell(sent)
        failed = {} if options.no_wait else wait(server, base_id, [*sent.added, *sent.changed])
    except FolderError as error:
        sys.stderr.write(f"{error}\n")
        return 2
    for name, reason in {**sent.refused, **failed}.items():
        sys.stderr.write(f"{name}: {reason}\n")
    return 1 if sent.refused or failed else 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--base", required=True, help="name or id of the base; made if there is none of the name")
    parser.add_argument("--key", default="")
    parser.add_argument("--url", default="")
    parser.add_argument("--delete", action="store_true")
    parser.add_argument("--no-wait", action="store_true")
    return parser


def _tell(sent: Sent) -> None:
    parts = (
        *((len(sent.added), "new"), (len(sent.changed), "changed"), (len(sent.same), "unchanged")),
        *((len(sent.deleted), "deleted"), (len(sent.skipped), "of kinds that nothing reads")),
    )
    _say(", ".join(f"{number} {what}" for number, what in parts if number) or "nothing to send")


def _say(text: str, end: str = "\n") -> None:
    sys.stdout.write(text + end)
    sys.stdout.flush()


if __name__ == "__main__":
    sys.exit(main())
