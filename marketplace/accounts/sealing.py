"""Secrets at rest: encrypted with a key derived from the service's own, never in the clear.

A key is derived for each purpose (HKDF-SHA256, RFC 5869), so that what is sealed for one is
worth nothing for another. Changing SECRET_KEY makes what was sealed unreadable.
"""

from __future__ import annotations

import base64
import hashlib
import hmac

from cryptography.fernet import Fernet, InvalidToken
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from marketplace import config


class SealBroken(Exception):
    """What was sealed cannot be read: another key, or somebody changed it."""


def seal(purpose: str, secret: str) -> str:
    """The secret, encrypted and authenticated."""
    return _fernet(purpose).encrypt(secret.encode()).decode()


def unseal(purpose: str, sealed: str) -> str:
    """What was sealed; raises SealBroken."""
    try:
        return _fernet(purpose).decrypt(sealed.encode()).decode()
    except InvalidToken:
        raise SealBroken from None


def fingerprint(purpose: str, secret: str) -> str:
    """64 hexadecimal digits by which a random secret is found again and never read."""
    return hmac.new(_key(purpose), secret.encode(), hashlib.sha256).hexdigest()


def _fernet(purpose: str) -> Fernet:
    return Fernet(base64.urlsafe_b64encode(_key(purpose)))


def _key(purpose: str) -> bytes:
    derive = HKDF(algorithm=SHA256(), length=32, salt=None, info=f"ieum.{purpose}".encode())
    return derive.derive(config.current().secret_key.encode())
