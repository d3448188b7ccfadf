"""Writing the ledger: what was bought here, what was bought elsewhere, and what was wrong."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from marketplace.audit import service as audit
from marketplace.audit.service import current_actor
from marketplace.catalog.models import ProductKind
from marketplace.core.database import db
from marketplace.core.money import TaxedAmount
from marketplace.orders.models import OrderLine, Parcel
from marketplace.procurement.booking import booking_month, hold_ledger
from marketplace.procurement.counting import Assessment, Designation, assess, snapshot
from marketplace.procurement.designations import read_designations
from marketplace.procurement.errors import AlreadyRecorded
from marketplace.procurement.models import (
    ContractMethod,
    Department,
    PurchaseFile,
    PurchaseKind,
    PurchaseRecord,
    PurchaseTier,
    QuotaRule,
    RecordOrigin,
)
from marketplace.procurement.months import Month
from marketplace.procurement.rules.finding import find_rule

# An experience is a service that is guided; works are never sold from a shelf.
KIND_OF = {
    ProductKind.GOODS: PurchaseKind.GOODS,
    ProductKind.SERVICE: PurchaseKind.SERVICE,
    ProductKind.EXPERIENCE: PurchaseKind.SERVICE,
}


@dataclass(frozen=True, slots=True)
class Bought:
    """One thing bought, as the ledger keeps it whatever way it was bought."""

    kind: PurchaseKind
    method: ContractMethod
    counted_on: date
    seller_name: str
    seller_business_number: str
    item: str
    amount: TaxedAmount
    enterprise_id: int | None = None
    tier: PurchaseTier = PurchaseTier.DIRECT


def record_platform_purchase(
    file: PurchaseFile, parcel: Parcel, counted_on: date
) -> list[PurchaseRecord]:
    """One record for each line of an accepted parcel, with the seller's designation of the day.

    Delivery fees are not part of it. Raises AlreadyRecorded when a line has its record.
    """
    department = hold_ledger(file.department_id)
    designations = read_designations([parcel.enterprise_id])[parcel.enterprise_id]
    records = []
    for line in parcel.lines:
        record = write_row(
            department,
            _bought(file, parcel, line, counted_on),
            designations,
            RecordOrigin.PLATFORM,
        )
        record.order_line_id = line.id
        records.append(record)
    keep_rows(records)
    return records


def has_platform_records(parcel_id: int) -> bool:
    """Whether a parcel's lines are in the ledger."""
    query = (
        select(PurchaseRecord.id)
        .join(OrderLine, OrderLine.id == PurchaseRecord.order_line_id)
        .where(OrderLine.parcel_id == parcel_id)
        .limit(1)
    )
    return db.session.scalar(query) is not None


def _bought(file: PurchaseFile, parcel: Parcel, line: OrderLine, counted_on: date) -> Bought:
    return Bought(
        kind=KIND_OF[ProductKind(line.product_kind)],
        method=file.method,
        counted_on=counted_on,
        seller_name=parcel.seller["name"],
        seller_business_number=parcel.seller.get("business_number") or "",
        item=item_text(line),
        amount=TaxedAmount(line.net_won, line.vat_won),
        enterprise_id=parcel.enterprise_id,
    )


def item_text(line: OrderLine) -> str:
    """`수제 비누 (대) × 20`, at most 200 characters."""
    option = f" ({line.option_name})" if line.option_name else ""
    tail = f"{option} × {line.quantity:,}"
    return line.product_name[: 200 - len(tail)] + tail


def write_row(
    department: Department,
    bought: Bought,
    designations: Iterable[Designation],
    origin: RecordOrigin,
) -> PurchaseRecord:
    """A judged record, booked into its month or the first open one; the ledger must be held."""
    rule = find_rule(department.institution_id, bought.counted_on.year, bought.counted_on)
    month = booking_month(department.id, bought.counted_on)
    return judged_row(department.id, bought, designations, origin, rule, month)


def judged_row(
    department_id: int,
    bought: Bought,
    designations: Iterable[Designation],
    origin: RecordOrigin,
    rule: QuotaRule | None,
    month: Month,
) -> PurchaseRecord:
    """The row of a purchase under the rule in force on its day, booked into an open month."""
    seen = tuple(designations)
    judged = judge(rule, bought, seen)
    # What a person stated stays on the row even where the rule never asked for it.
    stated = next((each for each in seen if each.is_stated), None)
    return PurchaseRecord(
        department_id=department_id,
        year=month.year,
        month=month.month,
        counted_on=bought.counted_on,
        origin=origin,
        kind=bought.kind,
        method=bought.method,
        enterprise_id=bought.enterprise_id,
        seller_name=bought.seller_name,
        seller_business_number=bought.seller_business_number,
        item=bought.item,
        net_won=bought.amount.net_won,
        vat_won=bought.amount.vat_won,
        gross_won=bought.amount.gross_won,
        counted_won=judged.counted_won,
        rule_id=rule.id if rule else None,
        not_counted_reason=judged.reason,
        certification=snapshot(judged.certification or stated),
        designations=[snapshot(each) for each in seen if each.holds_on(bought.counted_on)],
        tier=bought.tier,
        recorded_by=current_actor().account_id,
    )


def judge(
    rule: QuotaRule | None, bought: Bought, designations: Iterable[Designation]
) -> Assessment:
    """What a purchase adds under a rule."""
    return assess(
        rule,
        bought.kind,
        designations,
        bought.counted_on,
        bought.amount.net_won,
        bought.amount.vat_won,
        tier=bought.tier,
    )


def keep_rows(records: Iterable[PurchaseRecord]) -> None:
    """Add rows with their audit rows; raises AlreadyRecorded when a constraint says so."""
    rows = list(records)
    db.session.add_all(rows)
    try:
        db.session.flush()
    except IntegrityError as error:
        raise AlreadyRecorded from error
    for row in rows:
        audit.record(
            "record:written",
            row,
            origin=row.origin.value,
            gross_won=row.gross_won,
            counted_won=row.counted_won,
            month=f"{row.year}-{row.month:02}",
        )
