"""취약계층 고용비율 확인서: handed in and judged on its own, because it expires on its own."""

from __future__ import annotations

from datetime import date

from sqlalchemy import select

from marketplace.audit import service as audit
from marketplace.core import clock
from marketplace.core.database import db
from marketplace.core.text import T
from marketplace.enterprises import letters
from marketplace.enterprises.errors import (
    AlreadyDecided,
    AlreadySubmitted,
    CertificationNotFound,
    CertificationRefused,
    ReasonMissing,
)
from marketplace.enterprises.models import CertificationStatus, EmploymentRatioCertificate
from marketplace.enterprises.queries import lock_enterprise
from marketplace.enterprises.verification import CERTIFICATION_TRANSITIONS, CertificationAct
from marketplace.media.files import CheckedFile, keep_file

WHOLE = 10_000  # basis points


def submit_employment_ratio(
    enterprise_id: int,
    ratio_basis_points: int,
    period: tuple[date, date | None],
    evidence: CheckedFile,
    submitted_by: int,
) -> EmploymentRatioCertificate:
    """Hand in a ratio certificate valid from the first day to the last (None: not stated).

    Raises CertificationRefused for figures that cannot be, AlreadySubmitted for the same day.
    """
    issued_on, expires_on = period
    _judge(ratio_basis_points, issued_on, expires_on)
    enterprise = lock_enterprise(enterprise_id)
    paper = db.session.scalar(
        select(EmploymentRatioCertificate).filter_by(
            enterprise_id=enterprise.id, issued_on=issued_on
        )
    )
    if paper is None:
        paper = EmploymentRatioCertificate(enterprise_id=enterprise.id, issued_on=issued_on)
        db.session.add(paper)
    elif not CERTIFICATION_TRANSITIONS.allows(paper.status, CertificationAct.SUBMIT_AGAIN):
        raise AlreadySubmitted
    paper.status = CertificationStatus.WAITING
    paper.ratio_basis_points, paper.expires_on = ratio_basis_points, expires_on
    paper.evidence_id = keep_file(evidence, submitted_by).id
    paper.decided_by = paper.decided_at = None
    db.session.flush()
    audit.record("employment_ratio:submitted", paper, ratio_basis_points=ratio_basis_points)
    return paper


def _judge(ratio_basis_points: int, issued_on: date, expires_on: date | None) -> None:
    if not 0 <= ratio_basis_points <= WHOLE:
        raise CertificationRefused("ratio", T("비율은 0%에서 100% 사이입니다."))
    if issued_on > clock.today():
        raise CertificationRefused("issued_on", T("발급일이 오늘보다 뒤입니다."))
    if expires_on is not None and expires_on < issued_on:
        raise CertificationRefused("expires_on", T("유효기간이 발급일보다 앞섭니다."))


def approve_employment_ratio(
    paper_id: int, decided_by: int, note: str = ""
) -> EmploymentRatioCertificate:
    """Say that the ratio is proven; raises AlreadyDecided."""
    return _decide(paper_id, CertificationAct.APPROVE, decided_by, note)


def reject_employment_ratio(
    paper_id: int, decided_by: int, note: str
) -> EmploymentRatioCertificate:
    """Send it back with what to change; raises ReasonMissing or AlreadyDecided."""
    if not note.strip():
        raise ReasonMissing
    return _decide(paper_id, CertificationAct.REJECT, decided_by, note)


def _decide(
    paper_id: int, act: CertificationAct, decided_by: int, note: str
) -> EmploymentRatioCertificate:
    paper = db.session.get(
        EmploymentRatioCertificate, paper_id, populate_existing=True, with_for_update=True
    )
    if paper is None:
        raise CertificationNotFound
    if not CERTIFICATION_TRANSITIONS.allows(paper.status, act):
        raise AlreadyDecided
    paper.status = CERTIFICATION_TRANSITIONS.after(paper.status, act)
    paper.decided_by, paper.decided_at = decided_by, clock.now()
    paper.decision_note = note.strip()[:300]
    db.session.flush()
    audit.record(f"employment_ratio:{paper.status.value}", paper, note=note.strip())
    letters.tell_decision(paper, f"certification_{paper.status.value}")
    return paper
