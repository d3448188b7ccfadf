"""The purchase request form: what for, from which budget, how, and where to."""

from __future__ import annotations

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import HiddenField, IntegerField, RadioField, StringField, TelField, TextAreaField
from wtforms.validators import InputRequired, Length, Optional, Regexp
from wtforms.widgets import HiddenInput

from marketplace.core.database import transaction
from marketplace.core.errors import Conflict, Invalid
from marketplace.core.permissions import Permission
from marketplace.core.types import public_token
from marketplace.orders.placing import Destination
from marketplace.procurement import drafting
from marketplace.procurement.letters import list_approvers
from marketplace.procurement.models import ContractMethod, Department, PurchaseFile
from marketplace.procurement.requesting import PurchaseRequest, request_purchase
from marketplace.web.access import access
from marketplace.web.buyer import words
from marketplace.web.buyer.blueprint import buyer
from marketplace.web.buyer.hinting import seller_hints
from marketplace.web.buyer.place import here, me, my_list
from marketplace.web.buyer.summing import JudgedList, judged_list
from marketplace.web.forms import choices_of, show_errors
from marketplace.web.translation import translate


class RequestForm(FlaskForm):
    """A purchase request; the token is made with the form, the sum is the one it shows."""

    checkout_token = HiddenField(validators=[InputRequired(), Length(20, 40)])
    shown_total_won = IntegerField(widget=HiddenInput(), validators=[InputRequired()])
    title = StringField(_l("제목"), [InputRequired(_l("제목을 적어 주세요.")), Length(max=120)])
    purpose = TextAreaField(_l("구매 목적"), [Optional(), Length(max=500)])
    budget_item = StringField(_l("예산 과목"), [Optional(), Length(max=120)])
    method = RadioField(
        _l("계약 방법"),
        choices=choices_of(words.METHOD),
        validators=[InputRequired(_l("계약 방법을 골라 주세요."))],
    )
    recipient_name = StringField(
        _l("받는 사람"), [InputRequired(_l("받는 사람을 적어 주세요.")), Length(max=80)]
    )
    recipient_phone = TelField(
        _l("전화번호"),
        [
            InputRequired(_l("전화번호를 적어 주세요.")),
            Regexp(r"^[0-9+() -]{8,30}$", message=_l("전화번호는 숫자로 적어 주세요.")),
        ],
    )
    postcode = StringField(
        _l("우편번호"),
        [
            InputRequired(_l("우편번호 5자리를 적어 주세요.")),
            Regexp(r"^[0-9]{5}$", message=_l("우편번호 5자리를 적어 주세요.")),
        ],
    )
    address = StringField(
        _l("납품 장소"), [InputRequired(_l("납품 장소를 적어 주세요.")), Length(max=200)]
    )
    address_detail = StringField(_l("상세 주소"), [Optional(), Length(max=100)])
    delivery_note = StringField(_l("납품 때 부탁할 점"), [Optional(), Length(max=200)])

    def destination(self) -> Destination:
        """Where it goes."""
        return Destination(
            recipient_name=self.recipient_name.data or "",
            recipient_phone=self.recipient_phone.data or "",
            postcode=self.postcode.data or "",
            address=self.address.data or "",
            address_detail=self.address_detail.data or "",
            delivery_note=self.delivery_note.data or "",
        )


@buyer.route("/requests/new", methods=["GET", "POST"])
@access(Permission.PURCHASE_REQUEST)
def request_new() -> ResponseReturnValue:
    """Write the request down and send it to the approvers."""
    department, owner = here(), my_list()
    gathered = judged_list(department, drafting.read_list(owner))
    form = RequestForm(data=prefilled(department))
    if form.validate_on_submit():
        file = _send(form, department, gathered)
        if file is not None:
            flash(_("구매요청을 올렸습니다. 결재권자에게 메일로 알렸습니다."), "good")
            return redirect(url_for("buyer.file", file_id=file.public_id))
    elif not gathered.lines:
        return redirect(url_for("buyer.request_list"))
    return _show(form, department, gathered)


def prefilled(department: Department) -> dict[str, str]:
    """What is known of a department before anybody types; a token of the form's own."""
    person = me()
    return {
        "checkout_token": public_token(32),
        "recipient_name": person.name,
        "recipient_phone": department.phone or person.phone,
        "postcode": department.postcode,
        "address": department.address,
        "address_detail": department.address_detail or department.name,
        "method": ContractMethod.NEGOTIATED_ONE_QUOTE.value,
    }


def _send(form: RequestForm, department: Department, gathered: JudgedList) -> PurchaseFile | None:
    requester = me()
    asked = PurchaseRequest(
        department_id=department.id,
        title=form.title.data or "",
        purpose=form.purpose.data or "",
        budget_item=form.budget_item.data or "",
        method=ContractMethod(form.method.data),
        wanted=gathered.wanted,
        destination=form.destination(),
        checkout_token=form.checkout_token.data or "",
        shown_total_won=form.shown_total_won.data or 0,
    )
    try:
        with transaction():
            return request_purchase(asked, requester)
    except (Invalid, Conflict) as error:
        show_errors(form, error)
        form.form_errors += [translate(said) for said in (error.kept, error.action) if said]
    return None


def _show(form: RequestForm, department: Department, gathered: JudgedList) -> ResponseReturnValue:
    # The page always shows today's sums, so that is the sum the next attempt agrees to.
    form.shown_total_won.process_data(gathered.total_won)
    form.shown_total_won.raw_data = None
    page = render_template(
        "buyer/request_new.html",
        form=form,
        gathered=gathered,
        hints=seller_hints(department, gathered),
        approvers=list_approvers(department.id, besides=me().id),
        words=words,
    )
    return page, 422 if form.errors else 200
