"""Secrets at rest: the key file of a data folder, and what is encrypted and signed with it."""

import base64
import contextlib
import hashlib
import hmac
import json
import os
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Self

from cryptography.exceptions import InvalidTag
from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from cryptography.hazmat.primitives.ciphers.aead import AESSIV

from services.errors import SecretUnreadable

KEY_FILE = "secret.key"
_PIECE = 4 * 2**20  # bytes that are encrypted at a time


class Vault:
    """Encrypts and decrypts with the keys of one data folder.

    The key file holds one Fernet key a line, the newest first: what is written uses the first, what
    is read may use any. Tokens are signed with keys of their own, derived per purpose, so that a
    token of one purpose never passes for another.
    """

    def __init__(self, keys: list[bytes]) -> None:
        self._keys = keys
        self._fernet = MultiFernet([Fernet(key) for key in keys])

    @classmethod
    def open(cls, folder: Path) -> Self:
        """Return the vault of a data folder, making its key file (mode 0600) at the first start.

        Raises:
            SecretUnreadable: the key file is there and holds no usable key.
        """
        path = folder / KEY_FILE
        if not path.exists():
            _create(path)
        keys = path.read_bytes().split()
        try:
            return cls(keys)
        except ValueError as error:
            raise SecretUnreadable(f"{path} holds no usable key. Put the right file back.") from error

    @classmethod
    def temporary(cls) -> Self:
        """Return a vault whose key is kept nowhere, for data that does not outlive the process."""
        return cls([Fernet.generate_key()])

    def encrypt(self, text: str) -> bytes:
        """Return `text` encrypted."""
        return self._fernet.encrypt(text.encode())

    def decrypt(self, ciphertext: bytes) -> str:
        """Return what was encrypted.

        Raises:
            SecretUnreadable: it was encrypted with another key, or changed since.
        """
        try:
            return self._fernet.decrypt(bytes(ciphertext)).decode()
        except InvalidToken as error:
            raise SecretUnreadable(
                f"A stored secret does not open with {KEY_FILE} of this data folder. Enter the secret again."
            ) from error

    def encrypt_bytes(self, data: bytes) -> bytes:
        """Return `data` encrypted piece by piece, so that a large one takes little memory beside itself."""
        pieces = (data[place : place + _PIECE] for place in range(0, len(data), _PIECE))
        return b"\n".join(self._fernet.encrypt(piece) for piece in pieces)

    def decrypt_bytes(self, ciphertext: bytes) -> bytes:
        """Return what `encrypt_bytes` encrypted; whoever keeps it apart from its hash compares that.

        Raises:
            SecretUnreadable: as `decrypt`.
        """
        try:
            return b"".join(self._fernet.decrypt(piece) for piece in ciphertext.split(b"\n") if piece)
        except InvalidToken as error:
            raise SecretUnreadable(f"Stored data does not open with {KEY_FILE} of this data folder.") from error

    def seal(self, purpose: str, content: Mapping[str, Any]) -> str:
        """Return a token, opaque to others, that `unseal` opens for the same purpose only."""
        return self._signer(purpose).encrypt(json.dumps(content).encode()).decode()

    def unseal(self, purpose: str, token: str, *, max_age: int) -> dict[str, Any] | None:
        """Return the content of a token, None when it is forged, for another purpose or older than `max_age` s."""
        try:
            content = json.loads(self._signer(purpose).decrypt(token.encode(), ttl=max_age))
        except InvalidToken:
            return None
        return content if isinstance(content, dict) else None

    def conceal(self, purpose: str, text: str) -> str:
        """Return a text that `reveal` opens for the same purpose; equal texts give equal ones (AES-SIV)."""
        return base64.b64encode(_siv(self._keys[0], purpose).encrypt(text.encode(), None)).decode()

    def reveal(self, purpose: str, concealed: str) -> str | None:
        """Return what `conceal` has concealed with any of the keys, None when it is something else."""
        try:
            data = base64.b64decode(concealed, validate=True)
        except ValueError:
            return None
        for key in self._keys:
            with contextlib.suppress(InvalidTag):
                return _siv(key, purpose).decrypt(data, None).decode()
        return None

    def sign(self, purpose: str, text: str) -> str:
        """Return the signature of a text that stays readable; `verifies` knows it for the same purpose only."""
        return _signature(self._keys[0], purpose, text)

    def verifies(self, purpose: str, text: str, signature: str) -> bool:
        """Return whether `signature` is that of `text`, made with any of the keys."""
        given = signature.encode()
        return any(hmac.compare_digest(_signature(key, purpose, text).encode(), given) for key in self._keys)

    def _signer(self, purpose: str) -> MultiFernet:
        return MultiFernet([Fernet(_derived(key, purpose)) for key in self._keys])


def mask(secret: str) -> str:
    """Return how a secret is shown: its first and last two characters when it is long enough to spare them."""
    return f"{secret[:2]}{'*' * 8}{secret[-2:]}" if len(secret) >= 8 else "*" * 12


def _create(path: Path) -> None:
    """Write a new key file, complete or not at all; one that somebody else wrote meanwhile stays."""
    path.parent.mkdir(parents=True, exist_ok=True)
    fresh = path.with_name(f".{path.name}.{os.getpid()}")
    descriptor = os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    try:
        with os.fdopen(descriptor, "wb") as file:
            file.write(Fernet.generate_key() + b"\n")
            file.flush()
            os.fsync(file.fileno())
        if not path.exists():
            fresh.rename(path)
    finally:
        fresh.unlink(missing_ok=True)


def _signature(key: bytes, purpose: str, text: str) -> str:
    digest = hmac.digest(_derived(key, purpose), text.encode(), hashlib.sha256)
    return base64.urlsafe_b64encode(digest).decode()


def _siv(key: bytes, purpose: str) -> AESSIV:
    return AESSIV(hashlib.blake2b(purpose.encode(), key=base64.urlsafe_b64decode(key), digest_size=64).digest())


def _derived(key: bytes, purpose: str) -> bytes:
    digest = hashlib.blake2b(purpose.encode(), key=base64.urlsafe_b64decode(key), digest_size=32).digest()
    return base64.urlsafe_b64encode(digest)
