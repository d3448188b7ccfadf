"""A quarter's detailed plans: asked for, watched, reminded of, published."""

from __future__ import annotations

from datetime import date

from flask import Response, flash, redirect, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from marketplace.core.database import transaction
from marketplace.core.errors import Conflict, Invalid
from marketplace.core.pdf import render_pdf
from marketplace.core.permissions import Permission
from marketplace.procurement.models import PublicationKind, TextSubject, YearStep
from marketplace.procurement.publishing.publications import PublicationAddress, list_versions
from marketplace.procurement.year.pressing import pressed_at
from marketplace.procurement.year.quarter_plans import find_call, planned_departments
from marketplace.procurement.year.quarter_publishing import (
    publish_quarter_plan,
    quarter_plan_content,
)
from marketplace.procurement.year.steps import step_state
from marketplace.procurement.year.telling import ask_for_plans, remind_of_plans
from marketplace.procurement.year.texts import find_text, write_text
from marketplace.web.access import access
from marketplace.web.buyer.blueprint import buyer
from marketplace.web.buyer.people_names import names_of
from marketplace.web.buyer.place import me
from marketplace.web.buyer.said import said_of_reminders
from marketplace.web.buyer.year_place import YearPlace, asked_quarter
from marketplace.web.buyer.year_words import QUARTER_PLAN_PARTS, typed_words
from marketplace.web.downloads import file_download
from marketplace.web.translation import translate


@buyer.get("/coordination/quarter-plans")
@access(Permission.QUOTA_COORDINATE)
def coordination_quarter_plans() -> ResponseReturnValue:
    """Who has submitted what for a quarter."""
    return _page(asked_quarter())


@buyer.post("/coordination/quarter-plans")
@access(Permission.QUOTA_COORDINATE)
def coordination_quarter_plans_call() -> ResponseReturnValue:
    """Ask departments for their plans until a day."""
    here = asked_quarter()
    typed = request.form.get("due_on", "")
    try:
        day = date.fromisoformat(typed)
    except ValueError:
        flash(_("제출 기한을 골라 주세요."), "warn")
        return _page(here, due_on=typed), 422
    try:
        with transaction():
            n = ask_for_plans(here.institution.id, here.year, here.quarter, day, me().id)
        flash(_("계획을 요청했습니다. 메일 %(n)d통을 보냅니다.", n=n), "good")
    except (Invalid, Conflict) as error:
        flash(translate(error.message), "warn")
        return _page(here, due_on=typed), 422
    return redirect(here.address("quarter-plans"))


@buyer.post("/coordination/quarter-plans/reminders")
@access(Permission.QUOTA_COORDINATE)
def coordination_quarter_plans_reminder() -> ResponseReturnValue:
    """Ask again whoever has submitted none."""
    here = asked_quarter()
    try:
        with transaction():
            told = remind_of_plans(here.institution.id, here.year, here.quarter, me().id)
        flash(*said_of_reminders(told))
    except Conflict as error:
        flash(translate(error.message), "warn")
    return redirect(here.address("quarter-plans"))


@buyer.post("/coordination/quarter-plans/words")
@access(Permission.QUOTA_COORDINATE)
def coordination_quarter_plans_words() -> ResponseReturnValue:
    """Keep the words of the announcement."""
    here = asked_quarter()
    typed = typed_words(QUARTER_PLAN_PARTS)
    try:
        with transaction():
            write_text(
                here.institution.id,
                here.year,
                TextSubject.QUARTER_PLAN,
                typed,
                quarter=here.quarter,
                seen_version=request.form.get("seen_version", 0, type=int),
                by=me().id,
            )
    except (Invalid, Conflict) as error:
        flash(translate(error.message), "warn")
        return _page(here, typed=typed), 422
    flash(_("알리는 말을 저장했습니다."), "good")
    return redirect(here.address("quarter-plans"))


@buyer.post("/coordination/quarter-plans/publications")
@access(Permission.QUOTA_COORDINATE)
def coordination_quarter_plans_publication() -> ResponseReturnValue:
    """Publish the quarter's plans; the step is done with it."""
    here = asked_quarter()
    try:
        with transaction():
            publish_quarter_plan(here.institution.id, here.year, here.quarter, me().id)
        flash(_("%(n)d분기 세부 구매계획을 공시했습니다.", n=here.quarter), "good")
    except (Invalid, Conflict) as error:
        flash(translate(error.message), "warn")
    return redirect(here.address("quarter-plans"))


@buyer.get("/coordination/quarter-plans/paper")
@access(Permission.QUOTA_COORDINATE)
def coordination_quarter_plans_paper() -> ResponseReturnValue:
    """The quarter's plans to read and print."""
    here = asked_quarter()
    return render_template(
        "documents/year_paper.html",
        paper=_paper(here),
        back=here.address("quarter-plans"),
        pdf=here.address("quarter-plans.pdf"),
    )


@buyer.get("/coordination/quarter-plans.pdf")
@access(Permission.QUOTA_COORDINATE)
def coordination_quarter_plans_pdf() -> Response:
    """The same as a file."""
    made = _paper(asked_quarter())
    return file_download(f"{made['title']}.pdf", "application/pdf", render_pdf("report.typ", made))


def _paper(here: YearPlace) -> dict[str, object]:
    paper: dict[str, object] = quarter_plan_content(here.institution.id, here.year, here.quarter)[
        "paper"
    ]
    return paper


def _page(here: YearPlace, typed: dict[str, str] | None = None, due_on: str = "") -> str:
    body, year, quarter = here.institution.id, here.year, here.quarter
    call = find_call(body, year, quarter)
    planned = planned_departments(body, year, quarter)
    kept = find_text(body, year, TextSubject.QUARTER_PLAN, quarter)
    address = PublicationAddress(body, year, PublicationKind.QUARTER_PLAN, quarter)
    published = list_versions(address)
    return render_template(
        "buyer/coordination/quarter_plans.html",
        **here.surroundings(),
        call=call,
        due_on=due_on or (call.due_on.isoformat() if call else ""),
        planned=planned,
        submitted=[each for each in planned if each.plan],
        whole_won=sum(each.plan.amount_won for each in planned if each.plan),
        pressed=pressed_at(body, year, YearStep.QUARTER_PLAN, quarter),
        state=step_state(body, year, YearStep.QUARTER_PLAN, quarter),
        parts=QUARTER_PLAN_PARTS,
        words=typed or (kept.words if kept else {}),
        seen_version=kept.version if kept else 0,
        published=published,
        names=names_of(each.published_by for each in published),
    )
