"""Who has closed a month and who lacks what for it."""

from __future__ import annotations

from datetime import MAXYEAR

from flask import render_template, request
from flask.typing import ResponseReturnValue

from marketplace.core import clock
from marketplace.core.errors import NotFound
from marketplace.core.permissions import Permission
from marketplace.procurement.lacking import department_months
from marketplace.procurement.months import Month, last_due_month
from marketplace.procurement.reminding import reminded_at
from marketplace.web.access import access
from marketplace.web.buyer.blueprint import buyer
from marketplace.web.buyer.closings import LEFT_OPEN
from marketplace.web.buyer.people_names import names_of
from marketplace.web.buyer.year_place import YearPlace, asked_year


@buyer.get("/coordination/closings")
@access(Permission.QUOTA_COORDINATE)
def coordination_closings() -> ResponseReturnValue:
    """Every department's month."""
    here = asked_year()
    month = _month(here)
    rows = department_months(here.institution.id, month)
    return render_template(
        "buyer/coordination/closing_overview.html",
        **here.surroundings(),
        month=month,
        rows=rows,
        closed=[each for each in rows if each.closing],
        late=[each for each in rows if each.is_late],
        lacking=[each for each in rows if each.lacking],
        words=LEFT_OPEN,
        names=names_of(each.closing.closed_by for each in rows if each.closing),
        reminded=reminded_at([each.department.id for each in rows], month),
    )


def _month(here: YearPlace) -> Month:
    """The month of the address, else the last that had to be closed, else the first."""
    asked = request.args.get("month", "")
    if asked:
        if asked not in {str(n) for n in range(1, 13)} or here.year >= MAXYEAR:
            raise NotFound
        return Month(here.year, int(asked))
    return last_due_month(here.year, clock.today()) or Month(here.year, 1)
