"""Inspection: what has arrived, and the page where it is accepted."""

from __future__ import annotations

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import BooleanField, TextAreaField
from wtforms.validators import InputRequired, Length, Optional

from marketplace.core import clock
from marketplace.core.database import transaction
from marketplace.core.errors import Conflict
from marketplace.core.permissions import DepartmentRole, Permission
from marketplace.orders.models import Parcel
from marketplace.procurement import inspection
from marketplace.procurement.errors import NotDelivered
from marketplace.procurement.models import PurchaseFile, PurchaseRecord
from marketplace.procurement.queries import (
    ARRIVING,
    get_file,
    list_arrived,
    parcel_of,
)
from marketplace.web.access import access
from marketplace.web.buyer import words
from marketplace.web.buyer.blueprint import buyer
from marketplace.web.buyer.place import departments_where, me, must_have
from marketplace.web.buyer.prospects import prospects
from marketplace.web.filters import won
from marketplace.web.translation import translate


class InspectionForm(FlaskForm):
    """That it was looked at, and what was seen."""

    is_checked = BooleanField(
        _l("수량과 규격, 상태를 확인했습니다."),
        [InputRequired(_l("확인한 뒤 표시해 주세요."))],
    )
    note = TextAreaField(_l("검수 의견"), [Optional(), Length(max=300)])


@buyer.get("/inspections")
@access(Permission.DELIVERY_ACCEPT)
def inspections() -> ResponseReturnValue:
    """What has arrived, longest waiting first."""
    department = must_have(DepartmentRole.PURCHASER)
    return render_template(
        "buyer/inspections.html",
        arrived=list_arrived(department.id),
        words=words,
    )


@buyer.route("/files/<file_id>/parcels/<parcel_id>/inspection", methods=["GET", "POST"])
@access(Permission.DELIVERY_ACCEPT)
def parcel_inspection(file_id: str, parcel_id: str) -> ResponseReturnValue:
    """Accept one enterprise's delivery, knowing beforehand what will count of it."""
    found = get_file(file_id, departments_where(DepartmentRole.PURCHASER))
    parcel = parcel_of(found, parcel_id)
    form = InspectionForm()
    if form.validate_on_submit():
        _accept(found, parcel, form)
        return redirect(url_for("buyer.file", file_id=file_id))
    if parcel.status not in ARRIVING:
        return _nothing_to_inspect(found)
    page = render_template(
        "buyer/inspection.html",
        file=found,
        parcel=parcel,
        prospects=prospects(found),
        today=clock.today(),
        form=form,
        words=words,
    )
    return page, 422 if form.errors else 200


def _accept(found: PurchaseFile, parcel: Parcel, form: InspectionForm) -> None:
    person, file_key, parcel_key = me(), found.id, parcel.id
    try:
        with transaction():
            records = inspection.accept_delivery(file_key, parcel_key, person, form.note.data or "")
    except Conflict as error:
        flash(translate(error.message), "bad")
    else:
        flash(_said(records), "good")


def _said(records: list[PurchaseRecord]) -> str:
    if not records:
        return str(_("검수했습니다. 대금 지급일을 기록하면 구매실적에 들어갑니다."))
    counted = sum(record.counted_won for record in records)
    return str(_("검수했습니다. 구매실적 %(won)s이 인정되었습니다.", won=won(counted)))


def _nothing_to_inspect(found: PurchaseFile) -> ResponseReturnValue:
    flash(translate(NotDelivered().message), "bad")
    return redirect(url_for("buyer.file", file_id=found.public_id))
