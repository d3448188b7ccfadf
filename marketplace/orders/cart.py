"""What a visitor means to buy: held by a token as a guest, by account as a member."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import Select, String, bindparam, delete, func, select
from sqlalchemy.exc import IntegrityError

from marketplace.core import clock
from marketplace.core.database import db
from marketplace.core.types import BigId, public_token
from marketplace.orders import pricing
from marketplace.orders.errors import (
    CartLineNotFound,
    QuantityNotPossible,
)
from marketplace.orders.models import Cart, CartLine
from marketplace.orders.picking import pick_offer
from marketplace.orders.placing import MOST_OF_ONE
from marketplace.orders.pricing import Quote

MOST_LINES = 100  # the payment page shows no more


@dataclass(frozen=True, slots=True)
class CartOwner:
    """Whose cart: the member's when there is an account, otherwise whoever holds the token."""

    token: str = ""
    account_id: int | None = None


@dataclass(frozen=True, slots=True)
class PricedCart:
    """A cart at today's prices; `line_ids` and `seen_won` are by option id."""

    quote: Quote
    line_ids: dict[int, int]
    seen_won: dict[int, int]

    @property
    def wanted(self) -> list[tuple[int, int]]:
        """(option id, quantity) pairs, as placing an order takes them."""
        return [(line.offer.option_id, line.quantity) for line in self.quote.lines]

    def price_moved(self, option_id: int) -> bool:
        """Whether the price differs from what the visitor saw when adding it."""
        now = next(
            (each.unit_price_won for each in self.quote.lines if each.offer.option_id == option_id),
            None,
        )
        return now != self.seen_won.get(option_id)


def find_cart(owner: CartOwner) -> Cart | None:
    """The owner's cart, None when there is none yet."""
    if owner.account_id is not None:
        return db.session.scalar(select(Cart).filter_by(account_id=owner.account_id))
    if not owner.token:
        return None
    return db.session.scalar(select(Cart).filter_by(token=owner.token, account_id=None))


def count_units(owner: CartOwner) -> int:
    """How many units lie in the cart, in one statement, because every page of the shop says it."""
    if owner.account_id is not None:
        units = db.session.scalar(UNITS_OF_MEMBER, {"account_id": owner.account_id})
    elif owner.token:
        units = db.session.scalar(UNITS_OF_GUEST, {"token": owner.token})
    else:
        return 0
    return int(units or 0)


def _units_in(held: Select[int]) -> Select[int | None]:
    return select(func.sum(CartLine.quantity)).where(CartLine.cart_id.in_(held))


# Put together once: that took as long as running them.
UNITS_OF_MEMBER = _units_in(
    select(Cart.id).where(Cart.account_id == bindparam("account_id", type_=BigId))
)
UNITS_OF_GUEST = _units_in(
    select(Cart.id).where(Cart.token == bindparam("token", type_=String), Cart.account_id.is_(None))
)


def read_cart(owner: CartOwner) -> PricedCart:
    """The cart priced as it would be ordered now; empty when there is none."""
    cart = find_cart(owner)
    lines = cart.lines if cart else []
    offers = pricing.read_offers(line.option_id for line in lines) if lines else {}
    return PricedCart(
        quote=pricing.price([(line.option_id, line.quantity) for line in lines], offers),
        line_ids={line.option_id: line.id for line in lines},
        seen_won={line.option_id: line.seen_price_won for line in lines},
    )


def put_in_cart(owner: CartOwner, option_id: int, quantity: int = 1) -> Cart:
    """Add units of an option, opening the cart when there is none.

    Raises OptionNotFound, NotForSale, QuantityNotPossible, QuantityTooSmall, QuantityTooLarge
    or StockRanOut (more than there are); stock is not held until an order is placed.
    """
    cart = _open_cart(owner)
    line = db.session.scalar(select(CartLine).filter_by(cart_id=cart.id, option_id=option_id))
    whole = quantity + (line.quantity if line else 0)
    offer = pick_offer(option_id, quantity, whole, from_stock=True)
    if line is None:
        _refuse_too_many_lines(cart)
        line = CartLine(cart_id=cart.id, option_id=option_id, quantity=whole)
        db.session.add(line)
    line.quantity, line.seen_price_won = whole, offer.unit_price_won or 0
    cart.updated_at = clock.now()
    db.session.flush()
    return cart


