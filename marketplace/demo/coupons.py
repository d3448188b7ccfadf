"""Coupons of the centre and of an enterprise, one in a member's purse, some of them used."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import select

from marketplace import config
from marketplace.audit.service import Actor, acting_as
from marketplace.catalog.models import ProductOption
from marketplace.core import clock
from marketplace.core.database import db
from marketplace.demo.acting import days_ago, deed, noon
from marketplace.demo.listings import get_product
from marketplace.demo.people import OFFICE_MAIL, find_account
from marketplace.demo.progress import Watcher, watched
from marketplace.demo.reading import read
from marketplace.enterprises.models import Enterprise
from marketplace.orders.models import OrderStatus
from marketplace.orders.placing import Buyer, Destination, OrderRequest, place_order
from marketplace.payments.beginning import ReturnPages, begin_payment
from marketplace.payments.comparing import verify_payment
from marketplace.payments.models import PaymentAttempt
from marketplace.payments.sandbox import paying
from marketplace.payments.sandbox.standing import current_sandbox
from marketplace.promotions.making import CouponTerms, give_to, make_coupon
from marketplace.promotions.models import Coupon, CouponAudience, DiscountKind
from marketplace.promotions.offering import Shopper
from marketplace.promotions.reducing import Choice, Promotions

PLACE = ("00000", "서울 가온구 샘물로(가상)")


def hand_out(watcher: Watcher) -> None:
    """Make every coupon that is not there, and use some."""
    found = read("coupons")
    for entry in watched(found["coupon"], watcher, "쿠폰"):
        if db.session.scalar(select(Coupon.id).filter_by(code=entry["code"])) is None:
            _make(entry)
    if config.current().uses_sandbox:
        for number, entry in enumerate(found["use"]):
            _use(number, entry)


def _make(entry: dict[str, Any]) -> None:
    office = find_account(OFFICE_MAIL)
    starts = days_ago(-entry["starts_in_days"])
    terms = _terms(entry, starts)  # counted from today, not from the day it is made on
    with deed(office, noon(starts)):
        coupon = make_coupon(terms, office.id)
        if entry.get("given_to"):
            give_to(coupon, entry["given_to"])


def _terms(entry: dict[str, Any], starts: date) -> CouponTerms:
    payer = entry.get("enterprise")
    return CouponTerms(
        name=entry["name"],
        audience=CouponAudience(entry["audience"]),
        kind=DiscountKind(entry["kind"]),
        amount=entry["amount"],
        starts_on=starts,
        ends_on=days_ago(-entry["ends_in_days"]),
        code=entry["code"],
        cap_won=entry.get("cap_won"),
        min_goods_won=entry.get("min_goods_won", 0),
        payer_id=payer and db.session.scalar(select(Enterprise.id).filter_by(slug=payer)),
        total_uses=entry.get("total_uses"),
        uses_per_person=entry.get("uses_per_person", 1),
        is_combinable=entry.get("is_combinable", False),
    )


def _use(number: int, entry: dict[str, Any]) -> None:
    token, mail = f"demo-coupon-{number}", f"coupon-guest-{number}@demo.example"
    begun = noon(days_ago(entry["days_ago"]))
    wanted = [(_option(slug, name), count) for slug, name, count in entry["lines"]]
    buyer = Buyer(entry["name"], mail, f"010-0000-3{number:03}")
    request = OrderRequest(
        checkout_token=token,
        wanted=wanted,
        buyer=buyer,
        destination=Destination(buyer.name, buyer.phone, *PLACE, f"{201 + number}호"),
        reducer=Promotions(Shopper(mail), Choice((entry["code"],))),
    )
    with deed(None, begun):
        order = place_order(request).order
        order_id, status = order.id, order.status
    if status is OrderStatus.AWAITING_PAYMENT:
        _pay(order_id, begun + timedelta(minutes=3))


def _option(slug: str, name: str) -> int:
    product = get_product(slug, name)
    query = select(ProductOption.id).filter_by(product_id=product.id, is_active=True)
    return db.session.scalars(query.order_by(ProductOption.id)).first() or 0


def _pay(order_id: int, at: datetime) -> None:
    """Through the real gateway, as any other order."""
    shop = config.current().public_url
    pages = ReturnPages(f"{shop}/?session_id={{CHECKOUT_SESSION_ID}}", f"{shop}/")
    with clock.frozen(at), acting_as(Actor(None, "demo")):
        begin_payment(order_id, pages)
        query = select(PaymentAttempt.provider_ref).filter_by(order_id=order_id)
        page = db.session.scalars(query.order_by(PaymentAttempt.id.desc())).first()
        with current_sandbox().ledger.writing() as book:
            paying.pay(book, str(page), "kr_card")
        verify_payment(order_id)
