"""From an accepted quote to a purchase request at its price."""

from __future__ import annotations

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from marketplace.core.database import db, transaction
from marketplace.core.errors import Conflict, Invalid
from marketplace.core.permissions import DepartmentRole, Permission
from marketplace.procurement.letters import list_approvers
from marketplace.procurement.models import ContractMethod, Department, PurchaseFile
from marketplace.procurement.quoted import request_by_quote
from marketplace.procurement.requesting import PurchaseRequest
from marketplace.quoting.deciding import Choice
from marketplace.quoting.models import InquiryStatus, QuoteInquiry, QuoteRequest
from marketplace.web.access import access
from marketplace.web.buyer import words
from marketplace.web.buyer.blueprint import buyer
from marketplace.web.buyer.place import me
from marketplace.web.buyer.quotes import own_inquiry
from marketplace.web.buyer.requests import RequestForm, prefilled
from marketplace.web.forms import show_errors
from marketplace.web.numbers import stored_numbers
from marketplace.web.quote_words import VAT, inquiry_view
from marketplace.web.translation import translate


@buyer.route("/quotes/<public_id>/inquiries/<inquiry_id>/request", methods=["GET", "POST"])
@access(Permission.PURCHASE_REQUEST)
def quote_request(public_id: str, inquiry_id: str) -> ResponseReturnValue:
    """Accept the quote by asking for its purchase; both happen or neither."""
    found, inquiry = own_inquiry(public_id, inquiry_id, DepartmentRole.PURCHASER)
    department = db.session.get_one(Department, found.department_id)
    form = RequestForm(data=_begun(found, department))
    if form.validate_on_submit():
        file = _send(form, department, inquiry)
        if file is not None:
            flash(_("구매요청을 올렸습니다. 결재권자에게 메일로 알렸습니다."), "good")
            return redirect(url_for("buyer.file", file_id=file.public_id))
        found, inquiry = own_inquiry(public_id, inquiry_id, DepartmentRole.PURCHASER)
    view = inquiry_view(inquiry)
    if view.quote is None or not (view.can_be_accepted or form.errors):
        return redirect(url_for("buyer.quote", public_id=public_id))
    form.shown_total_won.process_data(view.quote.gross_won)
    form.shown_total_won.raw_data = None
    page = render_template(
        "buyer/quotes/request.html",
        form=form,
        request_=found,
        view=view,
        quote=view.quote,
        approvers=list_approvers(department.id, besides=me().id),
        vat=VAT,
        words=words,
    )
    return page, 422 if form.errors else 200


def _begun(found: QuoteRequest, department: Department) -> dict[str, str]:
    quoted = [each for each in found.inquiries if each.status is InquiryStatus.QUOTED]
    several = len([each for each in quoted if each.current]) > 1
    method = (
        ContractMethod.NEGOTIATED_TWO_QUOTES if several else ContractMethod.NEGOTIATED_ONE_QUOTE
    )
    return {**prefilled(department), "title": found.subject, "method": method.value}


def _send(form: RequestForm, department: Department, inquiry: QuoteInquiry) -> PurchaseFile | None:
    requester = me()
    version = next(iter(stored_numbers(request.form.getlist("version"))), 0)
    choice = Choice(inquiry.id, version)
    asked = PurchaseRequest(
        department_id=department.id,
        title=form.title.data or "",
        purpose=form.purpose.data or "",
        budget_item=form.budget_item.data or "",
        method=ContractMethod(form.method.data),
        wanted=(),
        destination=form.destination(),
        checkout_token=form.checkout_token.data or "",
        shown_total_won=form.shown_total_won.data or 0,
    )
    try:
        with transaction():
            return request_by_quote(choice, asked, requester)
    except (Invalid, Conflict) as error:
        show_errors(form, error)
        form.form_errors += [translate(said) for said in (error.kept, error.action) if said]
    return None
