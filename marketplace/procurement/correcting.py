"""A wrong record is taken back by another row, and a right one put beside it; nothing is edited."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from sqlalchemy import select

from marketplace.audit import service as audit
from marketplace.audit.service import current_actor
from marketplace.core import clock
from marketplace.core.database import db
from marketplace.core.errors import Conflict
from marketplace.core.money import TaxedAmount
from marketplace.core.text import T
from marketplace.procurement.booking import hold_ledger, open_month
from marketplace.procurement.counting import restored
from marketplace.procurement.designations import read_designations
from marketplace.procurement.errors import (
    AlreadyCorrected,
    AlreadyRecorded,
    PurchaseRefused,
    ReasonNeeded,
    RecordNotFound,
)
from marketplace.procurement.models import (
    ContractMethod,
    Department,
    PurchaseKind,
    PurchaseRecord,
    RecordOrigin,
)
from marketplace.procurement.months import Month
from marketplace.procurement.records import Bought, keep_rows, write_row


class NotCorrectable(Conflict):
    """A row that takes another back is final."""

    code = "not_correctable"

    def __init__(self) -> None:
        super().__init__(T("정정 기록은 다시 정정할 수 없습니다."))


@dataclass(frozen=True, slots=True)
class RightVersion:
    """How the purchase really was; the seller stays."""

    counted_on: date
    kind: PurchaseKind
    method: ContractMethod
    item: str
    amount: TaxedAmount


@dataclass(frozen=True, slots=True)
class Correction:
    """The row that takes the wrong one back, and the right one if there is one."""

    reversal: PurchaseRecord
    replacement: PurchaseRecord | None


def correct_record(record_id: int, reason: str, right: RightVersion | None = None) -> Correction:
    """Take a record back with a reason, and write how it really was when that is given.

    The two are booked where the wrong one was, or in the open month when that is closed; the
    counting day stays. Raises RecordNotFound, ReasonNeeded, NotCorrectable, AlreadyCorrected,
    or PurchaseRefused by field.
    """
    wrong = _correctable(record_id, reason)
    if right is not None:
        _refuse_impossible(right)
    department = hold_ledger(wrong.department_id)
    month = open_month(wrong.department_id, Month(wrong.year, wrong.month))
    reversal = reversal_of(wrong, reason.strip(), month)
    try:
        keep_rows([reversal])
    except AlreadyRecorded as error:  # somebody corrected it a moment ago
        raise AlreadyCorrected from error
    replacement = _replacement(department, wrong, right, reason.strip()) if right else None
    if replacement is not None:
        keep_rows([replacement])
    audit.record("record:corrected", wrong, reason=reason.strip(), reversed_by=reversal.id)
    return Correction(reversal, replacement)


def is_corrected(record_id: int) -> bool:
    """Whether a row takes this record back."""
    query = select(PurchaseRecord.id).filter_by(reverses_id=record_id)
    return db.session.scalar(query) is not None


def _correctable(record_id: int, reason: str) -> PurchaseRecord:
    if not reason.strip():
        raise ReasonNeeded("reason")
    record = db.session.get(PurchaseRecord, record_id, populate_existing=True)
    if record is None:
        raise RecordNotFound
    if record.reverses_id is not None:
        raise NotCorrectable
    if is_corrected(record_id):
        raise AlreadyCorrected
    return record


def _refuse_impossible(right: RightVersion) -> None:
    faults: dict[str, list[str]] = {}
    if right.amount.gross_won <= 0 or right.amount.vat_won < 0:
        faults["gross_won"] = [T("1원 이상의 금액을 적어 주세요.")]
    if right.counted_on > clock.today():
        faults["counted_on"] = [T("오늘까지의 날짜를 적어 주세요.")]
    if faults:
        raise PurchaseRefused(T("적은 내용을 확인해 주세요."), faults)


def reversal_of(wrong: PurchaseRecord, reason: str, month: Month) -> PurchaseRecord:
    """The row that takes a record back, booked into an open month."""
    return PurchaseRecord(
        department_id=wrong.department_id,
        year=month.year,
        month=month.month,
        counted_on=wrong.counted_on,
        origin=RecordOrigin.CORRECTION,
        kind=wrong.kind,
        method=wrong.method,
        enterprise_id=wrong.enterprise_id,
        seller_name=wrong.seller_name,
        seller_business_number=wrong.seller_business_number,
        item=wrong.item,
        net_won=-wrong.net_won,
        vat_won=-wrong.vat_won,
        gross_won=-wrong.gross_won,
        # Mirrored, not judged again: what was added is what is taken away.
        counted_won=-wrong.counted_won,
        rule_id=wrong.rule_id,
        not_counted_reason=wrong.not_counted_reason,
        certification=wrong.certification,
        designations=wrong.designations,
        tier=wrong.tier,
        reverses_id=wrong.id,
        reason=reason,
        recorded_by=current_actor().account_id,
    )


def _replacement(
    department: Department, wrong: PurchaseRecord, right: RightVersion, reason: str
) -> PurchaseRecord:
    bought = Bought(
        kind=right.kind,
        method=right.method,
        counted_on=right.counted_on,
        seller_name=wrong.seller_name,
        seller_business_number=wrong.seller_business_number,
        item=right.item,
        amount=right.amount,
        enterprise_id=wrong.enterprise_id,
        tier=wrong.tier,
    )
    if wrong.enterprise_id is not None:
        designations = read_designations([wrong.enterprise_id])[wrong.enterprise_id]
    else:
        stated = restored(wrong.certification)
        designations = (stated,) if stated else ()
    record = write_row(department, bought, designations, wrong.origin)
    record.replaces_id, record.evidence_id, record.reason = wrong.id, wrong.evidence_id, reason
    return record
