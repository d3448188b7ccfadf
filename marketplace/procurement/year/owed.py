"""What a department owes the year right now: an answer to the survey, a quarter's plan."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import (
    ColumnElement,
    CompoundSelect,
    Date,
    Select,
    String,
    cast,
    func,
    literal,
    null,
    select,
    union_all,
)

from marketplace.core import clock
from marketplace.core.database import db
from marketplace.procurement.models import (
    Department,
    QuarterPlanCall,
    QuarterPlanVersion,
    StepAct,
    StepEvent,
    SurveyAnswer,
    YearStep,
)
from marketplace.procurement.year.steps import due_on


@dataclass(frozen=True, slots=True)
class Owed:
    """One thing asked of a department and not given; `quarter` is 0 for the survey."""

    step: YearStep
    year: int
    quarter: int
    due_on: date

    @property
    def is_late(self) -> bool:
        return clock.today() > self.due_on


def owed_by(department: Department, year: int) -> list[Owed]:
    """What the department has not given, by deadline, in one statement."""
    if not department.reports:
        return []
    query: CompoundSelect[int, date | None] = union_all(
        _plan_missing(department, year), _answer_missing(department, year)
    )
    found = [
        Owed(YearStep.QUARTER_PLAN, year, quarter, due)
        if due
        else Owed(YearStep.ANSWERS, year, 0, due_on(year, YearStep.ANSWERS))
        for quarter, due in db.session.execute(query)
    ]
    return sorted(found, key=lambda each: each.due_on)


def _plan_missing(department: Department, year: int) -> Select[int, date]:
    call = QuarterPlanCall
    submitted = select(QuarterPlanVersion.id).where(
        QuarterPlanVersion.department_id == department.id,
        QuarterPlanVersion.year == year,
        QuarterPlanVersion.quarter == call.quarter,
    )
    return select(call.quarter, call.due_on).where(
        call.institution_id == department.institution_id,
        call.year == year,
        ~submitted.exists(),
        _act(department, year, YearStep.QUARTER_PLAN, call.quarter) != StepAct.DONE.value,
    )


def _answer_missing(department: Department, year: int) -> Select[int, date | None]:
    answered = select(SurveyAnswer.id).where(
        SurveyAnswer.department_id == department.id, SurveyAnswer.year == year
    )
    zero = literal(0)
    return select(zero, cast(null(), Date)).where(
        _act(department, year, YearStep.SURVEY, zero) == StepAct.DONE.value,
        _act(department, year, YearStep.TARGETS, zero) != StepAct.DONE.value,
        ~answered.exists(),
    )


def _act(department: Department, year: int, step: YearStep, quarter: Any) -> ColumnElement[str]:
    """How a step stands: its last deed, "" before there is one."""
    last = (
        select(cast(StepEvent.act, String))
        .where(
            StepEvent.institution_id == department.institution_id,
            StepEvent.year == year,
            StepEvent.step == step,
            StepEvent.quarter == quarter,
        )
        .order_by(StepEvent.position.desc())
        .limit(1)
    )
    return func.coalesce(last.scalar_subquery(), "")
