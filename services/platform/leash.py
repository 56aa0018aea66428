"""Become another program that ends when its parent does: `python leash.py SIGNAL PARENT COMMAND ARGUMENT...`.

The usual place for this, `preexec_fn`, runs Python between fork and exec, which may lock up a
process that has threads; this file runs in the new process instead, and keeps its process id.
"""

import ctypes
import os
import sys

PR_SET_PDEATHSIG = 1


def end_with_parent(signal_number: int, parent: int) -> None:
    """Have Linux send this process a signal when the thread that started it ends; leave at once if it has."""
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal_number)
    if os.getppid() != parent:
        sys.exit(f"the parent {parent} has ended")


if __name__ == "__main__":
    end_with_parent(int(sys.argv[1]), int(sys.argv[2]))
    os.execv(sys.argv[3], sys.argv[3:])  # noqa: S606 - the command comes from `services.platform.children` only
