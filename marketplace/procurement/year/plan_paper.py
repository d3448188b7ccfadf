"""The purchase plan as a document."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from marketplace.procurement.year.papers import (
    Paper,
    bars,
    number,
    paper,
    section,
    table,
    won_words,
    words,
)

if TYPE_CHECKING:
    from marketplace.procurement.year.plan import YearPlan

KIND_WORDS = {"goods": "물품", "service": "용역", "works": "공사"}
FOLLOWS = {
    "answer": "부서 의견",
    "last_year": "지난해 부서 실적",
    "institution": "지난해 기관 실적",
    "even": "고르게",
}
PARTS = {"purpose": "추진 배경과 목적", "measures": "추진 방법", "contact": "문의처"}


def plan_paper(plan: YearPlan) -> Paper:
    """Words first, then the whole, then each department."""
    title = f"{plan.year}년 사회적경제기업 제품 구매계획"
    return paper(
        title,
        issuer=plan.institution.name,
        footer=f"{plan.institution.name} · {title}",
        facts=[
            ("전체 목표", won_words(plan.whole_won)),
            ("의무구매 기준 금액", won_words(plan.required_won)),
            ("부서", f"{len(plan.departments):,}곳"),
            ("회계연도", f"{plan.year}년"),
        ],
        sections=[
            *_worded(plan.words, ("purpose", "measures")),
            section("전체 계획", *_whole(plan)),
            section("부서별 계획", _departments(plan)),
            *_worded(plan.words, ("contact",)),
        ],
    )


def _worded(said: Mapping[str, str], parts: tuple[str, ...]) -> list[dict[str, object]]:
    return [section(PARTS[part], *words(said.get(part, ""))) for part in parts]


def _whole(plan: YearPlan) -> list[dict[str, object]]:
    quarters = plan.by_quarter
    return [
        table(
            "구분별",
            ["구분", "금액(원)"],
            [(KIND_WORDS[kind], number(won)) for kind, won in plan.by_kind.items()],
            total=["합계", number(plan.whole_won)],
        ),
        bars("분기별", [(f"{q}분기", won, won_words(won)) for q, won in quarters.items()]),
        table(
            "인증 종류별",
            ["인증 종류", "금액(원)"],
            [
                (plan.designation_names.get(code, code) or "인증 없이 인정", number(won))
                for code, won in sorted(plan.by_designation.items(), key=lambda each: -each[1])
            ],
            total=["합계", number(sum(plan.by_designation.values()))],
            remark="지난해 인증 종류별 실적 비율로 나눈 금액입니다.",
        )
        if plan.by_designation
        else {},
    ]


def _departments(plan: YearPlan) -> dict[str, object]:
    kinds, quarters = plan.by_kind, plan.by_quarter
    return table(
        "부서별 목표와 구분, 분기",
        [
            "부서",
            "목표(원)",
            *(KIND_WORDS[kind] for kind in kinds),
            *(f"{q}분기" for q in quarters),
            "나눈 기준(구분, 분기)",
        ],
        [
            (
                each.department.name,
                number(each.target_won),
                *(number(won) for won in each.by_kind.values()),
                *(number(won) for won in each.by_quarter.values()),
                f"{FOLLOWS[each.kind_follows]}, {FOLLOWS[each.quarter_follows]}",
            )
            for each in plan.departments
        ],
        total=[
            "합계",
            number(plan.whole_won),
            *(number(won) for won in kinds.values()),
            *(number(won) for won in quarters.values()),
            "",
        ],
        remark="나눈 금액의 합은 목표와 원 단위까지 같습니다(최대 잔여 방식).",
    )
