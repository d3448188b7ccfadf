"""News of a quote for both sides, queued with the deed it tells of."""

from __future__ import annotations

from typing import Any

from marketplace.notify.service import queue_letter
from marketplace.orders.models import Order
from marketplace.quoting.models import Quote, QuoteInquiry, QuoteMessage, QuoteRequest


def tell_asked(request: QuoteRequest) -> None:
    """To the asker where the conversation stands, to every firm that somebody asks."""
    queue_letter(
        "quote_asked",
        request.email,
        f"quote-asked:{request.id}",
        locale=request.locale,
        firms=[each.enterprise.name for each in request.inquiries],
        **_of_request(request),
    )
    for inquiry in request.inquiries:
        _to_seller("quote_wanted", inquiry, f"quote-wanted:{inquiry.id}")


def tell_quoted(inquiry: QuoteInquiry, quote: Quote) -> None:
    """To the asker: a quote, or a new version of it."""
    _to_asker(
        "quote_written",
        inquiry,
        f"quote-written:{quote.id}",
        gross_won=quote.gross_won,
        version=quote.version,
        valid_until=quote.valid_until.isoformat(),
    )


def tell_refused(inquiry: QuoteInquiry) -> None:
    """To the asker: the firm cannot, and why."""
    _to_asker("quote_refused", inquiry, f"quote-refused:{inquiry.id}", reason=inquiry.reason)


def tell_accepted(inquiry: QuoteInquiry, quote: Quote) -> None:
    """To both: agreed, at which sum, and what happens next."""
    key = f"quote-accepted:{inquiry.id}:{_at(inquiry)}"
    _to_asker("quote_agreed", inquiry, f"{key}:asker", gross_won=quote.gross_won)
    _to_seller("quote_accepted", inquiry, key, gross_won=quote.gross_won)


def tell_closed(inquiry: QuoteInquiry) -> None:
    """To the firm: it came to nothing here, and why as far as it was said."""
    key = f"quote-closed:{inquiry.id}:{_at(inquiry)}"
    _to_seller("quote_closed", inquiry, key, reason=inquiry.reason)


def tell_reopened(inquiry: QuoteInquiry, order: Order, *, was_accepted: bool) -> None:
    """To the firm: what was accepted, here or elsewhere, came to nothing; it is open again."""
    _to_seller(
        "quote_reopened",
        inquiry,
        f"quote-reopened:{inquiry.id}:{order.id}",
        was_accepted=was_accepted,
        order_number=order.number if was_accepted else "",
    )


def tell_said(inquiry: QuoteInquiry, message: QuoteMessage) -> None:
    """To the other side: somebody wrote."""
    key = f"quote-said:{message.id}"
    if message.is_from_seller:
        _to_asker("quote_said", inquiry, key, text=message.text)
    else:
        _to_seller("quote_said_to_firm", inquiry, key, text=message.text)


def _at(inquiry: QuoteInquiry) -> str:
    # It may be accepted or closed, opened again, and accepted or closed once more.
    return f"{inquiry.closed_at:%y%m%d%H%M%S%f}" if inquiry.closed_at else ""


def _to_asker(template: str, inquiry: QuoteInquiry, key: str, **context: Any) -> None:
    request = inquiry.request
    if not request.email:  # somebody who has left
        return
    queue_letter(
        template,
        request.email,
        key,
        locale=request.locale,
        **_of_request(request),
        **_of_inquiry(inquiry),
        **context,
    )


def _to_seller(template: str, inquiry: QuoteInquiry, key: str, **context: Any) -> None:
    address = inquiry.enterprise.email
    if address:
        queue_letter(
            template,
            address,
            key,
            **_of_request(inquiry.request),
            **_of_inquiry(inquiry),
            **context,
        )


def _of_request(request: QuoteRequest) -> dict[str, Any]:
    place = f"/buyer/quotes/{request.public_id}" if request.department_id else ""
    return {
        "asker_name": request.name,
        "organisation": request.organisation,
        "subject_asked": request.subject,
        "quantity": request.quantity,
        "needed_when": request.needed_when,
        "page": place or f"/quotes/{request.public_id}",
    }


def _of_inquiry(inquiry: QuoteInquiry) -> dict[str, Any]:
    return {
        "seller_name": inquiry.enterprise.name,
        "number": inquiry.number,
        "inquiry_id": inquiry.public_id,
    }
