"""Invented enterprises with their certificates, declared figures and the person who sells."""

from __future__ import annotations

from datetime import timedelta

from sqlalchemy import select

from marketplace.audit import service as audit
from marketplace.core import clock
from marketplace.core.business_numbers import bare
from marketplace.core.database import db, transaction
from marketplace.demo import evidence
from marketplace.demo.entries import CertificateEntry, EnterpriseEntry
from marketplace.demo.people import OFFICE_MAIL, find_account
from marketplace.demo.progress import Watcher, watched
from marketplace.demo.reading import enterprises, read
from marketplace.enterprises.models import (
    Certification,
    CertificationKind,
    CertificationStatus,
    EmploymentRatioCertificate,
    Enterprise,
    EnterpriseMember,
    EnterpriseStatus,
    Region,
    SocialValueReport,
)
from marketplace.enterprises.verification import CertificatePaper, submit_certification

SOURCE = "이음장터 시연용으로 지어낸 기업입니다"
JOINED_DAYS_AGO = 540


def settle(watcher: Watcher) -> None:
    """Bring in every enterprise that is not there, each in a transaction of its own."""
    for entry in watched(enterprises(), watcher, "사회적경제기업"):
        if find_enterprise(entry.slug) is None:
            with transaction():
                _bring_in(entry)
    with transaction():
        _give_sellers_their_enterprise()


def find_enterprise(slug: str) -> Enterprise | None:
    """The enterprise of a slug."""
    enterprise: Enterprise | None = db.session.scalar(select(Enterprise).filter_by(slug=slug))
    return enterprise


def get_enterprise(slug: str) -> Enterprise:
    """The enterprise of a slug, which an earlier step brought in."""
    return db.session.scalars(select(Enterprise).filter_by(slug=slug)).one()


def _bring_in(entry: EnterpriseEntry) -> None:
    joined = clock.now() - timedelta(days=JOINED_DAYS_AGO - len(entry.slug) * 9)
    with clock.frozen(joined):
        enterprise = _enterprise(entry)
        db.session.add(enterprise)
        db.session.flush()
        audit.record("enterprise:joined", enterprise, name=enterprise.name)
    _certify(enterprise, entry)
    _prove_employment(enterprise, entry)
    _declare_values(enterprise, entry)
    db.session.flush()


def _enterprise(entry: EnterpriseEntry) -> Enterprise:
    region = db.session.scalars(select(Region).filter_by(code=entry.region)).one()
    return Enterprise(
        slug=entry.slug,
        name=entry.name,
        representative=entry.representative,
        business_number=bare(entry.business_number),
        mail_order_number=entry.mail_order_number,
        region_id=region.id,
        address=entry.address,
        phone=entry.phone,
        email=entry.email,
        business=entry.business,
        tagline=entry.tagline,
        story=entry.story,
        status=EnterpriseStatus(entry.status),
        delivery_fee_won=entry.delivery_fee_won,
        free_delivery_from_won=entry.free_delivery_from_won,
        source=SOURCE,
        created_at=clock.now(),
    )


def _certify(enterprise: Enterprise, entry: EnterpriseEntry) -> None:
    issuers = read("issuers")
    for paper in entry.certifications:
        if paper.status == "waiting":
            _hand_in(enterprise, entry, paper, issuers[paper.kind])
        else:
            _keep_approved(enterprise, paper, issuers[paper.kind])


def _hand_in(
    enterprise: Enterprise, entry: EnterpriseEntry, paper: CertificateEntry, issuer: str
) -> None:
    today = clock.today()
    said = CertificatePaper(
        kind_code=paper.kind,
        number=paper.number,
        issuer=issuer,
        issued_on=paper.issued_on(today),
        expires_on=paper.expires_on(today),
    )
    copy = evidence.certificate(entry.emblem[1], f"{entry.slug}:{paper.number}")
    submit_certification(enterprise.id, said, copy, find_account(OFFICE_MAIL).id)


def _keep_approved(enterprise: Enterprise, paper: CertificateEntry, issuer: str) -> None:
    # Written directly: the verb would send a letter for each of fifty certificates long decided.
    kind = db.session.scalars(select(CertificationKind).filter_by(code=paper.kind)).one()
    today, office = clock.today(), find_account(OFFICE_MAIL)
    issued_on = paper.issued_on(today)
    decided_at = max(clock.start_of_day(issued_on), enterprise.created_at)
    certification = Certification(
        enterprise_id=enterprise.id,
        kind=kind,
        number=paper.number,
        issuer=issuer,
        issued_on=issued_on,
        expires_on=paper.expires_on(today),
        status=CertificationStatus.APPROVED,
        decided_by=office.id,
        decided_at=decided_at,
        created_at=decided_at,
    )
    db.session.add(certification)
    db.session.flush()
    with clock.frozen(decided_at):
        audit.record("certification:approved", certification, note="")


def _prove_employment(enterprise: Enterprise, entry: EnterpriseEntry) -> None:
    ratio, today = entry.employment_ratio, clock.today()
    if ratio is None:
        return
    db.session.add(
        EmploymentRatioCertificate(
            enterprise_id=enterprise.id,
            ratio_basis_points=ratio.basis_points,
            issued_on=today - timedelta(days=ratio.issued_days_ago),
            expires_on=today + timedelta(days=ratio.expires_in_days),
            status=CertificationStatus.APPROVED,
        )
    )


def _declare_values(enterprise: Enterprise, entry: EnterpriseEntry) -> None:
    year = clock.today().year
    for value in entry.social_value:
        db.session.add(
            SocialValueReport(
                enterprise_id=enterprise.id,
                year=year - value.years_ago,
                employees=value.employees,
                vulnerable_employees=value.vulnerable_employees,
                community_return_won=value.community_return_won,
                source=SOURCE,
            )
        )


def _give_sellers_their_enterprise() -> None:
    for account in read("accounts")["accounts"]:
        if "enterprise" not in account:
            continue
        person, firm = find_account(account["email"]), get_enterprise(account["enterprise"])
        query = select(EnterpriseMember.id).filter_by(account_id=person.id, enterprise_id=firm.id)
        if db.session.scalar(query) is None:
            db.session.add(EnterpriseMember(account_id=person.id, enterprise_id=firm.id))
