"""What one purchase record costs to write: its total, its mark and its audit row with it."""

from __future__ import annotations

import time

from marketplace.core import clock
from marketplace.core.database import db, transaction
from marketplace.core.money import VatClass, split_gross
from marketplace.procurement.booking import hold_ledger
from marketplace.procurement.models import ContractMethod, PurchaseKind, RecordOrigin
from marketplace.procurement.records import Bought, keep_rows, write_row


def write_times(department_id: int, count: int) -> list[float]:
    """Seconds of each of `count` transactions that write one record, as inspection writes it."""
    times = []
    for n in range(count):
        begun = time.perf_counter()
        with transaction():
            department = hold_ledger(department_id)
            keep_rows([write_row(department, _bought(n), (), RecordOrigin.OUTSIDE)])
        times.append(time.perf_counter() - begun)
    db.session.rollback()
    return times


def _bought(n: int) -> Bought:
    return Bought(
        kind=PurchaseKind.GOODS,
        method=ContractMethod.CARD,
        counted_on=clock.today(),
        seller_name="측정용 가상기업",
        seller_business_number="",
        item=f"측정용 물품 {n}",
        amount=split_gross(11_000, VatClass.TAXABLE),
    )
