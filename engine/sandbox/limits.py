"""What one run of a script may use up."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class SandboxLimits:
    """Bounds of one run in any tier, and how many may run at once in each."""

    seconds: float = 10.0  # of computing and, in the strict tier separately, of sleeping
    memory: int = 256 * 2**20  # bytes, in the strict tier
    contained_memory: int = 1024 * 2**20  # bytes, in the contained and the trusted tier, beyond the bare interpreter's
    files: int = 100 * 2**20  # bytes that the script may write to its own folder, in one file or several
    result: int = 10 * 2**20  # characters, about, of what the script returns as JSON
    frames: int = 256 * 2**20  # bytes of the data frames that the script returns, as Arrow, in all
    frame_rows: int = 5_000_000  # rows of a data frame that the script returns
    printed: int = 100_000  # characters that are kept of what it prints
    processes: int = 2
    waiting: float = 60.0  # seconds to wait for a free process
    recursion: int = 300  # calls inside calls, in the strict tier
    idle: float = 300.0  # seconds without a script after which the fork server ends
