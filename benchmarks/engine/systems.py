"""Where each system of the benchmark lives: the floor and Millrace here, each peer in an environment of its own."""

import contextlib
import json
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from benchmarks.engine.shapes import SHAPES, Shape

ROOT = Path(__file__).parents[2]
ENVIRONMENTS = Path(os.environ.get("XDG_CACHE_HOME", tempfile.gettempdir())) / "millrace-benchmark-peers"


@dataclass(frozen=True, slots=True)
class System:
    """A program that plays the shapes, and what must be installed for it."""

    name: str
    program: str  # module of `benchmarks.engine.programs`
    requirement: str = ""  # "": runs in this environment


FLOOR = System("floor", "floor")
MILLRACE = System("millrace", "millrace")
PEERS = (
    System("graphon", "graphon", "graphon==0.1.2"),
    System("langgraph", "langgraph", "langgraph==1.2.22"),
    System("haystack", "haystack", "haystack-ai==3.4.0"),
    System("pydantic-graph", "pydantic_graph", "pydantic-graph==2.68.0"),
)


class NotInstalled(Exception):
    """A peer could not be installed; the text is the installer's last line."""


def interpreter(system: System, environments: Path = ENVIRONMENTS) -> Path:
    """Return the Python that has what `system` needs; install it where that has not happened yet.

    Raises:
        NotInstalled: it cannot be had.
    """
    if not system.requirement:
        return Path(sys.executable)
    folder = environments / system.requirement
    python = folder / "bin" / "python"
    done = folder / "installed"
    if not done.exists():
        for command in _commands(folder, python, system.requirement):
            _run(command)
        done.touch()
    return python


def _commands(folder: Path, python: Path, requirement: str) -> Iterator[list[str]]:
    uv = shutil.which("uv")
    if uv:
        yield [uv, "venv", "--clear", "--quiet", "--python", sys.executable, str(folder)]
        yield [uv, "pip", "install", "--quiet", "--python", str(python), requirement]
    else:
        yield [sys.executable, "-m", "venv", "--clear", str(folder)]
        yield [str(python), "-m", "pip", "install", "--quiet", requirement]


def _run(command: list[str]) -> None:
    ended = subprocess.run(command, capture_output=True, text=True, check=False)
    if ended.returncode:
        lines = (ended.stderr or ended.stdout).strip().splitlines()
        raise NotInstalled(lines[-1] if lines else f"{command[0]} ended with {ended.returncode}")


class Child:
    """A running player of one system; see `benchmarks.engine.player`."""

    def __init__(self, system: System, python: Path) -> None:
        self.system = system
        self._process = subprocess.Popen(
            [str(python), "-m", "benchmarks.engine.player", f"benchmarks.engine.programs.{system.program}"],
            cwd=ROOT,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )

    def play(self, shape: Shape, times: int) -> Mapping[str, Any]:
        """Return the seconds of `times` plays, `wall` and `processor`, or the `error`."""
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        print(json.dumps({"shape": SHAPES.index(shape), "times": times}), file=self._process.stdin, flush=True)
        line = self._process.stdout.readline()
        return json.loads(line) if line else {"error": f"its process ended with {self._process.wait()}"}

    def end(self) -> None:
        """End the process."""
        with contextlib.suppress(BrokenPipeError):
            self._process.communicate()
