"""Looking for something to buy: every card says whether it counts before it is opened."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from flask import render_template, request
from flask.typing import ResponseReturnValue

from marketplace.catalog.models import Product
from marketplace.catalog.queries import CardRow, get_product_on_sale, read_cards
from marketplace.core.errors import Invalid
from marketplace.core.money import split_gross
from marketplace.core.permissions import DepartmentRole, Permission
from marketplace.procurement.models import QuotaRule
from marketplace.search.queries import find_products
from marketplace.search.request import SearchResult
from marketplace.web.access import access
from marketplace.web.buyer import facets, words
from marketplace.web.buyer.blueprint import buyer
from marketplace.web.buyer.finding import LISTING, Asked, read_asked
from marketplace.web.buyer.place import has_role, here
from marketplace.web.buyer.verdicts import Judge, Verdict, judge_by, judge_for, rule_of
from marketplace.web.cards import ProductCard, price_text, product_cards
from marketplace.web.extensions import SEARCH_LIMIT, limiter
from marketplace.web.images import PAGE_SIZES, image_of


@dataclass(frozen=True, slots=True)
class JudgedCard:
    """A product card with its verdict."""

    card: ProductCard
    verdict: Verdict


@buyer.get("/products")
@access(Permission.DEPARTMENT_VIEW)
@limiter.limit(SEARCH_LIMIT)
def products() -> ResponseReturnValue:
    """The same search as the shop's, judged by the department's rule."""
    asked = read_asked(request.args)
    rule = rule_of(here())
    result = _find(asked, rule)
    rows = read_cards(result.ids)
    judge = judge_by(rule, {row.enterprise_id for row in rows})
    return render_template(
        "buyer/products.html",
        asked=asked,
        result=result,
        cards=_judged(rows, judge),
        groups=facets.groups(result),
        chips=facets.chips(asked),
        categories=facets.categories(asked),
        sorts=facets.SORTS,
        clear_href=replace(asked, ticked=(), cursor=None).address(),
        next_href=asked.address(result.next_cursor) if result.next_cursor else "",
        rule=rule,
    )


def _find(asked: Asked, rule: QuotaRule | None) -> SearchResult:
    try:
        return find_products(asked.search_request(rule))
    except Invalid as error:
        if asked.cursor is None or "cursor" not in error.fields:
            raise
        return _find(replace(asked, cursor=None), rule)


def _judged(rows: Sequence[CardRow], judge: Judge) -> list[JudgedCard]:
    cards = product_cards(rows, prefix=f"{LISTING}/")
    return [
        JudgedCard(card, judge.verdict(row.enterprise_id, row.kind))
        for card, row in zip(cards, rows, strict=True)
    ]


@buyer.get("/products/<int:product_id>")
@access(Permission.DEPARTMENT_VIEW)
def product(product_id: int) -> ResponseReturnValue:
    """One product with the panel that says whether, by what and until when it counts."""
    found = get_product_on_sale(product_id)
    department = here()
    judge = judge_for(department, [found.enterprise_id])
    tax = split_gross(found.price_won or 0, found.vat_class)
    return render_template(
        "buyer/product.html",
        product=found,
        options=[each for each in found.options if each.is_active],
        price=price_text(found.price_won),
        tax=tax,
        images=_images(found),
        verdict=judge.verdict(found.enterprise_id, found.kind, tax.net_won, tax.vat_won),
        rule=judge.rule,
        day=judge.day,
        may_request=has_role(department.id, DepartmentRole.PURCHASER),
        words=words,
    )


def _images(found: Product) -> list[object]:
    shown = (image_of(each.picture, PAGE_SIZES) for each in found.pictures)
    return [image for image in shown if image is not None]
