"""Judging certificates."""

from __future__ import annotations

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from marketplace.core.database import db, transaction
from marketplace.enterprises.models import (
    Certification,
    CertificationKind,
    CertificationStatus,
    Enterprise,
    EnterpriseStatus,
)
from marketplace.notify.models import Letter
from tests.support import factories
from tests.support.pages import submit, visible_text
from tests.support.signing_in import SignIn


@pytest.fixture
def office(app: Flask, signed_in: SignIn) -> FlaskClient:
    with transaction():
        person = factories.office_member()
    return signed_in(person)


@pytest.fixture
def waiting(app: Flask) -> Certification:
    with transaction():
        firm = factories.enterprise(name="기다리는기업", status=EnterpriseStatus.WAITING)
        return factories.certified(firm, status=CertificationStatus.WAITING)


def status_of(certification: Certification) -> CertificationStatus:
    db.session.rollback()
    return db.session.get_one(Certification, certification.id).status


class TestDeciding:
    def test_approval_opens_the_enterprise_and_tells_it(
        self, office: FlaskClient, waiting: Certification
    ) -> None:
        page = f"/office/certifications/{waiting.id}"
        assert "기다리는기업" in visible_text(office.get("/office/certifications"))
        assert submit(office, page, {"note": ""}, to=f"{page}/approval").status_code == 302
        assert status_of(waiting) is CertificationStatus.APPROVED
        firm = db.session.get_one(Enterprise, waiting.enterprise_id)
        assert firm.status is EnterpriseStatus.ACTIVE
        assert db.session.scalars(select(Letter.recipient)).all() == [firm.email]

    @pytest.mark.parametrize("path", ["/office", "/office/certifications", "/office/enterprises"])
    def test_kinds_are_named_in_english(
        self, office: FlaskClient, waiting: Certification, path: str
    ) -> None:
        with transaction() as session:
            session.get_one(CertificationKind, waiting.kind_id).name_en = "Village enterprise"
        assert "인증사회적기업" in visible_text(office.get(path))
        office.set_cookie("lang", "en")
        text = visible_text(office.get(path))
        assert "Village enterprise" in text
        assert "인증사회적기업" not in text

    def test_rejection_needs_a_reason_and_keeps_the_page(
        self, office: FlaskClient, waiting: Certification
    ) -> None:
        page = f"/office/certifications/{waiting.id}"
        answer = submit(office, page, {"note": ""}, to=f"{page}/rejection")
        assert answer.status_code == 422
        assert status_of(waiting) is CertificationStatus.WAITING
        sent = {"note": "사본의 번호가 보이지 않습니다"}
        assert submit(office, page, sent, to=f"{page}/rejection").status_code == 302
        assert status_of(waiting) is CertificationStatus.REJECTED

    def test_the_second_to_decide_is_told(
        self, office: FlaskClient, waiting: Certification
    ) -> None:
        page = f"/office/certifications/{waiting.id}"
        first = submit(office, page, {"note": ""}, to=f"{page}/approval")
        assert first.status_code == 302
        second = submit(office, page, {"note": "늦음"}, to=f"{page}/rejection")
        assert second.status_code == 422
        assert "이미 처리된 인증서입니다" in visible_text(second)

    def test_a_revoked_certificate_no_longer_holds(
        self, office: FlaskClient, waiting: Certification
    ) -> None:
        page = f"/office/certifications/{waiting.id}"
        submit(office, page, {"note": ""}, to=f"{page}/approval")
        submit(office, page, {"note": "지정 취소 통보"}, to=f"{page}/revocation")
        assert status_of(waiting) is CertificationStatus.REVOKED
        assert "유효하지 않습니다" in visible_text(office.get(page))

    def test_nothing_there_is_404(self, office: FlaskClient) -> None:
        assert office.get("/office/certifications/999").status_code == 404
        assert office.get("/office/certifications/999/evidence").status_code == 404
