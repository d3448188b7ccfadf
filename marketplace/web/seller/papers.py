"""How a firm's certificates stand on a day: what holds, waits, came back, ends soon."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta

from marketplace.enterprises.jobs import WARN_DAYS_AHEAD
from marketplace.enterprises.models import (
    Certification,
    CertificationStatus,
    EmploymentRatioCertificate,
    Enterprise,
)

Paper = Certification | EmploymentRatioCertificate
SOON = timedelta(days=WARN_DAYS_AHEAD[0])


@dataclass(slots=True)
class PaperStanding:
    """Certificates and ratio papers by what a person has to do about them."""

    holding: list[Paper] = field(default_factory=list)
    ending: list[tuple[Paper, int]] = field(default_factory=list)
    lapsed: list[Paper] = field(default_factory=list)
    waiting: list[Paper] = field(default_factory=list)
    returned: list[Paper] = field(default_factory=list)

    @classmethod
    def of(
        cls, enterprise: Enterprise, ratios: Sequence[EmploymentRatioCertificate], today: date
    ) -> PaperStanding:
        """Sort a firm's papers; one that is renewed already is no longer ending or lapsed."""
        standing = cls()
        papers: list[Paper] = [*enterprise.certifications, *ratios]
        for paper in papers:
            standing._place(paper, papers, today)
        standing.ending.sort(key=lambda pair: pair[1])
        return standing

    def _place(self, paper: Paper, papers: Sequence[Paper], today: date) -> None:
        if paper.status is CertificationStatus.WAITING:
            self.waiting.append(paper)
        elif paper.status is CertificationStatus.REJECTED:
            if not _followed(paper, papers):
                self.returned.append(paper)
        elif paper.holds_on(today):
            self.holding.append(paper)
            left = paper.expires_on - today if paper.expires_on else None
            if left is not None and left <= SOON and not _followed(paper, papers):
                self.ending.append((paper, left.days))
        elif paper.status is CertificationStatus.APPROVED and not _followed(paper, papers):
            self.lapsed.append(paper)


def kind_of(paper: Paper) -> int:
    """What a paper proves: a certification kind, or 0 for the employment ratio."""
    return paper.kind_id if isinstance(paper, Certification) else 0


def _followed(paper: Paper, papers: Sequence[Paper]) -> bool:
    """Whether a newer paper of the same kind is in force or on its way."""
    usable = (CertificationStatus.WAITING, CertificationStatus.APPROVED)
    return any(
        other is not paper
        and kind_of(other) == kind_of(paper)
        and other.status in usable
        and other.issued_on >= paper.issued_on
        for other in papers
    )
