"""A department asks for quotes: of several firms at once, and looks at them side by side."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import SelectMultipleField
from wtforms.widgets import CheckboxInput, ListWidget

from marketplace.catalog.models import Product
from marketplace.catalog.queries import CardRow, get_product_on_sale, read_cards
from marketplace.core import clock
from marketplace.core.database import transaction
from marketplace.core.errors import Conflict, Invalid
from marketplace.core.permissions import DepartmentRole, Permission
from marketplace.procurement.models import Department
from marketplace.quoting import answering, deciding
from marketplace.quoting.asking import MOST_AT_ONCE, Asker, ask
from marketplace.quoting.errors import QuoteNotFound
from marketplace.quoting.models import Outcome, QuoteInquiry, QuoteRequest
from marketplace.quoting.queries import (
    get_request_of_department,
    list_requests_of_department,
)
from marketplace.search.documents import Facet
from marketplace.search.queries import find_products
from marketplace.search.request import Filters, SearchRequest
from marketplace.web.access import access
from marketplace.web.buyer.blueprint import buyer
from marketplace.web.buyer.place import departments_where, has_role, here, me, must_have
from marketplace.web.forms import SelectChoice, show_errors
from marketplace.web.numbers import stored_numbers
from marketplace.web.quote_forms import DeclineForm, MessageForm, NeedFields, checked_file
from marketplace.web.quote_paper import send_file_of, show_paper
from marketplace.web.quote_words import VAT, inquiry_view
from marketplace.web.translation import translate

OTHERS_OFFERED = 8


class AskForm(NeedFields):
    """What a department needs, and of which firms beside the first."""

    others = SelectMultipleField(
        _l("함께 물을 기업"),
        coerce=int,
        widget=ListWidget(prefix_label=False),
        option_widget=CheckboxInput(),
        description=_l("2인 이상 견적이 필요하면 함께 고르세요. 네 곳까지 더 물을 수 있습니다."),
        validate_choice=False,
    )


@buyer.get("/quotes")
@access(Permission.DEPARTMENT_VIEW)
def quotes() -> ResponseReturnValue:
    """What the department asked, newest first."""
    department = here()
    page = list_requests_of_department(department.id, request.args.get("cursor"))
    rows = [(each, [inquiry_view(one) for one in each.inquiries]) for each in page.items]
    return render_template(
        "buyer/quotes/list.html",
        page=page,
        rows=rows,
        may_ask=has_role(department.id, DepartmentRole.PURCHASER),
    )


@buyer.route("/quotes/new", methods=["GET", "POST"])
@access(Permission.PURCHASE_REQUEST)
def quote_new() -> ResponseReturnValue:
    """Ask the maker of a product, and makers of like ones."""
    department = must_have(DepartmentRole.PURCHASER)
    product = get_product_on_sale(next(iter(stored_numbers(request.values.getlist("product"))), 0))
    form, others = AskForm(), _like(product)
    form.others.choices = [SelectChoice(o.id, f"{o.enterprise_name} – {o.name}") for o in others]
    if not form.is_submitted():
        form.start()
        form.subject.data, form.place.data = product.name, department.address
    elif form.validate() and (made := _ask(form, department, product.id, others)) is not None:
        flash(_("견적을 요청했습니다. 답이 오면 메일로 알려 드립니다."), "good")
        return redirect(url_for("buyer.quote", public_id=made))
    product = get_product_on_sale(product.id)
    page = render_template("buyer/quotes/new.html", form=form, product=product)
    return page, 422 if form.errors else 200


def _like(product: Product) -> list[CardRow]:
    """Products of other firms in the same category, one of each firm."""
    filters = Filters({Facet.CATEGORY: (product.category.code,)})
    found = find_products(SearchRequest(clock.today(), filters=filters, limit=40)).ids
    seen = {product.enterprise_id}
    chosen: list[CardRow] = []
    for row in read_cards(list(found)):
        if row.enterprise_id not in seen and len(chosen) < OTHERS_OFFERED:
            seen.add(row.enterprise_id)
            chosen.append(row)
    return chosen


def _ask(
    form: AskForm, department: Department, product_id: int, others: Sequence[CardRow]
) -> str | None:
    picked = [each for each in form.others.data or [] if each in {o.id for o in others}]
    if len(picked) + 1 > MOST_AT_ONCE:
        form.others.errors = [_("네 곳까지 더 물을 수 있습니다.")]
        return None
    person = me()
    asker = Asker(
        name=person.name,
        email=person.email,
        phone=department.phone or person.phone,
        organisation=f"{department.institution.name} {department.name}",
        account_id=person.id,
        department_id=department.id,
        locale=person.locale,
    )
    try:
        file = checked_file(form.file)
        with transaction():
            token = form.form_token.data or ""
            return ask([product_id, *picked], asker, form.need(), token, file).public_id
    except Invalid as error:
        show_errors(form, error)
    return None


@buyer.get("/quotes/<public_id>")
@access(Permission.DEPARTMENT_VIEW)
def quote(public_id: str) -> ResponseReturnValue:
    """Every quote of one request side by side."""
    return _show(public_id)


def _show(
    public_id: str,
    *,
    for_inquiry: str = "",
    message: MessageForm | None = None,
    decline: DeclineForm | None = None,
) -> ResponseReturnValue:
    found = get_request_of_department(public_id, departments_where())
    views = [inquiry_view(each) for each in found.inquiries]
    quoted = [view.quote.gross_won for view in views if view.quote and view.can_be_accepted]
    page = render_template(
        "buyer/quotes/quote.html",
        request_=found,
        views=views,
        lowest_won=min(quoted, default=None) if len(quoted) > 1 else None,
        for_inquiry=for_inquiry,
        message=message or MessageForm(formdata=None),
        decline=decline or DeclineForm(formdata=None),
        may_act=found.department_id is not None
        and has_role(found.department_id, DepartmentRole.PURCHASER),
        vat=VAT,
        base=f"/buyer/quotes/{public_id}",
    )
    returned = message or decline
    return page, 422 if returned and returned.errors else 200


def own_inquiry(
    public_id: str, inquiry_id: str, *roles: DepartmentRole
) -> tuple[QuoteRequest, QuoteInquiry]:
    """An inquiry of a request of the viewer's departments; raises QuoteNotFound."""
    found = get_request_of_department(public_id, departments_where(*roles))
    for inquiry in found.inquiries:
        if inquiry.public_id == inquiry_id:
            return found, inquiry
    raise QuoteNotFound


