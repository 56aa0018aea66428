"""The tools that ship with the engine, one file for each provider."""

from collections.abc import Sequence
from typing import Final

from engine.tools.base import Tool
from engine.tools.builtin.arithmetic import CALCULATORS
from engine.tools.builtin.clock import CLOCKS
from engine.tools.builtin.records import RECORD_TOOLS

TOOLS: Final[Sequence[Tool]] = (*CALCULATORS, *CLOCKS, *RECORD_TOOLS)
