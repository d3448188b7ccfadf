"""Bringing in a public list of enterprises: one row, one firm and its designation.

Such a firm is known, not selling: it stays REFERENCE until it joins. A firm that is here
already (by name and region) keeps what it says of itself; only what it lacks is added.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date

from sqlalchemy import select

from marketplace.audit import service as audit
from marketplace.core import clock
from marketplace.core.database import db
from marketplace.core.events import News, announce
from marketplace.core.importing import Fault, Importer, Outcome, RowRefused
from marketplace.core.romanize import slug_of
from marketplace.core.text import T
from marketplace.enterprises.kinds import add_missing_kinds, kind_codes_by_word, list_kinds
from marketplace.enterprises.listed_rows import ListedEnterprise, read_row
from marketplace.enterprises.models import (
    Certification,
    CertificationStatus,
    Enterprise,
    EnterpriseStatus,
    Region,
    SocialValueReport,
)
from marketplace.enterprises.regions import add_region, find_region


@dataclass(slots=True)
class EnterpriseList:
    """Where rows come from and where their firms are; `as_of` dates the head counts.

    A region nobody has named before is added with the rows, as are standard kinds.
    """

    region_said: str
    source: str
    as_of: date | None
    region: Region = field(init=False)
    kind_ids: dict[str, int] = field(init=False)

    def importer(self) -> Importer[ListedEnterprise]:
        """How a row of this list is read and applied."""
        words = kind_codes_by_word()
        return Importer(
            parse=lambda row: read_row(row, words),
            apply=self.apply,
            key=lambda listed: listed.name,
            begin=self.begin,
        )

    def begin(self) -> None:
        """Find or add the region and the kinds."""
        add_missing_kinds()
        self.kind_ids = {kind.code: kind.id for kind in list_kinds()}
        self.region = find_region(self.region_said) or add_region(self.region_said.strip())

    def apply(self, listed: ListedEnterprise) -> Outcome:
        """Add the firm or what it lacks; says UNCHANGED when nothing is new."""
        enterprise = db.session.scalar(
            select(Enterprise).filter_by(name=listed.name, region_id=self.region.id)
        )
        created = enterprise is None
        if enterprise is None:
            enterprise = self._add(listed)
        changed = self._fill_in(enterprise, listed)
        changed |= self._designate(enterprise, listed)
        changed |= self._count_heads(enterprise, listed)
        if created:
            audit.record("enterprise:imported", enterprise, source=self.source)
            return Outcome.CREATED
        if changed:
            audit.record("enterprise:completed_from_list", enterprise, source=self.source)
            announce(News.ENTERPRISE_CHANGED, enterprise.id)
        return Outcome.UPDATED if changed else Outcome.UNCHANGED

    def _add(self, listed: ListedEnterprise) -> Enterprise:
        enterprise = Enterprise(
            slug=_free_slug(listed.name),
            name=listed.name,
            region_id=self.region.id,
            address=f"{self.region.name} {listed.dong}".strip(),
            status=EnterpriseStatus.REFERENCE,
            source=self.source[:200],
        )
        db.session.add(enterprise)
        db.session.flush()
        return enterprise

    def _fill_in(self, enterprise: Enterprise, listed: ListedEnterprise) -> bool:
        self._refuse_anothers_number(enterprise, listed)
        wanted = {"business": listed.business, "business_number": listed.business_number}
        missing = {
            name: value for name, value in wanted.items() if value and not getattr(enterprise, name)
        }
        for name, value in missing.items():
            setattr(enterprise, name, value)
        db.session.flush()
        return bool(missing)

    def _refuse_anothers_number(self, enterprise: Enterprise, listed: ListedEnterprise) -> None:
        if listed.business_number is None:
            return
        owner = db.session.scalar(
            select(Enterprise).filter_by(business_number=listed.business_number)
        )
        if owner is not None and owner.id != enterprise.id:
            wrong = T("이미 %(name)s의 사업자등록번호입니다.", name=owner.name)
            raise RowRefused(
                Fault("business_number", wrong, T("번호와 기업 이름을 확인해 주세요."))
            )

    def _designate(self, enterprise: Enterprise, listed: ListedEnterprise) -> bool:
        same = select(Certification.id).where(
            Certification.enterprise_id == enterprise.id,
            Certification.kind_id == self.kind_ids[listed.kind_code],
            Certification.issued_on == listed.designated_on,
        )
        if db.session.scalar(same.limit(1)) is not None:
            return False
        db.session.add(self._certification(enterprise.id, listed))
        db.session.flush()
        return True

    def _certification(self, enterprise_id: int, listed: ListedEnterprise) -> Certification:
        return Certification(
            enterprise_id=enterprise_id,
            kind_id=self.kind_ids[listed.kind_code],
            number=listed.number,
            issuer=listed.issuer,
            issued_on=listed.designated_on,
            expires_on=listed.expires_on,
            status=CertificationStatus.APPROVED,
            decided_at=clock.now(),
            decision_note=self.source[:300],
        )

    def _count_heads(self, enterprise: Enterprise, listed: ListedEnterprise) -> bool:
        stated = listed.employees is not None or listed.vulnerable_employees is not None
        if self.as_of is None or not stated:
            return False
        key = {"enterprise_id": enterprise.id, "year": self.as_of.year}
        if db.session.scalar(select(SocialValueReport.id).filter_by(**key)) is not None:
            return False
        db.session.add(
            SocialValueReport(
                **key,
                employees=listed.employees,
                vulnerable_employees=listed.vulnerable_employees,
                source=self.source[:200],
            )
        )
        db.session.flush()
        return True


def _free_slug(name: str) -> str:
    wanted = slug_of(name)
    alike = Enterprise.slug.startswith(wanted, autoescape=True)
    taken = set(db.session.scalars(select(Enterprise.slug).where(alike)))
    number = 2
    slug = wanted
    while slug in taken:
        slug, number = f"{wanted}-{number}", number + 1
    return slug
