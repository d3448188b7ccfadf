"""Reading points: a member's own, and what is outstanding in all."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from sqlalchemy import func, select
from sqlalchemy.orm import joinedload

from marketplace.core import clock
from marketplace.core.database import db
from marketplace.core.pagination import Page, clamp_limit, decode_cursor, encode_cursor
from marketplace.promotions.points.models import PointMove

SOON = timedelta(days=30)


@dataclass(frozen=True, slots=True)
class NextToExpire:
    """What runs out first, and on which day it can be spent for the last time."""

    won: int
    last_day: date


@dataclass(frozen=True, slots=True)
class Outstanding:
    """What all members may still spend, how many hold it, and what runs out within 30 days."""

    won: int
    members: int
    soon_won: int
    soon_members: int


def spendable_won(account_id: int) -> int:
    """A member's balance: what came, is left, and has not run out."""
    query = select(func.coalesce(func.sum(PointMove.remaining), 0)).where(
        PointMove.account_id == account_id, PointMove.expires_on >= clock.today()
    )
    return int(db.session.scalar(query) or 0)


def next_to_expire(account_id: int) -> NextToExpire | None:
    """What runs out first; None without a balance."""
    query = (
        select(func.sum(PointMove.remaining), PointMove.expires_on)
        .where(
            PointMove.account_id == account_id,
            PointMove.expires_on >= clock.today(),
            PointMove.remaining > 0,
        )
        .group_by(PointMove.expires_on)
        .order_by(PointMove.expires_on)
        .limit(1)
    )
    row = db.session.execute(query).first()
    return NextToExpire(int(row[0]), row[1]) if row and row[1] else None


def list_moves(
    account_id: int, cursor: str | None = None, limit: int | None = None
) -> Page[PointMove]:
    """A member's ledger with its orders, newest first."""
    query = (
        select(PointMove)
        .where(PointMove.account_id == account_id)
        .options(joinedload(PointMove.order))
        .order_by(PointMove.id.desc())
    )
    if cursor:
        query = query.where(PointMove.id < decode_cursor(cursor, [int])[0])
    size = clamp_limit(limit, 20)
    rows = db.session.scalars(query.limit(size + 1)).all()
    items = rows[:size]
    return Page(items, encode_cursor(items[-1].id) if len(rows) > size else None)


def outstanding() -> Outstanding:
    """The centre's debt in points today."""
    today = clock.today()
    whole, members = _sums(today, None)
    soon, soon_members = _sums(today, today + SOON)
    return Outstanding(whole, members, soon, soon_members)


def _sums(first: date, last: date | None) -> tuple[int, int]:
    query = select(
        func.coalesce(func.sum(PointMove.remaining), 0), func.count(PointMove.account_id.distinct())
    ).where(PointMove.remaining > 0, PointMove.expires_on >= first)
    if last is not None:
        query = query.where(PointMove.expires_on <= last)
    won, members = db.session.execute(query).one()
    return int(won), int(members)
