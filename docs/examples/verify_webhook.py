"""Whether a request really comes from 이음장터, unchanged and just now. Standard library only."""

import hashlib
import hmac
import time

TOLERANCE_SECONDS = 300


def is_genuine(secret: str, header: str, body: bytes, now: float | None = None) -> bool:
    """`header` is `Ieum-Signature` (`t=…,v1=…`), `body` the bytes as they came, not parsed."""
    fields = dict(part.split("=", 1) for part in header.split(",") if "=" in part)
    moment, given = fields.get("t", ""), fields.get("v1", "")
    if not (moment.isascii() and moment.isdigit()):
        return False
    if abs((time.time() if now is None else now) - int(moment)) > TOLERANCE_SECONDS:
        return False
    expected = hmac.new(secret.encode(), f"{moment}.".encode() + body, hashlib.sha256)
    return hmac.compare_digest(expected.hexdigest().encode(), given.encode())
