"""Whether this machine can run the contained tier and JavaScript, found out once."""

import ctypes
import errno
import platform
import sys
from functools import cache
from importlib.util import find_spec

from engine.cell import landlock
from engine.cell.seccomp import MACHINES, PR_SET_SECCOMP, SECCOMP_MODE_FILTER


@cache
def contained_support() -> str | None:
    """Return why there is no contained tier here, None when there is."""
    if sys.platform != "linux":
        return f"it needs Linux, this is {sys.platform}"
    if platform.machine() not in MACHINES:
        return f"it knows the processors {' and '.join(MACHINES)}, this is {platform.machine()}"
    if landlock.version() < 1:
        return "it needs Landlock (Linux 5.13), which this kernel or container does not offer"
    if not _has_seccomp():
        return "it needs seccomp filters, which this kernel or container does not offer"
    return None


@cache
def javascript_support() -> str | None:
    """Return why JavaScript does not run here, None when it does."""
    if reason := contained_support():
        return f"it needs the contained sandbox, which is not available: {reason}"
    if find_spec("py_mini_racer") is None:
        return "it needs the optional package mini-racer: pip install -r requirements-js.txt"
    return None


def _has_seccomp() -> bool:
    """Ask for a filter at no address: where filters are known, it is the address that is wrong."""
    libc = ctypes.CDLL(None, use_errno=True)
    libc.prctl(PR_SET_SECCOMP, SECCOMP_MODE_FILTER, None, 0, 0)
    return ctypes.get_errno() == errno.EFAULT
