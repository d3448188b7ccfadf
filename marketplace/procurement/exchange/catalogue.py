"""What is on sale and counts for an institution today, page by page, for its intranet."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import Select, or_, select
from sqlalchemy.orm import joinedload

from marketplace.catalog.models import Product, ProductKind, ProductStatus
from marketplace.core import clock
from marketplace.core.database import db
from marketplace.core.pagination import Page, clamp_limit, decode_cursor, encode_cursor
from marketplace.enterprises.models import (
    Certification,
    CertificationKind,
    CertificationStatus,
    Enterprise,
    EnterpriseStatus,
)
from marketplace.procurement.counting import Designation
from marketplace.procurement.designations import read_designations
from marketplace.procurement.models import QuotaRule
from marketplace.procurement.records import KIND_OF
from marketplace.procurement.rules.finding import find_rule


@dataclass(frozen=True, slots=True)
class Counting:
    """A product and the designations of its seller that count today."""

    product: Product
    designations: tuple[Designation, ...]


def page_catalogue(
    institution_id: int, cursor: str | None = None, limit: int | None = None
) -> Page[Counting]:
    """Products that count for an institution today, by id; none without a rule for the year.

    Raises Invalid for a cursor not of our making.
    """
    today = clock.today()
    rule = find_rule(institution_id, today.year, today)
    if rule is None:
        return Page([])
    query = _counting(rule)
    if cursor:
        query = query.where(Product.id > decode_cursor(cursor, [int])[0])
    size = clamp_limit(limit)
    rows = db.session.scalars(query.order_by(Product.id).limit(size + 1)).all()
    held = read_designations(row.enterprise_id for row in rows)
    listed = set(rule.counted_certifications)
    items = [
        Counting(
            row,
            tuple(e for e in held[row.enterprise_id] if e.kind in listed and e.holds_on(today)),
        )
        for row in rows[:size]
    ]
    return Page(items, encode_cursor(rows[size - 1].id) if len(rows) > size else None)


def _counting(rule: QuotaRule) -> Select[Product]:
    today = clock.today()
    kinds: Sequence[ProductKind] = [
        each for each, kind in KIND_OF.items() if kind.value in rule.counted_kinds
    ]
    certified = (
        select(Certification.enterprise_id)
        .join(CertificationKind, CertificationKind.id == Certification.kind_id)
        .where(
            CertificationKind.code.in_(rule.counted_certifications),
            Certification.status == CertificationStatus.APPROVED,
            Certification.issued_on <= today,
            or_(Certification.expires_on.is_(None), Certification.expires_on >= today),
        )
    )
    return (
        select(Product)
        .join(Enterprise, Enterprise.id == Product.enterprise_id)
        .where(
            Product.status == ProductStatus.PUBLISHED,
            Product.kind.in_(kinds),
            Enterprise.status == EnterpriseStatus.ACTIVE,
            Product.enterprise_id.in_(certified),
        )
        .options(joinedload(Product.enterprise), joinedload(Product.category))
    )
