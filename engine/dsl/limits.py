"""How large an app file may be: a stranger's file must not take the time and memory of everybody."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class DslLimits:
    """Bounds of one file; the graph's are far more than anybody draws, and what analysis does in a second."""

    characters: int = 10 * 2**20
    depth: int = 100  # lists and mappings inside each other
    aliased: int = 200_000  # values that aliases may repeat, all together
    nodes: int = 2_000
    edges: int = 10_000
    variable_bytes: int = 204_800  # of one variable's value as JSON


DEFAULT_LIMITS = DslLimits()
