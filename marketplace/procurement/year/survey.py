"""The January survey: every reporting department is asked, and answers what it could buy."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from marketplace.audit import service as audit
from marketplace.core import clock
from marketplace.core.database import db
from marketplace.core.errors import Conflict, Invalid, NotFound
from marketplace.core.text import T
from marketplace.procurement.models import (
    Department,
    PurchaseKind,
    SurveyAnswer,
    SurveyAnswerVersion,
    YearStep,
)
from marketplace.procurement.year.steps import due_on, step_state

QUARTERS = ("1", "2", "3", "4")


class SurveyNotOpen(Conflict):
    """The survey was not sent yet, or targets were made of its answers and told."""

    code = "survey_not_open"


class AnsweredMeanwhile(Conflict):
    """Somebody else kept an answer of the same department a moment ago."""

    code = "answered_meanwhile"


@dataclass(frozen=True, slots=True)
class Answer:
    """What a department could buy: in all, and where it says so by kind and by quarter."""

    purchasable_won: int
    note: str = ""
    by_kind: Mapping[str, int] = field(default_factory=dict)
    by_quarter: Mapping[str, int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Asked:
    """One department with its answer, None while it has not answered, and all versions of it."""

    department: Department
    answer: SurveyAnswer | None
    versions: tuple[SurveyAnswerVersion, ...] = ()

    @property
    def is_late(self) -> bool:
        """Whether it first answered after the deadline, or has not though that has passed."""
        if self.versions:
            return is_late_answer(self.versions[0])
        return self.answer is None

    @property
    def changed_late(self) -> bool:
        """Whether an answer given in time was changed after the deadline."""
        return len(self.versions) > 1 and not self.is_late and is_late_answer(self.versions[-1])


def is_late_answer(version: SurveyAnswerVersion) -> bool:
    """Whether it was given after the last day of February, in Seoul."""
    return clock.seoul(version.answered_at).date() > due_on(version.year, YearStep.ANSWERS)


def answer_survey(
    department_id: int,
    year: int,
    answer: Answer,
    by: int | None = None,
    behalf_note: str = "",
) -> SurveyAnswer:
    """Keep what a department could buy as a new version; it may change until targets are told.

    `behalf_note` says why the coordinating department answers in its place. The same answer
    given twice is kept once. Raises NotFound, SurveyNotOpen, AnsweredMeanwhile, or Invalid for
    amounts that are negative or do not add up.
    """
    department = db.session.get(Department, department_id)
    if department is None:
        raise NotFound(T("부서를 찾을 수 없습니다."))
    _refuse_unfit(answer)
    refuse_unless_open(department.institution_id, year)
    versions = answer_versions(department_id, year)
    kept = db.session.scalar(select(SurveyAnswer).filter_by(department_id=department_id, year=year))
    if kept is not None and versions and _says(versions[-1]) == (*_spoken(answer), behalf_note):
        return kept
    values = {
        "purchasable_won": answer.purchasable_won,
        "by_kind": _stated(answer.by_kind),
        "by_quarter": _stated(answer.by_quarter),
        "note": answer.note.strip(),
        "behalf_note": behalf_note.strip(),
        "answered_by": by,
        "answered_at": clock.now(),
    }
    kept = kept or SurveyAnswer(department_id=department_id, year=year)
    before = kept.purchasable_won
    for name, value in values.items():
        setattr(kept, name, value)
    version = SurveyAnswerVersion(
        department_id=department_id, year=year, version=len(versions) + 1, **values
    )
    db.session.add_all([kept, version])
    try:
        db.session.flush()
    except IntegrityError as error:
        raise AnsweredMeanwhile(T("방금 다른 사람이 이 부서의 답을 저장했습니다.")) from error
    audit.record(
        "survey:answered",
        kept,
        before=before,
        purchasable_won=answer.purchasable_won,
        behalf_note=behalf_note.strip(),
    )
    return kept


def answer_for(
    department_id: int, year: int, answer: Answer, behalf_note: str, by: int | None = None
) -> SurveyAnswer:
    """An answer in a department's place; raises Invalid without a note that says why."""
    if not behalf_note.strip():
        said = T("대신 적는 까닭을 적어 주세요.")
        raise Invalid(said, {"behalf_note": [said]})
    return answer_survey(department_id, year, answer, by, behalf_note.strip())


