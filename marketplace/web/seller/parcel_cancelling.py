"""What a firm cannot send: units taken off an order, with a reason its buyer reads."""

from __future__ import annotations

from dataclasses import dataclass

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import RadioField, StringField
from wtforms.validators import InputRequired, Length

from marketplace.core.database import transaction
from marketplace.core.errors import Invalid
from marketplace.core.permissions import Permission
from marketplace.core.text import T
from marketplace.orders.booked import read_booked
from marketplace.orders.errors import AlreadyShipped, NotCancellable
from marketplace.orders.models import Parcel, ParcelStatus, PaymentTerms
from marketplace.orders.part_cancelling import PartCancellation, plan_cancellation
from marketplace.orders.queries import get_parcel_of_enterprises
from marketplace.orders.units import Canceller
from marketplace.payments.not_sending import give_up_units
from marketplace.payments.undoing import RefundChanged
from marketplace.promotions.points.shares import preview_back
from marketplace.web.access import access
from marketplace.web.seller.blueprint import seller
from marketplace.web.translation import translate
from marketplace.web.units import read_units
from marketplace.web.viewer import current_viewer


@dataclass(frozen=True, slots=True)
class Reason:
    """Why something cannot be sent, as the buyer reads it; `is_gone` keeps it off the shelf."""

    said: T
    is_gone: bool


REASONS = {
    "sold_out": Reason(T("재고가 떨어졌어요"), is_gone=True),
    "damaged": Reason(T("보내기 전에 상품이 상했어요"), is_gone=True),
    "no_way": Reason(T("이 주소로는 보낼 수 없어요"), is_gone=False),
    "asked": Reason(T("사는 분과 의논해 뺐어요"), is_gone=False),
    "other": Reason(T("다른 사정이 있어요"), is_gone=False),
}


class GiveUpForm(FlaskForm):
    """Why; the buyer reads it."""

    reason = RadioField(_l("까닭"), [InputRequired(_l("보낼 수 없는 까닭을 골라 주세요."))])
    note = StringField(
        _l("덧붙일 말"),
        [Length(max=120)],
        description=_l("구매자가 메일에서 읽습니다. 언제 다시 들어오는지 적으면 좋습니다."),
    )

    def __init__(self) -> None:
        super().__init__()
        self.reason.choices = [(code, translate(each.said)) for code, each in REASONS.items()]

    @property
    def chosen(self) -> Reason:
        return REASONS[self.reason.data]

    def said(self) -> str:
        """The reason in Korean with what was added, as the buyer and the books read it."""
        note = (self.note.data or "").strip()
        return f"{self.chosen.said} – {note}" if note else str(self.chosen.said)


@seller.route("/parcels/<public_id>/cancellation", methods=["GET", "POST"])
@access(Permission.PARCEL_SHIP)
def parcel_cancellation(public_id: str) -> ResponseReturnValue:
    """Take units off before sending; what goes back to the buyer is said before."""
    shown = get_parcel_of_enterprises(public_id, current_viewer().enterprise_ids)
    _refuse_what_cannot_be_cancelled(shown)
    form = GiveUpForm()
    # Nothing is given back before the page has said how much.
    if request.form.get("step") == "count" or "shown_won" not in request.form:
        return _ask(form, shown)
    if form.validate_on_submit() and _give_up(form, shown):
        return redirect(url_for("seller.parcel", public_id=public_id), 303)
    return _ask(form, get_parcel_of_enterprises(public_id, current_viewer().enterprise_ids))


def may_give_up(parcel: Parcel) -> bool:
    """Whether anything can be taken off: not sent, not a public body's, not dates alone."""
    if parcel.status is not ParcelStatus.PREPARING:
        return False
    return parcel.order.terms is PaymentTerms.PREPAID and bool(_left(parcel))


def _refuse_what_cannot_be_cancelled(parcel: Parcel) -> None:
    if parcel.status is not ParcelStatus.PREPARING:
        raise NotCancellable if parcel.status is ParcelStatus.CANCELLED else AlreadyShipped
    if not may_give_up(parcel):
        raise NotCancellable


def _left(parcel: Parcel) -> dict[int, int]:
    """Units by line that can be taken off; booked dates are called off on their own page."""
    booked = read_booked([parcel])
    lines = [line for line in parcel.lines if line.id not in booked]
    return {line.id: line.left_quantity for line in lines if line.left_quantity}


def _units(parcel: Parcel) -> dict[int, int]:
    left = _left(parcel)
    return read_units(request.form, left) if request.method == "POST" else dict.fromkeys(left, 0)


def _give_up(form: GiveUpForm, parcel: Parcel) -> bool:
    """False when the form has to be shown again."""
    try:
        with transaction():
            give_up_units(
                parcel.id,
                _units(parcel),
                form.said(),
                is_gone=form.chosen.is_gone,
                shown_won=request.form.get("shown_won", None, int),
            )
    except (Invalid, RefundChanged) as error:
        form.form_errors.append(translate(error.message))
        return False
    flash(_("주문에서 뺐습니다. 구매자에게 까닭과 환불을 메일로 알렸습니다."), "good")
    return True


def _ask(form: GiveUpForm, parcel: Parcel) -> ResponseReturnValue:
    units = _units(parcel)
    plan = _plan(form, parcel, units) if request.method == "POST" else None
    page = render_template(
        "seller/parcel_cancel.html",
        form=form,
        parcel=parcel,
        order=parcel.order,
        lines=[line for line in parcel.lines if line.id in units],
        units=units,
        plan=plan,
        points_back=preview_back(parcel, plan.units) if plan else 0,
    )
    return page, 422 if form.errors else 200


def _plan(form: GiveUpForm, parcel: Parcel, units: dict[int, int]) -> PartCancellation | None:
    try:
        return plan_cancellation(parcel, units, Canceller.SELLER)
    except Invalid as error:
        said = translate(error.message)
        if said not in form.form_errors:
            form.form_errors.append(said)
        return None
