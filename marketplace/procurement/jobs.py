"""Background work of this package."""

from __future__ import annotations

import logging

from sqlalchemy import select

from marketplace.audit.service import Actor, acting_as
from marketplace.core.database import db
from marketplace.core.jobs import job
from marketplace.procurement.models import Institution
from marketplace.procurement.publishing.running import carry_out
from marketplace.procurement.verifying import verify_totals

log = logging.getLogger(__name__)


@job("quota.verify", nightly_at=3)
def verify_all() -> int:
    """Recount every institution's totals; returns how many hold something wrong, and logs it.

    Nothing is mended here: a total that drifted is a fault somebody must look at first.
    """
    wrong = 0
    for institution_id in list(db.session.scalars(select(Institution.id).order_by(Institution.id))):
        found = verify_totals(institution_id)
        if not found.holds:
            wrong += 1
            log.error("institution %s: %s totals differ", institution_id, len(found.differences))
    return wrong


@job("quota.publish")
def publish_in_background(run_id: int) -> None:
    """Carry a run out; a second time it finds the run taken and does nothing."""
    with acting_as(Actor(None, "job:quota.publish")):
        carry_out(run_id)
