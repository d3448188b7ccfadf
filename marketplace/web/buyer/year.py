"""The department's quota year: how far, where it is heading, what to buy, how others stand."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from urllib.parse import urlencode

from flask import render_template, request
from flask.typing import ResponseReturnValue

from marketplace.core import clock
from marketplace.core.permissions import Permission
from marketplace.procurement.ledger import list_years
from marketplace.procurement.models import Department
from marketplace.procurement.outlook.likeness import compare
from marketplace.procurement.outlook.shopping import Advice, advise
from marketplace.procurement.rules.finding import find_rule
from marketplace.procurement.standing import DepartmentStanding, department_standing
from marketplace.procurement.year.own_evaluation import is_evaluation_published
from marketplace.web.access import access
from marketplace.web.buyer.blueprint import buyer
from marketplace.web.buyer.outlooks import forecast_of, method_text
from marketplace.web.buyer.place import here
from marketplace.web.marks import left_out_notice, mark_word, marked_months
from marketplace.web.numbers import calendar_year

SEARCHED_WORDS = 2


@dataclass(frozen=True, slots=True)
class MonthRow:
    """One month: counted won, the sum until then, the records behind; `mark` where left out."""

    month: int
    counted_won: int | None
    until_won: int
    href: str
    is_closed: bool
    mark: str


@buyer.get("/year")
@access(Permission.DEPARTMENT_VIEW)
def department_year() -> ResponseReturnValue:
    """One year of the current department, with everything its figures are made of."""
    department = here()
    year = request.args.get("year", clock.today().year, type=calendar_year)
    standing = department_standing(department.id, year)
    found = forecast_of(standing)
    return render_template(
        "buyer/year/index.html",
        standing=standing,
        left_out=left_out_notice(standing),
        absence=mark_word(standing.absence) if standing.absence else "",
        forecast=found,
        forecast_text=method_text(found),
        months=list(_months(standing)),
        likeness=compare(department, year),
        advice=_advice(department, standing),
        search_href=search_href,
        evaluation_href=_evaluation_href(department, year),
        years=sorted({clock.today().year, year, *list_years(department.id)}, reverse=True),
    )


def _evaluation_href(department: Department, year: int) -> str | None:
    """Where its own evaluation is read, once that is published."""
    if not department.reports or not is_evaluation_published(department.institution_id, year):
        return None
    return f"/buyer/departments/{department.id}/evaluations/{year}"


def _advice(department: Department, standing: DepartmentStanding) -> Advice:
    """Only the running year can still be bought for."""
    if standing.year != clock.today().year:
        return Advice((), (), False)
    rule = find_rule(department.institution_id, standing.year)
    return advise(department.id, rule, standing.missing_won)


def _months(standing: DepartmentStanding) -> Iterable[MonthRow]:
    until, marks = 0, marked_months(standing.left_out)
    for month in range(1, 13):
        won = standing.month_won.get(month)
        until += won or 0
        query = urlencode({"year": standing.year, "month": month})
        closed = month in standing.closed_months
        mark = marks.get(month, "")
        yield MonthRow(month, won, until, f"/buyer/ledger?{query}", closed, mark)


def search_href(item: str) -> str:
    """A search for the same thing among what counts."""
    words = " ".join(item.replace("×", " ").split()[:SEARCHED_WORDS])
    return f"/buyer/products?{urlencode({'q': words, 'counts': 'yes'})}"
