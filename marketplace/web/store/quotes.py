"""Asking for a quote, and the page on which the whole conversation stands."""

from __future__ import annotations

from collections.abc import Callable

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_login import current_user
from wtforms import BooleanField, EmailField, StringField, TelField
from wtforms.validators import Email, InputRequired, Length, Optional, Regexp

from marketplace.catalog.models import Product
from marketplace.catalog.queries import get_product_on_sale
from marketplace.core.database import transaction
from marketplace.core.errors import Conflict, Invalid
from marketplace.core.permissions import Permission
from marketplace.quoting import answering, deciding
from marketplace.quoting.asking import Asker, ask
from marketplace.quoting.models import Outcome, QuoteInquiry, QuoteRequest
from marketplace.quoting.queries import get_request_by_token, list_requests_of_account
from marketplace.web.access import access
from marketplace.web.extensions import limiter
from marketplace.web.forms import show_errors
from marketplace.web.quote_forms import DeclineForm, MessageForm, NeedFields, checked_file
from marketplace.web.quote_paper import send_file_of, show_paper
from marketplace.web.quote_words import VAT, inquiry_view
from marketplace.web.store.account import account_tabs
from marketplace.web.store.blueprint import store
from marketplace.web.store.checkout_form import PHONE, PHONE_SAYS, stripped
from marketplace.web.translation import chosen_language, translate
from marketplace.web.viewer import current_account_id

ASK_LIMIT = "5 per minute; 30 per hour"
SAY_LIMIT = "10 per minute; 60 per hour"


class AskForm(NeedFields):
    """What is needed and whom to answer."""

    name = StringField(
        _l("이름"),
        filters=[stripped],
        validators=[InputRequired(_l("이름을 적어 주세요.")), Length(max=80)],
    )
    organisation = StringField(
        _l("단체나 회사(있으면)"), filters=[stripped], validators=[Optional(), Length(max=120)]
    )
    phone = TelField(
        _l("휴대전화"),
        filters=[stripped],
        validators=[InputRequired(PHONE_SAYS), Regexp(PHONE, message=PHONE_SAYS)],
    )
    email = EmailField(
        _l("메일 주소"),
        filters=[stripped],
        description=_l("견적이 오면 이 주소로 알려 드려요."),
        validators=[
            InputRequired(_l("메일 주소를 적어 주세요.")),
            Email(_l("name@example.com 모양의 메일 주소를 적어 주세요.")),
            Length(max=254),
        ],
    )
    agree_seller = BooleanField(
        _l("견적을 받으려고 판매자에게 이름과 연락처를 알리는 데 동의해요."),
        validators=[InputRequired(_l("동의해 주셔야 판매자가 답할 수 있어요."))],
    )

    def asker(self) -> Asker:
        """Who asks."""
        return Asker(
            name=self.name.data or "",
            email=self.email.data or "",
            phone=self.phone.data or "",
            organisation=self.organisation.data or "",
            account_id=current_account_id(),
            locale=chosen_language(),
        )


@store.route("/products/<int:product_id>/quote-requests/new", methods=["GET", "POST"])
@access(Permission.ORDER_PLACE)
@limiter.limit(ASK_LIMIT, methods=["POST"])
def quote_request_new(product_id: int) -> ResponseReturnValue:
    """Ask the maker of a product for a quote."""
    product = get_product_on_sale(product_id)
    form = AskForm()
    if not form.is_submitted():
        _prefill(form, product)
    elif form.validate() and (made := _ask(form, product_id)) is not None:
        flash(_("견적을 요청했어요. 답이 오면 메일로 알려 드려요."), "good")
        return redirect(url_for("store.quote_request", public_id=made), 303)
    product = get_product_on_sale(product_id)
    page = render_template("store/quotes/new.html", form=form, product=product)
    return page, 422 if form.errors else 200


def _prefill(form: AskForm, product: Product) -> None:
    form.start()
    form.subject.data = product.name
    if current_user.is_authenticated:
        form.name.data, form.email.data = current_user.name, current_user.email
        form.phone.data = current_user.phone


def _ask(form: AskForm, product_id: int) -> str | None:
    try:
        file = checked_file(form.file)
        asker = form.asker()
        with transaction():
            made = ask([product_id], asker, form.need(), form.form_token.data or "", file)
            return made.public_id
    except Invalid as error:
        show_errors(form, error)
    return None


