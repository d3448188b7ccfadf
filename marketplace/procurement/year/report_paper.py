"""A quarter's report as a document: in writing, or as the pack of a meeting."""

from __future__ import annotations

from typing import Any

from marketplace.procurement.year.evaluation_paper import MARK_WORDS
from marketplace.procurement.year.papers import (
    Block,
    Paper,
    bars,
    number,
    paper,
    percent_words,
    section,
    table,
    won_words,
    words,
)
from marketplace.procurement.year.quarter_plans import months_in
from marketplace.procurement.year.reports import DepartmentQuarter, QuarterReport

BARS_AT_MOST = 40


def report_paper(report: QuarterReport) -> Paper:
    """Q1 and Q3 in writing; Q2 and Q4 with agenda, charts and a page for each department."""
    kind = "보고회 자료" if report.is_meeting else "보고"
    title = f"{report.year}년 {report.quarter}분기 사회적경제기업 제품 구매실적 {kind}"
    body = report.institution.name
    return paper(
        title,
        issuer=body,
        footer=f"{body} · {title}",
        facts=[
            ("연간 목표", won_words(report.target_won)),
            ("분기 실적", won_words(report.quarter_won)),
            ("누계 실적", won_words(report.so_far_won)),
            ("누계 달성률", percent_words(report.rate_percent)),
            ("분기 계획", won_words(report.plan_won)),
            ("마감이 늦은 부서", f"{len(report.late):,}곳"),
        ],
        sections=_meeting(report) if report.is_meeting else _written(report),
    )


def report_content(report: QuarterReport) -> dict[str, Any]:
    """What is kept when the report is filed."""
    return {
        "schema": "ieum/quarter-report/1",
        "institution": {"slug": report.institution.slug, "name": report.institution.name},
        "year": report.year,
        "quarter": report.quarter,
        "target_won": report.target_won,
        "quarter_won": report.quarter_won,
        "so_far_won": report.so_far_won,
        "plan_won": report.plan_won,
        "words": dict(report.words),
        "paper": report_paper(report),
    }


def _written(report: QuarterReport) -> list[dict[str, Any]]:
    return [
        section("요약", *words(report.words.get("summary", ""))),
        section("월별 실적", _months(report)),
        section("부서별 실적", _departments(report), *_left_out(report)),
        section("마감이 늦었거나 하지 않은 부서", *_late(report)),
        section("총괄부서 의견", *words(report.words.get("remarks", ""))),
    ]


def _meeting(report: QuarterReport) -> list[dict[str, Any]]:
    agenda = [
        {"words": f"{n}. {line['words']}"}
        for n, line in enumerate(words(report.words.get("agenda", "")), 1)
    ]
    return [
        section("회의 일시와 장소", *words(report.words.get("place", ""))),
        section("안건", *agenda),
        section("요약", *words(report.words.get("summary", ""))),
        section("월별 실적", _month_bars(report), _months(report)),
        section("부서별 달성률", *_rate_bars(report), _departments(report), *_left_out(report)),
        section("마감이 늦었거나 하지 않은 부서", *_late(report)),
        section("총괄부서 의견", *words(report.words.get("remarks", ""))),
        *(_page(each) for each in report.departments),
    ]


def _months(report: QuarterReport) -> Block:
    rows = [(f"{month}월", number(won)) for month, won in report.month_won.items()]
    total = ["누계", number(sum(report.month_won.values()))]
    return table("월별 인정 실적", ["월", "실적(원)"], rows, total=total)


def _month_bars(report: QuarterReport) -> Block:
    rows = [(f"{month}월", won, won_words(won)) for month, won in report.month_won.items()]
    return bars("월별 인정 실적", rows)


def _rate_bars(report: QuarterReport) -> list[Block]:
    """Longest first; more than a sheet holds stay in the table."""
    known = [each for each in report.departments if each.rate_percent is not None]
    known.sort(key=lambda each: each.rate_percent or 0, reverse=True)
    rows = [
        (each.department.name, int((each.rate_percent or 0) * 10), f"{each.rate_percent}%")
        for each in known[:BARS_AT_MOST]
    ]
    return [bars("부서별 누계 달성률", rows)] if rows else []


def _departments(report: QuarterReport) -> Block:
    columns = [
        "부서",
        "목표(원)",
        "분기 계획(원)",
        "분기 실적(원)",
        "계획 대비",
        "누계 실적(원)",
        "달성률",
    ]
    return table(
        "부서별 목표와 실적",
        columns,
        [_row(each) for each in report.departments],
        total=[
            "합계",
            number(report.target_won),
            number(report.plan_won),
            number(report.quarter_won),
            "",
            number(report.so_far_won),
            percent_words(report.rate_percent),
        ],
        remark="합계와 달성률에는 미측정, 사업 변경으로 뺀 기간이 들어 있지 않습니다.",
    )


def _row(each: DepartmentQuarter) -> tuple[str, ...]:
    so_far = each.so_far.counted_won
    return (
        each.department.name,
        number(each.so_far.target_won),
        "내지 않음" if each.plan_won is None else number(each.plan_won),
        number(each.quarter_won),
        percent_words(each.against_plan_percent),
        "측정 없음" if so_far is None else number(so_far),
        percent_words(each.rate_percent),
    )


def _left_out(report: QuarterReport) -> list[Block]:
    rows = [
        (
            each.department.name,
            f"{mark.month}월" if mark.month else "한 해 전체",
            MARK_WORDS[mark.kind.value],
            mark.reason,
        )
        for each in report.departments
        for mark in each.marks
    ]
    columns = ["부서", "기간", "구분", "사유"]
    return [table("집계에서 뺀 기간", columns, rows, texts=4)] if rows else []


def _late(report: QuarterReport) -> list[Block]:
    rows = [
        (each.department.name, _named(each.closed_late), _named(each.open_months))
        for each in report.late
    ]
    columns = ["부서", "기한 뒤 마감한 달", "마감하지 않은 달"]
    return [table("월 마감", columns, rows, texts=3)] if rows else []


def _named(months: tuple[int, ...]) -> str:
    return ", ".join(f"{month}월" for month in months) or "–"


def _page(each: DepartmentQuarter) -> dict[str, Any]:
    """One department on a page of its own."""
    months = months_in(each.quarter)
    facts = {
        "facts": [
            {"label": "목표", "value": won_words(each.so_far.target_won)},
            {"label": "누계 실적", "value": won_words(each.so_far.counted_won)},
            {"label": "달성률", "value": percent_words(each.rate_percent)},
            {"label": "분기 계획", "value": won_words(each.plan_won)},
            {"label": "분기 실적", "value": won_words(each.quarter_won)},
            {"label": "계획 대비", "value": percent_words(each.against_plan_percent)},
        ]
    }
    rows = [(f"{m}월", each.months.get(m, 0), won_words(each.months.get(m, 0))) for m in months]
    made = section(each.department.name, facts, bars("이번 분기 월별 실적", rows))
    return {**made, "new_page": True}
