"""News for an enterprise about its certificates, queued with the deed it tells of."""

from __future__ import annotations

from typing import Any

from marketplace.enterprises.models import Certification
from marketplace.notify.service import queue_letter


def tell_decision(certification: Certification, template: str) -> None:
    """To the enterprise's address, in Korean; one without an address is not written to."""
    enterprise = certification.enterprise
    if not enterprise.email or certification.decided_at is None:
        return
    decided = int(certification.decided_at.timestamp())
    queue_letter(
        template,
        enterprise.email,
        f"{template}:{certification.id}:{decided}",
        **_context(certification),
        note=certification.decision_note,
    )


def tell_expiring(certification: Certification, days_left: int) -> None:
    """That a certificate ends in so many days; told once for each distance."""
    enterprise = certification.enterprise
    if enterprise.email:
        queue_letter(
            "certification_expiring",
            enterprise.email,
            f"certification-expiring:{certification.id}:{certification.expires_on}:{days_left}",
            **_context(certification),
            days_left=days_left,
        )


def _context(certification: Certification) -> dict[str, Any]:
    expires = certification.expires_on
    return {
        "enterprise_name": certification.enterprise.name,
        "kind_name": certification.kind.name,
        "number": certification.number,
        "issued_on": certification.issued_on.isoformat(),
        "expires_on": expires.isoformat() if expires else None,
    }
