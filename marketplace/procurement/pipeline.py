"""What is approved and ordered but not accepted yet, as far as it would count today."""

from __future__ import annotations

from sqlalchemy import ColumnElement, and_, func, or_, select

from marketplace.catalog.models import ProductKind
from marketplace.core import clock
from marketplace.core.database import db
from marketplace.enterprises.models import Certification, CertificationKind, CertificationStatus
from marketplace.orders.models import OrderLine, Parcel, ParcelStatus
from marketplace.procurement.models import (
    Department,
    PurchaseFile,
    PurchaseFileStatus,
    PurchaseKind,
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


def pipeline_won(which: ColumnElement[bool], rule: QuotaRule | None, year: int) -> dict[int, int]:
    """Won under way by department id, for the departments `which` selects.

    Only lines of a counted kind from a seller whose counted certification holds today, because
    the rest will not count when it is accepted. Orders under way belong to the current year.
    """
    if rule is None or year != clock.today().year:
        return {}
    amount = OrderLine.gross_won if rule.vat_included else OrderLine.net_won
    query = (
        select(PurchaseFile.department_id, func.sum(amount))
        .join(Department, Department.id == PurchaseFile.department_id)
        .join(Parcel, Parcel.order_id == PurchaseFile.order_id)
        .join(OrderLine, OrderLine.parcel_id == Parcel.id)
        .where(
            which,
            PurchaseFile.status == PurchaseFileStatus.APPROVED,
            Parcel.status.in_(UNDER_WAY),
            OrderLine.product_kind.in_(_counted_product_kinds(rule)),
            _seller_counts(rule),
        )
        .group_by(PurchaseFile.department_id)
    )
    return {department_id: int(won) for department_id, won in db.session.execute(query)}


def _counted_product_kinds(rule: QuotaRule) -> list[str]:
    return [kind.value for name in rule.counted_kinds for kind in SOLD_AS[PurchaseKind(name)]]


def _seller_counts(rule: QuotaRule) -> ColumnElement[bool]:
    today = clock.today()
    return (
        select(Certification.id)
        .join(CertificationKind, CertificationKind.id == Certification.kind_id)
        .where(
            Certification.enterprise_id == Parcel.enterprise_id,
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
