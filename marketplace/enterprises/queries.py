"""Reading enterprises and their certificates, scoped to who asks."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, func, or_, select
from sqlalchemy.orm import joinedload, selectinload

from marketplace.core.database import db
from marketplace.enterprises.errors import CertificationNotFound, EnterpriseNotFound
from marketplace.enterprises.models import (
    Certification,
    CertificationKind,
    CertificationStatus,
    EmploymentRatioCertificate,
    Enterprise,
    SocialValueReport,
)


def certification_snapshot(
    enterprise: Enterprise, day: date, kinds: Collection[str] | None = None
) -> dict[str, Any]:
    """The certification that holds on `day`, as plain values for a record; {} when none does.

    `kinds` are the codes that count, any when None. Of several the first in the order badges
    stand is taken, then the one that lasts longest.
    """
    holding = [
        each
        for each in enterprise.certifications
        if each.holds_on(day) and (kinds is None or each.kind.code in kinds)
    ]
    if not holding:
        return {}
    best = min(holding, key=lambda each: (each.kind.position, _ends(each), each.id))
    return {
        "kind": best.kind.code,
        "name": best.kind.name,
        "number": best.number,
        "issued_on": best.issued_on.isoformat(),
        "expires_on": best.expires_on.isoformat() if best.expires_on else None,
    }


def _ends(certification: Certification) -> int:
    return -(certification.expires_on or date.max).toordinal()


def holding_on(day: date) -> ColumnElement[bool]:
    """Certification.holds_on as a condition for statements."""
    return and_(
        Certification.status.in_((CertificationStatus.APPROVED, CertificationStatus.REVOKED)),
        Certification.issued_on <= day,
        or_(Certification.expires_on.is_(None), Certification.expires_on >= day),
        or_(Certification.revoked_on.is_(None), Certification.revoked_on > day),
    )


def held_kind_codes(day: date) -> Select[str]:
    """The codes of the kinds that hold on `day`, joined by commas; correlated to Enterprise.

    A kind held by two certificates stands twice.
    """
    return (
        select(func.aggregate_strings(CertificationKind.code, ","))
        .join(Certification, Certification.kind_id == CertificationKind.id)
        .where(Certification.enterprise_id == Enterprise.id, holding_on(day))
        .correlate(Enterprise)
    )


def get_enterprise(enterprise_id: int) -> Enterprise:
    """An enterprise with region, certificates and yearly reports; raises EnterpriseNotFound."""
    enterprise: Enterprise | None = db.session.scalar(
        select(Enterprise)
        .where(Enterprise.id == enterprise_id)
        .options(
            joinedload(Enterprise.region),
            joinedload(Enterprise.emblem),
            selectinload(Enterprise.certifications),
            selectinload(Enterprise.social_values),
        )
    )
    if enterprise is None:
        raise EnterpriseNotFound
    return enterprise


def list_with_reports(enterprise_ids: Collection[int]) -> Sequence[Enterprise]:
    """Enterprises with region and yearly reports, by id."""
    query = (
        select(Enterprise)
        .where(Enterprise.id.in_(enterprise_ids))
        .options(joinedload(Enterprise.region), selectinload(Enterprise.social_values))
        .order_by(Enterprise.id)
    )
    return db.session.scalars(query).all()


def lock_enterprise(enterprise_id: int) -> Enterprise:
    """The enterprise, held against others until the transaction ends; raises EnterpriseNotFound."""
    enterprise = db.session.get(
        Enterprise, enterprise_id, populate_existing=True, with_for_update={"of": Enterprise}
    )
    if enterprise is None:
        raise EnterpriseNotFound
    return enterprise


def lock_certification(certification_id: int) -> Certification:
    """The certificate, held against others; raises CertificationNotFound."""
    certification = db.session.get(
        Certification,
        certification_id,
        populate_existing=True,
        with_for_update={"of": Certification},
    )
    if certification is None:
        raise CertificationNotFound
    return certification


def get_certification_of(enterprise_ids: Collection[int], certification_id: int) -> Certification:
    """A certificate of one of the enterprises; raises CertificationNotFound for others'."""
    certification: Certification | None = db.session.scalar(
        select(Certification).where(
            Certification.id == certification_id, Certification.enterprise_id.in_(enterprise_ids)
        )
    )
    if certification is None:
        raise CertificationNotFound
    return certification


def list_waiting_employment_ratios() -> list[EmploymentRatioCertificate]:
    """Ratio certificates to decide, the longest wait first."""
    query = (
        select(EmploymentRatioCertificate)
        .filter_by(status=CertificationStatus.WAITING)
        .options(joinedload(EmploymentRatioCertificate.enterprise).joinedload(Enterprise.region))
        .order_by(EmploymentRatioCertificate.id)
    )
    return list(db.session.scalars(query))


def get_employment_ratio(paper_id: int) -> EmploymentRatioCertificate:
    """A ratio certificate, for those who decide; raises CertificationNotFound."""
    paper = db.session.get(EmploymentRatioCertificate, paper_id)
    if paper is None:
        raise CertificationNotFound
    return paper


def get_employment_ratio_of(
    enterprise_ids: Collection[int], paper_id: int
) -> EmploymentRatioCertificate:
    """A ratio certificate of one of the enterprises; raises CertificationNotFound for others'."""
    paper: EmploymentRatioCertificate | None = db.session.scalar(
        select(EmploymentRatioCertificate).where(
            EmploymentRatioCertificate.id == paper_id,
            EmploymentRatioCertificate.enterprise_id.in_(enterprise_ids),
        )
    )
    if paper is None:
        raise CertificationNotFound
    return paper


def list_certifications(enterprise_id: int) -> list[Certification]:
    """All certificates ever handed in, newest first."""
    query = (
        select(Certification)
        .where(Certification.enterprise_id == enterprise_id)
        .order_by(Certification.issued_on.desc(), Certification.id.desc())
    )
    return list(db.session.scalars(query))


def list_employment_ratios(enterprise_id: int) -> list[EmploymentRatioCertificate]:
    """All employment-ratio certificates ever handed in, newest first."""
    query = (
        select(EmploymentRatioCertificate)
        .where(EmploymentRatioCertificate.enterprise_id == enterprise_id)
        .order_by(EmploymentRatioCertificate.issued_on.desc(), EmploymentRatioCertificate.id.desc())
    )
    return list(db.session.scalars(query))


def find_social_value(enterprise_id: int, year: int) -> SocialValueReport | None:
    """What an enterprise declared for one year."""
    return db.session.scalar(
        select(SocialValueReport).filter_by(enterprise_id=enterprise_id, year=year)
    )
