"""Passwords: hashed with argon2, away from the loop and two at a time, since each takes 64 MB."""

import asyncio
from concurrent.futures import ThreadPoolExecutor
from functools import lru_cache

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from services.errors import InvalidInput

SHORTEST = 8
LONGEST = 1024

_hasher = PasswordHasher()
_pool = ThreadPoolExecutor(2, thread_name_prefix="password")


def check_password(password: str) -> None:
    """Raise InvalidInput unless a password has 8 characters or more, letters and digits among them."""
    is_mixed = any(c.isalpha() for c in password) and any(c.isdigit() for c in password)
    if not SHORTEST <= len(password) <= LONGEST or not is_mixed:
        raise InvalidInput(
            f"The password needs {SHORTEST} or more characters, with letters and digits.", param="password"
        )


async def hashed(password: str) -> str:
    """Return the hash to store."""
    return await asyncio.get_running_loop().run_in_executor(_pool, _hasher.hash, password)


async def is_right(stored: str | None, password: str) -> bool:
    """Return whether `password` has the stored hash; None takes as long as a wrong one."""
    return await asyncio.get_running_loop().run_in_executor(_pool, _verify, stored, password)


def is_outdated(stored: str) -> bool:
    """Return whether a hash was made with weaker settings than today's."""
    return _hasher.check_needs_rehash(stored)


def _verify(stored: str | None, password: str) -> bool:
    try:
        return _hasher.verify(stored or _nobody(), password) and stored is not None
    except (VerificationError, InvalidHashError):
        return False


@lru_cache(maxsize=1)
def _nobody() -> str:
    return _hasher.hash("")
