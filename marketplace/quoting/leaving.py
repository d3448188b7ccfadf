"""What is erased of quote requests when a member leaves.

Erased at once: name, mail, phone, organisation, place, time, words, budget and the file. What
was quoted stays without a name, because it is the enterprise's document and, once ordered, part
of the contract that the law keeps five years (전자상거래법 시행령 제6조); who ordered stands there.
"""

from __future__ import annotations

from sqlalchemy import delete, select, update
from sqlalchemy.orm import selectinload

from marketplace.audit import service as audit
from marketplace.core import clock
from marketplace.core.database import db
from marketplace.core.types import public_token
from marketplace.media.discarding import discard_file
from marketplace.quoting import letters
from marketplace.quoting.models import (
    INQUIRY_TRANSITIONS,
    InquiryAct,
    InquiryStatus,
    Outcome,
    QuoteInquiry,
    QuoteMessage,
    QuoteRequest,
)
from marketplace.quoting.queries import lock_inquiry

OPEN = {
    InquiryStatus.ASKED: (InquiryAct.WITHDRAW, Outcome.WITHDRAWN),
    InquiryStatus.QUOTED: (InquiryAct.DECLINE, Outcome.DECLINED),
}


def forget(account_id: int) -> None:
    """Erase a member from what they asked, and close what is still open of it.

    What they asked for a department stays the department's, without their name.
    """
    query = (
        select(QuoteRequest)
        .where(QuoteRequest.account_id == account_id)
        .options(selectinload(QuoteRequest.inquiries), selectinload(QuoteRequest.file))
        .order_by(QuoteRequest.id)
    )
    for request in db.session.scalars(query).all():
        request.name = request.email = request.phone = ""
        if request.department_id is None:
            erase_words(request)
            for inquiry in close_open(request):
                letters.tell_closed(inquiry)
        request.account_id = None
        audit.record("quote:asker_left", request)
    db.session.execute(
        update(QuoteMessage).where(QuoteMessage.account_id == account_id).values(account_id=None),
        execution_options={"synchronize_session": False},
    )
    db.session.flush()


def erase_words(request: QuoteRequest) -> None:
    """Take what was asked, its file and its address off a request; what was quoted stays."""
    request.public_id = public_token(32)  # the address in old letters opens nothing any more
    request.organisation = request.needed_when = request.place = request.message = ""
    request.subject, request.quantity = request.inquiries[0].product.name, ""
    request.budget_won = None
    file, request.file, request.file_id = request.file, None, None
    db.session.flush()
    if file is not None:
        discard_file(file)
    ids = select(QuoteInquiry.id).where(QuoteInquiry.request_id == request.id)
    db.session.execute(
        delete(QuoteMessage).where(
            QuoteMessage.inquiry_id.in_(ids), QuoteMessage.is_from_seller.is_(False)
        ),
        execution_options={"synchronize_session": False},
    )
    for inquiry in request.inquiries:
        inquiry.reason = "" if inquiry.status is InquiryStatus.DECLINED else inquiry.reason


def close_open(request: QuoteRequest) -> list[QuoteInquiry]:
    """Close what is still open of a request; returns what was, for whoever tells of it."""
    closed = []
    for each in request.inquiries:
        inquiry = lock_inquiry(each.id)
        if inquiry.status not in OPEN:
            continue
        act, outcome = OPEN[inquiry.status]
        inquiry.status = INQUIRY_TRANSITIONS.after(inquiry.status, act)
        inquiry.outcome, inquiry.closed_at = outcome, clock.now()
        db.session.flush()
        closed.append(inquiry)
    return closed
