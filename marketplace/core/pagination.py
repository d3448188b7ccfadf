"""Keyset paging: a cursor names the last row seen, so page 1,400 costs what page 1 does."""

from __future__ import annotations

import base64
import binascii
import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from marketplace.core.errors import Invalid
from marketplace.core.text import T

MAX_PAGE = 100

Row = TypeVar("Row")


@dataclass(frozen=True, slots=True)
class Page(Generic[Row]):
    """One page of rows and the cursor of the next, None on the last page."""

    items: Sequence[Row]
    next_cursor: str | None = None
    total: int | None = None


def encode_cursor(*values: Any) -> str:
    """An opaque URL-safe cursor for the sort values of the last row (JSON scalars)."""
    raw = json.dumps(values, ensure_ascii=False, separators=(",", ":")).encode()
    return base64.urlsafe_b64encode(raw).rstrip(b"=").decode()


def decode_cursor(cursor: str, kinds: Sequence[type]) -> tuple[Any, ...]:
    """The sort values inside a cursor; raises Invalid when it was not made by us."""
    try:
        raw = base64.urlsafe_b64decode(cursor.encode() + b"=" * (-len(cursor) % 4))
        values = json.loads(raw)
    except (binascii.Error, ValueError, UnicodeDecodeError):
        values = None
    if (
        not isinstance(values, list)
        or len(values) != len(kinds)
        or any(type(value) is not kind for value, kind in zip(values, kinds, strict=True))
    ):
        said = T("다음 쪽을 가리키는 값이 올바르지 않습니다. 처음부터 다시 보세요.")
        raise Invalid(said, {"cursor": [said]})
    return tuple(values)


def clamp_limit(limit: int | None, default: int = 24) -> int:
    """A page size between 1 and 100, `default` when none was asked."""
    return default if limit is None else max(1, min(limit, MAX_PAGE))
