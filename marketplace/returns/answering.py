"""The seller's side: yes or no, what came, the money, the new one."""

from __future__ import annotations

from marketplace.audit import service as audit
from marketplace.catalog.models import StockMoveKind
from marketplace.core import clock
from marketplace.core.database import db
from marketplace.core.events import News, announce
from marketplace.core.text import T
from marketplace.orders import reservations
from marketplace.orders.sales_counts import count_sales
from marketplace.orders.shipping import shipping_details
from marketplace.payments import refunding
from marketplace.payments.models import Refund
from marketplace.returns import letters
from marketplace.returns.claiming import give_back, let_go
from marketplace.returns.errors import ReturnRefused
from marketplace.returns.models import (
    Condition,
    ReturnAct,
    ReturnKind,
    ReturnRequest,
    ReturnStatus,
)
from marketplace.returns.queries import lock_request
from marketplace.returns.requesting import move
from marketplace.returns.swapping import options_that_came, options_to_send

MOST_SAID = 500


def approve(request_id: int, send_to: str = "", note: str = "") -> ReturnRequest:
    """Yes: send it back, to `send_to` or the seller's address; raises AlreadyAnswered."""
    request = lock_request(request_id)
    move(request, ReturnAct.APPROVE)
    request.send_to = send_to.strip()[:300] or str(request.parcel.seller.get("address", ""))[:300]
    request.answer, request.answered_at = note.strip()[:MOST_SAID], clock.now()
    audit.record("return:approved", request)
    letters.tell_approved(request)
    return request


def refuse(request_id: int, why: str) -> ReturnRequest:
    """No, and why; raises ReturnRefused without a reason, or AlreadyAnswered."""
    said = _needed(why, "answer", T("거절하는 까닭을 적어 주세요. 구매자가 읽습니다."))
    request = lock_request(request_id)
    move(request, ReturnAct.REFUSE)
    request.answer, request.answered_at = said, clock.now()
    request.closed_at = clock.now()
    let_go(request)
    audit.record("return:refused", request, why=said)
    letters.tell_refused(request)
    return request


def note_arrival(request_id: int, condition: Condition, note: str = "") -> ReturnRequest:
    """It has come, in this condition: the three business days run from today.

    What can be sold again goes back on the shelf. Raises AlreadyAnswered.
    """
    request = lock_request(request_id)
    move(request, ReturnAct.ARRIVE)
    request.condition, request.condition_note = condition, note.strip()[:MOST_SAID]
    request.arrived_at = clock.now()
    db.session.flush()
    if condition is Condition.RESALEABLE:
        reservations.put_back(
            options_that_came(request), StockMoveKind.RETURNED, _reference(request)
        )
    audit.record("return:arrived", request, condition=condition.value)
    letters.tell_arrived(request)
    return request


def refund(request_id: int, deducted_won: int | None = None) -> Refund | None:
    """Give the money back, at most once; None when what is deducted leaves nothing.

    `deducted_won` of the way back is kept, at most what the buyer was told (None: all of
    it). Also for an exchange that cannot be made. Raises ReturnRefused, AlreadyAnswered, or
    RefundTooLarge.
    """
    request = lock_request(request_id)
    was_here = request.status is ReturnStatus.ARRIVED
    move(request, ReturnAct.REFUND)
    kept = _deduction(request, deducted_won if was_here else 0)
    request.deducted_won, request.refunded_won = kept, request.refund_won(kept)
    request.closed_at = clock.now()
    give_back(request)
    count_sales((each.line, -each.quantity) for each in request.lines)
    order = request.parcel.order
    given = None
    if request.refunded_won:
        given = refunding.refund_of_order(
            order.id,
            request.refunded_won,
            f"return:{request.public_id}",
            request.parcel_id,
            key=f"return-{request.id}",
        )
    audit.record("return:refunded", request, won=request.refunded_won, deducted_won=kept)
    announce(News.RETURN_REFUNDED, request.id)
    letters.tell_refunded(request)
    return given


def _deduction(request: ReturnRequest, wanted: int | None) -> int:
    told = 0 if request.kind is ReturnKind.EXCHANGE else request.fee_won
    kept = told if wanted is None else wanted
    if not 0 <= kept <= told:
        said = T("구매자에게 알린 %(won)s원까지만 뺄 수 있습니다.", won=f"{told:,}")
        raise ReturnRefused(said, {"deducted_won": [said]})
    return kept


def send_replacement(request_id: int, carrier: str, tracking_number: str = "") -> ReturnRequest:
    """Send the new one, taken from the shelf.

    Raises ShippingDetailsRefused, ReturnRefused for a request to return, StockRanOut, or
    AlreadyAnswered.
    """
    chosen, number = shipping_details(carrier, tracking_number)
    request = lock_request(request_id)
    if request.kind is not ReturnKind.EXCHANGE:
        raise ReturnRefused(T("교환 신청이 아닙니다."))
    move(request, ReturnAct.REPLACE)
    reservations.take(options_to_send(request), _reference(request), StockMoveKind.ORDERED)
    request.replacement_carrier, request.replacement_number = chosen.code, number
    request.replaced_at = clock.now()
    audit.record("return:replaced", request, carrier=chosen.code, tracking_number=number)
    letters.tell_replaced(request, chosen.name)
    return request


def contest(request_id: int, why: str) -> ReturnRequest:
    """What came is not what was sent, or was used: the centre decides.

    Raises ReturnRefused without a word of why, or AlreadyAnswered.
    """
    said = _needed(why, "condition_note", T("무엇이 문제인지 적어 주세요. 지원센터가 읽습니다."))
    request = lock_request(request_id)
    if request.status is not ReturnStatus.ARRIVED:
        move(request, ReturnAct.ARRIVE)  # raises where a box cannot have come
        request.arrived_at = clock.now()
        request.condition = Condition.NOT_RESALEABLE
    move(request, ReturnAct.DISPUTE)
    request.condition_note, request.disputed_at = said, clock.now()
    audit.record("return:disputed", request, by="seller")
    letters.tell_disputed(request)
    return request


def _reference(request: ReturnRequest) -> str:
    return f"{request.parcel.order.number} R{request.id}"


def _needed(said: str, name: str, missing: T) -> str:
    if not said.strip():
        raise ReturnRefused(missing, {name: [missing]})
    return said.strip()[:MOST_SAID]
