"""A department's detailed plan of a quarter: lines of what it means to buy."""

from __future__ import annotations

from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from marketplace.core.database import transaction
from marketplace.core.errors import Conflict, Invalid
from marketplace.core.permissions import DepartmentRole, Permission
from marketplace.procurement.models import Department, PurchaseKind, YearStep
from marketplace.procurement.year.quarter_plans import (
    PlanLine,
    find_call,
    latest_plan,
    months_in,
    submit_plan,
)
from marketplace.procurement.year.steps import step_state
from marketplace.web.access import access
from marketplace.web.buyer import words
from marketplace.web.buyer.blueprint import buyer
from marketplace.web.buyer.place import has_role, here, me, must_have
from marketplace.web.buyer.target_form import read_won
from marketplace.web.buyer.year_place import chosen_quarter, chosen_year, year_choices
from marketplace.web.directory import directory
from marketplace.web.translation import translate

PLANNERS = (DepartmentRole.PURCHASER, DepartmentRole.ACCOUNTANT, DepartmentRole.APPROVER)
FIELDS = ("item", "kind", "amount", "month", "seller")
EMPTY_ROWS = 3
MOST_ROWS = 100


@buyer.get("/quarter-plan")
@access(Permission.DEPARTMENT_VIEW)
def quarter_plan() -> ResponseReturnValue:
    """The plan as it was submitted, with room for more lines."""
    department, year, quarter = here(), chosen_year(), chosen_quarter()
    kept = latest_plan(department.id, year, quarter)
    rows = [_as_row(line) for line in kept.lines] if kept else []
    return _page(department, rows, kept.note if kept else "", {})


@buyer.post("/quarter-plan")
@access(Permission.DEPARTMENT_VIEW)
def quarter_plan_submission() -> ResponseReturnValue:
    """Submit the lines, or only ask for more room; what is wrong comes back at its line."""
    department, year, quarter = must_have(*PLANNERS), chosen_year(), chosen_quarter()
    rows, note = _typed(), request.form.get("note", "")[:500]
    if request.form.get("act") == "more":
        return _page(department, rows, note, {}, empty=EMPTY_ROWS + 5)
    try:
        with transaction():
            lines = [_line(row) for row in rows]
            submit_plan(department.id, year, quarter, lines, note, me().id)
    except Invalid as error:
        flash(translate(error.message), "warn")
        faults = {name: [translate(t) for t in said] for name, said in error.fields.items()}
        return _page(department, rows, note, faults), 422
    except Conflict as error:
        flash(translate(error.message), "warn")
        return _page(department, rows, note, {}), 422
    flash(_("%(n)d분기 계획을 제출했습니다.", n=quarter), "good")
    return redirect(url_for("buyer.quarter_plan", year=year, quarter=quarter))


def _page(
    department: Department,
    rows: list[dict[str, str]],
    note: str,
    faults: dict[str, list[str]],
    empty: int = EMPTY_ROWS,
) -> str:
    year, quarter = chosen_year(), chosen_quarter()
    call = find_call(department.institution_id, year, quarter)
    state = step_state(department.institution_id, year, YearStep.QUARTER_PLAN, quarter)
    kept = latest_plan(department.id, year, quarter)
    is_open = call is not None and not state.is_done
    return render_template(
        "buyer/coordination/quarter_plan.html",
        year=year,
        quarter=quarter,
        years=year_choices(),
        call=call,
        kept=kept,
        is_open=is_open,
        is_published=state.is_done,
        may_submit=is_open and has_role(department.id, *PLANNERS),
        rows=rows + [dict.fromkeys(FIELDS, "")] * (empty if is_open else 0),
        faults=faults,
        note=note,
        total=sum(read_won(row["amount"]) or 0 for row in rows),
        months=months_in(quarter),
        kinds=words.KIND,
        seller_kinds=directory().certifications,
    )


def _typed() -> list[dict[str, str]]:
    """Rows in which anything was typed, in their order."""
    columns = {name: request.form.getlist(name)[:MOST_ROWS] for name in FIELDS}
    count = min(len(typed) for typed in columns.values())
    rows = [{name: columns[name][at].strip() for name in FIELDS} for at in range(count)]
    return [row for row in rows if row["item"] or row["amount"]]


def _line(row: dict[str, str]) -> PlanLine:
    known = {kind.value for kind in PurchaseKind}
    return PlanLine(
        item=row["item"],
        kind=PurchaseKind(row["kind"] if row["kind"] in known else "goods"),
        amount_won=read_won(row["amount"]) or 0,
        month=int(row["month"]) if row["month"] in {str(n) for n in range(1, 13)} else 0,
        seller_kind=row["seller"][:40],
    )


def _as_row(line: dict[str, Any]) -> dict[str, str]:
    return {
        "item": line["item"],
        "kind": line["kind"],
        "amount": f"{line['amount_won']:,}",
        "month": str(line["month"]),
        "seller": line["seller_kind"],
    }
