"""News of a purchase file for the officials it concerns, queued with the deed it tells of."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sqlalchemy import select

from marketplace.accounts.models import Account
from marketplace.core import clock
from marketplace.core.database import db
from marketplace.core.permissions import DepartmentRole
from marketplace.notify.service import queue_letter
from marketplace.orders.models import Parcel
from marketplace.procurement.models import Membership, PurchaseFile


def list_approvers(department_id: int, besides: int) -> Sequence[Account]:
    """Who may decide in a department today, other than account `besides`."""
    today = clock.today()
    query = (
        select(Account)
        .join(Membership, Membership.account_id == Account.id)
        .where(
            Membership.department_id == department_id,
            Membership.role == DepartmentRole.APPROVER,
            Membership.since <= today,
            (Membership.until.is_(None)) | (Membership.until >= today),
            Account.disabled_at.is_(None),
            Account.id != besides,
        )
        .order_by(Account.id)
    )
    return db.session.scalars(query).unique().all()


def tell_approvers(file: PurchaseFile, approvers: Sequence[Account]) -> None:
    """To everybody who may decide: something waits."""
    for person in approvers:
        queue_letter(
            "approval_requested",
            person.email,
            f"approval-requested:{file.id}:{person.id}",
            locale=person.locale,
            name=person.name,
            **_context(file),
        )


def tell_requester(file: PurchaseFile, template: str) -> None:
    """To whoever asked: it was decided (`purchase_approved`, `purchase_rejected`)."""
    person = file.requester
    queue_letter(
        template,
        person.email,
        f"{template}:{file.id}",
        locale=person.locale,
        name=person.name,
        decided_by=file.decider.name if file.decider else "",
        note=file.decision_note,
        **_context(file),
    )


def tell_ended(file: PurchaseFile) -> None:
    """To whoever asked and whoever approved: nothing of it will come, and why."""
    for person in filter(None, {file.requester, file.decider}):
        queue_letter(
            "purchase_ended",
            person.email,
            f"purchase-ended:{file.id}:{person.id}",
            locale=person.locale,
            name=person.name,
            reason=file.end_reason,
            **_context(file),
        )


def tell_delivery(file: PurchaseFile, parcel: Parcel) -> None:
    """To whoever asked: one enterprise's part is on its way and will have to be inspected."""
    person = file.requester
    queue_letter(
        "delivery_to_inspect",
        person.email,
        f"delivery-to-inspect:{parcel.id}",
        locale=person.locale,
        name=person.name,
        seller_name=parcel.seller["name"],
        parcel_id=parcel.public_id,
        **_context(file),
    )


def _context(file: PurchaseFile) -> dict[str, Any]:
    order = file.order
    return {
        "title": file.title,
        "file_id": file.public_id,
        "number": order.number,
        "department_name": file.department.name,
        "requester_name": file.requester.name,
        "total_won": order.total_won,
    }
