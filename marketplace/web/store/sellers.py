"""The seller block: what the law wants a buyer to know before ordering (전자상거래법 제13조)."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from flask_babel import gettext as _

from marketplace.enterprises.models import Enterprise

Facts = list[tuple[str, str]]


def business_number_text(digits: str | None) -> str:
    """`123-45-67890`, empty for none."""
    return f"{digits[:3]}-{digits[3:5]}-{digits[5:]}" if digits and len(digits) == 10 else ""


def seller_facts(enterprise: Enterprise) -> Facts:
    """Name, representative, numbers, address, phone and mail of an enterprise."""
    return facts_of(
        {
            "name": enterprise.name,
            "representative": enterprise.representative,
            "business_number": enterprise.business_number,
            "mail_order_number": enterprise.mail_order_number,
            "address": enterprise.address,
            "phone": enterprise.phone,
            "email": enterprise.email,
        }
    )


def facts_of(seller: dict[str, Any]) -> Facts:
    """The same of the copy an order keeps."""
    return [(label, value) for label, value in _facts(seller) if value]


def _facts(seller: dict[str, Any]) -> Iterator[tuple[str, str]]:
    yield str(_("상호")), seller["name"]
    yield str(_("대표")), seller["representative"]
    yield str(_("사업자등록번호")), business_number_text(seller["business_number"])
    yield str(_("통신판매업 신고")), seller["mail_order_number"]
    yield str(_("주소")), seller["address"]
    yield str(_("전화")), seller["phone"]
    yield str(_("메일")), seller["email"]
