"""What is approved and ordered but not accepted yet, as far as it would count today."""

from __future__ import annotations

from sqlalchemy import ColumnElement, Select, and_, func, or_, select
from sqlalchemy.orm import InstrumentedAttribute

from marketplace.catalog.models import ProductKind
from marketplace.core import clock
from marketplace.enterprises.models import Certification, CertificationKind, CertificationStatus
from marketplace.orders.booking_models import CALLED_OFF, BookingOutcome
from marketplace.orders.models import OrderLine, Parcel, ParcelStatus
from marketplace.procurement.models import (
    CountsOn,
    Department,
    Inspection,
    PurchaseFile,
    PurchaseFileStatus,
    PurchaseKind,
    PurchaseRecord,
    QuotaRule,
)

UNDER_WAY = (
    ParcelStatus.WAITING,
    ParcelStatus.PREPARING,
    ParcelStatus.SHIPPED,
    ParcelStatus.DELIVERED,
)
# An experience is a guided service; works are never sold from a shelf.
SOLD_AS = {
    PurchaseKind.GOODS: (ProductKind.GOODS,),
    PurchaseKind.SERVICE: (ProductKind.SERVICE, ProductKind.EXPERIENCE),
    PurchaseKind.WORKS: (),
}


def pipeline_query(
    which: ColumnElement[bool], rule: QuotaRule | None, year: int
) -> Select[int, int] | None:
    """Department id and won under way, for the departments `which` selects that have any.

    Only lines of a counted kind from a seller whose counted certification holds today, because
    the rest will not count when it is accepted. Where the rule counts on payment, what is
    accepted and not paid for is still under way. Orders under way belong to the current year,
    so there is nothing to ask for any other, nor without a rule.
    """
    if rule is None or year != clock.today().year:
        return None
    amount = OrderLine.gross_won if rule.vat_included else OrderLine.net_won
    return (
        select(PurchaseFile.department_id, func.sum(amount))
        .join(Department, Department.id == PurchaseFile.department_id)
        .join(Parcel, Parcel.order_id == PurchaseFile.order_id)
        .join(OrderLine, OrderLine.parcel_id == Parcel.id)
        .where(
            which,
            _is_under_way(rule),
            OrderLine.id.not_in(_called_off_lines()),
            OrderLine.product_kind.in_(counted_product_kinds(rule)),
            seller_counts(rule, Parcel.enterprise_id),
        )
        .group_by(PurchaseFile.department_id)
    )


def _is_under_way(rule: QuotaRule) -> ColumnElement[bool]:
    coming = and_(PurchaseFile.status == PurchaseFileStatus.APPROVED, Parcel.status.in_(UNDER_WAY))
    if rule.counts_on is not CountsOn.PAYMENT:
        return coming
    recorded = select(PurchaseRecord.id).where(PurchaseRecord.order_line_id == OrderLine.id)
    unpaid = select(Inspection.id).where(
        Inspection.parcel_id == Parcel.id, Inspection.paid_on.is_(None)
    )
    return or_(
        coming,
        and_(Parcel.status == ParcelStatus.ACCEPTED, unpaid.exists(), ~recorded.exists()),
    )


def _called_off_lines() -> Select[int]:
    """Dates that will not take place, while the rest of their parcel still comes."""
    return select(BookingOutcome.order_line_id).where(BookingOutcome.how.in_(CALLED_OFF))


def counted_product_kinds(rule: QuotaRule) -> list[str]:
    """Which kinds of product are a kind of work the rule counts."""
    return [kind.value for name in rule.counted_kinds for kind in SOLD_AS[PurchaseKind(name)]]


def seller_counts(
    rule: QuotaRule, enterprise_id: InstrumentedAttribute[int]
) -> ColumnElement[bool]:
    """Whether a seller holds today a designation the rule counts."""
    today = clock.today()
    return (
        select(Certification.id)
        .join(CertificationKind, CertificationKind.id == Certification.kind_id)
        .where(
            Certification.enterprise_id == enterprise_id,
            CertificationKind.code.in_(rule.counted_certifications),
            Certification.issued_on <= today,
            or_(Certification.expires_on.is_(None), Certification.expires_on >= today),
            or_(
                Certification.status == CertificationStatus.APPROVED,
                and_(
                    Certification.status == CertificationStatus.REVOKED,
                    Certification.revoked_on > today,
                ),
            ),
        )
        .exists()
    )
