"""Which designations sellers have had, as counting reads them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from datetime import date

from sqlalchemy import or_, select

from marketplace.core.database import db
from marketplace.enterprises.models import (
    Certification,
    CertificationStatus,
    EmploymentRatioCertificate,
)
from marketplace.procurement.counting import Designation

# A revoked one still held until its day; waiting and rejected ones never did.
ONCE_APPROVED = (CertificationStatus.APPROVED, CertificationStatus.REVOKED)


def read_designations(enterprise_ids: Iterable[int]) -> dict[int, tuple[Designation, ...]]:
    """Every designation the support centre approved, by enterprise id, in one statement."""
    wanted = sorted(set(enterprise_ids))
    found: dict[int, list[Designation]] = defaultdict(list)
    if not wanted:
        return {}
    query = (
        select(Certification)
        .where(
            Certification.enterprise_id.in_(wanted),
            Certification.status.in_(ONCE_APPROVED),
        )
        .order_by(Certification.issued_on, Certification.id)
    )
    for row in db.session.scalars(query):
        found[row.enterprise_id].append(_designation(row))
    return {enterprise_id: tuple(found[enterprise_id]) for enterprise_id in wanted}


def _designation(row: Certification) -> Designation:
    return Designation(
        kind=row.kind.code,
        name=row.kind.name,
        number=row.number,
        issued_on=row.issued_on,
        expires_on=row.expires_on,
        revoked_on=row.revoked_on,
    )


def read_ratios(enterprise_ids: Iterable[int], day: date) -> dict[int, int]:
    """The highest 취약계층 고용비율 an approved certificate shows on `day`, in basis points."""
    query = select(EmploymentRatioCertificate).where(
        EmploymentRatioCertificate.enterprise_id.in_(sorted(set(enterprise_ids))),
        EmploymentRatioCertificate.status == CertificationStatus.APPROVED,
        EmploymentRatioCertificate.issued_on <= day,
        or_(
            EmploymentRatioCertificate.expires_on.is_(None),
            EmploymentRatioCertificate.expires_on >= day,
        ),
    )
    found: dict[int, int] = {}
    for row in db.session.scalars(query):
        found[row.enterprise_id] = max(found.get(row.enterprise_id, 0), row.ratio_basis_points)
    return found
