"""Passwords: argon2id, one policy, and no way to tell an unknown mail from a wrong password."""

from __future__ import annotations

import secrets
from base64 import b64encode

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError
from argon2.low_level import ARGON2_VERSION

from marketplace.core.errors import Invalid
from marketplace.core.text import T

MIN_LENGTH = 10
MAX_LENGTH = 200

_hasher = PasswordHasher()  # the library's defaults follow RFC 9106's low-memory profile


def _make_decoy() -> str:
    """A hash of our own cost that no password opens, put together without paying that cost."""
    cost = f"m={_hasher.memory_cost},t={_hasher.time_cost},p={_hasher.parallelism}"
    lengths = (_hasher.salt_len, _hasher.hash_len)
    salt, hashed = (b64encode(secrets.token_bytes(each)).decode().rstrip("=") for each in lengths)
    return f"$argon2id$v={ARGON2_VERSION}${cost}${salt}${hashed}"


_decoy = _make_decoy()


def hash_password(password: str) -> str:
    """An argon2id hash; slow on purpose, so call it before a transaction opens."""
    return _hasher.hash(password)


def matches(password: str, password_hash: str | None) -> bool:
    """Whether the password opens the hash; spends the same time when there is none."""
    try:
        return _hasher.verify(password_hash or _decoy, password) and password_hash is not None
    except (VerificationError, InvalidHashError):
        return False


def check_policy(password: str, email: str) -> None:
    """Raise Invalid for a password too short, too long or equal to the mail address."""
    if not MIN_LENGTH <= len(password) <= MAX_LENGTH:
        text = T("비밀번호는 %(least)d자 이상으로 정해 주세요.", least=MIN_LENGTH)
        raise Invalid(text, {"password": [text]})
    if password.lower() == email.lower():
        text = T("메일 주소와 다른 비밀번호를 정해 주세요.")
        raise Invalid(text, {"password": [text]})
