"""What asking something back would mean: who pays, what goes back, until when. Writes nothing."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from sqlalchemy import func, select

from marketplace.catalog.models import ProductKind
from marketplace.core import clock
from marketplace.core.database import db
from marketplace.core.text import T
from marketplace.orders.booked import called_off_ids, read_booked
from marketplace.orders.delivery_terms import delivery_due_won, kept_units, terms_of
from marketplace.orders.models import OrderLine, Parcel, ParcelStatus, PaymentTerms
from marketplace.returns.errors import NotReturnable, ReturnRefused
from marketplace.returns.models import ReturnKind, ReturnReason, ReturnRequest
from marketplace.returns.models import ReturnStatus as Status
from marketplace.returns.rules import (
    Limit,
    Terms,
    limit_of,
    notice_until,
    seller_pays,
    terms_from,
)
from marketplace.returns.swapping import Swap, chosen_swaps

ASKABLE = (ParcelStatus.SHIPPED, ParcelStatus.DELIVERED)


@dataclass(frozen=True, slots=True)
class Wish:
    """What a buyer means to give back, by line id, and why; `noticed_on` for a fault.

    `options` are the options an exchange should bring, by line id; none for the same again.
    """

    kind: ReturnKind
    reason: ReturnReason
    units: Mapping[int, int]
    noticed_on: date | None = None
    options: Mapping[int, int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Offer:
    """What it means, in won; `terms` are the days of the lines chosen."""

    units: dict[int, int]
    worth: dict[int, int]
    seller_pays: bool
    goods_won: int
    delivery_back_won: int
    delivery_kept_won: int
    fee_won: int
    terms: Terms
    swaps: Mapping[int, Swap] = field(default_factory=dict)

    @property
    def refund_won(self) -> int:
        """What goes back by today's sums; never below nothing."""
        given = self.goods_won + self.delivery_back_won - self.delivery_kept_won - self.fee_won
        return max(given, 0)


def is_returnable(parcel: Parcel) -> bool:
    """Whether anything of a parcel can be asked back; public purchases are settled elsewhere."""
    if parcel.order.terms is not PaymentTerms.PREPAID or parcel.status not in ASKABLE:
        return False
    return any(line.left_quantity for line in returnable_lines(parcel))


def returnable_lines(parcel: Parcel) -> list[OrderLine]:
    """Lines that can come back: a booked date is given back by its own table instead."""
    booked = read_booked([parcel])
    return [line for line in parcel.lines if line.id not in booked]


def received_on(parcel: Parcel) -> date | None:
    """The day the parcel, or the last replacement for something of it, was received."""
    replaced = db.session.scalar(
        select(func.max(ReturnRequest.closed_at)).where(
            ReturnRequest.parcel_id == parcel.id, ReturnRequest.status == Status.DONE
        )
    )
    came = max(filter(None, (parcel.delivered_at, replaced)), default=None)
    return clock.seoul(came).date() if came else None


def offer(parcel: Parcel, wish: Wish) -> Offer:
    """What the wish means today.

    Raises NotReturnable, or ReturnRefused by field: `units`, `reason` (over its days, or a
    thing that is no matter of changing one's mind) or `noticed_on`. What an exchange should
    bring is looked at now and taken when it is sent.
    """
    if not is_returnable(parcel):
        raise NotReturnable
    units = _chosen(parcel, wish.units)
    terms = terms_from(received_on(parcel))
    _refuse_late(parcel, wish, units, terms)
    worth = {line.id: line.worth_won(units.get(line.id, 0)) for line in parcel.lines}
    worth = {line_id: won for line_id, won in worth.items() if line_id in units}
    is_exchange = wish.kind is ReturnKind.EXCHANGE
    swaps = chosen_swaps(parcel.lines, units, wish.options) if is_exchange else {}
    at_fault = seller_pays(wish.reason)
    back, kept = _delivery(parcel, units, at_fault) if wish.kind is ReturnKind.RETURN else (0, 0)
    return Offer(
        units=units,
        worth=worth,
        seller_pays=at_fault,
        goods_won=sum(worth.values()),
        delivery_back_won=back,
        delivery_kept_won=kept,
        fee_won=0 if at_fault else _way_back_won(parcel, wish.kind, units),
        terms=terms,
        swaps=swaps,
    )


