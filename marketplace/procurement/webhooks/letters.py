"""The letter to coordinators whose webhook was switched off."""

from __future__ import annotations

from sqlalchemy import select

from marketplace.core.database import db
from marketplace.core.permissions import DepartmentRole
from marketplace.notify.service import queue_letter
from marketplace.procurement.models import Department, Webhook
from marketplace.procurement.people import people_serving


def tell_switched_off(webhook: Webhook) -> None:
    """To everybody who coordinates the institution today: nothing is sent there any more."""
    query = select(Department.id).filter_by(institution_id=webhook.institution_id)
    serving = people_serving(db.session.scalars(query), [DepartmentRole.COORDINATOR])
    people = {each.id: each for group in serving.values() for each in group}
    for person in people.values():
        queue_letter(
            "webhook_switched_off",
            person.email,
            f"webhook-off:{webhook.id}:{webhook.changed_at.isoformat()}:{person.id}",
            locale=person.locale,
            name=person.name,
            system=webhook.name,
            webhook_id=webhook.public_id,
        )
