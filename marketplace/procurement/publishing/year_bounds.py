"""Which purchases belong to a year, a quarter or a month: by their counting day alone."""

from __future__ import annotations

from datetime import date

from sqlalchemy import ColumnElement

from marketplace.procurement.models import PurchaseRecord
from marketplace.procurement.months import Month


def belongs_to(year: int, quarter: int = 0, month: int = 0) -> ColumnElement[bool]:
    """Counted within the year, its quarter (1–4) or its month (1–12)."""
    first, last = bounds(year, quarter, month)
    return PurchaseRecord.counted_on.between(first, last)


def bounds(year: int, quarter: int = 0, month: int = 0) -> tuple[date, date]:
    """The first and the last day."""
    if month:
        return Month(year, month).first_day, Month(year, month).last_day
    if quarter:
        return Month(year, quarter * 3 - 2).first_day, Month(year, quarter * 3).last_day
    return date(year, 1, 1), date(year, 12, 31)
