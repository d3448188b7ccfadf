"""Purchases written down in a table: one row, one purchase."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date

from marketplace.core.cells import CellReader
from marketplace.core.importing import Row
from marketplace.core.text import T
from marketplace.procurement.counting import Designation
from marketplace.procurement.models import ContractMethod, PurchaseKind, PurchaseTier
from marketplace.procurement.rules.purchases import Purchase

REQUIRED_COLUMNS = (
    "date",
    "department",
    "seller",
    "designation",
    "kind",
    "net_won",
    "vat_won",
    "method",
)
LEAST_WON = -(10**15)  # a correction is a row that takes away
BETWEEN = re.compile(r"[;,/+·]")
KINDS = {
    "goods": PurchaseKind.GOODS,
    "물품": PurchaseKind.GOODS,
    "service": PurchaseKind.SERVICE,
    "services": PurchaseKind.SERVICE,
    "용역": PurchaseKind.SERVICE,
    "works": PurchaseKind.WORKS,
    "공사": PurchaseKind.WORKS,
}
METHODS = {
    **{method.value: method for method in ContractMethod},
    "negotiated": ContractMethod.NEGOTIATED_TWO_QUOTES,
    "수의": ContractMethod.NEGOTIATED_TWO_QUOTES,
    "수의계약": ContractMethod.NEGOTIATED_TWO_QUOTES,
    "1인 견적": ContractMethod.NEGOTIATED_ONE_QUOTE,
    "1인견적": ContractMethod.NEGOTIATED_ONE_QUOTE,
    "2인 견적": ContractMethod.NEGOTIATED_TWO_QUOTES,
    "2인 이상 견적": ContractMethod.NEGOTIATED_TWO_QUOTES,
    "bid": ContractMethod.COMPETITION,
    "입찰": ContractMethod.COMPETITION,
    "경쟁": ContractMethod.COMPETITION,
    "경쟁입찰": ContractMethod.COMPETITION,
    "카드": ContractMethod.CARD,
    "현금": ContractMethod.OTHER,
    "기타": ContractMethod.OTHER,
}
TIERS = {
    "direct": PurchaseTier.DIRECT,
    "1차": PurchaseTier.DIRECT,
    "second": PurchaseTier.SECOND,
    "2차": PurchaseTier.SECOND,
}


def read_purchase(row: Row, words: Mapping[str, str]) -> Purchase:
    """Judge one row; `words` are designation codes by every name. Raises RowRefused.

    A designation holds on the row's day, unless `designation_expires_on` says it had ended.
    """
    cells = CellReader(row)
    day = cells.day("date", required=True)
    kind = cells.one_of("kind", KINDS)
    method = cells.one_of("method", METHODS)
    tier = cells.one_of("tier", TIERS)
    net, vat = (cells.whole(name, LEAST_WON) for name in ("net_won", "vat_won"))
    expires = cells.day("designation_expires_on")
    for name in ("kind", "net_won"):
        if not row[name]:
            cells.fault(name, T("빈칸입니다."), T("값을 적어 주세요."))
    department = cells.text("department", 80, required=True)
    seller = cells.text("seller", 120, required=True)
    cells.finish()
    on = day or date.min
    return Purchase(
        row=row.number,
        day=on,
        department=department,
        seller=seller,
        designations=read_designation(row["designation"], words, on, expires),
        kind=kind or PurchaseKind.GOODS,
        net_won=net or 0,
        vat_won=vat or 0,
        method=method or ContractMethod.OTHER,
        tier=tier or PurchaseTier.DIRECT,
    )


def read_designation(
    said: str, words: Mapping[str, str], day: date, expires_on: date | None = None
) -> tuple[Designation, ...]:
    """The designations a cell names, one or several; a word nobody knows is a kind of its own."""
    names = [name.strip() for name in BETWEEN.split(said)]
    begun = min(day, expires_on) if expires_on else day
    return tuple(
        Designation(words.get(name, name), name, "", begun, expires_on)
        for name in names
        if name and name not in {"-", "없음", "none", "해당없음"}
    )
