"""The totals a sheet prints, kept as published figures by who coordinates the institution."""

from __future__ import annotations

from flask import flash, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from marketplace.core.database import transaction
from marketplace.core.errors import Conflict
from marketplace.core.permissions import Permission
from marketplace.procurement.models import PurchaseImport
from marketplace.procurement.sheets.keeping import Kept, PrintedTotal, keep_printed, printed_totals
from marketplace.procurement.sheets.queries import Seen, find_import
from marketplace.web.access import access
from marketplace.web.buyer.blueprint import buyer
from marketplace.web.translation import translate
from marketplace.web.viewer import current_viewer


def printed_for(made: PurchaseImport) -> list[PrintedTotal]:
    """What the viewer may keep of it: nothing for who does not coordinate the institution."""
    if made.institution_id not in current_viewer().coordinated_institution_ids:
        return []
    return printed_totals(made)


@buyer.post("/imports/<import_id>/printed-totals")
@access(Permission.QUOTA_COORDINATE)
def import_printed(import_id: str) -> ResponseReturnValue:
    """Keep what was ticked; somebody else's import is not found."""
    seen = Seen((), current_viewer().coordinated_institution_ids)
    key = find_import(import_id, seen).id
    keep, replace = request.form.getlist("keep"), request.form.getlist("replace")
    try:
        with transaction():
            done = keep_printed(key, keep, replace)
        flash(*_said(done))
    except Conflict as error:
        flash(translate(error.message), "warn")
    return redirect(f"{url_for('buyer.import_show', import_id=import_id)}#printed")


def _said(done: Kept) -> tuple[str, str]:
    if done.added or done.replaced:
        text = _(
            "공표한 수치 %(added)d개를 남기고 %(replaced)d개를 바꿨습니다.",
            added=done.added,
            replaced=done.replaced,
        )
        return str(text), "good"
    return str(_("바뀐 공표 수치가 없습니다.")), "info"
