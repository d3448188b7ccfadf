"""`Ieum-Signature: t=…,v1=…`: who sent it, when, and that nobody changed it on the way."""

from __future__ import annotations

import hashlib
import hmac
import secrets

HEADER = "Ieum-Signature"
PREFIX = "ieumwh_"
PURPOSE = "webhook"  # of the key the secret is sealed with


def new_secret() -> str:
    """A secret of 256 random bits."""
    return PREFIX + secrets.token_urlsafe(32)


def signature_of(secret: str, body: bytes, moment: int) -> str:
    """The header: HMAC-SHA256 over `<moment>.<body>`; `moment` in seconds since 1970, UTC."""
    signed = f"{moment}.".encode() + body
    return f"t={moment},v1={hmac.new(secret.encode(), signed, hashlib.sha256).hexdigest()}"