@store.get("/quotes/<public_id>")
@access(Permission.ORDER_PLACE)
def quote_request(public_id: str) -> ResponseReturnValue:
    """The whole conversation."""
    return show_request(public_id)


def show_request(
    public_id: str, *, message: MessageForm | None = None, decline: DeclineForm | None = None
) -> ResponseReturnValue:
    """The page, with the form that came back if one did."""
    found = get_request_by_token(public_id)
    page = render_template(
        "store/quotes/request.html",
        request_=found,
        view=inquiry_view(only_inquiry(found)),
        message=message or MessageForm(formdata=None),
        decline=decline or DeclineForm(formdata=None),
        vat=VAT,
        at=f"/quotes/{public_id}",
    )
    returned = message or decline
    return page, 422 if returned and returned.errors else 200


def only_inquiry(found: QuoteRequest) -> QuoteInquiry:
    """A citizen asks one firm at a time."""
    return found.inquiries[0]


@store.post("/quotes/<public_id>/messages")
@access(Permission.ORDER_PLACE)
@limiter.limit(SAY_LIMIT)
def quote_message(public_id: str) -> ResponseReturnValue:
    """A word to the firm."""
    inquiry_id = only_inquiry(get_request_by_token(public_id)).id
    form, account_id = MessageForm(), current_account_id()
    if not form.validate_on_submit():
        return show_request(public_id, message=form)
    with transaction():
        answering.say(inquiry_id, form.text.data or "", is_from_seller=False, account_id=account_id)
    flash(_("보냈어요."), "good")
    return redirect(url_for("store.quote_request", public_id=public_id), 303)


@store.post("/quotes/<public_id>/decline")
@access(Permission.ORDER_PLACE)
def quote_decline(public_id: str) -> ResponseReturnValue:
    """Turn the quote down."""
    inquiry_id = only_inquiry(get_request_by_token(public_id)).id
    form = DeclineForm()
    if not form.validate_on_submit():
        return show_request(public_id, decline=form)
    try:
        won = form.amount()
    except Invalid as error:
        show_errors(form, error)
        return show_request(public_id, decline=form)
    outcome = Outcome(form.outcome.data)
    _told(lambda: deciding.decline(inquiry_id, form.reason.data or "", outcome, won))
    return redirect(url_for("store.quote_request", public_id=public_id), 303)


@store.post("/quotes/<public_id>/withdrawal")
@access(Permission.ORDER_PLACE)
def quote_withdrawal(public_id: str) -> ResponseReturnValue:
    """Take the request back before it is answered."""
    inquiry_id = only_inquiry(get_request_by_token(public_id)).id
    _told(lambda: deciding.withdraw(inquiry_id))
    return redirect(url_for("store.quote_request", public_id=public_id), 303)


def _told(act: Callable[[], object]) -> None:
    """Do an act in a transaction of its own and say how it went."""
    try:
        with transaction():
            act()
    except Conflict as error:
        flash(translate(error.message), "warn")
        return
    flash(_("판매자에게 알렸어요."), "good")


@store.get("/quotes/<public_id>/papers/<int:version>")
@access(Permission.ORDER_PLACE)
def quote_paper(public_id: str, version: int) -> ResponseReturnValue:
    """견적서."""
    inquiry = only_inquiry(get_request_by_token(public_id))
    return show_paper(inquiry, version, f"/quotes/{public_id}")


@store.get("/quotes/<public_id>/files/<file_id>")
@access(Permission.ORDER_PLACE)
def quote_file(public_id: str, file_id: str) -> ResponseReturnValue:
    """What either side attached."""
    found = get_request_by_token(public_id)
    return send_file_of(found, only_inquiry(found), file_id)


@store.get("/account/quotes")
@access(Permission.ACCOUNT_MANAGE)
def account_quotes() -> ResponseReturnValue:
    """What a member asked."""
    cursor = request.args.get("cursor")
    page = list_requests_of_account(current_user.id, cursor)
    return render_template(
        "store/quotes/list.html",
        rows=[(each, inquiry_view(only_inquiry(each))) for each in page.items],
        next_href=page.next_cursor and url_for("store.account_quotes", cursor=page.next_cursor),
        first_href=url_for("store.account_quotes") if cursor else "",
        account_tabs=account_tabs("/account/quotes"),
    )
