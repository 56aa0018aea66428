"""The benchmark of the run loop keeps working: its own programs play every form, and wrong play is told."""

import json
import re
import subprocess
import sys
from importlib.util import find_spec
from pathlib import Path

import pytest

from benchmarks.engine.player import check
from benchmarks.engine.shapes import SHAPES, Played, Shape
from benchmarks.engine.systems import FLOOR, MILLRACE

MAKEFILE = Path(__file__).resolve().parents[1] / "Makefile"


@pytest.mark.parametrize("system", [FLOOR, MILLRACE], ids=lambda system: system.name)
def test_program_plays_every_shape(system):
    orders = "".join(json.dumps({"shape": number, "times": 1}) + "\n" for number in range(len(SHAPES)))
    command = [sys.executable, "-m", "benchmarks.engine.player", f"benchmarks.engine.programs.{system.program}"]
    ended = subprocess.run(command, input=orders, capture_output=True, text=True, check=True)
    answers = [json.loads(line) for line in ended.stdout.splitlines()]
    assert [sorted(answer) for answer in answers] == [["processor", "wall"]] * len(SHAPES)


@pytest.mark.parametrize("played", [Played(8, 10), Played(9, 9)], ids=["wrong value", "events left out"])
def test_play_that_left_something_out_does_not_count(played):
    shape = Shape("chain of 10", "chain", 10)
    check(shape, [Played(shape.value, 10)])
    with pytest.raises(RuntimeError, match="chain of 10 gave"):
        check(shape, [played])


def test_what_make_runs_is_there():
    (names,) = re.findall(r"^BENCHMARKS := (.+)$", MAKEFILE.read_text(), flags=re.MULTILINE)
    assert [name for name in names.split() if find_spec(f"benchmarks.{name}") is None] == []
