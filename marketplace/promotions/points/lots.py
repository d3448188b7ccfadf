"""Taking points off what came: oldest first, never more than is there, whoever else is at it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import select, update

from marketplace.core import clock
from marketplace.core.database import db
from marketplace.promotions.points.models import PointMove


@dataclass(frozen=True, slots=True)
class Lot:
    """Points that came together and what is left of them."""

    id: int
    remaining: int
    expires_on: date | None
    order_id: int | None


def hold_lots(account_id: int) -> list[Lot]:
    """What a member may spend today, what runs out first before the rest, held to the end.

    Whoever takes points asks here first, so that two who spend wait for each other and the
    second sees what the first left.
    """
    query = (
        select(PointMove.id, PointMove.remaining, PointMove.expires_on, PointMove.order_id)
        .where(
            PointMove.account_id == account_id,
            PointMove.remaining > 0,
            PointMove.expires_on >= clock.today(),
        )
        .order_by(PointMove.expires_on, PointMove.id)
        .with_for_update()
    )
    return [Lot(*row) for row in db.session.execute(query)]


def draw(lots: Sequence[Lot], won: int) -> date | None:
    """Take `won` off these lots in their order; the last day any of it had.

    None, and the caller's transaction must roll back, when they do not hold that much.
    """
    latest: date | None = None
    for lot in lots:
        if not won:
            break
        part = min(lot.remaining, won)
        if not take_from(lot.id, part):
            return None
        won -= part
        if lot.expires_on and (latest is None or lot.expires_on > latest):
            latest = lot.expires_on
    return None if won else latest


def take_from(lot_id: int, won: int) -> bool:
    """One conditional statement: False, and nothing taken, when the lot holds less."""
    taken = db.session.scalar(
        update(PointMove)
        .where(PointMove.id == lot_id, PointMove.remaining >= won)
        .values(remaining=PointMove.remaining - won)
        .returning(PointMove.id),
        execution_options={"synchronize_session": False},
    )
    return taken is not None