@buyer.post("/quotes/<public_id>/inquiries/<inquiry_id>/messages")
@access(Permission.PURCHASE_REQUEST)
def quote_message(public_id: str, inquiry_id: str) -> ResponseReturnValue:
    """A word to one firm."""
    inquiry = own_inquiry(public_id, inquiry_id, DepartmentRole.PURCHASER)[1]
    key, form, author = inquiry.id, MessageForm(), me().id
    if not form.validate_on_submit():
        return _show(public_id, for_inquiry=inquiry_id, message=form)
    said = form.text.data or ""
    _told(lambda: answering.say(key, said, is_from_seller=False, account_id=author))
    return redirect(url_for("buyer.quote", public_id=public_id))


@buyer.post("/quotes/<public_id>/inquiries/<inquiry_id>/decline")
@access(Permission.PURCHASE_REQUEST)
def quote_decline(public_id: str, inquiry_id: str) -> ResponseReturnValue:
    """Turn one quote down."""
    key = own_inquiry(public_id, inquiry_id, DepartmentRole.PURCHASER)[1].id
    form = DeclineForm()
    if not form.validate_on_submit():
        return _show(public_id, for_inquiry=inquiry_id, decline=form)
    try:
        won = form.amount()
    except Invalid as error:
        show_errors(form, error)
        return _show(public_id, for_inquiry=inquiry_id, decline=form)
    outcome = Outcome(form.outcome.data)
    _told(lambda: deciding.decline(key, form.reason.data or "", outcome, won))
    return redirect(url_for("buyer.quote", public_id=public_id))


@buyer.post("/quotes/<public_id>/inquiries/<inquiry_id>/withdrawal")
@access(Permission.PURCHASE_REQUEST)
def quote_withdrawal(public_id: str, inquiry_id: str) -> ResponseReturnValue:
    """Take the request back from one firm before it answers."""
    key = own_inquiry(public_id, inquiry_id, DepartmentRole.PURCHASER)[1].id
    _told(lambda: deciding.withdraw(key))
    return redirect(url_for("buyer.quote", public_id=public_id))


def _told(act: Callable[[], object]) -> None:
    try:
        with transaction():
            act()
    except Conflict as error:
        flash(translate(error.message), "warn")
    else:
        flash(_("기업에 알렸습니다."), "good")


@buyer.get("/quotes/<public_id>/inquiries/<inquiry_id>/papers/<int:version>")
@access(Permission.DEPARTMENT_VIEW)
def quote_paper(public_id: str, inquiry_id: str, version: int) -> ResponseReturnValue:
    """견적서."""
    inquiry = own_inquiry(public_id, inquiry_id)[1]
    return show_paper(inquiry, version, f"/buyer/quotes/{public_id}")


@buyer.get("/quotes/<public_id>/inquiries/<inquiry_id>/files/<file_id>")
@access(Permission.DEPARTMENT_VIEW)
def quote_file(public_id: str, inquiry_id: str, file_id: str) -> ResponseReturnValue:
    """What either side attached."""
    found, inquiry = own_inquiry(public_id, inquiry_id)
    return send_file_of(found, inquiry, file_id)
