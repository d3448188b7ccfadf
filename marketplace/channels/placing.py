"""Products on somebody else's shelf: placed, refilled, taken back, counted again.

Units leave the warehouse when they reach the shelf and come back when they are returned, so
that no unit is for sale in two places at once.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from sqlalchemy import select, update

from marketplace.audit import service as audit
from marketplace.catalog.models import ProductOption, StockMoveKind
from marketplace.channels.errors import AlreadyPlaced, OutletClosed, OutletNotFound, ShelfTooEmpty
from marketplace.channels.models import (
    Outlet,
    OutletMoveKind,
    OutletStockMove,
    Placement,
    PlacementTerms,
)
from marketplace.core.database import db
from marketplace.core.errors import Invalid
from marketplace.core.text import T
from marketplace.orders.reservations import put_back, take
from marketplace.search import outbox


@dataclass(frozen=True, slots=True)
class Terms:
    """What was agreed: for how long, sold how, and what part stays with the outlet."""

    kind: PlacementTerms
    commission_basis_points: int
    starts_on: date
    ends_on: date | None = None


def is_open_on(outlet: Outlet, day: date) -> bool:
    """Whether the outlet runs on `day`; an unstated date is no limit."""
    begun = outlet.opened_on is None or outlet.opened_on <= day
    return begun and (outlet.closed_on is None or day <= outlet.closed_on)


def place_in_outlet(
    outlet: Outlet, option: ProductOption, quantity: int, terms: Terms
) -> Placement:
    """Put an option on an outlet's shelf with its first units.

    Raises OutletClosed outside the outlet's period, AlreadyPlaced for an option that is
    still on its shelf, StockRanOut when the warehouse has fewer units.
    """
    if not is_open_on(outlet, terms.starts_on):
        raise OutletClosed
    # Held while it is looked at: of two people who place one thing at once, the second is told.
    db.session.execute(select(Outlet.id).filter_by(id=outlet.id).with_for_update())
    if _stands_there(outlet.id, option.id, terms.starts_on):
        raise AlreadyPlaced
    placement = Placement(
        outlet_id=outlet.id,
        option_id=option.id,
        terms=terms.kind,
        commission_basis_points=terms.commission_basis_points,
        starts_on=terms.starts_on,
        ends_on=terms.ends_on,
    )
    db.session.add(placement)
    db.session.flush()
    audit.record("placement:made", placement, outlet=outlet.slug, option_id=option.id)
    move_in(placement, quantity)
    outbox.enqueue(option.product_id)
    return placement


def _stands_there(outlet_id: int, option_id: int, day: date) -> bool:
    query = select(Placement.id).where(
        Placement.outlet_id == outlet_id,
        Placement.option_id == option_id,
        Placement.ends_on.is_(None) | (Placement.ends_on >= day),
    )
    return db.session.scalar(query.limit(1)) is not None


def move_in(placement: Placement, quantity: int) -> None:
    """Bring units from the warehouse to the shelf; raises StockRanOut."""
    _check_positive(quantity)
    reference = f"placement:{placement.id}"
    take({placement.option_id: quantity}, reference, kind=StockMoveKind.TO_OUTLET)
    change_shelf(placement.id, quantity, OutletMoveKind.MOVED_IN)
    audit.record("placement:moved_in", placement, quantity=quantity)


def take_back(placement: Placement, quantity: int, reason: str = "") -> None:
    """Return units from the shelf to the warehouse; raises ShelfTooEmpty."""
    _check_positive(quantity)
    change_shelf(placement.id, -quantity, OutletMoveKind.RETURNED, reason)
    reference = f"placement:{placement.id}"
    put_back({placement.option_id: quantity}, StockMoveKind.FROM_OUTLET, reference)
    audit.record("placement:taken_back", placement, quantity=quantity, reason=reason)


def adjust_shelf(placement: Placement, counted: int, reason: str) -> None:
    """Set the shelf to what was counted there; the difference and its reason are kept."""
    if not reason.strip():
        said = T("조정 사유를 적어 주세요.")
        raise Invalid(said, {"reason": [said]})
    # Held while it is compared: a sale told at this moment must not be taken off twice.
    db.session.refresh(placement, with_for_update=True)
    difference = counted - placement.on_hand
    if difference:
        change_shelf(placement.id, difference, OutletMoveKind.ADJUSTED, reason.strip())
        audit.record("placement:adjusted", placement, difference=difference, reason=reason)


def change_shelf(placement_id: int, quantity: int, kind: OutletMoveKind, reason: str = "") -> None:
    """Move the shelf by a signed quantity with its ledger row; raises ShelfTooEmpty below zero."""
    changed = db.session.scalar(
        update(Placement)
        .where(Placement.id == placement_id, Placement.on_hand + quantity >= 0)
        .values(on_hand=Placement.on_hand + quantity)
        .returning(Placement.id),
        execution_options={"synchronize_session": False},
    )
    placement = db.session.get_one(Placement, placement_id)
    db.session.refresh(placement)
    if changed is None:
        raise ShelfTooEmpty(placement.option.product.name, placement.on_hand)
    db.session.add(
        OutletStockMove(placement_id=placement_id, kind=kind, quantity=quantity, reason=reason)
    )
    db.session.flush()


def _check_positive(quantity: int) -> None:
    if quantity < 1:
        said = T("1개 이상을 입력해 주세요.")
        raise Invalid(said, {"quantity": [said]})


def get_outlet(slug: str) -> Outlet:
    """The outlet of a slug; raises OutletNotFound."""
    outlet: Outlet | None = db.session.scalar(select(Outlet).filter_by(slug=slug))
    if outlet is None:
        raise OutletNotFound
    return outlet


def get_placement(outlet_id: int, placement_id: int) -> Placement:
    """One placement of an outlet; raises OutletNotFound."""
    query = select(Placement).filter_by(id=placement_id, outlet_id=outlet_id)
    placement: Placement | None = db.session.scalar(query)
    if placement is None:
        raise OutletNotFound
    return placement
