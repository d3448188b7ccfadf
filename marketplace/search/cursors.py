"""Where the next page begins: the place of the last row, bound to the question it belongs to."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from zlib import crc32

from marketplace.core.errors import Invalid
from marketplace.core.pagination import decode_cursor, encode_cursor
from marketplace.core.text import T
from marketplace.search.analysis import question
from marketplace.search.request import SearchRequest

LONGEST = 200
KEPT_DAYS = 7
BOUND = 2**63


@dataclass(frozen=True, slots=True)
class Place:
    """After which (key, tie) a page begins, in the order of which day."""

    day: date
    after: tuple[int, int]


def place_of(request: SearchRequest) -> Place | None:
    """The place a request's cursor names, None for a first page.

    Raises Invalid for a cursor we did not make, one of another question, or an old one.
    """
    if not request.cursor:
        return None
    if len(request.cursor) > LONGEST or not request.cursor.isascii():
        raise _refused()
    print_, day, key, tie = decode_cursor(request.cursor, (int, int, int, int))
    age = request.day.toordinal() - day
    fits = -BOUND <= key < BOUND and -BOUND <= tie < BOUND
    if print_ != fingerprint(request) or not -1 <= age <= KEPT_DAYS or not fits:
        raise _refused()
    return Place(request.day - timedelta(days=age), (key, tie))


def cursor_after(request: SearchRequest, day: date, key: int, tie: int) -> str:
    """The cursor for the page that follows a row."""
    return encode_cursor(fingerprint(request), day.toordinal(), key, tie)


def fingerprint(request: SearchRequest) -> int:
    """A number for the question, its filters and its order: the same for the same results."""
    filters = request.filters
    words = [word.text for word in question(request.text)] or request.text.strip() == ""
    parts = (words, filters.asked(), filters.min_price, filters.max_price)
    return crc32(repr((*parts, filters.enterprise_id, request.sort.value)).encode())


def _refused() -> Invalid:
    return Invalid(
        T("다음 쪽을 가리키는 값이 올바르지 않아요."),
        {"cursor": [T("처음부터 다시 찾아 주세요.")]},
    )
