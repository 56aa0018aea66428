"""Recorded cases: read from their files, with a reason where this build cannot run one."""

import json
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from engine.dsl import cannot_run, load
from engine.sandbox import javascript_support

PROBES = Path(__file__).parent / "dsl" / "cases"
COMMUNITY = Path(__file__).resolve().parents[3] / "shared" / "dsl" / "community"

Json = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Turn:
    """One request of a case and what it must give."""

    inputs: Mapping[str, Any]
    query: str | None
    mocks: Mapping[str, Any]
    expect: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Case:
    """A recorded case; `id` is its file's name and its own."""

    id: str
    file: Path  # of the DSL
    raw: Mapping[str, Any]

    @property
    def mode(self) -> str:
        """Return the app's mode."""
        return str(self.raw["app_mode"])

    @property
    def user(self) -> str:
        """Return for whom the requests are made."""
        return str(self.raw.get("user", "case-user"))

    @property
    def response_modes(self) -> Sequence[str]:
        """Return how the case is to be run."""
        return self.raw.get("response_modes") or ("blocking", "streaming")

    @property
    def import_fails(self) -> bool:
        """Return whether the file is refused."""
        return bool(self.raw.get("import_fails"))

    def turns(self) -> Iterator[Turn]:
        """Yield the requests in order."""
        for turn in self.raw.get("turns") or [self.raw]:
            yield Turn(
                turn.get("inputs") or {},
                turn.get("query"),
                turn.get("mocks") or self.raw.get("mocks") or {},
                turn.get("expect") or {},
            )

    def text(self, http_base: str) -> str:
        """Return the DSL, addressed to the local HTTP target."""
        return self.file.read_bytes().decode("utf-8").replace("${HTTP_BASE}", http_base)

    def reason_to_skip(self) -> str:
        """Return what this build lacks to run the case, "" when nothing."""
        if self.import_fails:
            return ""
        document = load(self.text("http://127.0.0.1:1")).document
        has_javascript = any(node.data.get("code_language") == "javascript" for node in document.nodes)
        return "; ".join([*cannot_run(document), *filter(None, [javascript_support() if has_javascript else None])])


def addressed(value: Any, http_base: str) -> Any:
    """Return a JSON value with the address of the HTTP target filled in."""
    return json.loads(json.dumps(value).replace("${HTTP_BASE}", http_base))


def read_cases(folder: Path) -> list[Case]:
    """Return all cases of a folder; none when it is absent."""
    found: list[Case] = []
    seen: Counter[str] = Counter()
    for path in sorted(folder.glob("*.json")):
        for raw in json.loads(path.read_text(encoding="utf-8")):
            name = f"{path.stem}: {raw['name']}"
            seen[name] += 1
            number = f" ({seen[name]})" if seen[name] > 1 else ""
            found.append(Case(name + number, (path.parent / raw["dsl"]).resolve(), raw))
    return found
