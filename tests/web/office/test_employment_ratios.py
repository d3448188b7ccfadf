"""Judging employment-ratio certificates."""

from __future__ import annotations

import pytest
from flask import Flask
from flask.testing import FlaskClient

from marketplace.core import clock
from marketplace.core.database import db, transaction
from marketplace.enterprises.employment import submit_employment_ratio
from marketplace.enterprises.models import CertificationStatus, EmploymentRatioCertificate
from marketplace.media.files import check_file
from tests.support import factories
from tests.support.pages import submit, visible_text
from tests.support.pictures import pdf
from tests.support.signing_in import SignIn


@pytest.fixture
def office(app: Flask, signed_in: SignIn) -> FlaskClient:
    with transaction():
        person = factories.office_member()
    return signed_in(person)


@pytest.fixture
def paper(app: Flask) -> EmploymentRatioCertificate:
    with transaction():
        firm = factories.enterprise(name="기다리는기업")
        person = factories.member_of(firm)
        copy = check_file(pdf(), "확인서.pdf")
        return submit_employment_ratio(firm.id, 3525, (clock.today(), None), copy, person.id)


def status_of(paper: EmploymentRatioCertificate) -> CertificationStatus:
    db.session.rollback()
    return db.session.get_one(EmploymentRatioCertificate, paper.id).status


class TestDeciding:
    def test_is_found_opened_and_approved(
        self, office: FlaskClient, paper: EmploymentRatioCertificate
    ) -> None:
        assert "고용비율 확인서 1건" in visible_text(office.get("/office/certifications"))
        assert "35.25%" in visible_text(office.get("/office/employment-ratios"))
        page = f"/office/employment-ratios/{paper.id}"
        copy = office.get(f"{page}/evidence")
        assert copy.data == pdf()
        copy.close()
        assert submit(office, page, {"note": ""}, to=f"{page}/approval").status_code == 302
        assert status_of(paper) is CertificationStatus.APPROVED

    def test_a_rejection_needs_a_reason_and_the_second_is_told(
        self, office: FlaskClient, paper: EmploymentRatioCertificate
    ) -> None:
        page = f"/office/employment-ratios/{paper.id}"
        assert submit(office, page, {"note": ""}, to=f"{page}/rejection").status_code == 422
        assert submit(office, page, {"note": "다름"}, to=f"{page}/rejection").status_code == 302
        assert status_of(paper) is CertificationStatus.REJECTED
        answer = submit(office, page, {"note": ""}, to=f"{page}/approval")
        assert answer.status_code == 422
        assert "이미 처리된 인증서입니다." in visible_text(answer)

    def test_a_seller_may_not(
        self, paper: EmploymentRatioCertificate, app: Flask, signed_in: SignIn
    ) -> None:
        with transaction():
            person = factories.member_of(factories.enterprise())
        for path in ("", "/evidence"):
            answer = signed_in(person).get(f"/office/employment-ratios/{paper.id}{path}")
            assert answer.status_code == 403
