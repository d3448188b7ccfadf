"""Background work of this package: warn before a certificate lapses and nobody notices."""

from __future__ import annotations

from datetime import date, timedelta

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from marketplace.audit.service import Actor, acting_as
from marketplace.core import clock
from marketplace.core.database import db, transaction
from marketplace.core.jobs import job
from marketplace.enterprises import letters
from marketplace.enterprises.models import (
    Certification,
    CertificationStatus,
    Enterprise,
    EnterpriseStatus,
)

# Renewing takes weeks of papers, so the first warning comes two months ahead.
WARN_DAYS_AHEAD = (60, 30, 7)


@job("enterprises.warn_of_expiry", every_minutes=30)
def warn_of_expiry() -> int:
    """Write to every enterprise whose certificate ends soon, once for each distance."""
    today = clock.today()
    with acting_as(Actor(None, "job:certificates")), transaction():
        ending = _ending_by(today + timedelta(days=WARN_DAYS_AHEAD[0]))
        for certification in ending:
            if certification.expires_on is not None:
                letters.tell_expiring(certification, _distance(certification.expires_on, today))
    return len(ending)


def _distance(expires_on: date, today: date) -> int:
    left = (expires_on - today).days
    return min(days for days in WARN_DAYS_AHEAD if left <= days)


def _ending_by(day: date) -> list[Certification]:
    query = (
        select(Certification)
        .join(Enterprise, Enterprise.id == Certification.enterprise_id)
        .where(
            Certification.status == CertificationStatus.APPROVED,
            Certification.expires_on >= clock.today(),
            Certification.expires_on <= day,
            Enterprise.status == EnterpriseStatus.ACTIVE,
        )
        .options(joinedload(Certification.enterprise))
        .order_by(Certification.id)
    )
    return list(db.session.scalars(query))
