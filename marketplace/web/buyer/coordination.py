"""The coordinating department's view: every department's target, actual, rate and lateness."""

from __future__ import annotations

from flask import flash, redirect, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from marketplace.core import clock
from marketplace.core.database import transaction
from marketplace.core.errors import Conflict
from marketplace.core.permissions import Permission
from marketplace.procurement.reminding import (
    Reminded,
    remind_all_of_closing,
    remind_of_closing,
    reminded_at,
)
from marketplace.procurement.standing import InstitutionStanding
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
from marketplace.web.buyer.coordination_table import (
    HEADING,
    SORTS,
    asked_filter,
    coordination_cells,
    filtered,
    in_order,
    middle_of,
    sort_links,
)
from marketplace.web.buyer.place import me
from marketplace.web.buyer.proofs import prove_institution
from marketplace.web.downloads import csv_download
from marketplace.web.marks import left_out_words, mark_word
from marketplace.web.translation import translate


@buyer.get("/coordination")
@access(Permission.QUOTA_COORDINATE)
def coordination() -> ResponseReturnValue:
    """All departments of one year, in the order asked for."""
    prove_institution(asked_institution().id, asked_year())
    standing = asked_standing()
    due = standing.due_month
    late = [each.department.id for each in standing.late_departments]
    chosen = filtered(standing.departments, asked_filter())
    rows, number, pages = paged(in_order(chosen, _sort()))
    return render_template(
        "buyer/coordination/index.html",
        standing=standing,
        left_out=[each for each in standing.departments if each.left_out],
        left_out_words=left_out_words,
        mark_word=mark_word,
        rows=rows,
        count=len(chosen),
        page={"number": number, "count": pages, "href": _page_href},
        tabs_here=tabs_of(standing.institution.slug, standing.year),
        middle=middle_of(standing.departments),
        asked=asked_filter(),
        sorts=sort_links(_sort(), kept("q", "show")),
        institutions=my_institutions(),
        years=range(clock.today().year, clock.today().year - 5, -1),
        reminded=reminded_at(late, due) if due and late else {},
    )


@buyer.get("/coordination.csv")
@access(Permission.QUOTA_COORDINATE)
def coordination_csv() -> ResponseReturnValue:
    """The same departments as a table to work with."""
    standing = asked_standing()
    name = f"{standing.institution.slug}-{standing.year}-{_('부서별현황')}"
    chosen = in_order(filtered(standing.departments, asked_filter()), _sort())
    return csv_download(name, [str(word) for word in HEADING], coordination_cells(chosen))


def _page_href(number: int | str) -> str:
    return address("", **kept("q", "show", "sort"), page=number)


@buyer.post("/coordination/reminders")
@access(Permission.QUOTA_COORDINATE)
def coordination_reminder() -> ResponseReturnValue:
    """Remind one late department, or all of them."""
    standing = asked_standing()
    wanted = request.form.get("department", type=int)
    chosen = [each.department for each in standing.late_departments]
    if wanted is not None:
        chosen = [each for each in chosen if each.id == wanted]
    try:
        with transaction():
            said = _remind(standing, [each.id for each in chosen], one=wanted is not None)
        flash(*said)
    except Conflict as error:
        flash(translate(error.message), "warn")
    return redirect(address("", **kept("q", "show", "page"), sort=_sort()))


def _remind(standing: InstitutionStanding, ids: list[int], *, one: bool) -> tuple[str, str]:
    """Do it, and what to say of it."""
    month = standing.due_month
    chosen = [each.department for each in standing.departments if each.department.id in ids]
    if month is None or not chosen:
        return str(_("재촉할 부서가 없습니다.")), "info"
    if one:
        told = remind_of_closing(chosen[0], month, me().id)
        return _said_of_one(chosen[0].name, told)
    return _said_of_all(remind_all_of_closing(chosen, month, me().id))


def _said_of_one(name: str, told: bool) -> tuple[str, str]:
    if told:
        return str(_("%(name)s에 마감 요청 메일을 보냈습니다.", name=name)), "good"
    return str(_("%(name)s에는 이미 알렸습니다. 한 달에 한 번만 보냅니다.", name=name)), "info"


def _said_of_all(done: Reminded) -> tuple[str, str]:
    text = _(
        "%(told)d곳에 보냈습니다. 이미 알린 부서 %(before)d곳, 담당자 없는 부서 %(nobody)d곳.",
        told=done.told,
        before=done.told_before,
        nobody=done.nobody,
    )
    return str(text), "good" if done.told else "info"


def _sort() -> str:
    asked = request.values.get("sort", "")
    return asked if asked.removeprefix("-") in SORTS else "position"
