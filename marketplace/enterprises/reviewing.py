"""What the support centre reads before it decides, and whose certificate runs out."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta

from sqlalchemy import ColumnElement, func, or_, select
from sqlalchemy.orm import joinedload, selectinload

from marketplace.core import clock
from marketplace.core.database import db
from marketplace.core.pagination import Page, decode_cursor, encode_cursor
from marketplace.enterprises.errors import CertificationNotFound
from marketplace.enterprises.models import (
    Certification,
    CertificationStatus,
    Enterprise,
    EnterpriseStatus,
)

LAPSES_SOON = timedelta(days=30)
PAGE = 40


def list_waiting_certifications() -> Sequence[Certification]:
    """Certifications to decide, the longest wait first."""
    query = (
        select(Certification)
        .filter_by(status=CertificationStatus.WAITING)
        .options(joinedload(Certification.enterprise).joinedload(Enterprise.region))
        .order_by(Certification.id)
    )
    return db.session.scalars(query).all()


def list_lapsing(day: date | None = None) -> Sequence[Certification]:
    """Approved certifications of selling enterprises that end within 30 days of `day`."""
    day = day or clock.today()
    return _ending(Certification.expires_on.between(day, day + LAPSES_SOON))


def list_lapsed(day: date | None = None) -> Sequence[Certification]:
    """The last certification of each selling enterprise that holds none on `day`."""
    day = day or clock.today()
    ended = _ending(Certification.expires_on < day)
    holding = set(
        db.session.scalars(
            select(Certification.enterprise_id).where(
                Certification.status == CertificationStatus.APPROVED,
                Certification.issued_on <= day,
                or_(Certification.expires_on.is_(None), Certification.expires_on >= day),
            )
        )
    )
    last = {row.enterprise_id: row for row in ended if row.enterprise_id not in holding}
    return list(last.values())


def _ending(when: ColumnElement[bool]) -> Sequence[Certification]:
    query = (
        select(Certification)
        .join(Certification.enterprise)
        .where(
            Certification.status == CertificationStatus.APPROVED,
            Enterprise.status == EnterpriseStatus.ACTIVE,
            when,
        )
        .options(joinedload(Certification.enterprise))
        .order_by(Certification.expires_on, Certification.id)
    )
    return db.session.scalars(query).all()


def get_certification(certification_id: int) -> Certification:
    """One certification with its enterprise and that one's others; raises CertificationNotFound."""
    query = (
        select(Certification)
        .filter_by(id=certification_id)
        .options(
            joinedload(Certification.enterprise).selectinload(Enterprise.certifications),
            joinedload(Certification.enterprise).joinedload(Enterprise.region),
        )
    )
    certification: Certification | None = db.session.scalar(query)
    if certification is None:
        raise CertificationNotFound
    return certification


def list_enterprises(
    words: str = "", status: EnterpriseStatus | None = None, cursor: str | None = None
) -> Page[Enterprise]:
    """Enterprises by name, forty at a time, with their designations."""
    query = select(Enterprise).options(
        joinedload(Enterprise.region), selectinload(Enterprise.certifications)
    )
    if words:
        like = f"%{words.replace('%', '').replace('_', '')}%"
        query = query.where(Enterprise.name.ilike(like))
    if status:
        query = query.where(Enterprise.status == status)
    if cursor:
        name, last_id = decode_cursor(cursor, [str, int])
        query = query.where(
            or_(Enterprise.name > name, (Enterprise.name == name) & (Enterprise.id > last_id))
        )
    rows = db.session.scalars(query.order_by(Enterprise.name, Enterprise.id).limit(PAGE + 1)).all()
    last = rows[PAGE - 1] if len(rows) > PAGE else None
    return Page(rows[:PAGE], encode_cursor(last.name, last.id) if last else None)


def count_by_status() -> dict[EnterpriseStatus, int]:
    """How many enterprises are in each state."""
    query = select(Enterprise.status, func.count(Enterprise.id)).group_by(Enterprise.status)
    return {status: int(count) for status, count in db.session.execute(query)}
