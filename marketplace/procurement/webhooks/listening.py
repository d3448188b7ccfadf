"""What webhooks hear: a month closed, targets told, something published."""

from __future__ import annotations

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from marketplace import config
from marketplace.core.database import db
from marketplace.core.events import News, listens_to
from marketplace.procurement.models import (
    Department,
    DepartmentTarget,
    MonthClosing,
    Publication,
    StepEvent,
    WebhookEvent,
)
from marketplace.procurement.webhooks.queueing import queue_event, subscribers


@listens_to(News.MONTH_CLOSED)
def hear_closed(closing_id: int) -> None:
    """A department declared a month complete."""
    closing = db.session.get_one(MonthClosing, closing_id)
    place = db.session.get_one(Department, closing.department_id)
    webhooks = subscribers(place.institution_id, WebhookEvent.MONTH_CLOSED)
    told = {
        "department": {"code": place.code, "name": place.name},
        "year": closing.year,
        "month": closing.month,
        "counted_won": closing.counted_won,
        "record_count": closing.record_count,
    }
    queue_event(webhooks, WebhookEvent.MONTH_CLOSED, told)


@listens_to(News.TARGETS_NOTIFIED)
def hear_notified(step_event_id: int) -> None:
    """Departments were told their targets: every target in force, one event for all."""
    event = db.session.get_one(StepEvent, step_event_id)
    webhooks = subscribers(event.institution_id, WebhookEvent.TARGET_NOTIFIED)
    if not webhooks:
        return
    query = (
        select(DepartmentTarget)
        .join(Department, Department.id == DepartmentTarget.department_id)
        .where(
            Department.institution_id == event.institution_id,
            DepartmentTarget.year == event.year,
            DepartmentTarget.notified_at.is_not(None),
        )
        .order_by(Department.position, Department.id)
        .options(joinedload(DepartmentTarget.department))
    )
    targets = [
        {
            "department": {"code": each.department.code, "name": each.department.name},
            "target_won": each.target_won,
        }
        for each in db.session.scalars(query)
    ]
    told = {"year": event.year, "targets": targets}
    queue_event(webhooks, WebhookEvent.TARGET_NOTIFIED, told)


@listens_to(News.PUBLISHED)
def hear_published(publication_id: int) -> None:
    """A version of a publication is public."""
    row = db.session.get_one(Publication, publication_id)
    webhooks = subscribers(row.institution_id, WebhookEvent.PUBLISHED)
    if not webhooks:
        return
    page = f"/disclosures/{row.institution.slug}/{row.year}"
    told = {
        "kind": row.kind.value,
        "year": row.year,
        "quarter": row.quarter or None,
        "version": row.version,
        "content_sha256": row.content_digest,
        "url": config.current().public_url + page,
    }
    queue_event(webhooks, WebhookEvent.PUBLISHED, told)
