"""Has it been written down before: same seller, same sum, about the same time."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, timedelta

from sqlalchemy import or_, select

from marketplace.core import clock
from marketplace.core.database import db
from marketplace.orders.models import Order, Parcel, ParcelStatus
from marketplace.procurement.models import PurchaseFile, PurchaseRecord

NEAR = timedelta(days=7)
ON_ITS_WAY = timedelta(days=60)


@dataclass(frozen=True, slots=True)
class Seller:
    """Who sold it: an enterprise known here, or a name and a number."""

    enterprise_id: int | None = None
    name: str = ""
    business_number: str = ""


@dataclass(frozen=True, slots=True)
class Similar:
    """Records, and deliveries on the platform, that may be the same purchase."""

    records: tuple[PurchaseRecord, ...] = field(default=())
    files: tuple[PurchaseFile, ...] = field(default=())

    def __bool__(self) -> bool:
        return bool(self.records or self.files)


def find_similar(department_id: int, seller: Seller, gross_won: int, day: date) -> Similar:
    """Same seller and same sum: records within 7 days, deliveries here of the last 60 days."""
    return Similar(
        tuple(_similar_records(department_id, seller, gross_won, day)),
        tuple(_similar_files(department_id, seller, gross_won, day)),
    )


def _similar_records(
    department_id: int, seller: Seller, gross_won: int, day: date
) -> list[PurchaseRecord]:
    same_seller = [PurchaseRecord.seller_name == seller.name]
    if seller.business_number:
        same_seller.append(PurchaseRecord.seller_business_number == seller.business_number)
    if seller.enterprise_id is not None:
        same_seller.append(PurchaseRecord.enterprise_id == seller.enterprise_id)
    taken_back = select(PurchaseRecord.reverses_id).where(PurchaseRecord.reverses_id.is_not(None))
    query = (
        select(PurchaseRecord)
        .where(
            PurchaseRecord.department_id == department_id,
            PurchaseRecord.gross_won == gross_won,
            PurchaseRecord.counted_on.between(day - NEAR, day + NEAR),
            PurchaseRecord.reverses_id.is_(None),
            PurchaseRecord.id.not_in(taken_back),
            or_(*same_seller),
        )
        .order_by(PurchaseRecord.id)
    )
    return list(db.session.scalars(query))


def _similar_files(
    department_id: int, seller: Seller, gross_won: int, day: date
) -> list[PurchaseFile]:
    if seller.enterprise_id is None:
        return []
    since = clock.start_of_day(day - ON_ITS_WAY)
    with_delivery = Parcel.goods_won + Parcel.delivery_won
    query = (
        select(PurchaseFile)
        .join(Order, Order.id == PurchaseFile.order_id)
        .join(Parcel, Parcel.order_id == Order.id)
        .where(
            PurchaseFile.department_id == department_id,
            Parcel.enterprise_id == seller.enterprise_id,
            Parcel.status != ParcelStatus.CANCELLED,
            or_(Parcel.goods_won == gross_won, with_delivery == gross_won),
            Order.created_at.between(since, clock.end_of_day(day + NEAR)),
        )
        .order_by(PurchaseFile.id)
    )
    return list(db.session.scalars(query))
