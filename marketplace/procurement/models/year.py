"""The quota year as a coordinator drives it: deeds, and what departments answered."""

from __future__ import annotations

from enum import StrEnum

from sqlalchemy import CheckConstraint, ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from marketplace.core import clock
from marketplace.core.database import Model
from marketplace.core.types import Instant, Pk, enum_column


class YearStep(StrEnum):
    """The seven steps of a year, in order."""

    SURVEY = "survey"  # 1 공공구매 수요조사
    ANSWERS = "answers"  # 2 구매가능액 의견제출
    TARGETS = "targets"  # 3 구매계획 수립(공시), 목표액 설정 통보
    RESULTS = "results"  # 4 구매실적 관리
    QUARTER_PLAN = "quarter_plan"  # 5 분기별 세부 구매계획 공시
    QUARTER_REPORT = "quarter_report"  # 6 구매실적 보고
    AWARD = "award"  # 7 구매실적 평가·시상


class StepAct(StrEnum):
    DONE = "done"
    REOPENED = "reopened"


class StepEvent(Model):
    """One deed on one step: append-only, the last one says how the step stands.

    `quarter` is 1–4 where a step comes each quarter, else 0. `position` counts the deeds of a
    step from 1, so that of two people who press at once only one succeeds.
    """

    __tablename__ = "step_event"

    id: Mapped[Pk]
    institution_id: Mapped[int] = mapped_column(ForeignKey("institution.id"))
    year: Mapped[int]
    step: Mapped[YearStep] = mapped_column(enum_column(YearStep))
    quarter: Mapped[int] = mapped_column(default=0)
    position: Mapped[int]
    act: Mapped[StepAct] = mapped_column(enum_column(StepAct))
    reason: Mapped[str] = mapped_column(String(300), default="")
    done_by: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    done_at: Mapped[Instant] = mapped_column(default=clock.now)

    __table_args__ = (
        UniqueConstraint("institution_id", "year", "step", "quarter", "position"),
        CheckConstraint("quarter BETWEEN 0 AND 4", name="quarter_in_year"),
        CheckConstraint("position >= 1", name="position_counts"),
        CheckConstraint("act <> 'reopened' OR reason <> ''", name="reopening_has_reason"),
    )
