"""Asking for a review, two weeks after something came, of those who agreed to such letters."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta

from sqlalchemy import Row, select

from marketplace.accounts.consents import said_yes_to_news
from marketplace.accounts.models import Account
from marketplace.core import clock
from marketplace.core.database import db
from marketplace.feedback.models import Review
from marketplace.feedback.writing import ARRIVED
from marketplace.notify.optional import Topic, queue_optional_letter
from marketplace.orders.models import Channel, Order, OrderLine, Parcel

AFTER, AT_LATEST = timedelta(days=14), timedelta(days=21)
AT_ONCE = 200
MOST_LINES = 5


def list_due(after_id: int = 0, limit: int = AT_ONCE) -> Sequence[Row[int, str, str, str]]:
    """Orders of members who want news, with something that came 14 to 21 days ago and has no
    review, by id. After three weeks it is too late to ask."""
    now = clock.now()
    query = (
        select(Order.id, Account.email, Account.name, Account.locale)
        .join(Account, Account.id == Order.account_id)
        .join(Parcel, Parcel.order_id == Order.id)
        .join(OrderLine, OrderLine.parcel_id == Parcel.id)
        .outerjoin(Review, Review.order_line_id == OrderLine.id)
        .where(
            Order.id > after_id,
            Order.channel == Channel.STORE,
            Parcel.status.in_(ARRIVED),
            OrderLine.quantity > OrderLine.cancelled_quantity + OrderLine.returned_quantity,
            Parcel.delivered_at <= now - AFTER,
            Parcel.delivered_at > now - AT_LATEST,
            Review.id.is_(None),
            Account.disabled_at.is_(None),
            said_yes_to_news(Account.id),
        )
        .distinct()
        .order_by(Order.id)
        .limit(limit)
    )
    return db.session.execute(query).all()


def remind_of_order(order_id: int, email: str, name: str, locale: str) -> bool:
    """Queue the one reminder of an order; False when nothing is left to say or nobody to tell."""
    order = db.session.get_one(Order, order_id)
    query = (
        select(OrderLine.id, OrderLine.product_name)
        .join(OrderLine.parcel)
        .outerjoin(Review, Review.order_line_id == OrderLine.id)
        .where(
            Parcel.order_id == order_id,
            Parcel.status.in_(ARRIVED),
            OrderLine.quantity > OrderLine.cancelled_quantity + OrderLine.returned_quantity,
            Review.id.is_(None),
        )
        .order_by(OrderLine.id)
        .limit(MOST_LINES)
    )
    lines = [{"id": row.id, "name": row.product_name} for row in db.session.execute(query)]
    if not lines:
        return False
    letter = queue_optional_letter(
        Topic.NEWS,
        "review_reminder",
        email,
        f"review-reminder:{order_id}",
        locale=locale,
        name=name,
        lines=lines,
        access_token=order.access_token,
    )
    return letter is not None
