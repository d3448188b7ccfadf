"""What to buy to reach a target: more of what the department buys, from sellers that count."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Select, func, select

from marketplace.catalog.models import Category, Product, ProductStatus
from marketplace.core import clock
from marketplace.core.database import db
from marketplace.enterprises.models import Enterprise, EnterpriseStatus
from marketplace.orders.models import OrderLine
from marketplace.procurement.models import PurchaseRecord, QuotaRule
from marketplace.procurement.pipeline import counted_product_kinds, seller_counts
from marketplace.procurement.year.sharing import share_out

LOOKED_BACK = timedelta(days=730)
CATEGORIES, OFFERS, MISSED = 4, 3, 3


@dataclass(frozen=True, slots=True)
class Offer:
    """A product on sale now from a seller that counts, and how many would fill its part."""

    product_id: int
    name: str
    seller: str
    price_won: int
    quantity: int

    @property
    def sum_won(self) -> int:
        return self.price_won * self.quantity


@dataclass(frozen=True, slots=True)
class Suggestion:
    """A category, what the department spent in it in two years, and its part of what is missing."""

    category: Category
    bought_won: int
    part_won: int
    offers: tuple[Offer, ...]


@dataclass(frozen=True, slots=True)
class Missed:
    """Something bought that did not count, so that the same may be looked for elsewhere."""

    item: str
    gross_won: int
    times: int


@dataclass(frozen=True, slots=True)
class Advice:
    """Suggestions whose parts add up to what is missing, to the won; empty when nothing is."""

    suggestions: tuple[Suggestion, ...]
    missed: tuple[Missed, ...]
    from_history: bool


def advise(department_id: int, rule: QuotaRule | None, missing_won: int | None) -> Advice:
    """What to buy, from what was bought before and is offered now, in four statements at most.

    Without a history in any category the best-selling ones are taken. Nothing is suggested
    without a rule, a target, or anything missing.
    """
    if rule is None or not missing_won:
        return Advice((), (), False)
    bought = _bought(department_id)
    offered = _offered(rule, list(bought)) or _offered(rule)
    history = {key: won for key, won in bought.items() if key in offered}
    chosen = _largest(history) or [(key, 1) for key in list(offered)[:CATEGORIES]]
    parts = share_out(missing_won, dict(chosen)) if chosen else {}
    return Advice(
        tuple(_suggestion(offered[key], history.get(key, 0), parts[key]) for key, _ in chosen),
        _missed(department_id),
        bool(history),
    )


def _largest(history: dict[int, int]) -> list[tuple[int, int]]:
    return sorted(history.items(), key=lambda each: (-each[1], each[0]))[:CATEGORIES]


def _suggestion(rows: Sequence[Any], bought_won: int, part_won: int) -> Suggestion:
    offers = [
        Offer(
            row.Product.id,
            row.Product.name,
            row.seller,
            row.Product.price_won,
            max(-(-part_won // row.Product.price_won), row.Product.min_quantity),
        )
        for row in rows
    ]
    return Suggestion(rows[0].Category, bought_won, part_won, tuple(offers))


def _since() -> date:
    return clock.today() - LOOKED_BACK


def _bought(department_id: int) -> dict[int, int]:
    """Won by category of what was bought here in the last two years and not taken back."""
    query = (
        select(Product.category_id, func.sum(PurchaseRecord.gross_won))
        .join(OrderLine, OrderLine.id == PurchaseRecord.order_line_id)
        .join(Product, Product.id == OrderLine.product_id)
        .where(
            PurchaseRecord.department_id == department_id,
            PurchaseRecord.counted_on >= _since(),
            ~_is_taken_back(),
        )
        .group_by(Product.category_id)
    )
    return {key: int(won) for key, won in db.session.execute(query)}


def _is_taken_back() -> ColumnElement[bool]:
    other = PurchaseRecord.__table__.alias("other")
    return select(other.c.id).where(other.c.reverses_id == PurchaseRecord.id).exists()


def _offered(rule: QuotaRule, within: Sequence[int] | None = None) -> dict[int, list[Any]]:
    """The best-selling countable products of each category, the best-selling category first."""
    query = _ranked(rule)
    if within is not None:
        query = query.where(Product.category_id.in_(within))
    ranked = query.subquery()
    named = (
        select(Product, Category, Enterprise.name.label("seller"))
        .join(ranked, ranked.c.id == Product.id)
        .join(Category, Category.id == Product.category_id)
        .join(Enterprise, Enterprise.id == Product.enterprise_id)
        .where(ranked.c.place <= OFFERS)
        .order_by(Product.sales_count.desc(), Product.id)
    )
    found: dict[int, list[Any]] = defaultdict(list)
    for row in db.session.execute(named):
        found[row.Category.id].append(row)
    return dict(found)


def _ranked(rule: QuotaRule) -> Select[Any]:
    place = func.row_number().over(
        partition_by=Product.category_id, order_by=(Product.sales_count.desc(), Product.id)
    )
    return (
        select(Product.id, place.label("place"))
        .join(Enterprise, Enterprise.id == Product.enterprise_id)
        .where(
            Product.status == ProductStatus.PUBLISHED,
            Product.price_won > 0,
            Product.kind.in_(counted_product_kinds(rule)),
            Enterprise.status == EnterpriseStatus.ACTIVE,
            seller_counts(rule, Product.enterprise_id),
        )
    )


def _missed(department_id: int) -> tuple[Missed, ...]:
    """What was bought most without counting, this year and last."""
    won = func.sum(PurchaseRecord.gross_won)
    query = (
        select(PurchaseRecord.item, won, func.count())
        .where(
            PurchaseRecord.department_id == department_id,
            PurchaseRecord.counted_on >= _since(),
            PurchaseRecord.not_counted_reason.is_not(None),
            PurchaseRecord.gross_won > 0,
            ~_is_taken_back(),
        )
        .group_by(PurchaseRecord.item)
        .order_by(won.desc(), PurchaseRecord.item)
        .limit(MISSED)
    )
    return tuple(Missed(item, int(sum_won), n) for item, sum_won, n in db.session.execute(query))
