"""A quarter's detailed plans as one document, published with the step that it does."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from marketplace.core.database import db
from marketplace.core.errors import Conflict
from marketplace.core.text import T
from marketplace.procurement.models import (
    Institution,
    Publication,
    PublicationKind,
    TextSubject,
    YearStep,
)
from marketplace.procurement.publishing.publications import publish
from marketplace.procurement.year.papers import (
    Paper,
    day_words,
    number,
    paper,
    section,
    table,
    won_words,
    words,
)
from marketplace.procurement.year.plan import designation_names
from marketplace.procurement.year.plan_paper import KIND_WORDS
from marketplace.procurement.year.quarter_plans import PlannedDepartment, planned_departments
from marketplace.procurement.year.steps import do_step, step_state
from marketplace.procurement.year.texts import words_of

SCHEMA = "ieum/quarter-plan/1"


class NoPlansSubmitted(Conflict):
    """No department has submitted a plan for the quarter."""

    code = "no_plans_submitted"

    def __init__(self) -> None:
        super().__init__(T("이 분기 계획을 낸 부서가 없습니다."))


def quarter_plan_content(institution_id: int, year: int, quarter: int) -> dict[str, Any]:
    """The quarter's plans as a snapshot; a department without a plan is listed as such."""
    institution = db.session.get_one(Institution, institution_id)
    planned = planned_departments(institution_id, year, quarter)
    said = words_of(institution_id, year, TextSubject.QUARTER_PLAN, quarter)
    names = designation_names()
    return {
        "schema": SCHEMA,
        "institution": {"slug": institution.slug, "name": institution.name},
        "year": year,
        "quarter": quarter,
        "whole_won": _whole(planned),
        "departments": [
            {
                "code": each.department.code,
                "name": each.department.name,
                "amount_won": each.plan.amount_won if each.plan else None,
                "is_late": each.is_late if each.plan else False,
                "lines": each.plan.lines if each.plan else [],
            }
            for each in planned
        ],
        "words": said,
        "paper": quarter_plan_paper(institution, (year, quarter), planned, names, said),
    }


def publish_quarter_plan(
    institution_id: int, year: int, quarter: int, by: int | None = None, reason: str = ""
) -> Publication:
    """Publish the quarter's plans and do the step; raises StepAlreadyDone, NoPlansSubmitted.

    After the step was reopened, what it was reopened for is the reason of the new version.
    """
    content = quarter_plan_content(institution_id, year, quarter)
    if all(each["amount_won"] is None for each in content["departments"]):
        raise NoPlansSubmitted
    before = step_state(institution_id, year, YearStep.QUARTER_PLAN, quarter).events
    do_step(institution_id, year, YearStep.QUARTER_PLAN, quarter, by)
    reason = reason or (before[-1].reason if before else "")
    kind = PublicationKind.QUARTER_PLAN
    return publish(institution_id, year, kind, content, by, reason, quarter=quarter)


def quarter_plan_paper(
    institution: Institution,
    when: tuple[int, int],
    planned: Sequence[PlannedDepartment],
    names: dict[str, str],
    said: dict[str, str],
) -> Paper:
    """Sums by department, then every line."""
    year, quarter = when
    title = f"{year}년 {quarter}분기 세부 구매계획"
    missing = [each.department.name for each in planned if each.plan is None]
    due = planned[0].due_on if planned else None
    return paper(
        title,
        issuer=institution.name,
        footer=f"{institution.name} · {title}",
        facts=[
            ("계획 금액", won_words(_whole(planned))),
            ("계획을 낸 부서", f"{len(planned) - len(missing):,}/{len(planned):,}곳"),
            ("제출 기한", day_words(due) if due else "–"),
        ],
        notes=[f"계획을 내지 않은 부서: {', '.join(missing)}"] if missing else [],
        sections=[
            section("알리는 말", *words(said.get("introduction", ""))),
            section(
                "부서별 합계",
                table(
                    "부서별 계획 금액",
                    ["부서", "건수", "금액(원)"],
                    [
                        (
                            each.department.name,
                            f"{len(each.plan.lines):,}" if each.plan else "내지 않음",
                            number(each.plan.amount_won) if each.plan else "–",
                        )
                        for each in planned
                    ],
                    total=["합계", "", number(_whole(planned))],
                ),
            ),
            section("세부 내용", _lines(planned, names)),
        ],
    )


def _lines(planned: Sequence[PlannedDepartment], names: dict[str, str]) -> dict[str, Any]:
    rows = [
        (
            each.department.name,
            line["item"],
            KIND_WORDS[line["kind"]],
            names.get(line["seller_kind"], line["seller_kind"]) or "정하지 않음",
            f"{line['month']}월",
            number(line["amount_won"]),
        )
        for each in planned
        if each.plan
        for line in each.plan.lines
    ]
    columns = ["부서", "품목", "구분", "판매 기업 종류", "시기", "금액(원)"]
    return table("품목별 계획", columns, rows, texts=4) if rows else {}


def _whole(planned: Sequence[PlannedDepartment]) -> int:
    return sum(each.plan.amount_won for each in planned if each.plan)