def answer_versions(department_id: int, year: int) -> list[SurveyAnswerVersion]:
    """Every answer of a department for a year, oldest first."""
    query = (
        select(SurveyAnswerVersion)
        .filter_by(department_id=department_id, year=year)
        .order_by(SurveyAnswerVersion.version)
    )
    return list(db.session.scalars(query))


def asked_departments(institution_id: int, year: int) -> list[Asked]:
    """Every reporting department, its answer and all versions of it, in two statements."""
    answered = (SurveyAnswer.department_id == Department.id) & (SurveyAnswer.year == year)
    reporting = (
        Department.institution_id == institution_id,
        Department.reports,
        Department.closed_on.is_(None),
    )
    query = (
        select(Department, SurveyAnswer)
        .outerjoin(SurveyAnswer, answered)
        .where(*reporting)
        .order_by(Department.position, Department.id)
    )
    versions: dict[int, list[SurveyAnswerVersion]] = defaultdict(list)
    every = (
        select(SurveyAnswerVersion)
        .join(Department, Department.id == SurveyAnswerVersion.department_id)
        .where(*reporting, SurveyAnswerVersion.year == year)
        .order_by(SurveyAnswerVersion.version)
    )
    for version in db.session.scalars(every):
        versions[version.department_id].append(version)
    return [
        Asked(department, answer, tuple(versions[department.id]))
        for department, answer in db.session.execute(query)
    ]


def _refuse_unfit(answer: Answer) -> None:
    faults: dict[str, list[str]] = {}
    if answer.purchasable_won < 0:
        faults["purchasable_won"] = [T("0원 이상의 금액을 적어 주세요.")]
    for name, split, known in (
        ("by_kind", answer.by_kind, {kind.value for kind in PurchaseKind}),
        ("by_quarter", answer.by_quarter, set(QUARTERS)),
    ):
        if set(split) - known or any(won < 0 for won in split.values()):
            faults[name] = [T("0원 이상의 금액을 적어 주세요.")]
        elif any(split.values()) and sum(split.values()) != answer.purchasable_won:
            over = sum(split.values()) - answer.purchasable_won
            faults[name] = [
                T("나눈 금액의 합이 구매가능액과 %(won)s원 다릅니다.", won=f"{over:+,}")
            ]
    if faults:
        raise Invalid(T("적은 내용을 확인해 주세요."), faults)


def refuse_unless_open(institution_id: int, year: int) -> None:
    """Raise SurveyNotOpen before the survey is sent and after targets are told."""
    if not step_state(institution_id, year, YearStep.SURVEY).is_done:
        raise SurveyNotOpen(T("수요조사를 아직 보내지 않았습니다."))
    if step_state(institution_id, year, YearStep.TARGETS).is_done:
        raise SurveyNotOpen(T("목표가 통보되어 고칠 수 없습니다. 총괄부서에 문의해 주세요."))


def _stated(split: Mapping[str, int]) -> dict[str, int]:
    """A split as it is kept: nothing where nothing was split."""
    return dict(split) if any(split.values()) else {}


def _spoken(answer: Answer) -> tuple[object, ...]:
    return (
        answer.purchasable_won,
        answer.note.strip(),
        _stated(answer.by_kind),
        _stated(answer.by_quarter),
    )


def _says(version: SurveyAnswerVersion) -> tuple[object, ...]:
    return (
        version.purchasable_won,
        version.note,
        version.by_kind,
        version.by_quarter,
        version.behalf_note,
    )
