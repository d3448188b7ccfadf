"""Somebody else decides, once: yes makes the order certain, no frees its stock."""

from __future__ import annotations

from sqlalchemy import update

from marketplace.accounts.models import Account
from marketplace.audit import service as audit
from marketplace.core import clock
from marketplace.core.database import db
from marketplace.orders import cancelling, confirming
from marketplace.procurement import letters
from marketplace.procurement.errors import (
    AlreadyDecided,
    FileNotFound,
    OwnRequest,
    ReasonNeeded,
)
from marketplace.procurement.models import (
    PURCHASE_FILE_TRANSITIONS,
    PurchaseFile,
    PurchaseFileAct,
    PurchaseFileStatus,
)


def approve(file_id: int, approver: Account, note: str = "") -> PurchaseFile:
    """Approve a request: the enterprises see their parts from now on.

    Raises FileNotFound, OwnRequest, or AlreadyDecided when somebody was first.
    """
    file = _decide(file_id, approver, PurchaseFileAct.APPROVE, note)
    confirming.approve_order(file.order_id)
    audit.record("purchase:approved", file, note=note)
    letters.tell_requester(file, "purchase_approved")
    return file


def reject(file_id: int, approver: Account, reason: str) -> PurchaseFile:
    """Refuse a request with a reason: its stock is free again.

    Raises FileNotFound, OwnRequest, ReasonNeeded, or AlreadyDecided when somebody was first.
    """
    if not reason.strip():
        raise ReasonNeeded("note")
    file = _decide(file_id, approver, PurchaseFileAct.REJECT, reason.strip())
    cancelling.reject_order(file.order_id, reason.strip())
    audit.record("purchase:rejected", file, reason=reason.strip())
    letters.tell_requester(file, "purchase_rejected")
    return file


def _decide(file_id: int, approver: Account, act: PurchaseFileAct, note: str) -> PurchaseFile:
    # One statement decides who was first: a check before a write would let two in.
    decided = db.session.execute(
        update(PurchaseFile)
        .where(
            PurchaseFile.id == file_id,
            PurchaseFile.status == PurchaseFileStatus.SUBMITTED,
            PurchaseFile.requested_by != approver.id,
        )
        .values(
            status=PURCHASE_FILE_TRANSITIONS.after(PurchaseFileStatus.SUBMITTED, act),
            decided_by=approver.id,
            decided_at=clock.now(),
            decision_note=note,
            version=PurchaseFile.version + 1,
        )
        .returning(PurchaseFile.id),
        execution_options={"synchronize_session": False},
    ).scalar()
    file = db.session.get(PurchaseFile, file_id, populate_existing=True)
    if file is None:
        raise FileNotFound
    if decided is None:
        _say_why_not(file, approver)
    return file


def _say_why_not(file: PurchaseFile, approver: Account) -> None:
    if file.requested_by == approver.id:
        raise OwnRequest
    raise AlreadyDecided(file.decider.name if file.decider else "", file.decided_at)
