"""Every department by month: a table first, tinted by amount, with a mark for what is closed."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal

from flask import render_template
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from marketplace.core import clock
from marketplace.core.csv_writing import Cell
from marketplace.core.permissions import Permission
from marketplace.procurement.measuring import months_left_out
from marketplace.procurement.months import overdue_months
from marketplace.procurement.standing import DepartmentStanding, InstitutionStanding
from marketplace.web.access import access
from marketplace.web.buyer.blueprint import buyer
from marketplace.web.buyer.coordinated import my_institutions
from marketplace.web.buyer.coordination_frame import (
    address,
    asked_institution,
    asked_standing,
    asked_year,
    kept,
    paged,
    tabs_of,
)
from marketplace.web.buyer.coordination_table import asked_filter, filtered
from marketplace.web.buyer.proofs import prove_institution
from marketplace.web.downloads import csv_download
from marketplace.web.filters import MAN
from marketplace.web.marks import mark_word, marked_months

LEVELS = 4  # tints beside none
MONTHS = range(1, 13)


@dataclass(frozen=True, slots=True)
class HeatCell:
    """One month: its amount in 만원 as text, how strong its tint is, closed or late."""

    month: int
    text: str
    level: int
    is_closed: bool
    is_late: bool
    href: str
    mark: str


@dataclass(frozen=True, slots=True)
class HeatRow:
    """One department's twelve months."""

    standing: DepartmentStanding
    cells: tuple[HeatCell, ...]
    sum_text: str


@buyer.get("/coordination/months")
@access(Permission.QUOTA_COORDINATE)
def coordination_months() -> ResponseReturnValue:
    """Departments by month; every amount opens the purchases behind it."""
    prove_institution(asked_institution().id, asked_year())
    standing = asked_standing(by_month=True)
    chosen = filtered(standing.departments, asked_filter())
    rows, number, pages = paged(chosen)
    return render_template(
        "buyer/coordination/months.html",
        standing=standing,
        rows=list(_heat(standing, rows)),
        sums=[in_man(won) for won in _sums(chosen)],
        whole=_whole(chosen),
        count=len(chosen),
        months=MONTHS,
        page={"number": number, "count": pages, "href": _page_href},
        tabs_here=tabs_of(standing.institution.slug, standing.year),
        asked=asked_filter(),
        institutions=my_institutions(),
        years=range(clock.today().year, clock.today().year - 5, -1),
    )


@buyer.get("/coordination/months.csv")
@access(Permission.QUOTA_COORDINATE)
def coordination_months_csv() -> ResponseReturnValue:
    """The same in won."""
    standing = asked_standing(by_month=True)
    heading = [_("부서"), *(_("%(month)d월", month=month) for month in MONTHS), _("합계")]
    name = f"{standing.institution.slug}-{standing.year}-{_('월별현황')}"
    return csv_download(
        name,
        [str(each) for each in heading],
        _cells(filtered(standing.departments, asked_filter())),
    )


def _cells(rows: Sequence[DepartmentStanding]) -> Iterator[list[Cell]]:
    for each in rows:
        words = marked_months(each.left_out)
        absent = mark_word(each.absence) if each.absence else None
        yield [
            each.department.name,
            *(words.get(month, each.month_won.get(month, 0)) for month in MONTHS),
            absent or sum(_measured(each).values()),
        ]


def _heat(standing: InstitutionStanding, rows: Sequence[DepartmentStanding]) -> Iterator[HeatRow]:
    strongest = max((won for row in rows for won in row.month_won.values()), default=0)
    overdue = {month.month for month in overdue_months(standing.year)}
    for row in rows:
        cells = tuple(_cell(standing, row, month, strongest, overdue) for month in MONTHS)
        whole = mark_word(row.absence) if row.absence else in_man(sum(_measured(row).values()))
        yield HeatRow(row, cells, whole)


def _cell(
    standing: InstitutionStanding,
    row: DepartmentStanding,
    month: int,
    strongest: int,
    overdue: set[int],
) -> HeatCell:
    won = row.month_won.get(month)
    closed = month in row.closed_months
    href = (
        ""
        if won is None
        else address(
            "/records",
            institution=standing.institution.slug,
            year=standing.year,
            department=row.department.id,
            month=month,
        )
    )
    late = row.department.reports and month in overdue and not closed
    mark = marked_months(row.left_out).get(month, "")
    level = 0 if mark else level_of(won or 0, strongest)
    return HeatCell(month, in_man(won), level, closed, late, href, mark)


def level_of(won: int, strongest: int) -> int:
    """0 for nothing, else 1–4 by quarters of the strongest month shown."""
    if won <= 0 or strongest <= 0:
        return 0
    return min(LEVELS, 1 + won * LEVELS // (strongest + 1))


def in_man(won: int | None) -> str:
    """An amount in 만원, to one decimal below ten; a dash where nothing was booked."""
    if won is None:
        return "–"
    if won % MAN and abs(won) < 10 * MAN:
        return f"{Decimal(won) / MAN:,.1f}"
    return f"{(2 * won + MAN) // (2 * MAN):,}"


def _measured(row: DepartmentStanding) -> dict[int, int]:
    """Won by month without the months left out."""
    away = months_left_out(row.left_out)
    return {month: won for month, won in row.month_won.items() if month not in away}


def _sums(rows: Sequence[DepartmentStanding]) -> list[int]:
    measured = [_measured(each) for each in rows]
    by_month = [sum(each.get(month, 0) for each in measured) for month in MONTHS]
    return [*by_month, sum(by_month)]


def _whole(rows: Sequence[DepartmentStanding]) -> str:
    """What the last row sums: all departments, or those of which something is measured."""
    if not any(each.left_out for each in rows):
        return str(_("합계"))
    measured = sum(1 for each in rows if each.has_figures and each.absence is None)
    return str(_("측정한 부서 %(n)d곳의 합계", n=measured))


def _page_href(number: int | str) -> str:
    return address("/months", **kept("q", "show"), page=number)
