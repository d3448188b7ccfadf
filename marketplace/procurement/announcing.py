"""Telling of an outside purchase before its paper is there: later recorded, or dropped."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import select

from marketplace.audit import service as audit
from marketplace.core import clock
from marketplace.core.database import db
from marketplace.core.errors import Conflict, NotFound
from marketplace.core.text import T
from marketplace.procurement.errors import DepartmentNotFound, PurchaseRefused, ReasonNeeded
from marketplace.procurement.models import AnnouncedPurchase, Department, PurchaseRecord


class AnnouncementNotFound(NotFound):
    """No such announcement, or another department's."""

    def __init__(self) -> None:
        super().__init__(T("알린 구매를 찾을 수 없습니다."))


class AnnouncementSettled(Conflict):
    """It has become a record, or was dropped."""

    code = "announcement_settled"

    def __init__(self) -> None:
        super().__init__(T("이미 정리한 구매입니다."))


@dataclass(frozen=True, slots=True)
class Announcement:
    """What is known of a purchase without its paper."""

    bought_on: date
    seller_name: str
    item: str
    gross_won: int


def announce_purchase(
    department_id: int, told: Announcement, by: int | None = None
) -> AnnouncedPurchase:
    """Remember an outside purchase whose paper comes later; it counts nothing yet.

    The same told twice on one day is one. Raises DepartmentNotFound or PurchaseRefused by field.
    """
    # Held so that a double click finds what the first one wrote.
    held = db.session.get(Department, department_id, with_for_update={"key_share": True})
    if held is None:
        raise DepartmentNotFound
    _refuse_impossible(told)
    same = _told_before(department_id, told)
    if same is not None:
        return same
    row = AnnouncedPurchase(
        department_id=department_id,
        bought_on=told.bought_on,
        seller_name=told.seller_name.strip(),
        item=told.item.strip(),
        gross_won=told.gross_won,
        announced_by=by,
    )
    db.session.add(row)
    db.session.flush()
    audit.record("purchase:announced", row, gross_won=row.gross_won)
    return row


def drop_announcement(row: AnnouncedPurchase, reason: str, by: int | None = None) -> None:
    """It was not bought, or is recorded elsewhere; raises ReasonNeeded or AnnouncementSettled."""
    if not reason.strip():
        raise ReasonNeeded("reason")
    _settle(row, by)
    row.dropped_reason = reason.strip()
    db.session.flush()
    audit.record("purchase:announcement_dropped", row, reason=row.dropped_reason)


def settle_announced(
    public_id: str, department_id: int, record: PurchaseRecord, by: int | None = None
) -> None:
    """The paper is there: the record stands for the announcement; raises as the others do."""
    row = find_announced(public_id, {department_id})
    _settle(row, by)
    row.record_id = record.id
    db.session.flush()
    audit.record("purchase:announcement_recorded", row, record_id=record.id)


def find_announced(public_id: str, department_ids: Collection[int]) -> AnnouncedPurchase:
    """An announcement of one of the departments; raises AnnouncementNotFound."""
    query = select(AnnouncedPurchase).where(
        AnnouncedPurchase.public_id == public_id,
        AnnouncedPurchase.department_id.in_(department_ids),
    )
    row = db.session.scalar(query)
    if row is None:
        raise AnnouncementNotFound
    return row


def list_announced(department_id: int, until: date | None = None) -> Sequence[AnnouncedPurchase]:
    """What a department told of and has not settled, oldest purchase first."""
    query = select(AnnouncedPurchase).where(
        AnnouncedPurchase.department_id == department_id,
        AnnouncedPurchase.settled_at.is_(None),
    )
    if until is not None:
        query = query.where(AnnouncedPurchase.bought_on <= until)
    order = (AnnouncedPurchase.bought_on, AnnouncedPurchase.id)
    return db.session.scalars(query.order_by(*order).limit(200)).all()


def _settle(row: AnnouncedPurchase, by: int | None) -> None:
    db.session.refresh(row, with_for_update=True)
    if row.settled_at is not None:
        raise AnnouncementSettled
    row.settled_by, row.settled_at = by, clock.now()


def _told_before(department_id: int, told: Announcement) -> AnnouncedPurchase | None:
    query = select(AnnouncedPurchase).where(
        AnnouncedPurchase.department_id == department_id,
        AnnouncedPurchase.settled_at.is_(None),
        AnnouncedPurchase.bought_on == told.bought_on,
        AnnouncedPurchase.seller_name == told.seller_name.strip(),
        AnnouncedPurchase.item == told.item.strip(),
        AnnouncedPurchase.gross_won == told.gross_won,
    )
    return db.session.scalars(query).first()


def _refuse_impossible(told: Announcement) -> None:
    faults: dict[str, list[str]] = {}
    if not told.seller_name.strip():
        faults["seller_name"] = [T("판매 기업을 적어 주세요.")]
    if not told.item.strip():
        faults["item"] = [T("품목을 적어 주세요.")]
    if told.gross_won <= 0:
        faults["gross_won"] = [T("1원 이상의 금액을 적어 주세요.")]
    if told.bought_on > clock.today():
        faults["bought_on"] = [T("오늘까지의 날짜를 적어 주세요.")]
    if faults:
        raise PurchaseRefused(T("적은 내용을 확인해 주세요."), faults)
