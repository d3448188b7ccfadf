"""The buyer's side: asking, sending back, withdrawing, objecting, having the new one."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from marketplace.audit import service as audit
from marketplace.core import clock
from marketplace.core.database import db
from marketplace.core.states import ImpossibleTransition
from marketplace.core.text import T
from marketplace.media.models import Picture
from marketplace.orders.models import Parcel
from marketplace.orders.queries import lock_parcel
from marketplace.orders.shipping import shipping_details
from marketplace.returns import letters
from marketplace.returns.claiming import claim, let_go
from marketplace.returns.errors import AlreadyAnswered, OfferChanged, ReturnRefused
from marketplace.returns.models import (
    LET_GO,
    RETURN_TRANSITIONS,
    ReturnAct,
    ReturnLine,
    ReturnPhoto,
    ReturnRequest,
    ReturnStatus,
    WayBack,
)
from marketplace.returns.offering import Offer, Wish, offer
from marketplace.returns.queries import find_by_form_token, lock_request
from marketplace.returns.swapping import Swap

MOST_PHOTOS = 5
MOST_SAID = 1000


@dataclass(frozen=True, slots=True)
class Pickup:
    """Where the thing stands."""

    name: str
    phone: str
    postcode: str
    address: str
    detail: str = ""


@dataclass(frozen=True, slots=True)
class Asking:
    """A form as it was sent: what, why, from where; `shown_won` is the refund it told.

    `form_token` is made with the form, so that the same form asks once.
    """

    form_token: str
    wish: Wish
    said: str
    way_back: WayBack
    pickup: Pickup
    photo_ids: Sequence[int] = field(default=())
    shown_won: int | None = None


def ask(parcel_id: int, asking: Asking) -> ReturnRequest:
    """Ask to give units back, or find what this form has asked already.

    Raises NotReturnable, ReturnRefused by field, or OfferChanged.
    """
    parcel = lock_parcel(parcel_id)
    earlier = find_by_form_token(asking.form_token)
    if earlier is not None:
        return earlier
    meant = offer(parcel, asking.wish)
    if asking.shown_won not in (None, meant.refund_won):
        raise OfferChanged
    _refuse_photos(asking.photo_ids)
    request = _new(parcel, asking, meant)
    if not _claim_token(request):
        raise AlreadyAnswered
    _attach(request, asking.photo_ids)
    claim(request)
    audit.record(
        "return:requested",
        request,
        number=parcel.order.number,
        reason=request.reason.value,
        refund_won=request.told_won,
    )
    letters.tell_requested(request)
    return request


def _new(parcel: Parcel, asking: Asking, meant: Offer) -> ReturnRequest:
    wish, pickup = asking.wish, asking.pickup
    return ReturnRequest(
        form_token=asking.form_token,
        parcel=parcel,
        enterprise_id=parcel.enterprise_id,
        kind=wish.kind,
        reason=wish.reason,
        said=asking.said.strip()[:MOST_SAID],
        noticed_on=wish.noticed_on if meant.seller_pays else None,
        seller_pays=meant.seller_pays,
        goods_won=meant.goods_won,
        delivery_back_won=meant.delivery_back_won,
        delivery_kept_won=meant.delivery_kept_won,
        fee_won=meant.fee_won,
        way_back=asking.way_back,
        pickup_name=pickup.name,
        pickup_phone=pickup.phone,
        pickup_postcode=pickup.postcode,
        pickup_address=pickup.address,
        pickup_detail=pickup.detail,
        lines=[
            _line(line_id, count, meant.worth[line_id], meant.swaps.get(line_id))
            for line_id, count in meant.units.items()
        ],
    )


def _line(line_id: int, count: int, worth_won: int, swap: Swap | None) -> ReturnLine:
    return ReturnLine(
        line_id=line_id,
        quantity=count,
        worth_won=worth_won,
        wanted_option_id=swap.option_id if swap else None,
        wanted_option_name=swap.name if swap else "",
    )


def _claim_token(request: ReturnRequest) -> bool:
    try:
        with db.session.begin_nested():
            db.session.add(request)
    except IntegrityError:
        return False
    return True


def _refuse_photos(photo_ids: Sequence[int]) -> None:
    if len(photo_ids) > MOST_PHOTOS:
        said = T("사진은 5장까지 올릴 수 있어요.")
        raise ReturnRefused(said, {"photos": [said]})


def _attach(request: ReturnRequest, photo_ids: Sequence[int]) -> None:
    # Only private pictures nobody has claimed: a picture shows one request's thing.
    free = (
        select(Picture.id)
        .where(
            Picture.id.in_(photo_ids),
            Picture.is_private,
            Picture.id.not_in(select(ReturnPhoto.picture_id)),
        )
        .with_for_update(read=True, key_share=True)
    )  # nobody erases as unsent what is being sent
    for position, picture_id in enumerate(sorted(db.session.scalars(free))):
        db.session.add(ReturnPhoto(request_id=request.id, picture_id=picture_id, position=position))
    db.session.flush()


def withdraw(request_id: int) -> ReturnRequest:
    """The buyer keeps the things after all; raises AlreadyAnswered once they are on their way."""
    request = _step(request_id, ReturnAct.WITHDRAW)
    request.closed_at = clock.now()
    let_go(request)
    audit.record("return:withdrawn", request)
    letters.tell_withdrawn(request)
    return request


def send_back(request_id: int, carrier: str, tracking_number: str = "") -> ReturnRequest:
    """The buyer has sent it; raises ShippingDetailsRefused or AlreadyAnswered."""
    chosen, number = shipping_details(carrier, tracking_number)
    request = _step(request_id, ReturnAct.SEND_BACK)
    request.carrier, request.tracking_number = chosen.code, number
    request.sent_back_at = clock.now()
    audit.record("return:sent_back", request, carrier=chosen.code, tracking_number=number)
    letters.tell_sent_back(request)
    return request


def object_to(request_id: int, said: str) -> ReturnRequest:
    """The buyer does not accept a refusal: the centre decides.

    Raises ReturnRefused without a word of why, or when the units were asked back anew;
    AlreadyAnswered when it is not refused.
    """
    why = _needed(said, "objection", T("무엇이 맞지 않는지 적어 주세요."))
    request = _step(request_id, ReturnAct.DISPUTE)
    for each in request.lines:
        if each.quantity > each.line.left_quantity or each.worth_won > each.line.left_won:
            taken = T("같은 상품을 다시 신청하셔서 이 신청은 되살릴 수 없어요.")
            raise ReturnRefused(taken, {"objection": [taken]})
    request.objection, request.disputed_at = why, clock.now()
    request.closed_at = None
    claim(request)
    audit.record("return:disputed", request, by="buyer")
    letters.tell_disputed(request)
    return request


def confirm_replacement(request_id: int) -> ReturnRequest:
    """The buyer has the new one: the exchange is done; raises AlreadyAnswered."""
    request = _step(request_id, ReturnAct.COMPLETE)
    request.closed_at = clock.now()
    let_go(request)
    audit.record("return:done", request)
    return request


def _step(request_id: int, act: ReturnAct) -> ReturnRequest:
    request = lock_request(request_id)
    move(request, act)
    return request


def move(request: ReturnRequest, act: ReturnAct) -> None:
    """Bring a held request to its next state; raises AlreadyAnswered when that is not possible."""
    try:
        request.status = RETURN_TRANSITIONS.after(request.status, act)
    except ImpossibleTransition as late:
        raise AlreadyAnswered from late


def _needed(said: str, name: str, missing: T) -> str:
    if not said.strip():
        raise ReturnRefused(missing, {name: [missing]})
    return said.strip()[:MOST_SAID]


def is_let_go(status: ReturnStatus) -> bool:
    """Whether nothing came of a request."""
    return status in LET_GO
