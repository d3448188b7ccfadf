"""The purchase plan of a year (구매계획): composed from targets and answers, then published."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import select

from marketplace.core.apportioning import apportion
from marketplace.core.database import db
from marketplace.core.errors import Conflict
from marketplace.core.text import T
from marketplace.enterprises.models import CertificationKind
from marketplace.procurement.models import (
    Department,
    Institution,
    Publication,
    PublicationKind,
    PurchaseKind,
    SurveyAnswer,
    TextSubject,
)
from marketplace.procurement.month_sums import restated_sums
from marketplace.procurement.publishing.publications import publish
from marketplace.procurement.standing import institution_standing
from marketplace.procurement.year.actuals import actuals_by_designation, actuals_by_kind
from marketplace.procurement.year.plan_paper import plan_paper
from marketplace.procurement.year.survey import QUARTERS
from marketplace.procurement.year.texts import words_of

SCHEMA = "ieum/plan/1"
KINDS = tuple(kind.value for kind in PurchaseKind)
Split = dict[str, int]


class NothingPlanned(Conflict):
    """No department has a target of the year yet."""

    code = "nothing_planned"

    def __init__(self) -> None:
        super().__init__(T("부서 목표를 정해야 구매계획을 만들 수 있습니다."))


@dataclass(frozen=True, slots=True)
class PlannedSplit:
    """One department's target, split by kind and by quarter, and what each split follows."""

    department: Department
    target_won: int
    by_kind: Split
    by_quarter: Split
    kind_follows: str
    quarter_follows: str


@dataclass(frozen=True, slots=True)
class YearPlan:
    """The composed plan; every split adds up to its department's target, to the won."""

    institution: Institution
    year: int
    required_won: int | None
    departments: tuple[PlannedSplit, ...]
    by_designation: Split
    designation_names: Mapping[str, str]
    words: Mapping[str, str]

    @property
    def whole_won(self) -> int:
        return sum(each.target_won for each in self.departments)

    @property
    def by_kind(self) -> Split:
        return {kind: sum(each.by_kind[kind] for each in self.departments) for kind in KINDS}

    @property
    def by_quarter(self) -> Split:
        return {q: sum(each.by_quarter[q] for each in self.departments) for q in QUARTERS}


def compose_plan(institution_id: int, year: int) -> YearPlan:
    """Put the plan together in a fixed number of statements; raises NothingPlanned.

    Kinds and quarters follow the department's own answer, else what it bought last year, else
    what the institution did, else equal parts; designations follow what the institution bought.
    """
    standing = institution_standing(institution_id, year)
    placed = [each for each in standing.departments if each.target_won is not None]
    if not placed:
        raise NothingPlanned
    ours = Department.institution_id == institution_id
    answers = _answers(institution_id, year)
    kinds, quarters = actuals_by_kind(ours, year - 1), _quarters(institution_id, year - 1)
    departments = []
    for each in placed:
        key, target = each.department.id, each.target_won or 0
        answer = answers.get(key)
        by_kind = _follow(answer.by_kind if answer else {}, kinds, key, KINDS)
        by_quarter = _follow(answer.by_quarter if answer else {}, quarters, key, QUARTERS)
        departments.append(
            PlannedSplit(
                each.department,
                target,
                _shared(target, by_kind[0]),
                _shared(target, by_quarter[0]),
                by_kind[1],
                by_quarter[1],
            )
        )
    bought = actuals_by_designation(ours, year - 1)
    whole = sum(each.target_won for each in departments)
    return YearPlan(
        institution=standing.institution,
        year=year,
        required_won=standing.required_won,
        departments=tuple(departments),
        by_designation=_shared(whole, {kind: max(won, 0) for kind, won in bought.items()})
        if any(won > 0 for won in bought.values())
        else {},
        designation_names=designation_names(),
        words=words_of(institution_id, year, TextSubject.PLAN),
    )


def publish_plan(
    institution_id: int, year: int, by: int | None = None, reason: str = ""
) -> Publication:
    """Publish the plan as it is composed now; the same plan again changes nothing.

    Raises NothingPlanned, or ReasonNeeded when it replaces a published one.
    """
    plan = compose_plan(institution_id, year)
    return publish(institution_id, year, PublicationKind.PLAN, plan_content(plan), by, reason)


def plan_content(plan: YearPlan) -> dict[str, Any]:
    """The plan as a snapshot that needs no other row to be read."""
    return {
        "schema": SCHEMA,
        "institution": {"slug": plan.institution.slug, "name": plan.institution.name},
        "year": plan.year,
        "required_won": plan.required_won,
        "whole_won": plan.whole_won,
        "by_kind": plan.by_kind,
        "by_quarter": plan.by_quarter,
        "by_designation": plan.by_designation,
        "departments": [
            {
                "code": each.department.code,
                "name": each.department.name,
                "target_won": each.target_won,
                "by_kind": each.by_kind,
                "by_quarter": each.by_quarter,
                "kind_follows": each.kind_follows,
                "quarter_follows": each.quarter_follows,
            }
            for each in plan.departments
        ],
        "words": dict(plan.words),
        "paper": plan_paper(plan),
    }


def designation_names() -> dict[str, str]:
    """Names of certification kinds by code."""
    query = select(CertificationKind.code, CertificationKind.name)
    return {row.code: row.name for row in db.session.execute(query)}


def _answers(institution_id: int, year: int) -> dict[int, SurveyAnswer]:
    query = (
        select(SurveyAnswer)
        .join(Department, Department.id == SurveyAnswer.department_id)
        .where(Department.institution_id == institution_id, SurveyAnswer.year == year)
    )
    return {each.department_id: each for each in db.session.scalars(query)}


def _quarters(institution_id: int, year: int) -> dict[int, Split]:
    sums = restated_sums(Department.institution_id == institution_id, year)
    return {
        key: {
            quarter: sum(won for month, won in months.items() if str(month.quarter) == quarter)
            for quarter in QUARTERS
        }
        for key, months in sums.items()
    }


def _follow(
    answered: Mapping[str, int], actuals: Mapping[int, Split], key: int, parts: tuple[str, ...]
) -> tuple[Split, str]:
    """What a split follows: weights by part, and the name of where they come from."""
    everyone = {part: sum(each.get(part, 0) for each in actuals.values()) for part in parts}
    for weights, name in (
        (answered, "answer"),
        (actuals.get(key, {}), "last_year"),
        (everyone, "institution"),
    ):
        kept = {part: max(weights.get(part, 0), 0) for part in parts}
        if any(kept.values()):
            return kept, name
    return dict.fromkeys(parts, 1), "even"


def _shared(whole: int, weights: Split) -> Split:
    order = list(weights)
    parts = apportion(whole, {at: weights[part] for at, part in enumerate(order)})
    return {part: parts[at] for at, part in enumerate(order)}
