"""What recording a sheet would do: the rows as they will be, what is wrong, what looks the same."""

from __future__ import annotations

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from marketplace.core.database import transaction
from marketplace.core.errors import Conflict
from marketplace.core.permissions import Permission
from marketplace.procurement.models import ImportState, PurchaseImport
from marketplace.procurement.sheets.jobs import go_on
from marketplace.procurement.sheets.judging import Choices
from marketplace.procurement.sheets.preparing import begin_recording, choices_of, choose
from marketplace.procurement.sheets.queries import find_import
from marketplace.web.access import access
from marketplace.web.buyer import words
from marketplace.web.buyer.blueprint import buyer
from marketplace.web.buyer.imports import seen, show_import, steps_of, told
from marketplace.web.buyer.place import me


@buyer.get("/imports/<import_id>/preview")
@access(Permission.PURCHASE_IMPORT)
def import_preview(import_id: str) -> ResponseReturnValue:
    """The first rows as they will be recorded, the faults, the totals."""
    made = find_import(import_id, seen())
    if made.state is ImportState.CHECKING:
        return show_import(made)
    if made.state is not ImportState.CHECKED:
        return redirect(url_for("buyer.import_show", import_id=import_id))
    report = told(made)
    counts = report["counts"]
    return render_template(
        "buyer/imports/preview.html",
        made=made,
        found=made.found,
        report=report,
        counts=counts,
        bad=counts["refused"] + counts["similar"],
        choices=choices_of(made),
        steps=steps_of(made, "preview"),
        words=words,
    )


@buyer.post("/imports/<import_id>/preview")
@access(Permission.PURCHASE_IMPORT)
def import_settle(import_id: str) -> ResponseReturnValue:
    """Keep what was settled and judge the rows anew."""
    made = find_import(import_id, seen())
    person = me()
    key, account_id, name = made.id, person.id, person.name
    choices = _choices(made)
    try:
        with transaction():
            choose(key, choices)
    except Conflict:
        return redirect(url_for("buyer.import_show", import_id=import_id))
    go_on(key, account_id, name)
    return redirect(url_for("buyer.import_show", import_id=import_id))


@buyer.post("/imports/<import_id>/recording")
@access(Permission.PURCHASE_IMPORT)
def import_recording(import_id: str) -> ResponseReturnValue:
    """Record all of it, or the rest of it when that is asked."""
    made = find_import(import_id, seen())
    person = me()
    key, account_id, name = made.id, person.id, person.name
    choices = _choices(made, skip_bad=request.form.get("way") == "rest")
    try:
        with transaction():
            begin_recording(key, choices)
    except Conflict:
        flash(_("이미 기록했거나 기록하는 중입니다."), "info")
        return redirect(url_for("buyer.import_show", import_id=import_id))
    go_on(key, account_id, name)
    after = find_import(import_id, seen())
    if after.state is ImportState.RECORDED:
        flash(_("구매 %(n)d건을 기록했습니다.", n=after.report["counts"]["new"]), "good")
    elif after.state is ImportState.CHECKED:
        flash(_("아무것도 기록하지 않았습니다. 아래 행을 고치거나 나머지만 기록해 주세요."), "warn")
    return redirect(url_for("buyer.import_show", import_id=import_id))


def _choices(made: PurchaseImport, *, skip_bad: bool = False) -> Choices:
    """What the form says of each row that looks like another, and the reason for late ones."""
    before = choices_of(made)
    same, distinct = set(before.same), set(before.distinct)
    for each in made.report.get("similar", []):
        said = request.form.get(f"row-{each['name']}", "")
        if said in {"same", "distinct"}:
            same.discard(each["name"])
            distinct.discard(each["name"])
            (same if said == "same" else distinct).add(each["name"])
    return Choices(
        late_reason=request.form.get("late_reason", before.late_reason).strip()[:300],
        distinct=frozenset(distinct),
        same=frozenset(same),
        skip_bad=skip_bad,
    )
