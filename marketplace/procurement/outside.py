"""Purchases made elsewhere (나라장터, card, cash): written down by hand, each with its paper."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from sqlalchemy import select

from marketplace.audit.service import current_actor
from marketplace.core import clock
from marketplace.core.business_numbers import bare, is_business_number
from marketplace.core.database import db
from marketplace.core.money import TaxedAmount
from marketplace.core.text import T
from marketplace.enterprises.models import Enterprise
from marketplace.media.files import CheckedFile, keep_file
from marketplace.procurement.announcing import settle_announced
from marketplace.procurement.booking import hold_ledger, is_closed
from marketplace.procurement.counting import Designation
from marketplace.procurement.designations import read_designations
from marketplace.procurement.errors import LooksRecorded, MonthIsClosed, PurchaseRefused
from marketplace.procurement.models import (
    ContractMethod,
    PurchaseKind,
    PurchaseRecord,
    RecordOrigin,
)
from marketplace.procurement.months import month_of
from marketplace.procurement.records import Bought, keep_rows, write_row
from marketplace.procurement.similar import Seller, find_similar


@dataclass(frozen=True, slots=True)
class OutsidePurchase:
    """What a person writes down of a purchase; `key` is made with the form, so it records once.

    `stated` is a designation read from a paper, taken only of sellers not known here.
    `late_reason` books it into the open month when its own is closed; `is_distinct` says that
    a person looked at what is similar, `announced` names the announcement it was awaited for.
    """

    department_id: int
    counted_on: date
    kind: PurchaseKind
    method: ContractMethod
    seller: Seller
    item: str
    amount: TaxedAmount
    key: str
    stated: Designation | None = None
    late_reason: str = ""
    is_distinct: bool = False
    announced: str = ""


def record_outside_purchase(purchase: OutsidePurchase, evidence: CheckedFile) -> PurchaseRecord:
    """Write one outside purchase into the ledger, with its evidence.

    The same form sent twice gives the record it made. Raises PurchaseRefused by field,
    MonthIsClosed without a late_reason, LooksRecorded unless a person said it is distinct.
    """
    return _record(purchase, lambda: keep_file(evidence, current_actor().account_id).id)


def record_with_evidence(purchase: OutsidePurchase, evidence_id: int) -> PurchaseRecord:
    """The same of a purchase whose evidence is kept already."""
    return _record(purchase, lambda: evidence_id)


def _record(purchase: OutsidePurchase, evidence: Callable[[], int]) -> PurchaseRecord:
    department = hold_ledger(purchase.department_id)
    made = _made_before(purchase)
    if made is not None:
        return made
    seller = _known(purchase.seller)
    _refuse_impossible(purchase, seller)
    similar = find_similar(department.id, seller, purchase.amount.gross_won, purchase.counted_on)
    if similar and not purchase.is_distinct:
        raise LooksRecorded([*similar.records, *similar.files])
    designations = _designations(seller, purchase.stated)
    record = write_row(department, _bought(purchase, seller), designations, RecordOrigin.OUTSIDE)
    record.external_key = purchase.key
    record.reason = purchase.late_reason
    record.evidence_id = evidence()
    keep_rows([record])
    if purchase.announced:
        settle_announced(purchase.announced, department.id, record, current_actor().account_id)
    return record


def _made_before(purchase: OutsidePurchase) -> PurchaseRecord | None:
    query = select(PurchaseRecord).filter_by(
        department_id=purchase.department_id, external_key=purchase.key
    )
    return db.session.scalar(query)


def _known(seller: Seller) -> Seller:
    """The enterprise behind a seller when its id or its number names one."""
    query = select(Enterprise)
    number = bare(seller.business_number)
    if seller.enterprise_id is not None:
        query = query.where(Enterprise.id == seller.enterprise_id)
    elif number:
        query = query.where(Enterprise.business_number == number)
    else:
        return seller
    found = db.session.scalar(query)
    if found is None:
        return Seller(None, seller.name.strip(), number)
    return Seller(found.id, found.name, found.business_number or number)


def _refuse_impossible(purchase: OutsidePurchase, seller: Seller) -> None:
    faults: dict[str, list[str]] = {}
    if not seller.name:
        faults["seller_name"] = [T("판매 기업을 고르거나 상호를 적어 주세요.")]
    if seller.enterprise_id is None and not is_business_number(seller.business_number):
        faults["seller_business_number"] = [
            T("사업자등록번호가 올바르지 않습니다. 10자리 숫자를 다시 확인해 주세요.")
        ]
    if purchase.amount.gross_won <= 0 or purchase.amount.vat_won < 0:
        faults["gross_won"] = [T("1원 이상의 금액을 적어 주세요.")]
    if purchase.counted_on > clock.today():
        faults["counted_on"] = [T("오늘까지의 날짜를 적어 주세요.")]
    if purchase.stated and purchase.stated.ended_on < purchase.stated.issued_on:
        faults["stated_expires_on"] = [T("만료일은 지정일보다 뒤여야 합니다.")]
    if faults:
        raise PurchaseRefused(T("적은 내용을 확인해 주세요."), faults)
    refuse_closed_month(purchase.department_id, purchase.counted_on, purchase.late_reason)


def refuse_closed_month(department_id: int, counted_on: date, late_reason: str) -> None:
    """Raise MonthIsClosed when the day's month is closed and nobody says why it comes late."""
    month = month_of(counted_on)
    if not late_reason.strip() and is_closed(department_id, month):
        raise MonthIsClosed(month.year, month.month)


def _designations(seller: Seller, stated: Designation | None) -> tuple[Designation, ...]:
    if seller.enterprise_id is not None:
        return read_designations([seller.enterprise_id])[seller.enterprise_id]
    return (stated,) if stated else ()


def _bought(purchase: OutsidePurchase, seller: Seller) -> Bought:
    return Bought(
        kind=purchase.kind,
        method=purchase.method,
        counted_on=purchase.counted_on,
        seller_name=seller.name,
        seller_business_number=seller.business_number,
        item=purchase.item,
        amount=purchase.amount,
        enterprise_id=seller.enterprise_id,
    )
