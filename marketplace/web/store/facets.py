"""What stands beside and above a listing: facets with counts, chips, categories, orders."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from marketplace.search.documents import FAIR_TRADE, FREE_DELIVERY, IN_STOCK, Facet
from marketplace.search.request import FacetCount, Sort
from marketplace.web.directory import Directory, Named, directory
from marketplace.web.filters import won
from marketplace.web.store.asking import TICKED, Asked
from marketplace.web.store.finding import Found

SHOWN_AT_ONCE = 7
TITLES = {
    Facet.CERTIFICATION: _l("인증·지정"),
    Facet.REGION: _l("지역"),
    Facet.KIND: _l("종류"),
    Facet.BRAND: _l("공동브랜드"),
    Facet.OUTLET: _l("가까이서 볼 수 있는 곳"),
    Facet.EXTRA: _l("구매 조건"),
}
KINDS = {"goods": _l("물건"), "service": _l("서비스"), "experience": _l("체험")}
EXTRAS = {
    IN_STOCK: _l("지금 살 수 있는 상품"),
    FREE_DELIVERY: _l("무료배송"),
    FAIR_TRADE: _l("공정무역"),
}
SORTS = {
    Sort.RELEVANCE: _l("추천순"),
    Sort.NEW: _l("새로 나온 순"),
    Sort.SALES: _l("많이 팔린 순"),
    Sort.RATING: _l("별점 높은 순"),
    Sort.PRICE_ASC: _l("낮은 가격순"),
    Sort.PRICE_DESC: _l("높은 가격순"),
}


@dataclass(frozen=True, slots=True)
class Choice:
    """One value of a facet; `count` is None where nobody has counted."""

    value: str
    label: str
    count: int | None
    checked: bool


@dataclass(frozen=True, slots=True)
class Group:
    """One facet: those shown at once, and the rest behind a fold."""

    name: str
    title: str
    first: Sequence[Choice]
    rest: Sequence[Choice]
    is_open: bool


@dataclass(frozen=True, slots=True)
class Link:
    """A neighbour of this listing."""

    label: str
    href: str
    count: int | None = None
    current: bool = False


def groups(found: Found) -> list[Group]:
    """Every facet that has something to choose."""
    names = directory()
    made = (_group(found, facet, names) for facet in TICKED)
    return [group for group in made if group is not None]


def _group(found: Found, facet: Facet, names: Directory) -> Group | None:
    chosen = found.asked.codes(facet)
    is_counted = not found.result.degraded
    counted = found.result.facets[facet] if is_counted else _uncounted(facet, names, chosen)
    choices = [
        Choice(each.code, label, each.count if is_counted else None, each.chosen)
        for each in counted
        if (label := label_of(facet, each.code, names)) and (each.count or each.chosen)
    ]
    if not choices:
        return None
    is_open = bool(chosen) or facet in (Facet.CERTIFICATION, Facet.REGION, Facet.KIND, Facet.EXTRA)
    return Group(
        facet.value, str(TITLES[facet]), choices[:SHOWN_AT_ONCE], choices[SHOWN_AT_ONCE:], is_open
    )


def _uncounted(facet: Facet, names: Directory, chosen: tuple[str, ...]) -> list[FacetCount]:
    codes = list(_named(facet, names)) if facet is not Facet.OUTLET else list(chosen)
    return [FacetCount(code, 1, code in chosen) for code in codes]


def _named(facet: Facet, names: Directory) -> Mapping[str, object]:
    return {
        Facet.CERTIFICATION: names.certifications,
        Facet.REGION: names.regions,
        Facet.BRAND: names.brands,
        Facet.OUTLET: names.outlets,
        Facet.KIND: KINDS,
        Facet.EXTRA: EXTRAS,
    }[facet]


def label_of(facet: Facet, code: str, names: Directory) -> str:
    """The name of a code on screen, empty for one nobody knows."""
    named = _named(facet, names).get(code)
    if isinstance(named, Named):
        is_city = facet is Facet.REGION and names.has_districts(code)
        return str(_("%(city)s 전체", city=named.name)) if is_city else named.name
    return str(named) if named is not None else ""


def chips(asked: Asked) -> list[Link]:
    """What is chosen, each a link that takes it off."""
    names = directory()
    made = [
        Link(label, asked.without(facet, code).address())
        for facet, codes in asked.ticked
        for code in codes
        if (label := label_of(facet, code, names))
    ]
    if asked.min_price is not None or asked.max_price is not None:
        made.append(Link(_price_words(asked), asked.without_price().address()))
    return made


def _price_words(asked: Asked) -> str:
    if asked.max_price is None:
        return str(_("%(low)s 이상", low=won(asked.min_price)))
    if asked.min_price is None:
        return str(_("%(high)s 이하", high=won(asked.max_price)))
    return f"{won(asked.min_price)} – {won(asked.max_price)}"


def sort_links(asked: Asked) -> list[Link]:
    """The orders a listing may stand in."""
    return [
        Link(str(label), asked.sorted_by(sort).address(), current=sort is asked.sort)
        for sort, label in SORTS.items()
    ]


def category_links(found: Found) -> list[Link]:
    """Where to go from here: all, the first level, or what lies under the current top."""
    return list(_categories(found))


def _categories(found: Found) -> Iterator[Link]:
    asked, names = found.asked, directory()
    top = names.top_of(asked.category)
    counts = {each.code: each.count for each in found.result.facets.get(Facet.CATEGORY, ())}
    if top:
        yield Link(str(_("모든 상품")), asked.in_category("").address())
        whole = str(_("%(category)s 전체", category=names.categories[top].name))
        yield _category(asked, whole, top, counts)
    for each in names.under(top) if top else names.tops():
        if not counts or counts.get(each.code) or each.code == asked.category:
            yield _category(asked, each.name, each.code, counts)


def _category(asked: Asked, label: str, code: str, counts: Mapping[str, int]) -> Link:
    return Link(
        label,
        asked.in_category(code).address(),
        counts.get(code),
        current=code == asked.category,
    )
