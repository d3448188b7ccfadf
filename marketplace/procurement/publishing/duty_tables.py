"""Versions of a rule and separate legal duties, side by side: compared, never added up."""

from __future__ import annotations

from typing import Any

from marketplace.core.text import T
from marketplace.procurement.publishing.content import Content
from marketplace.procurement.publishing.report import Cell, Column, Several, Table, Unit
from marketplace.procurement.publishing.result_tables import decimal_of
from marketplace.procurement.publishing.rule_words import (
    KINDS,
    basis_words,
    kind_words,
    rate_words,
)

MISSING = {
    "company_size": T("구매 기록에 기업 규모가 없음"),
    "technology_mark": T("구매 기록에 기술개발제품 인증이 없음"),
    "not_in_force": T("이 해에 확인된 규정이 없음"),
    "green_mark": T("구매 기록에 녹색제품 표시가 없음"),
}
BASIS_MISSING = {
    "goods": T("물품 총구매액이 적혀 있지 않음"),
    "service": T("용역 총구매액이 적혀 있지 않음"),
    "works": T("공사 총구매액이 적혀 있지 않음"),
}


def version_table(content: Content) -> Table:
    """The whole year under each version of its rule."""
    rules = content["rules"]
    return Table(
        "rules",
        T("기준이 바뀐 해: 기준마다 다시 계산한 결과"),
        (
            Column(T("기준")),
            Column(T("시행한 날")),
            Column(T("기준 금액"), Unit.WON),
            Column(T("목표"), Unit.WON),
            Column(T("인정 실적"), Unit.WON),
            Column(T("비율"), Unit.PERCENT),
        ),
        tuple(
            (
                basis_words(rule),
                rule["effective_on"],
                rule["result"]["basis_won"],
                rule["result"]["target_won"],
                rule["result"]["counted_won"],
                decimal_of(rule["result"]["rate_percent"]),
            )
            for rule in rules
        ),
        note=T(
            "구매는 그날 시행하던 기준으로 인정합니다. 이 표는 한 해를 기준마다 다시 본 값입니다."
        ),
    )


def part_table(rule: dict[str, Any]) -> Table | None:
    """A rule with a rate for each kind of work."""
    parts = rule["result"]["parts"]
    if len(parts) < 2:
        return None
    return Table(
        "parts",
        T("구매 종류별 결과"),
        (
            Column(T("구매 종류")),
            Column(T("기준 금액"), Unit.WON),
            Column(T("목표"), Unit.WON),
            Column(T("인정 실적"), Unit.WON),
            Column(T("비율"), Unit.PERCENT),
        ),
        tuple(
            (
                kind_words(each["kinds"]),
                each["basis_won"],
                each["target_won"],
                each["counted_won"],
                decimal_of(each["rate_percent"]),
            )
            for each in parts
        ),
    )


def duty_table(content: Content, english: bool) -> Table:
    """Each separate legal duty with its own denominator; what is missing is said."""
    rows = [row for duty in content["duties"] for row in _duty_rows(duty, english)]
    return Table(
        "duties",
        T("따로 지키는 법정 우선구매"),
        (
            Column(T("제도")),
            Column(T("구매 종류")),
            Column(T("분모"), Unit.WON),
            Column(T("실적"), Unit.WON),
            Column(T("비율"), Unit.PERCENT),
            Column(T("의무 비율"), Unit.PERCENT),
            Column(T("판단")),
        ),
        tuple(rows),
        note=T(
            "한 구매가 여러 제도에 함께 들어갈 수 있어 서로 더하지 않습니다. 제도마다 따로 봅니다."
        ),
    )


def _duty_rows(duty: dict[str, Any], english: bool) -> list[tuple[Cell, ...]]:
    name = duty["name_en"] if english else duty["name"]
    if not duty["parts"]:
        return [(name, "–", "–", "–", "–", "–", missing_words(duty["missing"]))]
    return [
        (
            name,
            kind_words(part["kinds"]),
            part["basis_won"],
            part["counted_won"],
            decimal_of(part["share_percent"]),
            _required(part["rate_basis_points"]),
            _verdict(duty, part),
        )
        for part in duty["parts"]
    ]


def missing_words(missing: list[str]) -> str:
    """What would be needed to judge a duty."""
    said = []
    for each in missing:
        what, _, kind = each.partition(":")
        said.append(
            BASIS_MISSING.get(kind, KINDS.get(kind, kind)) if kind else MISSING.get(what, what)
        )
    return Several(*said) if said else "–"


def _required(basis_points: int | None) -> Cell:
    return T("비율 없음") if basis_points is None else rate_words(basis_points)


def _verdict(duty: dict[str, Any], part: dict[str, Any]) -> str:
    unknown = [each for each in duty["missing"] if each.partition(":")[2] in ("", *part["kinds"])]
    if unknown:
        return missing_words(unknown)
    if part["meets"] is None:
        return T("비율 의무 없음")
    return T("지킴") if part["meets"] else T("모자람")
