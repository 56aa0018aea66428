"""The vault: one key file, readable by its owner alone; tokens that serve their purpose only."""

from pathlib import Path

import pytest
from cryptography.fernet import Fernet
from hypothesis import given
from hypothesis import strategies as st

from services.errors import SecretUnreadable
from services.secrets import KEY_FILE, Vault, mask


def test_the_key_file_is_made_once_and_is_the_owners(tmp_path: Path) -> None:
    ciphertext = Vault.open(tmp_path / "data").encrypt("sk-1")
    path = tmp_path / "data" / KEY_FILE
    assert path.stat().st_mode & 0o777 == 0o600
    assert Vault.open(tmp_path / "data").decrypt(ciphertext) == "sk-1"
    assert [entry.name for entry in path.parent.iterdir()] == [KEY_FILE]


def test_another_key_does_not_open_it_and_says_what_to_do() -> None:
    with pytest.raises(SecretUnreadable, match="Enter the secret again"):
        Vault.temporary().decrypt(Vault.temporary().encrypt("sk-1"))


def test_an_older_key_still_opens_while_a_newer_one_is_used(tmp_path: Path) -> None:
    old = Vault.open(tmp_path).encrypt("sk-1")
    path = tmp_path / KEY_FILE
    path.write_bytes(Fernet.generate_key() + b"\n" + path.read_bytes())
    assert Vault.open(tmp_path).decrypt(old) == "sk-1"


def test_a_broken_key_file_is_named(tmp_path: Path) -> None:
    (tmp_path / KEY_FILE).write_text("no key")
    with pytest.raises(SecretUnreadable, match=KEY_FILE):
        Vault.open(tmp_path)


def test_a_token_serves_its_purpose_for_its_time() -> None:
    vault = Vault.temporary()
    token = vault.seal("access", {"account": "1"})
    assert vault.unseal("access", token, max_age=60) == {"account": "1"}
    assert vault.unseal("refresh", token, max_age=60) is None
    assert vault.unseal("access", token, max_age=-1) is None
    assert vault.unseal("access", vault.encrypt('{"account": "1"}').decode(), max_age=60) is None
    assert Vault.temporary().unseal("access", token, max_age=60) is None


@given(st.text())
def test_a_mask_shows_two_characters_at_either_end_at_most(secret: str) -> None:
    bare, with_ends = "*" * 12, f"{secret[:2]}{'*' * 8}{secret[-2:]}"
    assert mask(secret) == (with_ends if len(secret) >= 8 else bare)
