"""How far a purchase file is: the steps of its stepper and what happened, in order."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from flask_babel import gettext as _

from marketplace.orders.models import ParcelStatus
from marketplace.procurement.models import Inspection, PurchaseFile, PurchaseFileStatus
from marketplace.web.filters import date_ko, datetime_ko

STOPPED = (
    PurchaseFileStatus.REJECTED,
    PurchaseFileStatus.WITHDRAWN,
    PurchaseFileStatus.CALLED_OFF,
)
SENT = (ParcelStatus.SHIPPED, ParcelStatus.DELIVERED, ParcelStatus.ACCEPTED)


def steps(file: PurchaseFile, inspections: Mapping[int, Inspection]) -> list[dict[str, str]]:
    """Request, approval, delivery, inspection, payment; empty for a file that was stopped."""
    if file.status in STOPPED:
        return []
    parcels = [each for each in file.order.parcels if each.status is not ParcelStatus.CANCELLED]
    paid = [each for each in inspections.values() if each.paid_on]
    done = [
        True,
        file.status is not PurchaseFileStatus.SUBMITTED,
        bool(parcels) and all(each.status in SENT for each in parcels),
        bool(parcels) and all(each.status is ParcelStatus.ACCEPTED for each in parcels),
        bool(parcels) and len(paid) == len(parcels),
    ]
    labels = [_("요청"), _("결재"), _("납품"), _("검수"), _("대금 지급")]
    current = done.index(False) if False in done else len(done)
    return [{"label": str(label), "state": _state(at, current)} for at, label in enumerate(labels)]


def _state(at: int, current: int) -> str:
    if at < current:
        return "done"
    return "current" if at == current else "todo"


def events(file: PurchaseFile, inspections: Mapping[int, Inspection]) -> list[dict[str, Any]]:
    """Everything that happened to a file, newest first."""
    found = [*_decisions(file), *_deliveries(file), *_acceptances(file, inspections)]
    found.sort(key=lambda each: each[0], reverse=True)
    return [
        {
            "at": datetime_ko(at),
            "datetime": at.isoformat(),
            "title": title,
            "body": body,
            "tone": tone,
        }
        for at, title, body, tone in found
    ]


Event = tuple[datetime, str, str, str]


def _decisions(file: PurchaseFile) -> list[Event]:
    asked = str(_("%(name)s 구매요청", name=file.requester.name))
    found = [(file.requested_at, asked, "", "")]
    if file.decided_at is None:
        return found
    name = file.decider.name if file.decider else ""
    match file.status:
        case PurchaseFileStatus.REJECTED:
            title, tone = str(_("%(name)s 반려", name=name)), "bad"
        case PurchaseFileStatus.WITHDRAWN:
            title, tone = str(_("%(name)s 회수", name=name)), ""
        case _other:
            title, tone = str(_("%(name)s 승인", name=name)), ""
    found.append((file.decided_at, title, file.decision_note, tone))
    if file.ended_at:
        found.append((file.ended_at, str(_("공급 취소로 끝남")), file.end_reason, "bad"))
    return found


def _deliveries(file: PurchaseFile) -> list[Event]:
    found: list[Event] = []
    for parcel in file.order.parcels:
        seller = parcel.seller["name"]
        if parcel.shipped_at:
            found.append((parcel.shipped_at, str(_("%(name)s 발송", name=seller)), "", ""))
        if parcel.delivered_at and parcel.status is ParcelStatus.DELIVERED:
            found.append((parcel.delivered_at, str(_("%(name)s 도착", name=seller)), "", ""))
    return found


def _acceptances(file: PurchaseFile, inspections: Mapping[int, Inspection]) -> list[Event]:
    found: list[Event] = []
    for parcel in file.order.parcels:
        done = inspections.get(parcel.id)
        if done is None:
            continue
        title = str(
            _("%(person)s 검수: %(name)s", person=done.inspector.name, name=parcel.seller["name"])
        )
        note = done.note
        if done.paid_on:
            note = f"{note} " + str(_("%(day)s 대금 지급", day=date_ko(done.paid_on)))
        found.append((done.inspected_at, title, note.strip(), ""))
    return found
