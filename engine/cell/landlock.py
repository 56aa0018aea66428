"""Landlock: which files a process may open, for good.

Reference: the kernel's Documentation/userspace-api/landlock.rst.
"""

import ctypes
import os
import stat
import struct
from collections.abc import Iterable

_CREATE_RULESET, _ADD_RULE, _RESTRICT_SELF = 444, 445, 446
_VERSION, _PATH_BENEATH = 1, 1

_EXECUTE, _WRITE_FILE, _READ_FILE, _READ_DIR = 1 << 0, 1 << 1, 1 << 2, 1 << 3
_MAKE_CHAR, _MAKE_SOCK, _MAKE_BLOCK = 1 << 6, 1 << 9, 1 << 11
_SPECIAL = _EXECUTE | _MAKE_CHAR | _MAKE_SOCK | _MAKE_BLOCK
_OF_FILES = _WRITE_FILE | _READ_FILE
_BITS = {1: 13, 2: 14, 3: 15, 4: 15}  # of rights to files, by version; 16 since version 5
_TCP, _SCOPES = 0b11, 0b11  # bind and connect; abstract sockets and signals


def version() -> int:
    """Return the version that the kernel has; below 1, it has none."""
    return int(_libc().syscall(_CREATE_RULESET, None, ctypes.c_size_t(0), _VERSION))


def restrict(*, readable: Iterable[str], writable: Iterable[str]) -> None:
    """Let this thread, and those that it starts, open what is below these paths and nothing else.

    Paths that do not exist are passed over. The thread must have `no_new_privs`.

    Raises:
        OSError: the kernel refuses a rule.
    """
    number = version()
    rights = (1 << _BITS.get(number, 16)) - 1
    fields = [rights, _TCP, _SCOPES][: 1 if number < 4 else 2 if number < 6 else 3]
    attributes = struct.pack(f"{len(fields)}Q", *fields)
    ruleset = _checked(_libc().syscall(_CREATE_RULESET, attributes, ctypes.c_size_t(len(attributes)), 0))
    try:
        for path in readable:
            _allow(ruleset, path, _READ_FILE | _READ_DIR)
        for path in writable:
            _allow(ruleset, path, rights & ~_SPECIAL)
        _checked(_libc().syscall(_RESTRICT_SELF, ruleset, 0))
    finally:
        os.close(ruleset)


def _allow(ruleset: int, path: str, rights: int) -> None:
    try:
        place = os.open(path, os.O_PATH | os.O_CLOEXEC)
    except FileNotFoundError:
        return
    try:
        if not stat.S_ISDIR(os.fstat(place).st_mode):
            rights &= _OF_FILES
        rule = struct.pack("=Qi", rights, place)
        _checked(_libc().syscall(_ADD_RULE, ruleset, _PATH_BENEATH, rule, 0))
    finally:
        os.close(place)


def _libc() -> ctypes.CDLL:
    return ctypes.CDLL(None, use_errno=True)


def _checked(result: int) -> int:
    if result < 0:
        number = ctypes.get_errno()
        raise OSError(number, f"Landlock: {os.strerror(number)}")
    return result
