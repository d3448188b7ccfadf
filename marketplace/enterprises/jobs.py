"""Background work of this package: warn before a paper lapses and nobody notices."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from typing import cast

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
    EmploymentRatioCertificate,
    Enterprise,
    EnterpriseStatus,
)

# Renewing takes weeks of papers, so the first warning comes two months ahead.
WARN_DAYS_AHEAD = (60, 30, 7)


@job("enterprises.warn_of_expiry", every_minutes=30)
def warn_of_expiry() -> int:
    """Write to every enterprise whose paper ends soon, once for each distance."""
    today = clock.today()
    with acting_as(Actor(None, "job:certificates")), transaction():
        ending = [*_ending(Certification, today), *_ending(EmploymentRatioCertificate, today)]
        for paper, last_day in ending:
            letters.tell_expiring(paper, _distance(last_day, today))
    return len(ending)


def _distance(expires_on: date, today: date) -> int:
    left = (expires_on - today).days
    return min(days for days in WARN_DAYS_AHEAD if left <= days)


def _ending(
    kind: type[Certification] | type[EmploymentRatioCertificate], today: date
) -> Sequence[tuple[letters.Paper, date]]:
    query = (
        select(kind)
        .join(Enterprise, Enterprise.id == kind.enterprise_id)
        .where(
            kind.status == CertificationStatus.APPROVED,
            kind.expires_on.between(today, today + timedelta(days=WARN_DAYS_AHEAD[0])),
            Enterprise.status == EnterpriseStatus.ACTIVE,
        )
        .options(joinedload(kind.enterprise))
        .order_by(kind.id)
    )
    found = cast("Sequence[letters.Paper]", db.session.scalars(query).all())
    return [(paper, paper.expires_on) for paper in found if paper.expires_on is not None]
