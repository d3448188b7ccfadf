"""Which purchases of an institution stand behind a figure: one selection for sums and rows.

A correction belongs where the record it takes back or replaces belongs, so that a share goes
down by what was wrong in it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any

from sqlalchemy import ColumnElement, Select, String, case, cast, func, literal, or_
from sqlalchemy.orm import aliased

from marketplace.catalog.models import Category, Product
from marketplace.enterprises.models import Enterprise, Region
from marketplace.orders.models import OrderLine
from marketplace.procurement.models import (
    Department,
    Institution,
    PurchaseRecord,
    PurchaseTier,
    RecordOrigin,
)

UNKNOWN = "unknown"  # no certificate, no category, a seller whose region nobody knows
record, first = PurchaseRecord, aliased(PurchaseRecord)
own_region = aliased(Region)


class Share(StrEnum):
    """By what counted purchases are divided."""

    CERTIFICATION = "certification"
    KIND = "kind"
    CATEGORY = "category"
    METHOD = "method"
    CHANNEL = "channel"
    NEARNESS = "nearness"
    SELLER = "seller"


class Channel(StrEnum):
    """Where it was bought."""

    PLATFORM = "platform"
    OUTSIDE = "outside"
    SECOND_TIER = "second_tier"  # by an operator the body contracted out to


class Nearness(StrEnum):
    """Whether the seller sits in the institution's own region or one within it."""

    NEAR = "near"
    FAR = "far"
    UNKNOWN = UNKNOWN


@dataclass(frozen=True, slots=True)
class Selection:
    """An institution's year, narrowed; None or nothing asks for all.

    `month` is the month of booking within the year; `within` one code of some shares.
    """

    institution_id: int
    year: int
    department_id: int | None = None
    month: int | None = None
    counts: bool | None = None
    within: tuple[tuple[Share, str], ...] = ()


def seller_key() -> ColumnElement[str]:
    """The same seller under the same key: its business number, else its name."""
    return case(
        (record.seller_business_number != "", record.seller_business_number),
        else_=literal("name:") + record.seller_name,
    )


def _channel() -> ColumnElement[str]:
    origin = case((record.origin == RecordOrigin.CORRECTION, first.origin), else_=record.origin)
    return case(
        (record.tier == PurchaseTier.SECOND, Channel.SECOND_TIER.value),
        (origin == RecordOrigin.PLATFORM, Channel.PLATFORM.value),
        else_=Channel.OUTSIDE.value,
    )


def _nearness() -> ColumnElement[str]:
    near = or_(
        Enterprise.region_id == Institution.region_id,
        own_region.parent_id == Institution.region_id,
    )
    return case(
        (or_(Enterprise.id.is_(None), Institution.region_id.is_(None)), Nearness.UNKNOWN.value),
        (near, Nearness.NEAR.value),
        else_=Nearness.FAR.value,
    )


# What each share divides by, as the code that stands in an address.
CODES: Mapping[Share, ColumnElement[str]] = {
    Share.CERTIFICATION: func.coalesce(record.certification["kind"].as_string(), UNKNOWN),
    Share.KIND: cast(record.kind, String),
    Share.CATEGORY: func.coalesce(Category.code, UNKNOWN),
    Share.METHOD: cast(record.method, String),
    Share.CHANNEL: _channel(),
    Share.NEARNESS: _nearness(),
    Share.SELLER: seller_key(),
}


def joined(query: Select[*tuple[Any, ...]], asked: Selection) -> Select[*tuple[Any, ...]]:
    """A query over records, with everything a share may ask for beside them."""
    line_id = func.coalesce(record.order_line_id, first.order_line_id)
    return (
        query.select_from(record)
        .join(Department, Department.id == record.department_id)
        .join(Institution, Institution.id == Department.institution_id)
        .outerjoin(first, first.id == func.coalesce(record.reverses_id, record.replaces_id))
        .outerjoin(OrderLine, OrderLine.id == line_id)
        .outerjoin(Product, Product.id == OrderLine.product_id)
        .outerjoin(Category, Category.id == Product.category_id)
        .outerjoin(Enterprise, Enterprise.id == record.enterprise_id)
        .outerjoin(own_region, own_region.id == Enterprise.region_id)
        .where(*_chosen(asked))
    )


def _chosen(asked: Selection) -> list[ColumnElement[bool]]:
    year = asked.year
    found: list[ColumnElement[bool]] = [
        Department.institution_id == asked.institution_id,
        record.counted_on.between(date(year, 1, 1), date(year, 12, 31)),
    ]
    if asked.department_id is not None:
        found.append(record.department_id == asked.department_id)
    if asked.month is not None:
        found += [record.year == year, record.month == asked.month]
    if asked.counts is not None:
        uncounted = record.not_counted_reason
        found.append(uncounted.is_(None) if asked.counts else uncounted.is_not(None))
    return found + [CODES[share] == code for share, code in asked.within]
