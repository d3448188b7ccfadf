"""Proposing departments' targets: by what they could buy, by last year, or by both."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from sqlalchemy import Select, select

from marketplace.core.database import db
from marketplace.core.errors import Invalid
from marketplace.core.text import T
from marketplace.procurement.models import Department, ShareBy, SurveyAnswer
from marketplace.procurement.month_sums import restated_sums
from marketplace.procurement.year.sharing import Bounds, share_out

ALL_PERCENT = 100


@dataclass(frozen=True, slots=True)
class Way:
    """How targets are proposed; `mixed_percent` is the weight of the purchasable amount.

    Departments in `pinned` keep their won, and the others share the rest.
    """

    share_by: ShareBy = ShareBy.PURCHASABLE
    bounds: Bounds = field(default_factory=Bounds)
    mixed_percent: int = 50
    pinned: Mapping[int, int] = field(default_factory=dict)


def propose_targets(institution_id: int, year: int, whole_won: int, way: Way) -> dict[int, int]:
    """A target for every reporting department, adding up to `whole_won` exactly.

    Nobody who is not pinned gets less than the floor or more than the cap. Raises Invalid when
    that cannot be, when pins alone are more than the whole, or with nothing to share by.
    """
    ids = list(db.session.scalars(reporting_ids(institution_id)))
    pinned = {each: way.pinned[each] for each in ids if each in way.pinned}
    rest = whole_won - sum(pinned.values())
    if rest < 0:
        raise Invalid(T("고정한 부서의 합이 전체 목표보다 큽니다."))
    weights = weights_of(institution_id, year, way.share_by, way.mixed_percent)
    free = {each: weights.get(each, 0) for each in ids if each not in pinned}
    if not free and rest == 0:
        return pinned
    return pinned | share_out(rest, free, way.bounds)


def weights_of(
    institution_id: int, year: int, share_by: ShareBy, mixed_percent: int = 50
) -> dict[int, int]:
    """What each department weighs, by id; mixed weighs shares of both wholes, exactly."""
    if share_by is ShareBy.LAST_YEAR:
        return last_year_won(institution_id, year)
    answers = answered_won(institution_id, year)
    if share_by is not ShareBy.MIXED:
        return answers
    actuals = last_year_won(institution_id, year)
    return _mixed(answers, actuals, min(max(mixed_percent, 0), ALL_PERCENT))


def last_year_won(institution_id: int, year: int) -> dict[int, int]:
    """What counted in the year before, corrections included, by department id."""
    sums = restated_sums(Department.institution_id == institution_id, year - 1)
    return {each: max(0, sum(months.values())) for each, months in sums.items()}


def answered_won(institution_id: int, year: int) -> dict[int, int]:
    """What departments answered they could buy, by id."""
    query = (
        select(SurveyAnswer.department_id, SurveyAnswer.purchasable_won)
        .join(Department, Department.id == SurveyAnswer.department_id)
        .where(Department.institution_id == institution_id, SurveyAnswer.year == year)
    )
    return {row.department_id: row.purchasable_won for row in db.session.execute(query)}


def _mixed(answers: dict[int, int], actuals: dict[int, int], percent: int) -> dict[int, int]:
    of_answers, of_actuals = sum(answers.values()), sum(actuals.values())
    if not of_answers or not of_actuals:  # only one of the two is known
        return answers if of_answers else actuals
    return {
        each: percent * answers.get(each, 0) * of_actuals
        + (ALL_PERCENT - percent) * actuals.get(each, 0) * of_answers
        for each in {*answers, *actuals}
    }


def reporting_ids(institution_id: int) -> Select[int]:
    """Departments that report, by id."""
    return (
        select(Department.id)
        .where(
            Department.institution_id == institution_id,
            Department.reports,
            Department.closed_on.is_(None),
        )
        .order_by(Department.id)
    )
