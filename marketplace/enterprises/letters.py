"""News for an enterprise about its papers, queued with the deed it tells of."""

from __future__ import annotations

from typing import Any

from marketplace.core.text import T
from marketplace.enterprises.models import Certification, EmploymentRatioCertificate
from marketplace.notify.service import queue_letter

RATIO = T("취약계층 고용비율 확인서")

Paper = Certification | EmploymentRatioCertificate


def tell_decision(paper: Paper, template: str) -> None:
    """To the enterprise's address, in Korean; one without an address is not written to."""
    if paper.enterprise.email and paper.decided_at is not None:
        decided = int(paper.decided_at.timestamp())
        queue_letter(
            template,
            paper.enterprise.email,
            f"{template}:{paper.__tablename__}:{paper.id}:{decided}",
            **_context(paper),
            note=paper.decision_note,
        )


def tell_expiring(paper: Paper, days_left: int) -> None:
    """That a paper ends in so many days; told once for each distance."""
    if paper.enterprise.email:
        queue_letter(
            "certification_expiring",
            paper.enterprise.email,
            f"expiring:{paper.__tablename__}:{paper.id}:{paper.expires_on}:{days_left}",
            **_context(paper),
            days_left=days_left,
        )


def _context(paper: Paper) -> dict[str, Any]:
    return {
        "enterprise_name": paper.enterprise.name,
        "issued_on": paper.issued_on.isoformat(),
        "expires_on": paper.expires_on.isoformat() if paper.expires_on else None,
        **_named(paper),
    }


def _named(paper: Paper) -> dict[str, Any]:
    if isinstance(paper, Certification):
        return {"kind_name": paper.kind.name, "number": paper.number, "of_ratio": False}
    ratio = f"{paper.ratio_basis_points / 100:.2f}%"
    return {"kind_name": RATIO, "number": ratio, "of_ratio": True}
