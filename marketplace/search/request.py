"""What can be asked of search, and what comes back."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from marketplace.core.errors import Invalid
from marketplace.core.text import T
from marketplace.search.documents import Facet

MAX_PRICE_WON = 10**12


class Sort(StrEnum):
    """How results are ordered."""

    RELEVANCE = "relevance"
    NEW = "new"
    PRICE_ASC = "price_asc"
    PRICE_DESC = "price_desc"
    SALES = "sales"
    RATING = "rating"


@dataclass(frozen=True, slots=True)
class Filters:
    """What results must fit: any of the codes of a facet, and every facet that is asked.

    EXTRA codes must all be there. Prices are VAT-inclusive won, bounds included; a quote-only
    product has no price and fits no price filter. Raises Invalid for impossible bounds.
    """

    facets: Mapping[Facet, tuple[str, ...]] = field(default_factory=dict)
    min_price: int | None = None
    max_price: int | None = None
    enterprise_id: int | None = None

    def __post_init__(self) -> None:
        low, high = self.min_price, self.max_price
        for name, bound in (("min_price", low), ("max_price", high)):
            if bound is not None and not 0 <= bound <= MAX_PRICE_WON:
                raise Invalid(fields={name: [T("0원에서 1조 원 사이로 적어 주세요.")]})
        if low is not None and high is not None and low > high:
            raise Invalid(fields={"min_price": [T("최고 가격보다 낮아야 해요.")]})

    def asked(self) -> list[tuple[str, tuple[str, ...]]]:
        """The facets asked for, in a fixed order."""
        return sorted((facet.value, tuple(sorted(set(c)))) for facet, c in self.facets.items() if c)


@dataclass(frozen=True, slots=True)
class SearchRequest:
    """One question: words, filters, order and which page. `day` turns the default order."""

    day: date
    text: str = ""
    filters: Filters = field(default_factory=Filters)
    sort: Sort = Sort.RELEVANCE
    cursor: str | None = None
    limit: int = 24


@dataclass(frozen=True, slots=True)
class FacetCount:
    """How many results carry a code, were it chosen."""

    code: str
    count: int
    chosen: bool = False


@dataclass(frozen=True, slots=True)
class SearchResult:
    """One page of product ids, best first, with what surrounds it.

    `corrected` is the question as it was understood when that differs from what was typed;
    `loosened` says that nothing fitted all of it and near results are shown instead;
    `degraded` that the index could not be read and the database answered, newest first.
    """

    ids: Sequence[int]
    total: int
    facets: Mapping[Facet, Sequence[FacetCount]]
    next_cursor: str | None = None
    corrected: str | None = None
    loosened: bool = False
    degraded: bool = False
