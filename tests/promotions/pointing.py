"""Points for tests."""

from __future__ import annotations

from datetime import date, timedelta
from itertools import count
from typing import Any

from sqlalchemy import func, select

from marketplace.core import clock
from marketplace.core.database import db
from marketplace.promotions.points.models import PointKind, PointMove, PointRule
from marketplace.promotions.points.rules import Terms, set_rule

_numbers = count(1)


def points_on(**values: Any) -> PointRule:
    """From today: one percent, twelve months, from 100 won."""
    asked: dict[str, Any] = {
        "from_day": clock.today(),
        "rate": 100,
        "valid_months": 12,
        "min_use_won": 100,
        "reason": "시범 운영",
    }
    return set_rule(Terms(**{**asked, **values}), None)


def points_of(account_id: int, won: int, until: date | None = None) -> PointMove:
    """Points that came some other day."""
    made = PointMove(
        account_id=account_id,
        kind=PointKind.EARNED,
        won=won,
        remaining=won,
        expires_on=until or clock.today() + timedelta(days=200),
        deed=f"test:{next(_numbers)}",
    )
    db.session.add(made)
    db.session.flush()
    return made


def books(account_id: int) -> tuple[int, int]:
    """The sum of a member's ledger, and what its points still hold; both must agree."""
    db.session.rollback()
    query = select(
        func.coalesce(func.sum(PointMove.won), 0), func.coalesce(func.sum(PointMove.remaining), 0)
    ).filter_by(account_id=account_id)
    moved, left = db.session.execute(query).one()
    return int(moved), int(left)


def ledger(account_id: int) -> list[tuple[str, int]]:
    """Kinds and sums of a member's ledger in the order they happened."""
    db.session.rollback()
    query = select(PointMove).filter_by(account_id=account_id).order_by(PointMove.id)
    return [(move.kind.value, move.won) for move in db.session.scalars(query)]
