"""Certificates handed in, judged and taken back; a firm's first approval opens its shop."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from sqlalchemy import select

from marketplace.audit import service as audit
from marketplace.core import clock
from marketplace.core.database import db
from marketplace.core.events import News, announce
from marketplace.core.states import Transitions
from marketplace.core.text import T
from marketplace.enterprises import letters
from marketplace.enterprises.errors import (
    AlreadyDecided,
    AlreadySubmitted,
    CertificationRefused,
    ReasonMissing,
)
from marketplace.enterprises.models import (
    Certification,
    CertificationKind,
    CertificationStatus,
    EnterpriseStatus,
)
from marketplace.enterprises.queries import lock_certification, lock_enterprise
from marketplace.media.files import CheckedFile, keep_file


class CertificationAct(StrEnum):
    """What may happen to a certificate."""

    SUBMIT_AGAIN = "submit_again"
    APPROVE = "approve"
    REJECT = "reject"
    REVOKE = "revoke"


CERTIFICATION_TRANSITIONS = Transitions(
    "certification",
    {
        (CertificationStatus.WAITING, CertificationAct.APPROVE): CertificationStatus.APPROVED,
        (CertificationStatus.WAITING, CertificationAct.REJECT): CertificationStatus.REJECTED,
        (CertificationStatus.REJECTED, CertificationAct.SUBMIT_AGAIN): CertificationStatus.WAITING,
        (CertificationStatus.APPROVED, CertificationAct.REVOKE): CertificationStatus.REVOKED,
    },
)


@dataclass(frozen=True, slots=True)
class CertificatePaper:
    """What is printed on a certificate; `number` is kept as printed, whatever it looks like."""

    kind_code: str
    number: str
    issuer: str
    issued_on: date
    expires_on: date | None


def submit_certification(
    enterprise_id: int, paper: CertificatePaper, evidence: CheckedFile, submitted_by: int
) -> Certification:
    """Hand in a certificate with its copy; one that was rejected may be handed in again.

    Raises CertificationRefused for dates that cannot be, AlreadySubmitted for the same paper.
    """
    kind = _judge(paper)
    enterprise = lock_enterprise(enterprise_id)
    certification = _find_same(enterprise.id, kind.id, paper)
    if certification is None:
        certification = Certification(enterprise_id=enterprise.id, kind=kind, number=paper.number)
        db.session.add(certification)
    elif not CERTIFICATION_TRANSITIONS.allows(certification.status, CertificationAct.SUBMIT_AGAIN):
        raise AlreadySubmitted
    certification.status = CertificationStatus.WAITING
    certification.issuer, certification.issued_on = paper.issuer, paper.issued_on
    certification.expires_on = paper.expires_on
    certification.evidence_id = keep_file(evidence, submitted_by).id
    certification.decided_by = certification.decided_at = None
    db.session.flush()
    audit.record("certification:submitted", certification, kind=kind.code, number=paper.number)
    return certification


def _judge(paper: CertificatePaper) -> CertificationKind:
    if paper.issued_on > clock.today():
        raise CertificationRefused("issued_on", T("지정일이 오늘보다 뒤입니다."))
    if paper.expires_on is not None and paper.expires_on < paper.issued_on:
        raise CertificationRefused("expires_on", T("유효기간이 지정일보다 앞섭니다."))
    kind = db.session.scalar(select(CertificationKind).filter_by(code=paper.kind_code))
    if kind is None:
        raise CertificationRefused("kind", T("인증 종류를 골라 주세요."))
    return kind


def _find_same(enterprise_id: int, kind_id: int, paper: CertificatePaper) -> Certification | None:
    return db.session.scalar(
        select(Certification).filter_by(
            enterprise_id=enterprise_id,
            kind_id=kind_id,
            issued_on=paper.issued_on,
            number=paper.number,
        )
    )


def approve_certification(certification_id: int, decided_by: int, note: str = "") -> Certification:
    """Say that a certificate is true; opens a waiting enterprise. Raises AlreadyDecided."""
    certification = _decide(certification_id, CertificationAct.APPROVE, decided_by, note)
    enterprise = lock_enterprise(certification.enterprise_id)
    if enterprise.status is EnterpriseStatus.WAITING:
        enterprise.status = EnterpriseStatus.ACTIVE
        audit.record("enterprise:opened", enterprise, certification=certification.id)
    announce(News.ENTERPRISE_CHANGED, enterprise.id)
    letters.tell_decision(certification, "certification_approved")
    return certification


def reject_certification(certification_id: int, decided_by: int, note: str) -> Certification:
    """Send a certificate back with what to change; raises ReasonMissing or AlreadyDecided."""
    if not note.strip():
        raise ReasonMissing
    certification = _decide(certification_id, CertificationAct.REJECT, decided_by, note)
    letters.tell_decision(certification, "certification_rejected")
    return certification


def revoke_certification(
    certification_id: int, decided_by: int, note: str, revoked_on: date | None = None
) -> Certification:
    """Take back an approved certificate from a day on (today when not said).

    What was bought before that day keeps its snapshot. Raises ReasonMissing, AlreadyDecided,
    or CertificationRefused when the day lies before the certificate.
    """
    if not note.strip():
        raise ReasonMissing
    certification = _decide(certification_id, CertificationAct.REVOKE, decided_by, note)
    certification.revoked_on = revoked_on or clock.today()
    if certification.revoked_on < certification.issued_on:
        raise CertificationRefused("revoked_on", T("취소일이 지정일보다 앞섭니다."))
    db.session.flush()
    announce(News.ENTERPRISE_CHANGED, certification.enterprise_id)
    letters.tell_decision(certification, "certification_revoked")
    return certification


def _decide(
    certification_id: int, act: CertificationAct, decided_by: int, note: str
) -> Certification:
    certification = lock_certification(certification_id)
    before = certification.status
    if not CERTIFICATION_TRANSITIONS.allows(before, act):
        raise AlreadyDecided
    certification.status = CERTIFICATION_TRANSITIONS.after(before, act)
    certification.decided_by, certification.decided_at = decided_by, clock.now()
    certification.decision_note = note.strip()[:300]
    db.session.flush()
    audit.record(f"certification:{certification.status.value}", certification, note=note.strip())
    return certification
