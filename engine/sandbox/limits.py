"""What one run of a script may use up."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class SandboxLimits:
    """Bounds of one run, and how many may run at once."""

    seconds: float = 10.0  # of computing and, separately, of sleeping
    memory: int = 256 * 2**20  # bytes
    result: int = 10 * 2**20  # characters, about, of what the script returns as JSON
    printed: int = 100_000  # characters that are kept of what it prints
    processes: int = 2
    waiting: float = 60.0  # seconds to wait for a free process
