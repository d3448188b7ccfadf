"""What one department handed in for a year: its answer, its quarter plans, its closings."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import select

from marketplace.core.database import db
from marketplace.procurement.models import (
    Department,
    MonthClosing,
    QuarterPlanCall,
    QuarterPlanVersion,
    SurveyAnswerVersion,
)
from marketplace.procurement.months import Month
from marketplace.procurement.year.quarter_plans import PlannedDepartment
from marketplace.procurement.year.survey import answer_versions, is_late_answer


@dataclass(frozen=True, slots=True)
class HandedIn:
    """Everything a department sent for a year; `plans` has a quarter for each that was asked."""

    answer: SurveyAnswerVersion | None
    is_answer_late: bool
    plans: Sequence[tuple[int, PlannedDepartment]]
    closed_in_time: int
    closed_late: Sequence[int]


def handed_in(department: Department, year: int) -> HandedIn:
    """Read in four statements."""
    answers = answer_versions(department.id, year)
    closings = _closings(department.id, year)
    late = [each.month for each in closings if each.is_late_for(Month(year, each.month).due_on)]
    return HandedIn(
        answer=answers[-1] if answers else None,
        is_answer_late=bool(answers) and is_late_answer(answers[0]),
        plans=_plans(department, year),
        closed_in_time=len(closings) - len(late),
        closed_late=late,
    )


def _closings(department_id: int, year: int) -> Sequence[MonthClosing]:
    query = select(MonthClosing).filter_by(department_id=department_id, year=year)
    return db.session.scalars(query.order_by(MonthClosing.month)).all()


def _plans(department: Department, year: int) -> list[tuple[int, PlannedDepartment]]:
    calls = select(QuarterPlanCall).filter_by(institution_id=department.institution_id, year=year)
    versions = select(QuarterPlanVersion).filter_by(department_id=department.id, year=year)
    newest = {
        each.quarter: each
        for each in db.session.scalars(versions.order_by(QuarterPlanVersion.version))
    }
    return [
        (call.quarter, PlannedDepartment(department, newest.get(call.quarter), call.due_on))
        for call in db.session.scalars(calls.order_by(QuarterPlanCall.quarter))
    ]
