"""When accepted deliveries were paid for: what is not noted yet, and noting it."""

from __future__ import annotations

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from marketplace.core import clock
from marketplace.core.database import transaction
from marketplace.core.errors import Conflict, Invalid
from marketplace.core.permissions import Permission
from marketplace.procurement import inspection
from marketplace.procurement.errors import FileNotFound
from marketplace.procurement.queries import get_file, inspections_of, list_unpaid, parcel_of
from marketplace.web.access import access
from marketplace.web.buyer.blueprint import buyer
from marketplace.web.buyer.files import show_file
from marketplace.web.buyer.ledger import REPORTERS
from marketplace.web.buyer.paying import PaymentForm
from marketplace.web.buyer.place import departments_where, me, must_have
from marketplace.web.forms import show_errors
from marketplace.web.translation import translate


@buyer.get("/payments")
@access(Permission.PURCHASE_RECORD)
def payments() -> ResponseReturnValue:
    """Accepted deliveries without a payment day, oldest first."""
    unpaid = list_unpaid(must_have(*REPORTERS).id)
    owed = [(each, each.parcel.goods_won + each.parcel.delivery_won) for each in unpaid]
    return render_template("buyer/payments.html", owed=owed)


@buyer.post("/files/<file_id>/parcels/<parcel_id>/payment")
@access(Permission.PURCHASE_RECORD)
def parcel_payment(file_id: str, parcel_id: str) -> ResponseReturnValue:
    """Keep the day a delivery was paid for."""
    found = get_file(file_id, departments_where(*REPORTERS))
    done = inspections_of(found).get(parcel_of(found, parcel_id).id)
    if done is None:
        raise FileNotFound
    form, person, key = PaymentForm(), me(), done.id
    if not form.validate_on_submit():
        return show_file(found, 422, payment=form, returned_for=parcel_id)
    try:
        with transaction():
            inspection.note_payment(key, form.paid_on.data or clock.today(), person)
    except Invalid as error:
        show_errors(form, error)
        return show_file(found, 422, payment=form, returned_for=parcel_id)
    except Conflict as error:
        flash(translate(error.message), "bad")
    else:
        flash(_("대금 지급일을 기록했습니다."), "good")
    return redirect(url_for("buyer.file", file_id=file_id))
