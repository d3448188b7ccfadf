"""Honouring departments for a year: given with a reason, taken back only with one, published."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import joinedload

from marketplace.audit import service as audit
from marketplace.core import clock
from marketplace.core.database import db
from marketplace.core.errors import Conflict, Invalid, NotFound
from marketplace.core.text import T
from marketplace.procurement.errors import DepartmentNotFound, ReasonNeeded
from marketplace.procurement.models import (
    Award,
    AwardGrade,
    Department,
    Institution,
    Publication,
    PublicationKind,
    TextSubject,
    YearStep,
)
from marketplace.procurement.publishing.publications import publish
from marketplace.procurement.year.evaluating import find_evaluation
from marketplace.procurement.year.evaluation_paper import evaluation_paper
from marketplace.procurement.year.steps import do_step, step_state
from marketplace.procurement.year.texts import words_of


class NotEvaluated(Conflict):
    """The year has no kept evaluation yet."""

    code = "not_evaluated"

    def __init__(self) -> None:
        super().__init__(T("평가를 먼저 확정해 주세요."))


class AlreadyAwarded(Conflict):
    """The department holds an award of that year."""

    code = "already_awarded"

    def __init__(self) -> None:
        super().__init__(T("이미 시상한 부서입니다."))


class AwardNotFound(NotFound):
    """No such award, or another institution's."""

    def __init__(self) -> None:
        super().__init__(T("시상을 찾을 수 없습니다."))


@dataclass(frozen=True, slots=True)
class Honour:
    """What is given: its grade, in whose name, and why."""

    grade: AwardGrade
    giver: str
    reason: str


def award_department(
    institution_id: int, year: int, department_id: int, honour: Honour, by: int | None = None
) -> Award:
    """Give a department an award, numbered within the year.

    Raises NotEvaluated, DepartmentNotFound, ReasonNeeded, Invalid without a giver, AlreadyAwarded.
    """
    if not honour.reason.strip():
        raise ReasonNeeded("reason")
    if not honour.giver.strip():
        said = T("누구 이름으로 주는지 적어 주세요.")
        raise Invalid(said, {"giver": [said]})
    department = db.session.get(Department, department_id)
    if department is None or department.institution_id != institution_id:
        raise DepartmentNotFound
    # Held so that two awards given at once do not take the same number.
    db.session.get_one(Institution, institution_id, with_for_update={"key_share": True})
    evaluation = find_evaluation(institution_id, year)
    if evaluation is None:
        raise NotEvaluated
    last = select(func.max(Award.number)).filter_by(institution_id=institution_id, year=year)
    award = Award(
        institution_id=institution_id,
        year=year,
        number=(db.session.scalar(last) or 0) + 1,
        department_id=department_id,
        evaluation_id=evaluation.id,
        grade=honour.grade,
        giver=honour.giver.strip(),
        reason=honour.reason.strip(),
        given_by=by,
    )
    db.session.add(award)
    try:
        db.session.flush()
    except IntegrityError as error:
        raise AlreadyAwarded from error
    audit.record("award:given", award, grade=honour.grade.value, reason=award.reason)
    return award


def revoke_award(award: Award, reason: str, by: int | None = None) -> None:
    """Take an award back; it stays readable. Raises ReasonNeeded, AwardNotFound a second time."""
    if not reason.strip():
        raise ReasonNeeded("reason")
    db.session.refresh(award, with_for_update=True)
    if award.revoked_at is not None:
        raise AwardNotFound
    award.revoked_by, award.revoked_at, award.revoked_reason = by, clock.now(), reason.strip()
    db.session.flush()
    audit.record("award:revoked", award, reason=award.revoked_reason)


def get_award(public_id: str, institution_id: int) -> Award:
    """An award of an institution; raises AwardNotFound."""
    query = (
        select(Award)
        .filter_by(public_id=public_id, institution_id=institution_id)
        .options(joinedload(Award.department, innerjoin=True))
    )
    award = db.session.scalar(query)
    if award is None:
        raise AwardNotFound
    return award


def list_awards(institution_id: int, year: int, *, revoked: bool = True) -> Sequence[Award]:
    """Awards of a year by number."""
    query = (
        select(Award)
        .filter_by(institution_id=institution_id, year=year)
        .options(joinedload(Award.department, innerjoin=True))
        .order_by(Award.number)
    )
    if not revoked:
        query = query.where(Award.revoked_at.is_(None))
    return db.session.scalars(query).all()


def publish_evaluation(
    institution_id: int, year: int, by: int | None = None, reason: str = ""
) -> Publication:
    """Publish ranking and awards and do the step; raises NotEvaluated, StepAlreadyDone.

    After the step was reopened, what it was reopened for is the reason of the new version.
    """
    content = published_content(institution_id, year)
    before = step_state(institution_id, year, YearStep.AWARD).events
    do_step(institution_id, year, YearStep.AWARD, by=by)
    why = reason or (before[-1].reason if before else "")
    return publish(institution_id, year, PublicationKind.EVALUATION, content, by, why)


def published_content(institution_id: int, year: int) -> dict[str, Any]:
    """The kept evaluation with its awards and words; raises NotEvaluated."""
    evaluation = find_evaluation(institution_id, year)
    if evaluation is None:
        raise NotEvaluated
    awards = list_awards(institution_id, year, revoked=False)
    said = words_of(institution_id, year, TextSubject.EVALUATION)
    content: dict[str, Any] = {
        **evaluation.content,
        "evaluation_version": evaluation.version,
        "awards": [
            {
                "number": each.number,
                "department": each.department.name,
                "grade": each.grade.value,
                "giver": each.giver,
                "reason": each.reason,
            }
            for each in awards
        ],
        "words": said,
    }
    return {**content, "paper": evaluation_paper(content)}
