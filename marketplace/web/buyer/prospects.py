"""What of a file would count if it were inspected today: said before anybody presses anything."""

from __future__ import annotations

from dataclasses import dataclass

from marketplace.catalog.models import ProductKind
from marketplace.orders.models import OrderLine, ParcelStatus
from marketplace.procurement.models import PurchaseFile, PurchaseFileStatus
from marketplace.web.buyer.verdicts import Verdict, judge_for

OPEN = (PurchaseFileStatus.SUBMITTED, PurchaseFileStatus.APPROVED)
SETTLED = (ParcelStatus.ACCEPTED, ParcelStatus.CANCELLED)


@dataclass(frozen=True, slots=True)
class Prospects:
    """Verdicts of today by line id, for lines not yet inspected; sums in won."""

    verdicts: dict[int, Verdict]
    counted_won: int
    uncounted_won: int


def prospects(file: PurchaseFile) -> Prospects:
    """Today's verdict on every open line of a file; none once it is closed."""
    if file.status not in OPEN:
        return Prospects({}, 0, 0)
    parcels = [each for each in file.order.parcels if each.status not in SETTLED]
    judge = judge_for(file.department, [parcel.enterprise_id for parcel in parcels])
    found: dict[int, Verdict] = {}
    uncounted = 0
    for parcel in parcels:
        for line in parcel.lines:
            found[line.id] = judge.verdict(
                parcel.enterprise_id, _kind(line), line.net_won, line.vat_won
            )
            uncounted += 0 if found[line.id].counts else line.gross_won
    return Prospects(found, sum(each.counted_won for each in found.values()), uncounted)


def _kind(line: OrderLine) -> ProductKind:
    return ProductKind(line.product_kind)
