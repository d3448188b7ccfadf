"""What citizens sent back or asked to: one request in each state, and a unit cancelled early."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import select

from marketplace import config
from marketplace.catalog.models import Category, Product, WithdrawalLimit
from marketplace.core import clock
from marketplace.core.database import db, transaction
from marketplace.core.events import News, announce
from marketplace.demo.acting import deed
from marketplace.demo.progress import Watcher, watched
from marketplace.orders.booked import read_booked
from marketplace.orders.models import Order, Parcel, ParcelStatus, PaymentTerms
from marketplace.payments.undoing import cancel_units_and_refund
from marketplace.returns import answering, requesting
from marketplace.returns.models import (
    Condition,
    ReturnKind,
    ReturnReason,
    ReturnRequest,
    WayBack,
)
from marketplace.returns.offering import Wish
from marketplace.returns.requesting import Asking, Pickup

PERISHABLE = ("fruit-and-eggs", "side-dishes", "bread-and-cookies", "rice-cakes", "lunch-boxes")
CUSTOM_MADE = ("printing", "banners-and-promotion")


@dataclass(frozen=True, slots=True)
class Story:
    """Why something goes back, how many days after it came, and what was done then."""

    reason: ReturnReason
    said: str
    days: int
    acts: tuple[str, ...]
    kind: ReturnKind = ReturnKind.RETURN


STORIES = (
    Story(ReturnReason.DAMAGED, "상자가 눌려 뚜껑이 깨져 있었어요.", 1, ()),
    Story(ReturnReason.DIFFERENT, "사진보다 색이 많이 어두워요.", 2, ("approve", "send_back")),
    Story(ReturnReason.WRONG_ITEM, "다른 향이 왔어요.", 1, ("approve", "send_back", "arrive")),
    Story(
        ReturnReason.DAMAGED,
        "바닥에 금이 가 있어요.",
        2,
        ("approve", "send_back", "arrive", "refund"),
    ),
    Story(ReturnReason.DIFFERENT, "무게가 적힌 것보다 가벼워요.", 3, ("refuse", "object")),
    Story(
        ReturnReason.DAMAGED,
        "손잡이 실이 풀려 있어요.",
        1,
        ("approve", "send_back", "arrive", "replace"),
        ReturnKind.EXCHANGE,
    ),
)
ACTS: dict[str, Callable[[int], object]] = {
    "approve": lambda id_: answering.approve(id_, note="번거롭게 해 드려 죄송합니다."),
    "refuse": lambda id_: answering.refuse(id_, "보내기 전에 무게를 달아 둔 기록이 있습니다."),
    "send_back": lambda id_: requesting.send_back(id_, "epost", f"6099{id_:09}"),
    "arrive": lambda id_: answering.note_arrival(id_, Condition.NOT_RESALEABLE, "말씀과 같습니다."),
    "refund": lambda id_: answering.refund(id_, 0),
    "replace": lambda id_: answering.send_replacement(id_, "cj", f"6199{id_:08}"),
    "object": lambda id_: requesting.object_to(id_, "저울로 달아 보았어요. 사진을 보낼 수 있어요."),
}


def limit_withdrawal(watcher: Watcher) -> None:
    """Say of fresh and made-to-order things that they are no matter of changing one's mind."""
    limits = dict.fromkeys(PERISHABLE, WithdrawalLimit.PERISHABLE) | dict.fromkeys(
        CUSTOM_MADE, WithdrawalLimit.CUSTOM_MADE
    )
    query = (
        select(Product.id, Category.code)
        .join(Category, Category.id == Product.category_id)
        .where(Category.code.in_(limits))
        .order_by(Product.id)
    )
    found = db.session.execute(query).all()
    with transaction():
        for product_id, code in watched(found, watcher, "반품 제한"):
            product = db.session.get_one(Product, product_id)
            product.withdrawal_limit = limits[code]
            announce(News.PRODUCT_CHANGED, product_id)


def send_back(watcher: Watcher) -> None:
    """Every story on a parcel of its own; needs the sandbox, as the orders did."""
    if not config.current().uses_sandbox:
        return
    stories = list(zip(STORIES, _delivered(len(STORIES)), strict=False))
    for number, (story, parcel_id) in enumerate(watched(stories, watcher, "반품·교환")):
        _tell(story, number, parcel_id)
    _take_one_off()


def _delivered(count: int) -> list[int]:
    """Parcels that were received, the newest first, of the demo member before guests."""
    query = (
        select(Parcel)
        .join(Order, Order.id == Parcel.order_id)
        .where(Parcel.status == ParcelStatus.DELIVERED, Order.terms == PaymentTerms.PREPAID)
        .order_by(Order.account_id.is_(None), Parcel.delivered_at.desc(), Parcel.id)
    )
    parcels = db.session.scalars(query.limit(count * 3)).all()
    return [parcel.id for parcel in parcels if not read_booked([parcel])][:count]


def _tell(story: Story, number: int, parcel_id: int) -> None:
    token = f"demo-return-{number}"
    parcel = db.session.get_one(Parcel, parcel_id)
    at = (parcel.delivered_at or clock.now()) + timedelta(days=story.days)
    known = db.session.scalar(select(ReturnRequest.id).filter_by(form_token=token))
    if known is None:
        with deed(None, at):
            known = requesting.ask(parcel_id, _asking(story, token, parcel)).id
        for act in story.acts:
            at += timedelta(hours=22)
            _act(act, known, at)


def _act(act: str, request_id: int, at: datetime) -> None:
    with deed(None, at):
        ACTS[act](request_id)


def _asking(story: Story, token: str, parcel: Parcel) -> Asking:
    order, line = parcel.order, parcel.lines[0]
    return Asking(
        form_token=token,
        wish=Wish(story.kind, story.reason, {line.id: 1}),
        said=story.said,
        way_back=WayBack.SELF,
        pickup=Pickup(
            order.recipient_name,
            order.recipient_phone,
            order.postcode,
            order.address,
            order.address_detail,
        ),
    )


def _take_one_off() -> None:
    """One unit of an order that has not left."""
    query = (
        select(Parcel)
        .join(Order, Order.id == Parcel.order_id)
        .where(Parcel.status == ParcelStatus.PREPARING, Order.terms == PaymentTerms.PREPAID)
        .order_by(Parcel.id)
    )
    for parcel in db.session.scalars(query.limit(20)).all():
        line = parcel.lines[0]
        if line.left_quantity > 1 and not line.cancelled_quantity and not read_booked([parcel]):
            parcel_id, units = parcel.id, {line.id: 1}
            with deed(None, clock.now()):
                cancel_units_and_refund(parcel_id, units, "옵션이나 수량을 잘못 골랐어요")
            return
