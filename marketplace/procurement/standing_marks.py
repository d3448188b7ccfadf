"""Marks that stand, as parts of larger queries: which months of which department are left out."""

from __future__ import annotations

from sqlalchemy import ColumnElement, or_

from marketplace.procurement.measuring import WHOLE_YEAR
from marketplace.procurement.models import MonthTotal, YearMark


def is_standing() -> ColumnElement[bool]:
    """A mark nobody lifted."""
    return YearMark.lifted_at.is_(None)


def is_left_out() -> ColumnElement[bool]:
    """Whether a kept total belongs to a month, or a year, that is left out."""
    return (
        YearMark.__table__.select()
        .where(
            is_standing(),
            YearMark.department_id == MonthTotal.department_id,
            YearMark.year == MonthTotal.year,
            or_(YearMark.month == WHOLE_YEAR, YearMark.month == MonthTotal.month),
        )
        .exists()
    )
