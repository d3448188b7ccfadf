"""The member's address book."""

from __future__ import annotations

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_login import current_user
from flask_wtf import FlaskForm
from wtforms import BooleanField, StringField, TelField
from wtforms.validators import InputRequired, Length, Optional, Regexp

from marketplace.accounts import addresses
from marketplace.accounts.addresses import AddressBookFull, Place
from marketplace.core.database import transaction
from marketplace.core.permissions import Permission
from marketplace.web.access import access
from marketplace.web.forms import show_errors
from marketplace.web.store.account import account_tabs
from marketplace.web.store.blueprint import store
from marketplace.web.store.checkout_form import PHONE, PHONE_SAYS, PlaceFields, stripped

HERE = "/account/addresses"


class AddressForm(PlaceFields, FlaskForm):
    """One address; its fields are named as an Address names them."""

    label = StringField(
        _l("이름표"),
        filters=[stripped],
        description=_l("집, 일터처럼 알아보기 쉬운 이름"),
        validators=[Optional(), Length(max=40)],
    )
    recipient_name = StringField(
        _l("받는 분 이름"),
        filters=[stripped],
        validators=[InputRequired(_l("받는 분 이름을 적어 주세요.")), Length(max=80)],
    )
    recipient_phone = TelField(
        _l("받는 분 전화"),
        filters=[stripped],
        validators=[InputRequired(PHONE_SAYS), Regexp(PHONE, message=PHONE_SAYS)],
    )

    def place(self) -> Place:
        """What was filled in."""
        return Place(
            recipient_name=self.recipient_name.data or "",
            recipient_phone=self.recipient_phone.data or "",
            postcode=self.postcode.data or "",
            address=self.address.data or "",
            address_detail=self.address_detail.data or "",
            label=self.label.data or "",
        )


class NewAddressForm(AddressForm):
    """An address that may become the usual one at once."""

    is_usual = BooleanField(_l("주문할 때 먼저 보여 주세요"))


@store.get(HERE)
@access(Permission.ACCOUNT_MANAGE)
def account_addresses() -> ResponseReturnValue:
    """The book."""
    return render_template(
        "store/accounts/addresses.html",
        book=addresses.list_addresses(current_user.id),
        most=addresses.MOST_ADDRESSES,
        account_tabs=account_tabs(HERE),
    )


@store.route(f"{HERE}/new", methods=["GET", "POST"])
@access(Permission.ACCOUNT_MANAGE)
def address_new() -> ResponseReturnValue:
    """Write an address in."""
    form = NewAddressForm()
    if form.validate_on_submit() and _add(form):
        flash(_("주소를 적어 두었어요."), "good")
        return redirect(url_for("store.account_addresses"), 303)
    return _form_page(form, _("새 주소"))


def _add(form: NewAddressForm) -> bool:
    try:
        with transaction():
            addresses.add_address(current_user.id, form.place(), is_usual=bool(form.is_usual.data))
    except AddressBookFull as error:
        show_errors(form, error)
        return False
    return True


@store.route(f"{HERE}/<int:address_id>", methods=["GET", "POST"])
@access(Permission.ACCOUNT_MANAGE)
def address_change(address_id: int) -> ResponseReturnValue:
    """Write an address anew."""
    form = AddressForm(obj=addresses.get_address(current_user.id, address_id))
    if form.validate_on_submit():
        with transaction():
            addresses.change_address(current_user.id, address_id, form.place())
        flash(_("주소를 고쳤어요."), "good")
        return redirect(url_for("store.account_addresses"), 303)
    return _form_page(form, _("주소 고치기"))


@store.post(f"{HERE}/<int:address_id>/precedence")
@access(Permission.ACCOUNT_MANAGE)
def address_precedence(address_id: int) -> ResponseReturnValue:
    """Let this be the one checkout begins with."""
    with transaction():
        addresses.make_usual(current_user.id, address_id)
    return redirect(url_for("store.account_addresses"), 303)


@store.post(f"{HERE}/<int:address_id>/removal")
@access(Permission.ACCOUNT_MANAGE)
def address_removal(address_id: int) -> ResponseReturnValue:
    """Strike an address out."""
    with transaction():
        addresses.remove_address(current_user.id, address_id)
    flash(_("주소를 지웠어요."), "good")
    return redirect(url_for("store.account_addresses"), 303)


def _form_page(form: AddressForm, title: str) -> ResponseReturnValue:
    page = render_template("store/accounts/address.html", form=form, title=title)
    return page, 422 if request.method == "POST" else 200
