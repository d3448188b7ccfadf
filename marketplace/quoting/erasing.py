"""What is erased of guests' quote requests by their age.

Nobody who asked without an account can leave one: what names them goes by itself. After a year
when no order came of it (a yearly event is asked for again, and then anew); after five when one
did, because then it is a record of the contract (전자상거래법 시행령 제6조). What was quoted stays
without a name, as when a member leaves.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta

from sqlalchemy import and_, exists, or_, select
from sqlalchemy.orm import selectinload

from marketplace.audit import service as audit
from marketplace.core import clock
from marketplace.core.database import db
from marketplace.quoting.leaving import close_open, erase_words
from marketplace.quoting.models import QuoteInquiry, QuoteRequest

KEPT = timedelta(days=365)
KEPT_WITH_ORDER = timedelta(days=5 * 365 + 1)
AT_ONCE = 200


def list_old(after_id: int = 0, limit: int = AT_ONCE) -> Sequence[int]:
    """Guests' requests that still name somebody and are over their time, by id."""
    now = clock.now()
    became_order = exists().where(
        QuoteInquiry.request_id == QuoteRequest.id, QuoteInquiry.order_id.is_not(None)
    )
    query = (
        select(QuoteRequest.id)
        .where(
            QuoteRequest.id > after_id,
            QuoteRequest.account_id.is_(None),
            QuoteRequest.department_id.is_(None),
            QuoteRequest.email != "",
            or_(
                QuoteRequest.created_at < now - KEPT_WITH_ORDER,
                and_(QuoteRequest.created_at < now - KEPT, ~became_order),
            ),
        )
        .order_by(QuoteRequest.id)
        .limit(limit)
    )
    return db.session.scalars(query).all()


def forget_guest(request_id: int) -> None:
    """Erase a guest from what they asked; nobody is written to, because it is long over."""
    request = db.session.get_one(
        QuoteRequest,
        request_id,
        options=[selectinload(QuoteRequest.inquiries), selectinload(QuoteRequest.file)],
    )
    close_open(request)
    request.name = request.email = request.phone = ""
    erase_words(request)
    audit.record("quote:guest_forgotten", request)
    db.session.flush()
