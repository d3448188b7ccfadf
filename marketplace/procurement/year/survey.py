"""The January survey: every reporting department is asked, and answers what it could buy."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import select

from marketplace.audit import service as audit
from marketplace.core import clock
from marketplace.core.database import db
from marketplace.core.errors import Conflict, Invalid, NotFound
from marketplace.core.text import T
from marketplace.procurement.models import Department, SurveyAnswer, YearStep
from marketplace.procurement.year.steps import step_state


class SurveyNotOpen(Conflict):
    """The survey was not sent yet, or its answers are complete."""

    code = "survey_not_open"


@dataclass(frozen=True, slots=True)
class Asked:
    """One department with its answer, None while it has not answered."""

    department: Department
    answer: SurveyAnswer | None


def answer_survey(
    department_id: int, year: int, purchasable_won: int, note: str = "", by: int | None = None
) -> SurveyAnswer:
    """Keep what a department could buy; until answers are complete it may change its mind.

    Raises NotFound, SurveyNotOpen, or Invalid for a negative amount.
    """
    department = db.session.get(Department, department_id)
    if department is None:
        raise NotFound(T("부서를 찾을 수 없습니다."))
    if purchasable_won < 0:
        said = T("0원 이상의 금액을 적어 주세요.")
        raise Invalid(said, {"purchasable_won": [said]})
    _refuse_unless_open(department.institution_id, year)
    answer = db.session.scalar(
        select(SurveyAnswer).filter_by(department_id=department_id, year=year)
    ) or SurveyAnswer(department_id=department_id, year=year)
    before = answer.purchasable_won
    answer.purchasable_won, answer.note = purchasable_won, note.strip()
    answer.answered_by, answer.answered_at = by, clock.now()
    db.session.add(answer)
    db.session.flush()
    audit.record("survey:answered", answer, before=before, purchasable_won=purchasable_won)
    return answer


def asked_departments(institution_id: int, year: int) -> list[Asked]:
    """Every reporting department and its answer, in one statement."""
    answered = (SurveyAnswer.department_id == Department.id) & (SurveyAnswer.year == year)
    query = (
        select(Department, SurveyAnswer)
        .outerjoin(SurveyAnswer, answered)
        .where(
            Department.institution_id == institution_id,
            Department.reports,
            Department.closed_on.is_(None),
        )
        .order_by(Department.position, Department.id)
    )
    return [Asked(department, answer) for department, answer in db.session.execute(query)]


def _refuse_unless_open(institution_id: int, year: int) -> None:
    if not step_state(institution_id, year, YearStep.SURVEY).is_done:
        raise SurveyNotOpen(T("수요조사를 아직 보내지 않았습니다."))
    if step_state(institution_id, year, YearStep.ANSWERS).is_done:
        raise SurveyNotOpen(T("의견 제출이 끝났습니다. 총괄부서에 문의해 주세요."))
