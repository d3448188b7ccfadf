"""What the invented district bought elsewhere this year, and one record put right."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from sqlalchemy import select

from marketplace.core import clock
from marketplace.core.database import db
from marketplace.core.money import VatClass, split_gross
from marketplace.demo import evidence
from marketplace.demo.acting import deed, passed
from marketplace.demo.people import COORDINATOR_MAIL, find_account
from marketplace.demo.progress import Watcher, watched
from marketplace.demo.public_bodies import get_department
from marketplace.demo.reading import read
from marketplace.demo.sellers import find_enterprise
from marketplace.procurement.correcting import RightVersion, correct_record, is_corrected
from marketplace.procurement.models import ContractMethod, PurchaseKind, PurchaseRecord
from marketplace.procurement.outside import OutsidePurchase, record_outside_purchase
from marketplace.procurement.similar import Seller

PAPERS = 6  # different receipts drawn; the rows share them


def record(watcher: Watcher) -> None:
    """Record each purchase with its paper, on the day it was accepted."""
    said = read("purchases")
    papers = [evidence.receipt(str(number)) for number in range(PAPERS)]
    for number, row in watched(list(enumerate(said["outside"])), watcher, "플랫폼 밖 구매"):
        purchase = _purchase(number, row, said["plain_sellers"])
        if not _is_recorded(purchase):
            with deed(find_account(COORDINATOR_MAIL), passed(row[1]) + timedelta(hours=3)):
                record_outside_purchase(purchase, papers[number % PAPERS])
    _put_right(said["correction"])


def _purchase(number: int, row: list[Any], plain: dict[str, str]) -> OutsidePurchase:
    code, share, seller, item, kind, method, gross_won, vat_class = row
    enterprise = find_enterprise(seller)
    return OutsidePurchase(
        department_id=get_department(code).id,
        counted_on=clock.seoul(passed(share)).date(),
        kind=PurchaseKind(kind),
        method=ContractMethod(method),
        seller=Seller(enterprise.id) if enterprise else Seller(None, seller, plain[seller]),
        item=item,
        amount=split_gross(gross_won, VatClass(vat_class)),
        key=f"demo-{number}",
        is_distinct=True,
    )


def _is_recorded(purchase: OutsidePurchase) -> bool:
    query = select(PurchaseRecord.id).filter_by(
        department_id=purchase.department_id, external_key=purchase.key
    )
    return db.session.scalar(query) is not None


def _put_right(entry: dict[str, Any]) -> None:
    query = select(PurchaseRecord).filter_by(
        department_id=get_department(entry["department"]).id, item=entry["item"], reverses_id=None
    )
    wrong = db.session.scalars(query.order_by(PurchaseRecord.id)).first()
    if wrong is None or is_corrected(wrong.id):
        return
    right = RightVersion(
        counted_on=wrong.counted_on,
        kind=wrong.kind,
        method=wrong.method,
        item=wrong.item,
        amount=split_gross(entry["right_gross_won"], VatClass.TAXABLE),
    )
    wrong_id, later = wrong.id, clock.start_of_day(wrong.counted_on) + timedelta(days=2)
    with deed(find_account(COORDINATOR_MAIL), later):
        correct_record(wrong_id, entry["reason"], right)
