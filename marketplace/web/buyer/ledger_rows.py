"""Records as a table shows them: each with why it counts and whether it was taken back."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from marketplace.procurement.ledger import find_reversed
from marketplace.procurement.models import PurchaseRecord
from marketplace.web.buyer.verdicts import why


@dataclass(frozen=True, slots=True)
class LedgerRow:
    """One line of the ledger."""

    record: PurchaseRecord
    why: str
    is_taken_back: bool


def ledger_rows(records: Sequence[PurchaseRecord]) -> list[LedgerRow]:
    """Rows in the order given, in one statement more."""
    taken_back = find_reversed([record.id for record in records]) if records else frozenset()
    return [LedgerRow(record, why(record), record.id in taken_back) for record in records]
