"""A purchaser asks: the order is placed on pay-later terms and its file opened, both or neither."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import select, update

from marketplace.accounts.models import Account
from marketplace.audit import service as audit
from marketplace.core import clock
from marketplace.core.database import db
from marketplace.orders import cancelling
from marketplace.orders.agreements import AgreedLine
from marketplace.orders.models import Channel, Order, PaymentTerms
from marketplace.orders.placing import Buyer, Destination, OrderRequest, place_order
from marketplace.procurement import drafting, letters
from marketplace.procurement.errors import FileNotFound, NobodyApproves, NotWithdrawable
from marketplace.procurement.models import (
    PURCHASE_FILE_TRANSITIONS,
    ContractMethod,
    PurchaseFile,
    PurchaseFileAct,
    PurchaseFileStatus,
)


@dataclass(frozen=True, slots=True)
class PurchaseRequest:
    """What a purchaser asks for; `wanted` holds (option id, quantity) pairs.

    `agreed` are the lines of an accepted quote instead, at its prices.
    `checkout_token` is made with the form, so that one form makes one request;
    `shown_total_won` is the sum the form showed.
    """

    department_id: int
    title: str
    purpose: str
    budget_item: str
    method: ContractMethod
    wanted: Sequence[tuple[int, int]]
    destination: Destination
    checkout_token: str
    shown_total_won: int
    agreed: Sequence[AgreedLine] = ()


def request_purchase(request: PurchaseRequest, requester: Account) -> PurchaseFile:
    """Place the order, hold its stock, open the file and tell the approvers.

    The same form sent twice gives the file it made. Raises NobodyApproves, or what
    orders.placing.place_order raises; then nothing of it remains.
    """
    placed = place_order(_order(request, requester))
    if not placed.is_new:
        return _made_before(placed.order, request.department_id)
    approvers = letters.list_approvers(request.department_id, besides=requester.id)
    if not approvers:
        raise NobodyApproves
    file = _open_file(request, requester, placed.order)
    owner = drafting.ListOwner(request.department_id, requester.id)
    drafting.take_out_requested(owner, [option_id for option_id, _ in request.wanted])
    audit.record("purchase:requested", file, number=placed.order.number, title=file.title)
    letters.tell_approvers(file, approvers)
    return file


def _order(request: PurchaseRequest, requester: Account) -> OrderRequest:
    return OrderRequest(
        checkout_token=request.checkout_token,
        wanted=request.wanted,
        buyer=Buyer(
            name=requester.name,
            email=requester.email,
            phone=requester.phone or request.destination.recipient_phone,
            account_id=requester.id,
            locale=requester.locale,
        ),
        destination=request.destination,
        channel=Channel.PUBLIC,
        terms=PaymentTerms.PAY_LATER,
        shown_total_won=request.shown_total_won,
        agreed=request.agreed,
    )


def _open_file(request: PurchaseRequest, requester: Account, order: Order) -> PurchaseFile:
    file = PurchaseFile(
        department_id=request.department_id,
        order_id=order.id,
        title=request.title,
        purpose=request.purpose,
        budget_item=request.budget_item,
        method=request.method,
        requested_by=requester.id,
    )
    db.session.add(file)
    db.session.flush()
    return file


def _made_before(order: Order, department_id: int) -> PurchaseFile:
    query = select(PurchaseFile).filter_by(order_id=order.id, department_id=department_id)
    file = db.session.scalar(query)
    if file is None:
        raise FileNotFound
    return file


def withdraw(file_id: int, person: Account, reason: str) -> PurchaseFile:
    """Take back a request nobody has decided on; its stock is free again.

    Raises NotWithdrawable when it has been decided on.
    """
    order_id = db.session.execute(
        update(PurchaseFile)
        .where(PurchaseFile.id == file_id, PurchaseFile.status == PurchaseFileStatus.SUBMITTED)
        .values(
            status=PURCHASE_FILE_TRANSITIONS.after(
                PurchaseFileStatus.SUBMITTED, PurchaseFileAct.WITHDRAW
            ),
            decided_by=person.id,
            decided_at=clock.now(),
            decision_note=reason,
            version=PurchaseFile.version + 1,
        )
        .returning(PurchaseFile.order_id),
        execution_options={"synchronize_session": False},
    ).scalar()
    if order_id is None:
        raise NotWithdrawable
    cancelling.cancel_order(order_id, reason)
    file = db.session.get_one(PurchaseFile, file_id, populate_existing=True)
    audit.record("purchase:withdrawn", file, reason=reason)
    return file
