"""Records that may be one purchase written down twice: found, looked at, and settled once."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import timedelta

from sqlalchemy import ColumnElement, Select, and_, or_, select, tuple_
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import aliased

from marketplace.audit import service as audit
from marketplace.core.database import db
from marketplace.core.errors import Conflict
from marketplace.core.text import T
from marketplace.procurement.booking import hold_ledger
from marketplace.procurement.correcting import correct_record
from marketplace.procurement.errors import ReasonNeeded, RecordNotFound
from marketplace.procurement.models import (
    DuplicateDecision,
    DuplicateVerdict,
    PurchaseRecord,
    RecordOrigin,
)
from marketplace.procurement.months import Month
from marketplace.procurement.similar import NEAR

ONE_DAY = timedelta(days=1)


class AlreadySettled(Conflict):
    """Somebody said what the two are, or one of them was taken back."""

    code = "already_settled"

    def __init__(self) -> None:
        super().__init__(T("이미 정리한 기록입니다."))


@dataclass(frozen=True, slots=True)
class LikelyDuplicate:
    """Two records of one seller and one sum within 7 days, the earlier written one first."""

    first: PurchaseRecord
    second: PurchaseRecord


def likely_duplicates(which: ColumnElement[bool], month: Month) -> list[LikelyDuplicate]:
    """Pairs that nobody has settled, of which one at least is booked in the month.

    `which` chooses records. Two lines of one delivery are two purchases, so of two records one
    at least came from outside. In one statement.
    """
    first, second = PurchaseRecord, aliased(PurchaseRecord)
    around = [_before(month), month, month.following]
    booked = [(each.year, each.month) for each in around]
    query = (
        select(first, second)
        .join(second, and_(second.department_id == first.department_id, second.id > first.id))
        .where(
            which,
            tuple_(first.year, first.month).in_(booked),
            tuple_(second.year, second.month).in_(booked),
            or_(_in(first, month), _in(second, month)),
            first.gross_won == second.gross_won,
            first.gross_won > 0,
            _same_seller(first, second),
            or_(first.origin != RecordOrigin.PLATFORM, second.origin != RecordOrigin.PLATFORM),
            first.id.not_in(_taken_back()),
            second.id.not_in(_taken_back()),
            ~_settled(first, second),
        )
        .order_by(first.department_id, first.id, second.id)
    )
    return [
        LikelyDuplicate(one, other)
        for one, other in db.session.execute(query)
        if abs((one.counted_on - other.counted_on) // ONE_DAY) <= NEAR.days
    ]


def find_pair(first_id: str, second_id: str, department_ids: Collection[int]) -> LikelyDuplicate:
    """Two records of one of the departments by public id; raises RecordNotFound."""
    query = (
        select(PurchaseRecord)
        .where(
            PurchaseRecord.public_id.in_([first_id, second_id]),
            PurchaseRecord.department_id.in_(department_ids),
        )
        .order_by(PurchaseRecord.id)
    )
    found = db.session.scalars(query).all()
    if len(found) != 2 or found[0].department_id != found[1].department_id:
        raise RecordNotFound
    return LikelyDuplicate(found[0], found[1])


def settle_duplicate(
    pair: LikelyDuplicate, verdict: DuplicateVerdict, reason: str, by: int | None = None
) -> DuplicateDecision:
    """Say what two records are; of one purchase the later written record is taken back.

    Raises ReasonNeeded, or AlreadySettled when it was said before or one was taken back.
    """
    said = reason.strip()
    if not said:
        raise ReasonNeeded("reason")
    hold_ledger(pair.first.department_id)
    ids = {pair.first.id, pair.second.id}
    if ids & set(db.session.scalars(_taken_back().where(PurchaseRecord.reverses_id.in_(ids)))):
        raise AlreadySettled
    decision = DuplicateDecision(
        first_id=pair.first.id,
        second_id=pair.second.id,
        verdict=verdict,
        reason=said,
        decided_by=by,
    )
    db.session.add(decision)
    try:
        db.session.flush()
    except IntegrityError as error:
        raise AlreadySettled from error
    if verdict is DuplicateVerdict.SAME:
        correct_record(pair.second.id, said)
    audit.record("duplicate:settled", decision, verdict=verdict.value, reason=said)
    return decision


def _before(month: Month) -> Month:
    year, last = (month.year - 1, 12) if month.month == 1 else (month.year, month.month - 1)
    return Month(year, last)


def _in(record: type[PurchaseRecord], month: Month) -> ColumnElement[bool]:
    return and_(record.year == month.year, record.month == month.month)


def _same_seller(first: type[PurchaseRecord], second: type[PurchaseRecord]) -> ColumnElement[bool]:
    return or_(
        first.enterprise_id == second.enterprise_id,
        and_(
            first.seller_business_number != "",
            first.seller_business_number == second.seller_business_number,
        ),
        first.seller_name == second.seller_name,
    )


def _taken_back() -> Select[int | None]:
    return select(PurchaseRecord.reverses_id).where(PurchaseRecord.reverses_id.is_not(None))


def _settled(first: type[PurchaseRecord], second: type[PurchaseRecord]) -> ColumnElement[bool]:
    return (
        select(DuplicateDecision.id)
        .where(DuplicateDecision.first_id == first.id, DuplicateDecision.second_id == second.id)
        .exists()
    )
