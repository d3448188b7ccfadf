"""What is kept of the seller as it was on the day of the order."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import selectinload

from marketplace.core.database import db
from marketplace.enterprises.models import Certification, Enterprise


def read_sellers(enterprise_ids: Iterable[int]) -> dict[int, Enterprise]:
    """Enterprises with their certifications, by id."""
    query = (
        select(Enterprise)
        .where(Enterprise.id.in_(sorted(set(enterprise_ids))))
        .options(selectinload(Enterprise.certifications))
    )
    return {enterprise.id: enterprise for enterprise in db.session.scalars(query)}


def seller_snapshot(enterprise: Enterprise) -> dict[str, Any]:
    """What 전자상거래법 wants a buyer to know of the seller and what sending costs, that day."""
    return {
        "name": enterprise.name,
        "representative": enterprise.representative,
        "business_number": enterprise.business_number,
        "mail_order_number": enterprise.mail_order_number,
        "address": enterprise.address,
        "phone": enterprise.phone,
        "email": enterprise.email,
        "delivery_fee_won": enterprise.delivery_fee_won,
        "free_delivery_from_won": enterprise.free_delivery_from_won,
        "return_fee_won": enterprise.return_fee_won,
    }


def certification_snapshot(enterprise: Enterprise, day: date) -> list[dict[str, Any]]:
    """The certifications that hold on `day`, oldest first."""
    return [_held(each) for each in enterprise.certifications if each.holds_on(day)]


def _held(certification: Certification) -> dict[str, Any]:
    expires = certification.expires_on
    return {
        "kind": certification.kind.code,
        "name": certification.kind.name,
        "number": certification.number,
        "issued_on": certification.issued_on.isoformat(),
        "expires_on": expires.isoformat() if expires else None,
    }
