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
LONGEST_CURSOR = 2_000
LARGEST_INTEGER = 2**63 - 1  # of both databases

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
    """The sort values inside a cursor; raises Invalid when it was not made by us.

    What comes back can be given to both databases: numbers fit 64 bits, texts hold
    neither NUL nor half a character.
    """
    values = _values(cursor)
    if (
        not isinstance(values, list)
        or len(values) != len(kinds)
        or any(type(value) is not kind for value, kind in zip(values, kinds, strict=True))
        or not all(_storable(value) for value in values)
    ):
        said = T("다음 쪽을 가리키는 값이 올바르지 않습니다. 처음부터 다시 보세요.")
        raise Invalid(said, {"cursor": [said]})
    return tuple(values)


def _values(cursor: str) -> Any:
    if len(cursor) > LONGEST_CURSOR or not cursor.isascii():
        return None
    try:
        raw = base64.urlsafe_b64decode(cursor.encode() + b"=" * (-len(cursor) % 4))
        return json.loads(raw)
    except (binascii.Error, ValueError, RecursionError):
        return None


def _storable(value: Any) -> bool:
    if isinstance(value, str):
        return not any(char == "\x00" or "\ud800" <= char <= "\udfff" for char in value)
    return not isinstance(value, int) or abs(value) <= LARGEST_INTEGER


def clamp_limit(limit: int | None, default: int = 24) -> int:
    """A page size between 1 and 100, `default` when none was asked."""
    return default if limit is None else max(1, min(limit, MAX_PAGE))
