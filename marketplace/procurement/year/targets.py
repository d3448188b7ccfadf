"""Departments' targets: kept when they add up to the won, told, and changed only with a reason."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from sqlalchemy import Select, func, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import joinedload

from marketplace.audit import service as audit
from marketplace.core import clock
from marketplace.core.database import db
from marketplace.core.errors import Conflict, Invalid
from marketplace.core.text import T
from marketplace.procurement.models import (
    Department,
    DepartmentTarget,
    Institution,
    ShareBy,
    TargetSet,
    YearStep,
)
from marketplace.procurement.publishing.spending import required_won
from marketplace.procurement.rules.finding import find_rule
from marketplace.procurement.year.proposing import Way, answered_won
from marketplace.procurement.year.steps import reopen_step, step_state


class TargetsNotSet(Conflict):
    """There is no target that departments have not been told."""

    code = "targets_not_set"


class TargetsDoNotAdd(Invalid):
    """The departments' targets are not the institution's, to the won."""

    code = "targets_do_not_add"


class TargetsMovedOn(Conflict):
    """Somebody else saved targets a moment ago."""

    code = "targets_moved_on"


def set_targets(
    institution_id: int,
    year: int,
    targets: Mapping[int, int],
    whole_won: int,
    *,
    way: Way | None = None,
    reason: str = "",
    by: int | None = None,
) -> TargetSet:
    """Keep every department's target as a new version; what changed waits to be told.

    After the notification a reason is needed, and the step is open again with it. Raises
    TargetsDoNotAdd unless the targets are the whole and the whole is what the rule requires
    at least, Invalid without a reason, TargetsMovedOn when somebody else was first.
    """
    db.session.get_one(Institution, institution_id, with_for_update={"key_share": True})
    required = required_won(find_rule(institution_id, year))
    _refuse_unfit(institution_id, targets, whole_won, required)
    changed = _keep_rows(institution_id, year, targets)
    _reopen_when_told(institution_id, year, reason, by, changed)
    return _keep_version(
        TargetSet(
            institution_id=institution_id,
            year=year,
            version=_last_version(institution_id, year) + 1,
            whole_won=whole_won,
            required_won=required,
            share_by=way.share_by if way else ShareBy.HAND,
            way=_described(way),
            targets={str(each): won for each, won in sorted(targets.items())},
            reason=reason.strip(),
            set_by=by,
        ),
        changed,
    )


def target_history(institution_id: int, year: int) -> Sequence[TargetSet]:
    """Every version of a year's targets, newest first."""
    query = (
        select(TargetSet)
        .filter_by(institution_id=institution_id, year=year)
        .order_by(TargetSet.version.desc())
    )
    return db.session.scalars(query).all()


def told_now(institution_id: int, year: int) -> list[DepartmentTarget]:
    """Targets that are set and not notified yet; raises TargetsNotSet when there are none."""
    waiting = [
        each for each in db.session.scalars(_kept(institution_id, year)) if not each.notified_at
    ]
    if not waiting:
        raise TargetsNotSet(T("통보할 목표가 없습니다. 부서 목표를 먼저 정해 주세요."))
    return waiting


def notify_targets(institution_id: int, year: int) -> int:
    """Mark targets as told; returns how many had not been told before."""
    waiting = [
        each for each in db.session.scalars(_kept(institution_id, year)) if not each.notified_at
    ]
    for each in waiting:
        each.notified_at = clock.now()
    db.session.flush()
    body = db.session.get_one(Institution, institution_id)
    audit.record("targets:notified", body, year=year, departments=len(waiting))
    return len(waiting)


def _reopen_when_told(
    institution_id: int, year: int, reason: str, by: int | None, changed: int
) -> None:
    if not step_state(institution_id, year, YearStep.TARGETS).is_done:
        return
    if not changed:
        raise TargetsNotSet(T("통보한 목표에서 바뀐 것이 없습니다."))
    if not reason.strip():
        said = T("이미 통보한 목표입니다. 바꾸는 사유를 적어 주세요.")
        raise Invalid(said, {"reason": [said]})
    reopen_step(institution_id, year, YearStep.TARGETS, reason=reason, by=by)


def _refuse_unfit(
    institution_id: int, targets: Mapping[int, int], whole_won: int, required: int | None
) -> None:
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
    if required is not None and whole_won < required:
        raise TargetsDoNotAdd(
            T(
                "전체 목표가 의무구매 기준의 금액보다 %(won)s원 적습니다.",
                won=f"{required - whole_won:,}",
            )
        )


def _keep_rows(institution_id: int, year: int, targets: Mapping[int, int]) -> int:
    """Write the targets in force; returns how many changed."""
    kept = {each.department_id: each for each in db.session.scalars(_kept(institution_id, year))}
    answers = answered_won(institution_id, year)
    changed = 0
    for department_id, won in sorted(targets.items()):
        row = kept.get(department_id) or DepartmentTarget(department_id=department_id, year=year)
        if row.target_won != won:
            row.target_won, row.notified_at = won, None
            changed += 1
        row.purchasable_won = answers.get(department_id)
        db.session.add(row)
    db.session.flush()
    return changed


def _keep_version(version: TargetSet, changed: int) -> TargetSet:
    db.session.add(version)
    try:
        db.session.flush()
    except IntegrityError as error:  # a second coordinator pressed at the same moment
        raise TargetsMovedOn(T("방금 다른 사람이 부서 목표를 저장했습니다.")) from error
    audit.record(
        "targets:set",
        version,
        year=version.year,
        version=version.version,
        whole_won=version.whole_won,
        changed=changed,
        reason=version.reason,
    )
    return version


def _described(way: Way | None) -> dict[str, int | None]:
    if way is None:
        return {}
    return {
        "mixed_percent": way.mixed_percent if way.share_by is ShareBy.MIXED else None,
        "floor_won": way.bounds.floor_won,
        "cap_won": way.bounds.cap_won,
        "unit_won": way.bounds.unit_won,
        "pinned": len(way.pinned),
    }


def _last_version(institution_id: int, year: int) -> int:
    query = select(func.max(TargetSet.version)).filter_by(institution_id=institution_id, year=year)
    return db.session.scalar(query) or 0


def _kept(institution_id: int, year: int) -> Select[DepartmentTarget]:
    return (
        select(DepartmentTarget)
        .join(Department, Department.id == DepartmentTarget.department_id)
        .where(Department.institution_id == institution_id, DepartmentTarget.year == year)
        .options(joinedload(DepartmentTarget.department, innerjoin=True))
        .order_by(DepartmentTarget.department_id)
    )
