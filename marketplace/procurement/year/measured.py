"""An institution's sum and rate without what was marked as not measured or changed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from marketplace.procurement.models import Department, YearMark
from marketplace.procurement.month_sums import restated_sums
from marketplace.procurement.standing import InstitutionStanding
from marketplace.procurement.year.evaluation_facts import by_number
from marketplace.procurement.year.marks import (
    Measured,
    list_marks,
    marked_months,
    measure,
    total_of,
)

NOTHING: frozenset[int] = frozenset()


@dataclass(frozen=True, slots=True)
class MeasuredWhole:
    """What is left out, and the whole without it."""

    marks: Sequence[YearMark]
    whole: Measured


def measured_whole(standing: InstitutionStanding) -> MeasuredWhole | None:
    """The whole as it is measured, None while nothing is left out; at most two statements."""
    marks = list_marks(standing.institution.id, standing.year)
    if not marks:
        return None
    won = restated_sums(Department.institution_id == standing.institution.id, standing.year)
    left_out = marked_months(marks)
    parts = [
        measure(
            each.target_won,
            by_number(won.get(each.department.id, {})),
            left_out.get(each.department.id, NOTHING),
        )
        for each in standing.departments
    ]
    return MeasuredWhole(marks, total_of(parts))
