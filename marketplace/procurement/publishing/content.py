"""A publication's content as one canonical text: the same facts always have the same digest."""

from __future__ import annotations

import json
from hashlib import sha256
from typing import Any

Content = dict[str, Any]


class ContentNotPlain(TypeError):
    """A content holds only objects, lists, words, whole numbers, truth values and null.

    No float: amounts are whole won, and a rate is a decimal string ("108.5").
    """


def canonical_json(content: Content) -> str:
    """JSON with sorted keys and no spaces; raises ContentNotPlain."""
    _refuse_unplain(content, "content")
    return json.dumps(content, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def content_digest(content: Content) -> str:
    """SHA-256 of the canonical JSON, in hexadecimal; raises ContentNotPlain."""
    return sha256(canonical_json(content).encode()).hexdigest()


def _refuse_unplain(value: object, where: str) -> None:
    if isinstance(value, dict):
        for key, each in value.items():
            if not isinstance(key, str):
                raise ContentNotPlain(f"{where}: a key is {type(key).__name__}, not str")
            _refuse_unplain(key, f"{where} (key)")
            _refuse_unplain(each, f"{where}.{key}")
    elif isinstance(value, list):
        for at, each in enumerate(value):
            _refuse_unplain(each, f"{where}[{at}]")
    elif isinstance(value, str):
        # PostgreSQL keeps no NUL, and a lone surrogate is no text.
        if "\0" in value or any("\ud800" <= letter <= "\udfff" for letter in value):
            raise ContentNotPlain(f"{where}: holds what is no text")
    elif value is not None and not isinstance(value, int):
        raise ContentNotPlain(f"{where}: {type(value).__name__}")
