"""The seccomp filter: no network, no other processes, no way around Landlock.

Reference: the kernel's Documentation/userspace-api/seccomp_filter.rst.
"""

import ctypes
import errno
import os
import platform
import struct

from engine.cell.syscalls import ABSENT, DENIED, NEWEST, WEIGHED

PR_SET_SECCOMP, SECCOMP_MODE_FILTER = 22, 2
MACHINES = {"x86_64": 0xC000003E, "aarch64": 0xC00000B7}  # the kernel's AUDIT_ARCH_...

_LOAD, _AND, _EQUAL, _GREATER, _ANY_BIT, _RETURN = 0x20, 0x54, 0x15, 0x25, 0x45, 0x06  # BPF
_NUMBER, _ARCH, _ARGUMENTS = 0, 4, 16  # offsets in struct seccomp_data; the low half of an argument comes first
_ALLOW, _KILL, _ERRNO = 0x7FFF0000, 0x80000000, 0x00050000

_CLONE_THREAD = 0x00010000
_AF_UNIX, _SOCK_STREAM, _SOCK_TYPE = 1, 1, 0xF

_Step = tuple[int, int, int, int]  # code, jump if true, jump if false, operand


class _Program(ctypes.Structure):
    _fields_ = (("length", ctypes.c_ushort), ("steps", ctypes.c_char_p))


def install() -> None:
    """Filter the calls of this thread and of those that it starts, for good.

    Raises:
        OSError: the kernel refuses the filter.
    """
    steps = b"".join(struct.pack("HBBI", *step) for step in _steps(platform.machine(), os.getpid()))
    program = _Program(len(steps) // 8, steps)
    libc = ctypes.CDLL(None, use_errno=True)
    if libc.prctl(PR_SET_SECCOMP, SECCOMP_MODE_FILTER, ctypes.byref(program), 0, 0):
        number = ctypes.get_errno()
        raise OSError(number, f"the kernel refuses the seccomp filter: {os.strerror(number)}")


def _steps(machine: str, pid: int) -> list[_Step]:
    refused, absent = _answer(errno.EPERM), _answer(errno.ENOSYS)
    steps = [_load(_ARCH), (_EQUAL, 1, 0, MACHINES[machine]), (_RETURN, 0, 0, _KILL), _load(_NUMBER)]
    steps += [(_GREATER, 0, 1, NEWEST), absent]  # calls of x32 are numbered above it, too
    for number in ABSENT:
        steps += [(_EQUAL, 0, 1, number), absent]
    for number in DENIED[machine].values():
        steps += [(_EQUAL, 0, 1, number), refused]
    for name, number in WEIGHED[machine].items():
        rules = _rules(name, pid)
        steps += [(_EQUAL, 0, len(rules), number), *rules]
    return [*steps, (_RETURN, 0, 0, _ALLOW)]


def _rules(name: str, pid: int) -> list[_Step]:
    """Return the steps that decide by the arguments of one call."""
    allowed, refused = (_RETURN, 0, 0, _ALLOW), _answer(errno.EPERM)
    if name == "clone":  # threads, no processes
        return [_argument(0), (_ANY_BIT, 0, 1, _CLONE_THREAD), allowed, refused]
    if name == "tgkill":  # itself: abort() does it
        return [_argument(0), (_EQUAL, 0, 1, pid), allowed, refused]
    if name == "prlimit64":  # its own limits, which it cannot raise
        return [_argument(0), (_EQUAL, 0, 1, 0), allowed, refused]
    if name == "socketpair":  # what event loops wake themselves with; a datagram socket could send elsewhere
        kind = [_argument(1), (_AND, 0, 0, _SOCK_TYPE), (_EQUAL, 0, 1, _SOCK_STREAM), allowed]
        return [_argument(0), (_EQUAL, 0, len(kind), _AF_UNIX), *kind, refused]
    flags = 1 if name == "open" else 2  # a file opened for reading and emptied: older Landlocks overlook it
    return [
        *(_argument(flags), (_ANY_BIT, 1, 0, os.O_TRUNC), allowed),
        *((_AND, 0, 0, os.O_ACCMODE), (_EQUAL, 1, 0, os.O_RDONLY), allowed, refused),
    ]


def _load(offset: int) -> _Step:
    return (_LOAD, 0, 0, offset)


def _argument(place: int) -> _Step:
    return _load(_ARGUMENTS + 8 * place)


def _answer(number: int) -> _Step:
    return (_RETURN, 0, 0, _ERRNO | number)
