"""What was sent to a webhook, page by page."""

from __future__ import annotations

from sqlalchemy import select

from marketplace.core.database import db
from marketplace.core.pagination import Page, decode_cursor, encode_cursor
from marketplace.procurement.models import WebhookDelivery

PER_PAGE = 30


def list_deliveries(webhook_id: int, cursor: str | None = None) -> Page[WebhookDelivery]:
    """Newest first, without their bodies; raises Invalid for a cursor not of our making."""
    query = select(WebhookDelivery).filter_by(webhook_id=webhook_id)
    if cursor:
        query = query.where(WebhookDelivery.id < decode_cursor(cursor, [int])[0])
    rows = db.session.scalars(query.order_by(WebhookDelivery.id.desc()).limit(PER_PAGE + 1)).all()
    more = len(rows) > PER_PAGE
    return Page(rows[:PER_PAGE], encode_cursor(rows[PER_PAGE - 1].id) if more else None)
