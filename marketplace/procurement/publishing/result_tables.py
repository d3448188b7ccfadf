"""Tables of a year's results: quarters, departments, months as restated, what does not count."""

from __future__ import annotations

from decimal import Decimal
from itertools import accumulate
from typing import Any

from marketplace.core.money import rate_percent
from marketplace.core.text import T
from marketplace.procurement.publishing.content import Content
from marketplace.procurement.publishing.mark_words import (
    absence_words,
    left_out_words,
    quarter_absence,
    total_words,
)
from marketplace.procurement.publishing.report import Bars, Cell, Column, Table, Unit
from marketplace.procurement.publishing.rule_words import REASONS

QUARTERS = (T("1분기"), T("2분기"), T("3분기"), T("4분기"))


def decimal_of(rate: str | None) -> Decimal | None:
    """A rate of a content as a number."""
    return None if rate is None else Decimal(rate)


def quarter_table(content: Content) -> Table:
    """Counted by quarter, and how far the year had come."""
    quarters = [
        sum(each["quarters_won"][n] or 0 for each in content["departments"]) for n in range(4)
    ]
    target = content["figures"]["target_won"]
    rows: list[tuple[Cell, ...]] = [
        (QUARTERS[n], quarters[n], so_far, rate_percent(so_far, target or 0))
        for n, so_far in enumerate(accumulate(quarters))
    ]
    columns = (
        Column(T("분기")),
        Column(T("실적"), Unit.WON),
        Column(T("누적 실적"), Unit.WON),
        Column(T("목표 대비"), Unit.PERCENT),
    )
    return Table("quarters", T("분기별 실적"), columns, tuple(rows))


def department_table(content: Content, english: bool) -> Table:
    """Every department; the last row is the institution.

    Where something is left out a last column says what of which department, a department of which
    nothing is measured says why in every figure, and the sum over how many departments it is.
    """
    told, coverage = content["departments"], content["figures"].get("coverage")
    is_year = content["quarter"] == 0
    middle = (
        tuple(Column(name, Unit.WON) for name in QUARTERS)
        if is_year
        else (Column(T("분기 실적"), Unit.WON),)
    )
    total = T("실적") if is_year else T("누적 실적")
    columns = (
        Column(T("부서")),
        Column(T("목표"), Unit.WON),
        *middle,
        Column(total, Unit.WON),
        Column(T("달성률"), Unit.PERCENT),
    )
    rows = tuple(_department(each, content["quarter"], english) for each in told)
    sums = tuple(
        sum(value for row in rows if isinstance(value := row[at], int))
        for at in range(1, len(columns) - 1)
    )
    target = content["figures"]["target_won"]
    overall = rate_percent(sums[-1], target or 0)
    whole: tuple[Cell, ...] = (total_words(coverage), target, *sums[1:], overall)
    if coverage is not None:
        columns = (*columns, Column(T("집계에서 뺀 기간")))
        rows = tuple((*row, _left_out(each)) for row, each in zip(rows, told, strict=True))
        whole = (*whole, "")
    return Table(
        "departments",
        T("부서별 실적"),
        columns,
        rows,
        total=whole,
        links=tuple(each["code"] for each in told),
    )


def _department(each: dict[str, Any], quarter: int, english: bool) -> tuple[Cell, ...]:
    name = (each["name_en"] or each["name"]) if english else each["name"]
    middle = each["quarters_won"] if quarter == 0 else [each["actual_won"]]
    total = each["actual_won"] if quarter == 0 else each["so_far_won"]
    cells = (each["target_won"], *middle, total, decimal_of(each["rate_percent"]))
    if each.get("absence"):
        return (name, *(absence_words(each["absence"]) for _ in cells))
    asked = range(1, 5) if quarter == 0 else (quarter,)
    left_out = each.get("left_out", [])
    shown = (
        absence_words(quarter_absence(left_out, n)) if won is None else won
        for n, won in zip(asked, middle, strict=True)
    )
    return (name, cells[0], *shown, *cells[-2:])


def _left_out(each: dict[str, Any]) -> str:
    return left_out_words(each["left_out"]) if "left_out" in each else ""


def month_table(content: Content) -> Table:
    """Each month as first booked, what was written after it was closed, and how it stands now."""
    months = content["months"]
    keys = ("original_won", "corrections_won", "restated_won")
    return Table(
        "months",
        T("달별 실적과 정정"),
        (
            Column(T("달")),
            Column(T("처음 실적"), Unit.WON),
            Column(T("마감 뒤 정정"), Unit.WON),
            Column(T("고친 실적"), Unit.WON),
        ),
        tuple(
            (T("%(month)d월", month=each["month"]), *(each[key] for key in keys)) for each in months
        ),
        total=(
            total_words(content["figures"].get("coverage")),
            *(sum(each[key] for each in months) for key in keys),
        ),
        note=T("고친 실적 = 처음 실적 + 마감 뒤 정정. 처음 실적은 지우지 않습니다."),
    )


def restatement_table(content: Content) -> Table:
    """Why closed months changed."""
    return Table(
        "restatements",
        T("정정한 까닭"),
        (
            Column(T("부서")),
            Column(T("고친 달")),
            Column(T("적은 달")),
            Column(T("까닭")),
            Column(T("바뀐 금액"), Unit.WON),
        ),
        tuple(
            (
                each["department"],
                T("%(month)d월", month=each["month"]),
                each["booked"],
                each["reason"] or T("마감 뒤에 적은 구매"),
                each["counted_won"],
            )
            for each in content["restatements"]
        ),
    )


def month_bars(content: Content) -> Bars:
    """Restated won by month; a month below zero after corrections has no bar."""
    return Bars(
        T("달별 실적"),
        tuple(T("%(month)d월", month=each["month"]) for each in content["months"]),
        (
            (
                T("고친 실적"),
                tuple(max(0, each["restated_won"]) for each in content["months"]),
            ),
        ),
        T("달"),
    )


def refused_table(rule: dict[str, Any]) -> Table | None:
    """How many purchases the newest version does not count, by reason."""
    refused = rule["result"]["not_counted"]
    if not refused:
        return None
    return Table(
        "not_counted",
        T("실적으로 인정하지 않은 구매"),
        (Column(T("까닭")), Column(T("구매"), Unit.COUNT)),
        tuple((REASONS.get(reason, reason), count) for reason, count in refused.items()),
    )
