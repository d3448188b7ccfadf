"""Which version of an institution's rule is in force on a day."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from sqlalchemy import select

from marketplace.core import clock
from marketplace.core.database import db
from marketplace.procurement.models import QuotaRule


def find_rule(institution_id: int, year: int, on: date | None = None) -> QuotaRule | None:
    """The newest version of the year's rule that has taken effect on `on` (default: today).

    A past year is judged by its last version, a coming one by its first.
    """
    day = min(max(on or clock.today(), date(year, 1, 1)), date(year, 12, 31))
    query = (
        select(QuotaRule)
        .filter_by(institution_id=institution_id, year=year)
        .where(QuotaRule.effective_on <= day)
        .order_by(QuotaRule.version.desc())
        .limit(1)
    )
    return db.session.scalar(query)


def pick_rule(rules: Iterable[QuotaRule], year: int, on: date) -> QuotaRule | None:
    """The same of rules that were read already."""
    in_force = [each for each in rules if each.year == year and each.effective_on <= on]
    return max(in_force, key=lambda each: each.version, default=None)
