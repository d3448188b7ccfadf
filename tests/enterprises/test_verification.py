"""Certificates from hand-in to decision, and what they open and close."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest
from flask import Flask
from sqlalchemy import func, select

from marketplace.audit.models import AuditEntry
from marketplace.core import clock
from marketplace.core.database import db, transaction
from marketplace.enterprises import employment, verification
from marketplace.enterprises.errors import (
    AlreadyDecided,
    AlreadySubmitted,
    CertificationNotFound,
    CertificationRefused,
    ReasonMissing,
)
from marketplace.enterprises.jobs import warn_of_expiry
from marketplace.enterprises.models import (
    Certification,
    CertificationStatus,
    EmploymentRatioCertificate,
    Enterprise,
    EnterpriseStatus,
)
from marketplace.enterprises.queries import certification_snapshot, held_kind_codes
from marketplace.enterprises.verification import CertificatePaper
from marketplace.media.files import check_file
from marketplace.notify.models import Letter
from marketplace.search.models import SearchOutbox
from tests.support import factories
from tests.support.pictures import pdf
from tests.support.queue import ListQueue

EVIDENCE = check_file(pdf(), "인증서.pdf")


def paper(**changes: object) -> CertificatePaper:
    given = CertificatePaper(
        "certified_social", "제2025-001호", "고용노동부", clock.today() - timedelta(days=30), None
    )
    return replace(given, **changes)  # type: ignore[arg-type]


def submitted(**changes: object) -> tuple[Enterprise, Certification]:
    with transaction():
        factories.certification_kind()
        seller = factories.enterprise(status=EnterpriseStatus.WAITING)
        person = factories.member_of(seller)
        certification = verification.submit_certification(
            seller.id, paper(**changes), EVIDENCE, person.id
        )
    return seller, certification


def office() -> int:
    with transaction():
        return factories.office_member().id


def actions() -> list[str]:
    return list(db.session.scalars(select(AuditEntry.action).order_by(AuditEntry.id)))


def letters() -> list[str]:
    return list(db.session.scalars(select(Letter.template).order_by(Letter.id)))


class TestSubmitCertification:
    def test_waits_with_its_evidence(self, app: Flask) -> None:
        seller, certification = submitted()
        assert certification.status is CertificationStatus.WAITING
        assert certification.evidence is not None
        assert certification.evidence.filename == "인증서.pdf"
        assert not certification.holds_on(clock.today())
        assert actions()[-1] == "certification:submitted"
        assert seller.status is EnterpriseStatus.WAITING

    @pytest.mark.parametrize(
        ("changes", "field"),
        [
            ({"issued_on": date(2999, 1, 1)}, "issued_on"),
            ({"expires_on": date(2000, 1, 1)}, "expires_on"),
            ({"kind_code": "unknown"}, "kind"),
        ],
    )
    def test_refuses_what_cannot_be(
        self, app: Flask, changes: dict[str, object], field: str
    ) -> None:
        with pytest.raises(CertificationRefused) as refused:
            submitted(**changes)
        assert list(refused.value.fields) == [field]

    def test_refuses_the_same_paper_twice(self, app: Flask) -> None:
        seller, _ = submitted()
        with pytest.raises(AlreadySubmitted), transaction():
            verification.submit_certification(seller.id, paper(), EVIDENCE, 1)

    def test_takes_a_rejected_paper_again(self, app: Flask) -> None:
        seller, certification = submitted()
        person = office()
        with transaction():
            verification.reject_certification(certification.id, person, "도장이 없습니다.")
        with transaction():
            again = verification.submit_certification(seller.id, paper(), EVIDENCE, person)
        assert again.id == certification.id
        assert (again.status, again.decided_at) == (CertificationStatus.WAITING, None)


class TestDecide:
    def test_the_first_approval_opens_the_shop_and_tells_search(self, app: Flask) -> None:
        seller, certification = submitted()
        with transaction():
            product = factories.product(seller)
        person = office()
        with transaction():
            verification.approve_certification(certification.id, person)
        db.session.expire_all()
        assert db.session.get_one(Enterprise, seller.id).status is EnterpriseStatus.ACTIVE
        assert certification.holds_on(clock.today())
        assert actions()[-2:] == ["certification:approved", "enterprise:opened"]
        assert letters() == ["certification_approved"]
        assert db.session.scalars(select(SearchOutbox.product_id)).all() == [product.id]

    def test_is_done_once(self, app: Flask) -> None:
        _, certification = submitted()
        person = office()
        with transaction():
            verification.approve_certification(certification.id, person)
        for decide in (verification.approve_certification, verification.reject_certification):
            with pytest.raises(AlreadyDecided), transaction():
                decide(certification.id, person, "다시")
        assert letters() == ["certification_approved"]

    def test_a_rejection_needs_a_reason(self, app: Flask) -> None:
        seller, certification = submitted()
        person = office()
        with pytest.raises(ReasonMissing), transaction():
            verification.reject_certification(certification.id, person, "  ")
        with transaction():
            verification.reject_certification(certification.id, person, "도장이 없습니다.")
        assert certification.decision_note == "도장이 없습니다."
        assert db.session.get_one(Enterprise, seller.id).status is EnterpriseStatus.WAITING

    def test_a_revoked_certificate_held_until_that_day(self, app: Flask) -> None:
        _, certification = submitted()
        person, today = office(), clock.today()
        with transaction():
            verification.approve_certification(certification.id, person)
        with transaction():
            verification.revoke_certification(certification.id, person, "자진 반납")
        assert not certification.holds_on(today)
        assert certification.holds_on(today - timedelta(days=1))
        assert letters()[-1] == "certification_revoked"

    def test_refuses_to_revoke_before_the_certificate_began(self, app: Flask) -> None:
        _, certification = submitted()
        person = office()
        with transaction():
            verification.approve_certification(certification.id, person)
        with pytest.raises(CertificationRefused), transaction():
            verification.revoke_certification(
                certification.id, person, "오류", certification.issued_on - timedelta(days=1)
            )
        db.session.expire_all()
        assert certification.status is CertificationStatus.APPROVED

    def test_an_unknown_one_is_not_found(self, app: Flask) -> None:
        with pytest.raises(CertificationNotFound), transaction():
            verification.approve_certification(404, 1)


class TestEmploymentRatio:
    def test_is_judged_on_its_own(self, app: Flask) -> None:
        day = clock.today()
        with transaction():
            seller = factories.enterprise()
            person = factories.member_of(seller)
            handed_in = employment.submit_employment_ratio(
                seller.id, 3520, (day, day + timedelta(days=364)), EVIDENCE, person.id
            )
        with transaction():
            employment.approve_employment_ratio(handed_in.id, person.id)
        assert handed_in.holds_on(day)
        assert not handed_in.holds_on(day + timedelta(days=365))
        with pytest.raises(AlreadyDecided), transaction():
            employment.reject_employment_ratio(handed_in.id, person.id, "다시")
        with pytest.raises(AlreadySubmitted), transaction():
            employment.submit_employment_ratio(seller.id, 3520, (day, None), EVIDENCE, person.id)

    @pytest.mark.parametrize("ratio", [-1, 10_001])
    def test_refuses_a_ratio_that_cannot_be(self, app: Flask, ratio: int) -> None:
        with pytest.raises(CertificationRefused, match="100%"), transaction():
            employment.submit_employment_ratio(1, ratio, (clock.today(), None), EVIDENCE, 1)


class TestCertificationSnapshot:
    def test_takes_what_holds_that_day_among_the_kinds_that_count(self, app: Flask) -> None:
        today = clock.today()
        with transaction():
            seller = factories.enterprise()
            village = factories.certification_kind("village", "마을기업")
            factories.certification_kind().position, village.position = 2, 1
            lapsed = today - timedelta(days=1)
            factories.certified(seller, kind_id=village.id, expires_on=lapsed, number="제1호")
            factories.certified(seller, number="제2호")
        db.session.refresh(seller)
        assert certification_snapshot(seller, today)["number"] == "제2호"
        assert certification_snapshot(seller, lapsed)["number"] == "제1호"
        assert certification_snapshot(seller, today, ["village"]) == {}
        held = certification_snapshot(seller, today, ["certified_social"])
        assert set(held) == {"kind", "name", "number", "issued_on", "expires_on"}

    def test_the_condition_for_statements_says_the_same(self, app: Flask) -> None:
        with transaction():
            seller = factories.enterprise()
            factories.certified(seller)
            factories.certified(
                seller, status=CertificationStatus.WAITING, kind_id=_kind("village", "마을기업")
            )
            bare = factories.enterprise()
        codes = held_kind_codes(clock.today()).scalar_subquery()
        rows = {row[0]: row[1] for row in db.session.execute(select(Enterprise.id, codes))}
        assert rows == {seller.id: "certified_social", bare.id: None}


def _kind(code: str, name: str) -> int:
    return factories.certification_kind(code, name).id


def _approved_ratio(seller: Enterprise, days: int) -> None:
    db.session.add(
        EmploymentRatioCertificate(
            enterprise_id=seller.id,
            ratio_basis_points=3100,
            issued_on=clock.today(),
            expires_on=clock.today() + timedelta(days=days),
            status=CertificationStatus.APPROVED,
        )
    )
    db.session.flush()


class TestLetters:
    def test_each_decision_is_told_in_words(self, app: Flask, jobs: ListQueue) -> None:
        person, today = office(), clock.today()
        _, first = submitted()
        _, second = submitted(number="")
        with transaction():
            verification.approve_certification(first.id, person)
            verification.reject_certification(second.id, person, "도장이 없습니다.")
        with transaction():
            verification.revoke_certification(first.id, person, "자진 반납")
            firm = factories.enterprise()
            ratio = employment.submit_employment_ratio(
                firm.id, 3125, (today, None), EVIDENCE, person
            )
            employment.reject_employment_ratio(ratio.id, person, "비율이 다릅니다.")
        jobs.run_all()
        told = list(db.session.scalars(select(Letter).order_by(Letter.id)))
        assert [letter.subject for letter in told] == [
            "인증사회적기업: 확인되었습니다",
            "인증사회적기업: 다시 제출해 주세요",
            "인증사회적기업: 인증이 취소되었습니다",
            "취약계층 고용비율 확인서: 다시 제출해 주세요",
        ]
        words = ("제2025-001호", "도장이 없습니다.", "자진 반납", "31.25%")
        for letter, word in zip(told, words, strict=True):
            assert word in letter.text_body
            assert word in letter.html_body


class TestWarnOfExpiry:
    def test_writes_once_for_each_distance(self, app: Flask, jobs: ListQueue) -> None:
        now = clock.now()
        with transaction():
            seller = factories.enterprise()
            factories.certified(seller, expires_on=clock.today() + timedelta(days=45))
            factories.certified(factories.enterprise(), expires_on=None)
            _approved_ratio(factories.enterprise(), days=400)
        counts = []
        for days in (0, 0, 1, 20, 40, 44, 46, 350):
            with clock.frozen(now + timedelta(days=days)):
                warn_of_expiry()
            counts.append(db.session.scalar(select(func.count(Letter.id))))
        assert counts == [1, 1, 1, 2, 3, 3, 3, 4]
        jobs.run_all()
        letter = db.session.scalars(select(Letter).order_by(Letter.id)).first()
        assert letter is not None
        assert letter.subject.startswith("인증사회적기업: ")
        assert "/seller/certifications/new" in letter.text_body
