"""An evaluation as a document."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from marketplace.procurement.models import AwardGrade, Institution
from marketplace.procurement.year.papers import (
    Block,
    Paper,
    number,
    paper,
    section,
    table,
    won_words,
    words,
)

GRADE_WORDS = {
    AwardGrade.GRAND: "최우수",
    AwardGrade.EXCELLENT: "우수",
    AwardGrade.ENCOURAGEMENT: "장려",
    AwardGrade.SPECIAL: "특별",
}
GROUP_WORDS = {"general": "일반 부서", "small": "소규모 부서"}
MARK_WORDS = {"not_measured": "미측정", "programme_changed": "사업 변경"}


def evaluation_paper(content: Mapping[str, Any]) -> Paper:
    """Ranking by group, points by criterion, how each is measured, awards."""
    year, body = content["year"], content["institution"]["name"]
    title = f"{year}년 사회적경제기업 제품 구매실적 평가 결과"
    whole = content["whole"]
    return paper(
        title,
        issuer=body,
        footer=f"{body} · {title}",
        facts=[
            ("목표", won_words(whole["target_won"])),
            ("실적", won_words(whole["counted_won"])),
            ("달성률", f"{whole['rate_percent']}%" if whole["rate_percent"] else "–"),
            ("평가한 부서", f"{sum(1 for e in content['departments'] if e['rank']):,}곳"),
        ],
        sections=[
            section("평가 의견", *words(content.get("words", {}).get("remarks", ""))),
            section("시상", *_awards(content.get("awards", []))),
            section("순위", *_ranking(content)),
            section("기준별 점수", *_points(content)),
            section("집계에서 뺀 기간", *_left_out(content)),
            section("평가 기준", *_criteria(content)),
        ],
    )


def usual_giver(institution: Institution) -> str:
    """In whose name a body gives awards, as its kind has it: 가온구 → 가온구청장.

    What stands in brackets behind a name stays behind it.
    """
    name, bracket, rest = institution.name.partition("(")
    name, rest = name.strip(), f"{bracket}{rest}"
    endings = {"구": "청장", "시": "장", "군": "수", "청": "장", "학교": "장"}
    for ending, head in endings.items():
        if name.endswith(ending):
            return f"{name}{head}{rest}"
    return f"{name} 대표{rest}"


def _awards(awards: list[Mapping[str, Any]]) -> list[Block]:
    if not awards:
        return []
    rows = [
        (GRADE_WORDS[AwardGrade(each["grade"])], each["department"], each["reason"])
        for each in awards
    ]
    return [table("시상 부서", ["구분", "부서", "사유"], rows, texts=3)]


def _ranking(content: Mapping[str, Any]) -> list[Block]:
    blocks: list[Block] = []
    for group, name in GROUP_WORDS.items():
        rows = [each for each in content["departments"] if each["group"] == group]
        rows.sort(key=lambda each: (each["rank"] is None, each["rank"] or 0))
        if rows:
            blocks.append(
                table(
                    name,
                    ["부서", "순위", "총점", "목표(원)", "실적(원)", "달성률(%)", "측정한 달"],
                    [_ranked(each) for each in rows],
                    remark="동점이면 같은 순위이고 다음 순위는 그만큼 건너뜁니다.",
                )
            )
    return blocks


def _ranked(each: Mapping[str, Any]) -> tuple[str, ...]:
    months = len(each["measured_months"])
    reason = MARK_WORDS[each["left_out"][0]["kind"]] if each["left_out"] else "측정 없음"
    return (
        each["name"],
        f"{each['rank']}위" if each["rank"] else reason,
        each["total"] or "–",
        number(each["target_won"]),
        number(each["counted_won"]),
        each["rate_percent"] or "–",
        f"{months}개월",
    )


def _points(content: Mapping[str, Any]) -> list[Block]:
    names = [f"{each['name']}({each['weight']})" for each in content["criteria"]]
    rows = []
    for each in content["departments"]:
        points = {one["key"]: one["points"] for one in each["scores"]}
        cells = [points.get(c["key"]) or "측정 불가" for c in content["criteria"]]
        if each["scores"]:
            rows.append((each["name"], *cells, each["total"] or "–"))
    remark = "측정할 수 없는 기준은 빼고 나머지 배점을 100점으로 환산합니다."
    return [table("부서별 점수", ["부서", *names, "총점"], rows, remark=remark)] if rows else []


def _left_out(content: Mapping[str, Any]) -> list[Block]:
    rows = [
        (
            each["name"],
            f"{mark['month']}월" if mark["month"] else "한 해 전체",
            MARK_WORDS[mark["kind"]],
            mark["reason"],
        )
        for each in content["departments"]
        for mark in each["left_out"]
    ]
    if not rows:
        return []
    remark = (
        "뺀 달은 실적에 넣지 않고 목표도 12분의 1씩 줄여 달성률을 구합니다. 0으로 세지 않습니다."
    )
    return [
        table("미측정, 사업 변경", ["부서", "기간", "구분", "사유"], rows, texts=4, remark=remark)
    ]


def _criteria(content: Mapping[str, Any]) -> list[Block]:
    rows = [
        (each["name"], each["formula"], each["source"], f"{each['full']}", f"{each['weight']}")
        for each in content["criteria"]
    ]
    small = won_words(content["small_below_won"])
    remark = (
        f"목표가 {small} 미만인 부서는 소규모 부서로 따로 순위를 매깁니다. "
        "물품 하나로 달성률이 크게 바뀌기 때문입니다."
    )
    columns = ["기준", "산식", "자료", "만점 기준값", "배점"]
    return [table("평가 기준", columns, rows, texts=3, remark=remark)]
