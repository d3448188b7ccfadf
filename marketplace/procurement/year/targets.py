"""Sharing an institution's target out to its departments, to the last won."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum

from sqlalchemy import Select, select

from marketplace.audit import service as audit
from marketplace.core import clock
from marketplace.core.database import db
from marketplace.core.errors import Conflict, Invalid
from marketplace.core.text import T
from marketplace.procurement.models import Department, DepartmentTarget, Institution, SurveyAnswer
from marketplace.procurement.month_sums import restated_sums


class ShareBy(StrEnum):
    """What a department's part of the target follows."""

    PURCHASABLE = "purchasable"  # what it answered it could buy
    LAST_YEAR = "last_year"  # what counted last year


class TargetsNotSet(Conflict):
    """There is no target that departments have not been told."""

    code = "targets_not_set"


class TargetsDoNotAdd(Invalid):
    """The departments' targets are not the institution's, to the won."""

    code = "targets_do_not_add"


def propose_targets(
    institution_id: int, year: int, whole_won: int, share_by: ShareBy, floor_won: int = 0
) -> dict[int, int]:
    """A target for every reporting department, adding up to `whole_won` exactly.

    Nobody gets less than the floor. Raises Invalid when the floors alone are more than the
    whole, or when there is nothing to share by.
    """
    ids = list(db.session.scalars(_reporting(institution_id)))
    weights = _weights(institution_id, year, share_by)
    return share_out(whole_won, {each: weights.get(each, 0) for each in ids}, floor_won)


def share_out(whole_won: int, weights: Mapping[int, int], floor_won: int = 0) -> dict[int, int]:
    """`whole_won` by weight above a floor for each, the odd won to the largest remainders.

    Ties go to the lower id, so that the same input always gives the same result.
    """
    if floor_won * len(weights) > whole_won:
        raise Invalid(T("최저 목표의 합이 전체 목표보다 큽니다."))
    total = sum(weights.values())
    if not weights or total <= 0:
        raise Invalid(T("나눌 기준이 되는 금액이 없습니다."))
    rest = whole_won - floor_won * len(weights)
    parts = {each: divmod(rest * weight, total) for each, weight in weights.items()}
    shared = {each: floor_won + won for each, (won, _) in parts.items()}
    left = whole_won - sum(shared.values())
    for each in sorted(parts, key=lambda each: (-parts[each][1], each))[:left]:
        shared[each] += 1
    return shared


def set_targets(
    institution_id: int, year: int, targets: Mapping[int, int], whole_won: int
) -> list[DepartmentTarget]:
    """Keep every department's target; raises TargetsDoNotAdd unless they are the whole."""
    _refuse_unfit(institution_id, targets, whole_won)
    kept = {each.department_id: each for each in db.session.scalars(_kept(institution_id, year))}
    answers = _weights(institution_id, year, ShareBy.PURCHASABLE)
    rows = []
    for department_id, won in sorted(targets.items()):
        row = kept.get(department_id) or DepartmentTarget(department_id=department_id, year=year)
        row.target_won, row.purchasable_won = won, answers.get(department_id)
        row.notified_at = None
        db.session.add(row)
        rows.append(row)
    db.session.flush()
    body = db.session.get_one(Institution, institution_id)
    audit.record("targets:set", body, year=year, whole_won=whole_won, departments=len(rows))
    return rows


def told_now(institution_id: int, year: int) -> list[DepartmentTarget]:
    """Targets that are set and not notified yet; raises TargetsNotSet when there are none."""
    waiting = [
        each for each in db.session.scalars(_kept(institution_id, year)) if not each.notified_at
    ]
    if not waiting:
        raise TargetsNotSet(T("통보할 목표가 없습니다. 부서 목표를 먼저 정해 주세요."))
    return waiting


def notify_targets(institution_id: int, year: int) -> int:
    """Tell departments their target; returns how many had not been told before."""
    waiting = [
        each for each in db.session.scalars(_kept(institution_id, year)) if not each.notified_at
    ]
    for each in waiting:
        each.notified_at = clock.now()
    db.session.flush()
    body = db.session.get_one(Institution, institution_id)
    audit.record("targets:notified", body, year=year, departments=len(waiting))
    return len(waiting)


def _refuse_unfit(institution_id: int, targets: Mapping[int, int], whole_won: int) -> None:
    of_body = select(Department.id).filter_by(institution_id=institution_id)
    if set(targets) - set(db.session.scalars(of_body)):
        raise Invalid(T("다른 기관의 부서가 들어 있습니다."))
    if any(won < 0 for won in targets.values()):
        raise Invalid(T("목표는 0원 이상이어야 합니다."))
    difference = sum(targets.values()) - whole_won
    if difference:
        raise TargetsDoNotAdd(
            T("부서 목표의 합이 전체 목표와 %(won)s원 다릅니다.", won=f"{difference:+,}")
        )


def _weights(institution_id: int, year: int, share_by: ShareBy) -> dict[int, int]:
    if share_by is ShareBy.LAST_YEAR:
        sums = restated_sums(Department.institution_id == institution_id, year - 1)
        return {each: max(0, sum(months.values())) for each, months in sums.items()}
    query = (
        select(SurveyAnswer.department_id, SurveyAnswer.purchasable_won)
        .join(Department, Department.id == SurveyAnswer.department_id)
        .where(Department.institution_id == institution_id, SurveyAnswer.year == year)
    )
    return {row.department_id: row.purchasable_won for row in db.session.execute(query)}


def _reporting(institution_id: int) -> Select[int]:
    return (
        select(Department.id)
        .where(
            Department.institution_id == institution_id,
            Department.reports,
            Department.closed_on.is_(None),
        )
        .order_by(Department.id)
    )


def _kept(institution_id: int, year: int) -> Select[DepartmentTarget]:
    return (
        select(DepartmentTarget)
        .join(Department, Department.id == DepartmentTarget.department_id)
        .where(Department.institution_id == institution_id, DepartmentTarget.year == year)
    )