def change_quantity(owner: CartOwner, line_id: int, quantity: int) -> CartLine:
    """Set a line to `quantity` units; raises as put_in_cart does, or CartLineNotFound."""
    line = _line(owner, line_id)
    offer = pick_offer(line.option_id, quantity, quantity, from_stock=True)
    line.quantity, line.seen_price_won = quantity, offer.unit_price_won or 0
    line.cart.updated_at = clock.now()
    db.session.flush()
    return line


def remove_line(owner: CartOwner, line_id: int) -> None:
    """Take a line out; raises CartLineNotFound."""
    line = _line(owner, line_id)
    line.cart.updated_at = clock.now()
    db.session.delete(line)
    db.session.flush()


def take_out_ordered(owner: CartOwner, option_ids: list[int]) -> None:
    """Remove what has just been ordered, in the transaction that ordered it."""
    if owner.account_id is None and not owner.token:
        return
    held = select(Cart.id).filter_by(account_id=owner.account_id)
    if owner.account_id is None:
        held = held.filter_by(token=owner.token)
    db.session.execute(
        delete(CartLine).where(CartLine.cart_id.in_(held), CartLine.option_id.in_(option_ids)),
        execution_options={"synchronize_session": False},
    )


def merge_into_account(token: str, account_id: int) -> None:
    """At sign-in the guest's cart becomes part of the member's; quantities add up to 9,999."""
    guest = find_cart(CartOwner(token=token))
    if guest is None:
        return
    member = find_cart(CartOwner(account_id=account_id))
    if member is None:
        guest.account_id = account_id
        guest.token = public_token(32)  # the old token leaves with whoever used this browser
        db.session.flush()
        return
    held = {line.option_id: line for line in member.lines}
    for line in list(guest.lines):
        _merge_line(member, held.get(line.option_id), line)
    db.session.delete(guest)
    db.session.flush()


def _merge_line(member: Cart, held: CartLine | None, line: CartLine) -> None:
    if held is not None:
        held.quantity = min(held.quantity + line.quantity, MOST_OF_ONE)
        held.seen_price_won = line.seen_price_won
        return
    member.lines.append(
        CartLine(
            option_id=line.option_id,
            quantity=line.quantity,
            seen_price_won=line.seen_price_won,
        )
    )


def _open_cart(owner: CartOwner) -> Cart:
    cart = find_cart(owner) or _new_cart(owner)
    # Two additions at once to one cart: the second waits here and sees the first one's line.
    db.session.refresh(cart, with_for_update=True)
    return cart


def _new_cart(owner: CartOwner) -> Cart:
    """A cart of one's own; of two first additions at once the second finds the first one's."""
    token = owner.token if owner.account_id is None and owner.token else public_token(32)
    cart = Cart(token=token, account_id=owner.account_id)
    try:
        with db.session.begin_nested():
            db.session.add(cart)
    except IntegrityError:
        opened = find_cart(owner)
        if opened is None:
            raise
        return opened
    return cart


def _line(owner: CartOwner, line_id: int) -> CartLine:
    cart = find_cart(owner)
    line = db.session.get(CartLine, line_id)
    if cart is None or line is None or line.cart_id != cart.id:
        raise CartLineNotFound
    return line


def _refuse_too_many_lines(cart: Cart) -> None:
    held = db.session.scalar(select(func.count()).select_from(CartLine).filter_by(cart_id=cart.id))
    if (held or 0) >= MOST_LINES:
        raise QuantityNotPossible
