"""What is left out, in words: a mark, a department's months, and over how many a sum is."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from marketplace.core.text import T
from marketplace.procurement.publishing.report import Note, Several
from marketplace.procurement.publishing.rule_words import ABSENCES

LeftOutFacts = Sequence[Mapping[str, Any]]


def absence_words(code: str) -> str:
    """측정하지 않음, 사업 변경."""
    return ABSENCES[code]


def left_out_words(left_out: LeftOutFacts) -> str:
    """한 해 전체 사업 변경(과 통합), 3월 측정하지 않음: every mark with its reason."""
    return Several(*(_mark(each) for each in left_out))


def quarter_absence(left_out: LeftOutFacts, quarter: int) -> str:
    """The code of why nothing of a quarter (1–4) is measured."""
    months = range(quarter * 3 - 2, quarter * 3 + 1)
    kinds = [each["kind"] for each in left_out if each["month"] == 0 or each["month"] in months]
    return str(kinds[0])


def total_words(coverage: Mapping[str, Any] | None) -> str:
    """합계, and over how many measured departments it is where some are left out."""
    if coverage is None:
        return T("합계")
    return T("측정한 부서 %(n)d곳의 합계", n=coverage["measured_departments"])


def coverage_notes(figures: Mapping[str, Any]) -> tuple[Note, ...]:
    """A sentence for whoever reads the sums: over how many departments, without what."""
    coverage = figures.get("coverage")
    if coverage is None:
        return ()
    said = [
        T(
            "목표, 실적, 달성률은 부서 %(all)d곳 가운데 측정한 %(n)d곳의 값입니다.",
            all=coverage["departments"],
            n=coverage["measured_departments"],
        )
    ]
    if coverage["partly_measured_departments"]:
        said.append(
            T(
                "그 가운데 %(n)d곳은 몇 달을 뺐고, 목표도 뺀 달만큼 열두 달로 나누어 줄였습니다.",
                n=coverage["partly_measured_departments"],
            )
        )
    if coverage["set_target_won"] is not None:
        target = f"{coverage['set_target_won']:,}"
        said.append(T("부서에 통보한 목표는 모두 %(amount)s원입니다.", amount=target))
    said.append(T("뺀 값은 0이 아닙니다."))
    if coverage["left_out_won"]:
        won = f"{coverage['left_out_won']:,}"
        said.append(T("뺀 기간에 산 %(amount)s원은 구매 목록에 그대로 있습니다.", amount=won))
    return (Note(Several(*said, between=" "), is_warning=True),)


def _mark(each: Mapping[str, Any]) -> str:
    kind = ABSENCES[each["kind"]]
    when = T("%(month)d월", month=each["month"]) if each["month"] else T("한 해 전체")
    reason = each["reason"]
    parts = (when, " ", kind, f"({reason})") if reason else (when, " ", kind)
    return Several(*parts, between="")
