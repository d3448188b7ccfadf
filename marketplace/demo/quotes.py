"""Quotes in every state: unanswered, answered, revised, accepted, declined, refused, lapsed."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import select

from marketplace.accounts.models import Account
from marketplace.core import clock
from marketplace.core.database import db
from marketplace.core.money import VatClass
from marketplace.demo.acting import days_ago, deed, noon
from marketplace.demo.listings import find_product
from marketplace.demo.people import find_account
from marketplace.demo.progress import Watcher, watched
from marketplace.demo.public_bodies import get_department
from marketplace.demo.reading import read
from marketplace.orders.placing import Buyer, Destination, OrderRequest
from marketplace.quoting import answering, deciding
from marketplace.quoting.answering import LineSaid, QuoteSaid
from marketplace.quoting.asking import Asker, Need, ask
from marketplace.quoting.deciding import Choice
from marketplace.quoting.models import Outcome, QuoteInquiry, QuoteRequest


def ask_around(watcher: Watcher) -> None:
    """Take every request as far as its story goes; what was asked before is left alone."""
    for number, entry in enumerate(watched(read("quotes")["request"], watcher, "견적")):
        token = f"demo-quote-{number:022}"
        asked = select(QuoteRequest.id).filter_by(form_token=token)
        if db.session.scalar(asked) is None:
            _tell(entry, token, noon(days_ago(entry["days_ago"])))


def _tell(entry: dict[str, Any], token: str, at: datetime) -> None:
    products = [find_product(slug, name) for slug, name in entry["products"]]
    ids = [each.id for each in products if each is not None]
    if not ids:
        return
    person = find_account(entry["account"]) if "account" in entry else None
    with deed(person, at):
        request = ask(ids, _asker(entry, person), _need(entry), token)
        inquiries = {each.enterprise.slug: each.id for each in request.inquiries}
    for number, act in enumerate(entry.get("acts", [])):
        inquiry_id = inquiries.get(act["firm"])
        if inquiry_id is not None:
            with deed(None, at + timedelta(hours=5 * (number + 1))):
                _do(act, inquiry_id)


def _asker(entry: dict[str, Any], person: Account | None) -> Asker:
    department = get_department(entry["department"]) if "department" in entry else None
    name = person.name if person else entry["name"]
    return Asker(
        name=name,
        email=person.email if person else entry["mail"],
        phone="02-000-2000" if department else "010-0000-4000",
        organisation=f"{department.institution.name} {department.name}" if department else "",
        account_id=person.id if person else None,
        department_id=department.id if department else None,
    )


def _need(entry: dict[str, Any]) -> Need:
    return Need(
        subject=entry["subject"],
        quantity=entry["quantity"],
        needed_when=entry.get("when", ""),
        place=entry.get("place", ""),
        budget_won=entry.get("budget_won"),
        message=entry.get("message", ""),
    )


def _do(act: dict[str, Any], inquiry_id: int) -> None:
    match act["act"]:
        case "quote":
            answering.write_quote(inquiry_id, _said(act), None)
        case "say":
            from_seller = act.get("from") == "seller"
            answering.say(inquiry_id, act["text"], is_from_seller=from_seller, account_id=None)
        case "refuse":
            answering.refuse(inquiry_id, act["text"])
        case "decline":
            deciding.decline(inquiry_id, act["text"], Outcome(act["outcome"]), act.get("won"))
        case "accept":
            _accept(inquiry_id)


def _said(act: dict[str, Any]) -> QuoteSaid:
    lines = [LineSaid(name, count, won, VatClass(vat)) for name, count, won, vat in act["lines"]]
    return QuoteSaid(lines, clock.today() + timedelta(days=act["days"]), act.get("text", ""))


def _accept(inquiry_id: int) -> None:
    inquiry = db.session.get_one(QuoteInquiry, inquiry_id)
    asked = inquiry.request
    deciding.order_by_quote(
        Choice(inquiry_id, inquiry.current_version),
        OrderRequest(
            checkout_token=f"demo-quoted-{inquiry_id}",
            wanted=(),
            buyer=Buyer(asked.name, asked.email, asked.phone, asked.account_id),
            destination=Destination(asked.name, asked.phone, "", ""),
        ),
    )
