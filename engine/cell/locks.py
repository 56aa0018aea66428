"""Locks a process in before it runs a script: limits, another user, Landlock, seccomp; none can be taken back."""

import ctypes
import os
import resource
import signal
import stat
import struct
import sys
from collections.abc import Iterable, Mapping
from pathlib import Path

from engine.cell import landlock, seccomp

NOBODY = 65534
FILES_OPEN = 256

_PR_SET_PDEATHSIG, _PR_SET_KEEPCAPS, _PR_SET_NO_NEW_PRIVS = 1, 8, 38
_CAPABILITY_VERSION, _CAP_DAC_READ_SEARCH = 0x20080522, 1 << 2
_SHARED = (
    *("/lib", "/lib64", "/usr/lib", "/usr/lib64", "/usr/local/lib", "/etc/ld.so.cache", "/etc/localtime"),
    *("/usr/share/zoneinfo", "/usr/share/fonts", "/dev/urandom", "/dev/random", "/dev/zero"),
)
_CGROUPS = Path("/sys/fs/cgroup")
_CGROUP_LIMITS = ("memory.max", "cpu.max", "memory.limit_in_bytes", "cpu.cfs_quota_us", "cpu.cfs_period_us")


def readable_paths() -> list[str]:
    """Return what a script may read: the libraries of the interpreter and of the system."""
    own = [str(Path(prefix) / "lib") for prefix in (sys.prefix, sys.base_prefix)]
    return [*dict.fromkeys([*filter(os.path.isdir, sys.path), *own, *_SHARED, *_cgroup_files()])]


def _cgroup_files() -> list[str]:
    """Return the files that say what this process may use; libraries (DuckDB) abort when they cannot read them."""
    table = Path("/proc/self/cgroup")
    if not table.exists():
        return []
    groups = [line.split(":", 2)[1:] for line in table.read_text().splitlines()]
    folders = {_CGROUPS / controllers / path.strip("/") for controllers, path in groups}
    folders |= {_CGROUPS / controllers for controllers, _ in groups}  # as a container sees its own
    return [str(table), *(str(folder / name) for folder in folders for name in _CGROUP_LIMITS)]


def die_with_parent(parent: int) -> None:
    """Have this process killed when the thread that started it is gone; `parent` is that process's id."""
    _prctl(_PR_SET_PDEATHSIG, signal.SIGKILL)
    if os.getppid() != parent:
        os._exit(1)  # it went before we asked


def lock_in(scratch: str, limits: Mapping[str, int], *, parent: int) -> None:
    """Leave this process libraries to read, `scratch` to write, and `limits` of each resource by its name.

    Raises:
        OSError: a lock cannot be applied; then nothing of a script may run.
        RuntimeError: there are other threads, which some locks would not bind.
    """
    if len(os.listdir("/proc/self/task")) > 1:
        raise RuntimeError("a process with several threads cannot be locked in")
    os.setsid()
    for name, value in limits.items():
        resource.setrlimit(getattr(resource, f"RLIMIT_{name}"), (value, value))
    paths = readable_paths()
    if os.getuid() == 0:
        _become_nobody(keep_reading=not _open_to_all([*paths, scratch]))
    die_with_parent(parent)
    _prctl(_PR_SET_NO_NEW_PRIVS, 1)
    landlock.restrict(readable=paths, writable=[scratch, "/dev/null"])
    seccomp.install()


def _become_nobody(*, keep_reading: bool) -> None:
    """Give up root; `keep_reading` keeps the right to read others' files, which Landlock then narrows down."""
    _prctl(_PR_SET_KEEPCAPS, int(keep_reading))
    os.setgroups([])
    os.setresgid(NOBODY, NOBODY, NOBODY)
    os.setresuid(NOBODY, NOBODY, NOBODY)
    if keep_reading:
        header = struct.pack("Ii", _CAPABILITY_VERSION, 0)
        sets = struct.pack("6I", _CAP_DAC_READ_SEARCH, _CAP_DAC_READ_SEARCH, 0, 0, 0, 0)
        libc = ctypes.CDLL(None, use_errno=True)
        if libc.capset(header, sets):
            raise OSError(ctypes.get_errno(), "the capabilities of root cannot be given up")


def _open_to_all(paths: Iterable[str]) -> bool:
    """Return whether any user can reach all of `paths`: an interpreter in somebody's home is hidden from others."""
    folders = {folder for path in map(Path, paths) if path.exists() for folder in path.resolve().parents}
    return all(folder.stat().st_mode & stat.S_IXOTH for folder in folders)


def _prctl(option: int, value: int) -> None:
    libc = ctypes.CDLL(None, use_errno=True)
    if libc.prctl(option, ctypes.c_ulong(value), ctypes.c_ulong(0), ctypes.c_ulong(0), ctypes.c_ulong(0)):
        number = ctypes.get_errno()
        raise OSError(number, f"prctl({option}): {os.strerror(number)}")
