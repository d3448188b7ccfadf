"""What a listing's address asks for, and the addresses of its neighbours."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from urllib.parse import urlencode

from werkzeug.datastructures import MultiDict

from marketplace.core import clock
from marketplace.search.documents import Facet
from marketplace.search.request import MAX_PRICE_WON, Filters, SearchRequest, Sort
from marketplace.web.directory import directory

LONGEST_TEXT = 100
MOST_CODES = 20
PAGE_SIZE = 24
CODE = re.compile(r"[a-z0-9_-]{1,60}")
NOT_TEXT = re.compile(r"[\x00-\x1f\x7f]+")
NOT_DIGITS = re.compile(r"[\s,원₩]")

# The facets people choose by ticking, in the order they stand; the category is a place of its own.
TICKED = (
    Facet.CERTIFICATION,
    Facet.REGION,
    Facet.KIND,
    Facet.BRAND,
    Facet.OUTLET,
    Facet.EXTRA,
)


@dataclass(frozen=True, slots=True)
class Asked:
    """One listing as asked for. `base` is its path; `bad_price` what could not be read."""

    base: str = "/products"
    text: str = ""
    category: str = ""
    category_in_path: bool = False
    ticked: tuple[tuple[Facet, tuple[str, ...]], ...] = ()
    min_price: int | None = None
    max_price: int | None = None
    sort: Sort = Sort.RELEVANCE
    cursor: str | None = None
    bad_price: bool = False

    def codes(self, facet: Facet) -> tuple[str, ...]:
        """What is ticked in a facet."""
        return dict(self.ticked).get(facet, ())

    @property
    def is_narrowed(self) -> bool:
        """Whether anything but words, category and order is chosen."""
        priced = self.min_price is not None or self.max_price is not None
        return priced or any(codes for _, codes in self.ticked)

    def search_request(self) -> SearchRequest:
        """The question as search takes it; raises Invalid for a bad cursor later."""
        facets = {facet: codes for facet, codes in self.ticked if codes}
        if self.category:
            facets[Facet.CATEGORY] = (self.category,)
        return SearchRequest(
            day=clock.today(),
            text=self.text,
            filters=Filters(facets, self.min_price, self.max_price),
            sort=self.sort,
            cursor=self.cursor,
            limit=PAGE_SIZE,
        )

    def address(self, cursor: str | None = None) -> str:
        """The address of this listing, or of its page after `cursor`."""
        query = list(self._query())
        if cursor:
            query.append(("cursor", cursor))
        return f"{self.base}?{urlencode(query)}" if query else self.base

    def _query(self) -> Iterable[tuple[str, str]]:
        if self.text:
            yield "q", self.text
        if self.category and not self.category_in_path:
            yield "category", self.category
        for facet, codes in self.ticked:
            yield from ((facet.value, code) for code in codes)
        if self.min_price is not None:
            yield "min_price", str(self.min_price)
        if self.max_price is not None:
            yield "max_price", str(self.max_price)
        if self.sort is not Sort.RELEVANCE:
            yield "sort", self.sort.value

    def without(self, facet: Facet, code: str) -> Asked:
        """The same without one tick."""
        kept = tuple(
            (each, tuple(c for c in codes if (each, c) != (facet, code)))
            for each, codes in self.ticked
        )
        return replace(self, ticked=kept)

    def without_price(self) -> Asked:
        """The same at any price."""
        return replace(self, min_price=None, max_price=None)

    def cleared(self) -> Asked:
        """Only words, category and order are left."""
        return replace(self, ticked=(), min_price=None, max_price=None)

    def sorted_by(self, sort: Sort) -> Asked:
        """The same in another order."""
        return replace(self, sort=sort)

    def in_category(self, code: str) -> Asked:
        """The same words and ticks in another category, or in all of them for an empty code."""
        if self.base == "/search":
            return replace(self, category=code)
        base = f"/categories/{code}" if code else "/products"
        return replace(self, base=base, category=code, category_in_path=bool(code))


def read_asked(args: MultiDict[str, str], base: str, category: str = "") -> Asked:
    """What the address asks; what cannot be read is left out, never an error page."""
    low, low_bad = _price(args.get("min_price", ""))
    high, high_bad = _price(args.get("max_price", ""))
    if low is not None and high is not None and low > high:
        low, high = high, low
    named = args.get("category", "")
    return Asked(
        base=base,
        text=clean_text(args.get("q", "")),
        category=category or (named if named in directory().categories else ""),
        category_in_path=bool(category),
        ticked=tuple((facet, _codes(args.getlist(facet.value))) for facet in TICKED),
        min_price=low,
        max_price=high,
        sort=_sort(args.get("sort", "")),
        cursor=args.get("cursor") or None,
        bad_price=low_bad or high_bad,
    )


def clean_text(said: str) -> str:
    """Words as they can be searched for: no control characters, at most 100 characters."""
    return NOT_TEXT.sub(" ", said[: LONGEST_TEXT * 4]).strip()[:LONGEST_TEXT]


def _codes(said: list[str]) -> tuple[str, ...]:
    known = dict.fromkeys(code for code in said[:MOST_CODES] if CODE.fullmatch(code))
    return tuple(known)


def _sort(said: str) -> Sort:
    return Sort(said) if said in {each.value for each in Sort} else Sort.RELEVANCE


def _price(said: str) -> tuple[int | None, bool]:
    """(price, could not be read) of what was typed: `12,000원` is 12000."""
    digits = NOT_DIGITS.sub("", said[:40])
    if not digits:
        return None, False
    if not digits.isascii() or not digits.isdigit() or int(digits) > MAX_PRICE_WON:
        return None, True
    return int(digits), False
