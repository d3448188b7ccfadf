"""The law of taking back, as days and sides (전자상거래법 제17조, 제18조).

A buyer may change their mind within 7 days of delivery and pays the way back (제17조 제1항,
제18조 제9항). What differs from its description or is damaged may be given back within 3 months
of delivery and 30 days of noticing, and the seller pays (제17조 제3항, 제18조 제10항). Some things
cannot be given back for a change of mind (제17조 제2항). Money goes back within 3 business days
of the thing's arrival (제18조 제2항).
"""

from __future__ import annotations

from calendar import monthrange
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from marketplace.catalog.models import ProductKind, WithdrawalLimit
from marketplace.core import clock
from marketplace.core.business_days import add_business_days, last_start_overdue, on_or_after
from marketplace.orders.models import OrderLine, Parcel, ParcelStatus
from marketplace.returns.models import ReturnReason, ReturnRequest, ReturnStatus

MIND_DAYS = 7
NOTICE_DAYS = 30
FAULT_MONTHS = 3
REFUND_BUSINESS_DAYS = 3
ANSWER_BUSINESS_DAYS = 3  # our own promise: a request is answered within so many

SELLERS_FAULT = frozenset(
    {ReturnReason.DIFFERENT, ReturnReason.DAMAGED, ReturnReason.WRONG_ITEM, ReturnReason.LATE}
)


class Limit(StrEnum):
    """Why a line cannot be given back for a change of mind."""

    NONE = "none"
    PERISHABLE = "perishable"
    CUSTOM_MADE = "custom_made"
    PROVIDED = "provided"


@dataclass(frozen=True, slots=True)
class Terms:
    """Until when what may be asked; None while the thing has not come or the days do not run."""

    mind_until: date | None
    fault_until: date | None


def seller_pays(reason: ReturnReason) -> bool:
    """Whether the seller pays the way back."""
    return reason in SELLERS_FAULT


def limit_of(line: OrderLine, parcel: Parcel) -> Limit:
    """Why this line is no matter of changing one's mind, by what was told when it was bought."""
    if line.withdrawal_limit is not WithdrawalLimit.NONE:
        return Limit(line.withdrawal_limit.value)
    given = parcel.status in (ParcelStatus.SHIPPED, ParcelStatus.DELIVERED)
    if line.product_kind != ProductKind.GOODS and given:
        return Limit.PROVIDED
    return Limit.NONE


def terms_from(received_on: date | None) -> Terms:
    """The last days for a thing received on a day; a day itself is not counted (민법 제157조)."""
    if received_on is None:
        return Terms(None, None)
    return Terms(
        mind_until=on_or_after(received_on + timedelta(days=MIND_DAYS)),
        fault_until=on_or_after(months_later(received_on, FAULT_MONTHS)),
    )


def months_later(day: date, months: int) -> date:
    """The same day so many months later, or the last of that month (민법 제160조)."""
    year, month = divmod(day.month - 1 + months, 12)
    year, month = day.year + year, month + 1
    return date(year, month, min(day.day, monthrange(year, month)[1]))


def notice_until(noticed_on: date) -> date:
    """The last day to ask for what was noticed on a day."""
    return on_or_after(noticed_on + timedelta(days=NOTICE_DAYS))


def refund_due_on(request: ReturnRequest) -> date | None:
    """The business day by which the money must be on its way, None before the thing came."""
    if request.arrived_at is None:
        return None
    return add_business_days(clock.seoul(request.arrived_at).date(), REFUND_BUSINESS_DAYS)


def answer_due_on(request: ReturnRequest) -> date:
    """The business day by which the seller has said yes or no."""
    asked_on = clock.seoul(request.requested_at).date()
    return add_business_days(asked_on, ANSWER_BUSINESS_DAYS)


def is_overdue(request: ReturnRequest, today: date) -> bool:
    """Whether money should have gone back before today."""
    due = refund_due_on(request)
    return request.status is ReturnStatus.ARRIVED and due is not None and due < today


def last_arrival_overdue(today: date) -> date:
    """What arrived on this day or before should have been refunded before today."""
    return last_start_overdue(today, REFUND_BUSINESS_DAYS)


def last_request_unanswered(today: date) -> date:
    """What was asked on this day or before should have been answered before today."""
    return last_start_overdue(today, ANSWER_BUSINESS_DAYS)
