"""What a listing's address asks for, and its neighbours' addresses."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from urllib.parse import urlencode

from werkzeug.datastructures import MultiDict

from marketplace.core import clock
from marketplace.procurement.models import PurchaseKind, QuotaRule
from marketplace.procurement.pipeline import SOLD_AS
from marketplace.search.documents import Facet
from marketplace.search.request import Filters, SearchRequest, Sort

LISTING = "/buyer/products"
LONGEST_TEXT = 100
CODE = re.compile(r"[a-z0-9_-]{1,60}")
NOT_TEXT = re.compile(r"[\x00-\x1f\x7f]+")
TICKED = (Facet.KIND, Facet.CERTIFICATION, Facet.REGION)


@dataclass(frozen=True, slots=True)
class Asked:
    """Words, ticks and order; `counting_only` asks for what counts under the rule of today."""

    text: str = ""
    category: str = ""
    ticked: tuple[tuple[Facet, tuple[str, ...]], ...] = ()
    counting_only: bool = False
    sort: Sort = Sort.RELEVANCE
    cursor: str | None = None

    def search_request(self, rule: QuotaRule | None) -> SearchRequest:
        """The question as search takes it."""
        facets = {facet: codes for facet, codes in self.ticked if codes}
        if self.category:
            facets[Facet.CATEGORY] = (self.category,)
        if self.counting_only:
            facets |= _counting(rule, facets)
        return SearchRequest(
            day=clock.today(),
            text=self.text,
            filters=Filters(facets),
            sort=self.sort,
            cursor=self.cursor,
        )

    def address(self, cursor: str | None = None) -> str:
        """The address of this listing, or of its page after `cursor`."""
        query = [*self._query(), *([("cursor", cursor)] if cursor else [])]
        return f"{LISTING}?{urlencode(query)}" if query else LISTING

    def without(self, facet: Facet, code: str) -> Asked:
        """The same without one tick."""
        kept = tuple(
            (each, tuple(c for c in codes if (each, c) != (facet, code)))
            for each, codes in self.ticked
        )
        return replace(self, ticked=kept)

    def _query(self) -> Iterator[tuple[str, str]]:
        if self.text:
            yield "q", self.text
        if self.category:
            yield "category", self.category
        if self.counting_only:
            yield "counts", "yes"
        for facet, codes in self.ticked:
            yield from ((facet.value, code) for code in codes)
        if self.sort is not Sort.RELEVANCE:
            yield "sort", self.sort.value


def _counting(
    rule: QuotaRule | None, asked: dict[Facet, tuple[str, ...]]
) -> dict[Facet, tuple[str, ...]]:
    """The ticks that remain of what the rule counts; a code nobody has where nothing does."""
    counted = rule.counted_certifications if rule else []
    kinds = [
        kind.value
        for name in (rule.counted_kinds if rule else [])
        for kind in SOLD_AS[PurchaseKind(name)]
    ]
    return {
        Facet.CERTIFICATION: _both(asked.get(Facet.CERTIFICATION, ()), counted),
        Facet.KIND: _both(asked.get(Facet.KIND, ()), kinds),
    }


def _both(asked: tuple[str, ...], counted: list[str]) -> tuple[str, ...]:
    kept = tuple(code for code in counted if not asked or code in asked)
    return kept or ("none",)


def read_asked(args: MultiDict[str, str]) -> Asked:
    """What the address asks; what cannot be read is left out."""
    sorts = {each.value for each in Sort}
    category = args.get("category", "")
    return Asked(
        text=NOT_TEXT.sub(" ", args.get("q", "")[: LONGEST_TEXT * 4]).strip()[:LONGEST_TEXT],
        category=category if CODE.fullmatch(category) else "",
        ticked=tuple((facet, _codes(args.getlist(facet.value))) for facet in TICKED),
        counting_only=args.get("counts") == "yes",
        sort=Sort(args["sort"]) if args.get("sort") in sorts else Sort.RELEVANCE,
        cursor=args.get("cursor") or None,
    )


def _codes(said: list[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(code for code in said[:20] if CODE.fullmatch(code)))
