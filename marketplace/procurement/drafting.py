"""What a purchaser means to request for a department: a list that holds no stock."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from sqlalchemy import delete, func, select

from marketplace.core.database import db
from marketplace.orders import pricing
from marketplace.orders.errors import (
    QuantityNotPossible,
)
from marketplace.orders.picking import pick_offer
from marketplace.orders.pricing import Quote
from marketplace.procurement.errors import NotOnTheList
from marketplace.procurement.models import RequestLine

MOST_LINES = 100


@dataclass(frozen=True, slots=True)
class ListOwner:
    """Whose list: one person's, for one department."""

    department_id: int
    account_id: int


@dataclass(frozen=True, slots=True)
class RequestList:
    """A list at today's prices; `line_ids` is by option id."""

    quote: Quote
    line_ids: dict[int, int]

    @property
    def wanted(self) -> list[tuple[int, int]]:
        """(option id, quantity) pairs, as placing an order takes them."""
        return [(line.offer.option_id, line.quantity) for line in self.quote.lines]


def read_list(owner: ListOwner) -> RequestList:
    """The list priced as it would be ordered now, in two statements."""
    lines = _lines(owner)
    offers = pricing.read_offers(line.option_id for line in lines) if lines else {}
    return RequestList(
        quote=pricing.price([(line.option_id, line.quantity) for line in lines], offers),
        line_ids={line.option_id: line.id for line in lines},
    )


def count_lines(owner: ListOwner) -> int:
    """How many different things are on the list."""
    query = (
        select(func.count())
        .select_from(RequestLine)
        .where(
            RequestLine.department_id == owner.department_id,
            RequestLine.account_id == owner.account_id,
        )
    )
    return db.session.scalar(query) or 0


def put_on_list(owner: ListOwner, option_id: int, quantity: int) -> RequestLine:
    """Add units of an option.

    Raises OptionNotFound, NotForSale, QuantityNotPossible, QuantityTooSmall or
    QuantityTooLarge. A shortage is no obstacle here: a list may wait for stock, an order may not.
    """
    line = _find(owner, option_id)
    whole = quantity + (line.quantity if line else 0)
    pick_offer(option_id, quantity, whole, from_stock=False)
    if line is None:
        if count_lines(owner) >= MOST_LINES:
            raise QuantityNotPossible
        line = RequestLine(
            department_id=owner.department_id, account_id=owner.account_id, option_id=option_id
        )
        db.session.add(line)
    line.quantity = whole
    db.session.flush()
    return line


def change_quantity(owner: ListOwner, line_id: int, quantity: int) -> RequestLine:
    """Set a line to `quantity` units; raises as put_on_list does, or NotOnTheList."""
    line = _get(owner, line_id)
    pick_offer(line.option_id, quantity, quantity, from_stock=False)
    line.quantity = quantity
    db.session.flush()
    return line


def remove_line(owner: ListOwner, line_id: int) -> None:
    """Take a line out; raises NotOnTheList."""
    db.session.delete(_get(owner, line_id))
    db.session.flush()


def take_out_requested(owner: ListOwner, option_ids: Iterable[int]) -> None:
    """Remove what has just been requested, in the transaction that requested it."""
    db.session.execute(
        delete(RequestLine).where(
            RequestLine.department_id == owner.department_id,
            RequestLine.account_id == owner.account_id,
            RequestLine.option_id.in_(sorted(option_ids)),
        )
    )


def _lines(owner: ListOwner) -> list[RequestLine]:
    query = (
        select(RequestLine)
        .filter_by(department_id=owner.department_id, account_id=owner.account_id)
        .order_by(RequestLine.id)
    )
    return list(db.session.scalars(query))


def _find(owner: ListOwner, option_id: int) -> RequestLine | None:
    query = select(RequestLine).filter_by(
        department_id=owner.department_id, account_id=owner.account_id, option_id=option_id
    )
    return db.session.scalar(query)


def _get(owner: ListOwner, line_id: int) -> RequestLine:
    line = db.session.get(RequestLine, line_id)
    if line is None or (line.department_id, line.account_id) != (
        owner.department_id,
        owner.account_id,
    ):
        raise NotOnTheList
    return line
