"""What we hold of a member's requests for quotes, as plain values for the member."""

from __future__ import annotations

from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import joinedload, selectinload

from marketplace.core.database import db
from marketplace.quoting.models import Quote, QuoteInquiry, QuoteRequest

AT_ONCE = 100


def quotes_of(account_id: int) -> list[dict[str, Any]]:
    """Everything a member asked, oldest first, with what was answered and said."""
    found: list[dict[str, Any]] = []
    last = 0
    while True:
        rows = db.session.scalars(_of(account_id, last)).all()
        found += [_request(each) for each in rows]
        if len(rows) < AT_ONCE:
            return found
        last = rows[-1].id


def _of(account_id: int, after: int) -> Any:
    inquiries = selectinload(QuoteRequest.inquiries)
    return (
        select(QuoteRequest)
        .where(QuoteRequest.account_id == account_id, QuoteRequest.id > after)
        .options(
            joinedload(QuoteRequest.file),
            inquiries.joinedload(QuoteInquiry.enterprise),
            inquiries.joinedload(QuoteInquiry.order),
            inquiries.selectinload(QuoteInquiry.messages),
            inquiries.selectinload(QuoteInquiry.quotes).selectinload(Quote.lines),
        )
        .order_by(QuoteRequest.id)
        .limit(AT_ONCE)
    )


def _request(request: QuoteRequest) -> dict[str, Any]:
    return {
        "asked_at": request.created_at.isoformat(),
        "name": request.name,
        "email": request.email,
        "phone": request.phone,
        "organisation": request.organisation,
        "subject": request.subject,
        "quantity": request.quantity,
        "needed_when": request.needed_when,
        "place": request.place,
        "budget_won": request.budget_won,
        "message": request.message,
        "file": request.file and request.file.filename,
        "firms": [_inquiry(each) for each in request.inquiries],
    }


def _inquiry(inquiry: QuoteInquiry) -> dict[str, Any]:
    return {
        "number": inquiry.number,
        "firm": inquiry.enterprise.name,
        "status": inquiry.status.value,
        "reason": inquiry.reason,
        "order": inquiry.order and inquiry.order.number,
        "quotes": [_quote(each) for each in inquiry.quotes],
        "words": [
            {
                "from": "firm" if each.is_from_seller else "you",
                "text": each.text,
                "at": each.at.isoformat(),
            }
            for each in inquiry.messages
        ],
    }


def _quote(quote: Quote) -> dict[str, Any]:
    return {
        "version": quote.version,
        "valid_until": quote.valid_until.isoformat(),
        "gross_won": quote.gross_won,
        "note": quote.note,
        "lines": [
            {"name": x.name, "quantity": x.quantity, "unit_price_won": x.unit_price_won}
            for x in quote.lines
        ],
    }
