"""News of a request for the buyer, the seller and the centre, queued with the deed it tells of."""

from __future__ import annotations

from typing import Any

from sqlalchemy import select

from marketplace.accounts.models import Account, OfficeMember
from marketplace.core.database import db
from marketplace.notify.service import queue_letter
from marketplace.returns.models import ReturnRequest
from marketplace.returns.rules import answer_due_on, refund_due_on


def tell_requested(request: ReturnRequest) -> None:
    """To the buyer that it was asked, to the seller that it waits."""
    _to_buyer(request, "requested")
    _to_seller(request, "requested")


def tell_withdrawn(request: ReturnRequest) -> None:
    """To the seller that nothing will come."""
    _to_seller(request, "withdrawn")


def tell_approved(request: ReturnRequest) -> None:
    """To the buyer: yes, and where to."""
    _to_buyer(request, "approved")


def tell_refused(request: ReturnRequest) -> None:
    """To the buyer: no, why, and what can be done."""
    _to_buyer(request, "refused")


def tell_sent_back(request: ReturnRequest) -> None:
    """To the seller that it is on its way."""
    _to_seller(request, "sent_back")


def tell_arrived(request: ReturnRequest) -> None:
    """To the buyer that it has come, and by which day the money goes back."""
    _to_buyer(request, "arrived")


def tell_refunded(request: ReturnRequest) -> None:
    """To the buyer what goes back; to the seller that it was done."""
    _to_buyer(request, "refunded")
    _to_seller(request, "refunded")


def tell_replaced(request: ReturnRequest, carrier_name: str) -> None:
    """To the buyer that the new one is on its way."""
    _to_buyer(request, "replaced", carrier_name=carrier_name)


def tell_disputed(request: ReturnRequest) -> None:
    """To the centre that somebody has to decide, and to both sides that it will."""
    key = f"{request.id}:{request.version}"
    _to_buyer(request, "disputed")
    _to_seller(request, "disputed")
    people = (
        select(Account.id, Account.email, Account.locale)
        .join(OfficeMember, OfficeMember.account_id == Account.id)
        .where(OfficeMember.ended_at.is_(None))
    )
    for person_id, email, locale in db.session.execute(people.order_by(Account.id)).all():
        queue_letter(
            "return_to_office",
            email,
            f"return-office:{key}:{person_id}",
            locale=locale,
            **_context(request, "disputed"),
        )


def tell_decided(request: ReturnRequest, *, for_buyer: bool) -> None:
    """To both what the centre decided."""
    step = "granted" if for_buyer else "rejected"
    _to_buyer(request, step)
    _to_seller(request, step)


def _to_buyer(request: ReturnRequest, step: str, **more: Any) -> None:
    order = request.parcel.order
    queue_letter(
        "return_to_buyer",
        order.buyer_email,
        f"return-buyer:{request.id}:{step}:{request.version}",
        locale=order.locale,
        access_token=order.access_token,
        **_context(request, step),
        **more,
    )


def _to_seller(request: ReturnRequest, step: str) -> None:
    address = request.parcel.enterprise.email
    if address:
        key = f"return-seller:{request.id}:{step}:{request.version}"
        queue_letter("return_to_seller", address, key, **_context(request, step))


def _context(request: ReturnRequest, step: str) -> dict[str, Any]:
    db.session.flush()
    order, due = request.parcel.order, refund_due_on(request)
    return {
        "step": step,
        "kind": request.kind.value,
        "number": order.number,
        "return_id": request.public_id,
        "buyer_name": order.buyer_name,
        "seller_name": request.parcel.seller["name"],
        "seller_pays": request.seller_pays,
        "way_back": request.way_back.value,
        "reason": request.reason.value,
        "said": request.said,
        "answer": request.answer,
        "decision": request.decision,
        "send_to": request.send_to,
        "tracking_number": request.tracking_number or "",
        "replacement_number": request.replacement_number or "",
        "told_won": request.told_won,
        "fee_won": request.fee_won,
        "refunded_won": request.refunded_won,
        "deducted_won": request.deducted_won,
        "refund_due": due.isoformat() if due else "",
        "answer_due": answer_due_on(request).isoformat(),
        "lines": [
            {
                "product_name": each.line.product_name,
                "option_name": (
                    f"{each.line.option_name} → {each.wanted_option_name}"
                    if each.wanted_option_name
                    else each.line.option_name
                ),
                "quantity": each.quantity,
                "gross_won": each.worth_won,
            }
            for each in request.lines
        ],
    }
