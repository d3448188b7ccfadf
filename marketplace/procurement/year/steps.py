"""How the steps of a year stand: done by whom and when, late, or reopened with a reason."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import date

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from marketplace.audit import service as audit
from marketplace.core import clock
from marketplace.core.database import db
from marketplace.core.errors import Conflict, Invalid
from marketplace.core.text import T
from marketplace.procurement.models import Institution, StepAct, StepEvent, YearStep
from marketplace.procurement.months import Month

QUARTERLY = frozenset({YearStep.QUARTER_PLAN, YearStep.QUARTER_REPORT})


class StepAlreadyDone(Conflict):
    """Somebody did the step before; it can be reopened with a reason."""

    code = "step_already_done"


class StepNotDone(Conflict):
    """Only a step that was done can be reopened."""

    code = "step_not_done"


@dataclass(frozen=True, slots=True)
class StepState:
    """One step (of one quarter) with everything that was done to it, oldest first."""

    step: YearStep
    quarter: int
    due_on: date
    events: tuple[StepEvent, ...]

    @property
    def is_done(self) -> bool:
        return bool(self.events) and self.events[-1].act is StepAct.DONE

    @property
    def is_late(self) -> bool:
        """Not done though its day has passed, or done after it."""
        if self.is_done:
            return clock.seoul(self.events[-1].done_at).date() > self.due_on
        return clock.today() > self.due_on


def due_on(year: int, step: YearStep, quarter: int = 0) -> date:
    """The last day on which a step is in time.

    January survey, February answers, targets by the end of March; a quarter's plan in its first
    month, its report in the month after it; results with December's closing; award at the
    end of the following January, once December is closed.
    """
    if step is YearStep.QUARTER_PLAN:
        return Month(year, quarter * 3 - 2).last_day
    if step is YearStep.QUARTER_REPORT:
        return Month(year, quarter * 3).following.last_day
    fixed = {
        YearStep.SURVEY: date(year, 1, 31),
        YearStep.ANSWERS: Month(year, 2).last_day,
        YearStep.TARGETS: date(year, 3, 31),
        YearStep.RESULTS: date(year + 1, 1, 5),
        YearStep.AWARD: date(year + 1, 1, 31),
    }
    return fixed[step]


def year_board(institution_id: int, year: int) -> list[StepState]:
    """Every step of a year in order, the quarterly ones four times, in one statement."""
    query = select(StepEvent).filter_by(institution_id=institution_id, year=year)
    kept: dict[tuple[YearStep, int], list[StepEvent]] = defaultdict(list)
    for event in db.session.scalars(query.order_by(StepEvent.position)):
        kept[event.step, event.quarter].append(event)
    return [
        StepState(step, quarter, due_on(year, step, quarter), tuple(kept[step, quarter]))
        for step in YearStep
        for quarter in ((1, 2, 3, 4) if step in QUARTERLY else (0,))
    ]


def step_state(institution_id: int, year: int, step: YearStep, quarter: int = 0) -> StepState:
    """How one step stands; raises Invalid for a quarter it does not have."""
    for state in year_board(institution_id, year):
        if (state.step, state.quarter) == (step, quarter):
            return state
    raise Invalid(T("그런 단계는 없습니다."))


def do_step(
    institution_id: int, year: int, step: YearStep, quarter: int = 0, by: int | None = None
) -> StepEvent:
    """Mark a step as done; raises StepAlreadyDone."""
    state = step_state(institution_id, year, step, quarter)
    if state.is_done:
        raise StepAlreadyDone(T("이미 마친 단계입니다. 사유를 적어 다시 열 수 있습니다."))
    return _add(institution_id, year, state, StepAct.DONE, by)


def reopen_step(
    institution_id: int,
    year: int,
    step: YearStep,
    *,
    reason: str,
    quarter: int = 0,
    by: int | None = None,
) -> StepEvent:
    """Open a finished step again; the reason stays. Raises Invalid without one, StepNotDone."""
    if not reason.strip():
        said = T("다시 여는 까닭을 적어 주세요.")
        raise Invalid(said, {"reason": [said]})
    state = step_state(institution_id, year, step, quarter)
    if not state.is_done:
        raise StepNotDone(T("아직 마치지 않은 단계입니다."))
    return _add(institution_id, year, state, StepAct.REOPENED, by, reason.strip())


def _add(
    institution_id: int,
    year: int,
    state: StepState,
    act: StepAct,
    by: int | None,
    reason: str = "",
) -> StepEvent:
    event = StepEvent(
        institution_id=institution_id,
        year=year,
        step=state.step,
        quarter=state.quarter,
        position=len(state.events) + 1,
        act=act,
        reason=reason,
        done_by=by,
    )
    db.session.add(event)
    try:
        db.session.flush()
    except IntegrityError as error:  # somebody pressed a moment ago
        raise StepAlreadyDone(T("방금 다른 사람이 이 단계를 바꾸었습니다.")) from error
    body = db.session.get_one(Institution, institution_id)
    audit.record(f"step:{act.value}", body, year=year, step=state.step.value, reason=reason)
    return event
