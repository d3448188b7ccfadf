"""One purchase as rules see it, wherever it was written down."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from marketplace.procurement.counting import Designation
from marketplace.procurement.models import ContractMethod, CountsOn, PurchaseKind, PurchaseTier

NEGOTIATED = frozenset({ContractMethod.NEGOTIATED_ONE_QUOTE, ContractMethod.NEGOTIATED_TWO_QUOTES})


@dataclass(frozen=True, slots=True)
class Purchase:
    """What was bought, from whom, when, for how much; `row` names it (a line, a record's id).

    `day` is the counting day as far as it is known; the other days are those of its order,
    acceptance and payment where they are kept apart.
    """

    row: int
    day: date
    department: str
    seller: str
    designations: tuple[Designation, ...]
    kind: PurchaseKind
    net_won: int
    vat_won: int
    method: ContractMethod = ContractMethod.OTHER
    tier: PurchaseTier = PurchaseTier.DIRECT
    ordered_on: date | None = None
    accepted_on: date | None = None
    paid_on: date | None = None

    def day_for(self, counts_on: CountsOn) -> date:
        """The day a rule counts it on: its own kind of day where known, else the only one."""
        days = {
            CountsOn.ORDER: self.ordered_on,
            CountsOn.ACCEPTANCE: self.accepted_on,
            CountsOn.PAYMENT: self.paid_on,
        }
        return days[counts_on] or self.day

    def amount_won(self, vat_included: bool) -> int:
        """Won with or without VAT."""
        return self.net_won + self.vat_won if vat_included else self.net_won

    @property
    def is_negotiated(self) -> bool:
        """Whether it was bought by negotiated contract (수의계약)."""
        return self.method in NEGOTIATED


def total_won(purchases: Iterable[Purchase], kinds: Iterable[str], vat_included: bool) -> int:
    """What purchases of some kinds come to."""
    wanted = frozenset(kinds)
    return sum(each.amount_won(vat_included) for each in purchases if each.kind.value in wanted)
