"""What is left out of a year in the words of pages: which months, as what, and why."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from flask import Flask
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from marketplace.procurement.measuring import EVERY_MONTH, MONTHS, WHOLE_YEAR, Coverage, LeftOut
from marketplace.procurement.models import MarkKind
from marketplace.procurement.standing import DepartmentStanding
from marketplace.web.filters import won

MARKS = {
    MarkKind.NOT_MEASURED: _l("미측정"),
    MarkKind.PROGRAMME_CHANGED: _l("사업 변경"),
}


@dataclass(frozen=True, slots=True)
class LeftOutNotice:
    """What a department reads of its own year: a headline and what it means for its figures."""

    title: str
    body: str


def over_words(coverage: Coverage) -> str:
    """Over how many of the departments a sum is; of how many only some months."""
    everybody = coverage.departments
    if coverage.measured == everybody:
        return str(
            _("부서 %(all)d곳 가운데 %(n)d곳은 몇 달을 뺌", all=everybody, n=coverage.partly)
        )
    return str(_("부서 %(all)d곳 가운데 %(n)d곳 측정", all=everybody, n=coverage.measured))


def mark_word(kind: MarkKind) -> str:
    """미측정 or 사업 변경, in the language of the page."""
    return str(MARKS[kind])


def when_words(month: int) -> str:
    """3월, or 한 해 전체."""
    return str(_("한 해 전체") if month == WHOLE_YEAR else _("%(month)d월", month=month))


def left_out_words(left_out: Iterable[LeftOut], *, with_reason: bool = True) -> str:
    """3월 미측정: 부서 이전, 4월 사업 변경: …"""
    said = []
    for each in left_out:
        words = f"{when_words(each.month)} {mark_word(each.kind)}"
        said.append(f"{words}: {each.reason}" if with_reason and each.reason else words)
    return ", ".join(said)


def marked_months(left_out: Iterable[LeftOut]) -> dict[int, str]:
    """The word of each month that is left out."""
    words: dict[int, str] = {}
    for each in left_out:
        for month in EVERY_MONTH if each.month == WHOLE_YEAR else {each.month}:
            words.setdefault(month, mark_word(each.kind))
    return words


def left_out_notice(standing: DepartmentStanding) -> LeftOutNotice | None:
    """What is left out of a department's year, None where nothing is."""
    if not standing.left_out:
        return None
    said = left_out_words(standing.left_out)
    if standing.absence is not None:
        title = _(
            "%(year)d년은 집계에서 뺀 해입니다: %(mark)s",
            year=standing.year,
            mark=mark_word(standing.absence),
        )
        body = _(
            "%(marks)s. 달성률과 남은 금액은 셈하지 않으며, 0으로 보지 않습니다."
            " 구매 기록은 그대로 남습니다.",
            marks=said,
        )
        return LeftOutNotice(str(title), str(body))
    return LeftOutNotice(str(_("집계에서 뺀 기간이 있습니다")), _partly(standing, said))


def _partly(standing: DepartmentStanding, said: str) -> str:
    months = len(standing.measured.months)
    parts = [f"{said}."]
    if standing.target_won is not None:
        parts.append(
            str(
                _(
                    "통보된 목표 %(set)s을 측정하는 %(n)d개월(%(all)d개월 가운데)만큼"
                    " 줄여 %(target)s으로 봅니다.",
                    set=won(standing.target_won),
                    n=months,
                    all=MONTHS,
                    target=won(standing.measured.target_won),
                )
            )
        )
    parts.append(
        str(
            _(
                "뺀 기간의 실적 %(won)s은 기록에 남고 달성률에는 넣지 않습니다.",
                won=won(standing.left_out_won),
            )
        )
    )
    return " ".join(parts)


def init_app(app: Flask) -> None:
    """The filter `over_words` for templates."""
    app.jinja_env.filters["over_words"] = over_words