def _chosen(parcel: Parcel, units: Mapping[int, int]) -> dict[int, int]:
    lines = {line.id: line for line in returnable_lines(parcel)}
    chosen = {line_id: count for line_id, count in units.items() if count}
    if not chosen:
        said = T("돌려보낼 상품과 수량을 골라 주세요.")
        raise ReturnRefused(said, {"units": [said]})
    for line_id, count in chosen.items():
        line = lines.get(line_id)
        if line is None or not 0 < count <= line.left_quantity:
            name, most = (line.product_name, line.left_quantity) if line else ("", 0)
            said = T("%(name)s: %(n)d개까지 고를 수 있어요.", name=name, n=most)
            raise ReturnRefused(said, {"units": [said]})
    return chosen


def _refuse_late(parcel: Parcel, wish: Wish, units: Mapping[int, int], terms: Terms) -> None:
    today = clock.today()
    if not seller_pays(wish.reason):
        _refuse_limited([line for line in parcel.lines if line.id in units], parcel)
        if terms.mind_until and today > terms.mind_until:
            raise _over(T("마음이 바뀌어 돌려보내는 것은 받은 날부터 7일까지예요."))
        return
    if terms.fault_until and today > terms.fault_until:
        raise _over(T("흠이 있거나 설명과 다른 것은 받은 날부터 3개월까지 돌려보낼 수 있어요."))
    if wish.noticed_on is not None:
        _refuse_noticed(wish.noticed_on, parcel, today)


def _refuse_limited(lines: list[OrderLine], parcel: Parcel) -> None:
    for line in lines:
        if limit_of(line, parcel) is not Limit.NONE:
            raise _over(
                T(
                    "'%(name)s' 상품은 마음이 바뀌었다는 까닭으로는 돌려보낼 수 없어요. "
                    "흠이 있거나 설명과 다르면 그 까닭을 골라 주세요.",
                    name=line.product_name,
                )
            )


def _refuse_noticed(noticed_on: date, parcel: Parcel, today: date) -> None:
    sent_on = clock.seoul(parcel.shipped_at).date() if parcel.shipped_at else noticed_on
    if not sent_on <= noticed_on <= today:
        said = T("알게 된 날은 보낸 날부터 오늘 사이여야 해요.")
        raise ReturnRefused(said, {"noticed_on": [said]})
    if today > notice_until(noticed_on):
        said = T("흠이나 다른 점을 안 날부터 30일 안에 신청할 수 있어요.")
        raise ReturnRefused(said, {"noticed_on": [said]})


def _over(said: T) -> ReturnRefused:
    return ReturnRefused(said, {"reason": [said]})


def _delivery(parcel: Parcel, units: Mapping[int, int], at_fault: bool) -> tuple[int, int]:
    """The first delivery's fee: what of it goes back, and what becomes due of it.

    The seller's fault: all of it goes back with the last thing that was sent. A change of mind: it
    was sent, so what was paid stays; free delivery that is no longer reached is due after all.
    """
    kept = kept_units(parcel, units)
    if at_fault:
        travels_on = any(
            kept[line.id] for line in parcel.lines if line.product_kind == ProductKind.GOODS
        )
        return (0, 0) if travels_on else (parcel.delivery_now_won, 0)
    gone = called_off_ids(parcel)
    if any(count for line_id, count in kept.items() if line_id not in gone):
        return 0, max(delivery_due_won(parcel, kept) - parcel.delivery_now_won, 0)
    return 0, max(terms_of(parcel).fee_won - parcel.delivery_now_won, 0)


def _way_back_won(parcel: Parcel, kind: ReturnKind, units: Mapping[int, int]) -> int:
    """One way back, or there and back for an exchange; nothing for what does not travel."""
    travels = any(line.id in units and line.product_kind == "goods" for line in parcel.lines)
    ways = 2 if kind is ReturnKind.EXCHANGE else 1
    return terms_of(parcel).return_fee_won * ways if travels else 0
