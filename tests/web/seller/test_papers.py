"""Certificates, the firm's profile and its declared years."""

from __future__ import annotations

from datetime import timedelta
from io import BytesIO
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select

from marketplace.core import clock
from marketplace.core.database import db, transaction
from marketplace.enterprises.models import (
    Certification,
    CertificationStatus,
    EmploymentRatioCertificate,
    Enterprise,
    SocialValueReport,
)
from tests.support import factories
from tests.support.pages import submit, visible_text
from tests.support.pictures import pdf, photo
from tests.support.queue import ListQueue
from tests.support.statements import counting
from tests.web.seller.conftest import Firm

NEW = "/seller/certifications/new"


def paper(copy: bytes | None = None, **changes: Any) -> dict[str, Any]:
    return {
        "kind": "village",
        "number": "제2025-7호",
        "issuer": "행정안전부",
        "issued_on": (clock.today() - timedelta(days=3)).isoformat(),
        "expires_on": "",
        "evidence": (BytesIO(copy or pdf()), "지정서.pdf"),
        **changes,
    }


@pytest.fixture(autouse=True)
def kinds(app: Flask) -> None:
    with transaction():
        factories.certification_kind("village", "마을기업")


class TestCertifications:
    def test_hands_in_a_certificate_that_only_the_firm_can_open(
        self, app: Flask, firm: Firm, stranger: Firm
    ) -> None:
        assert submit(firm.client, NEW, paper()).status_code == 302
        handed_in = db.session.scalars(
            select(Certification).filter_by(status=CertificationStatus.WAITING)
        ).one()
        text = visible_text(firm.client.get("/seller/certifications"))
        assert "마을기업 제2025-7호 · 행정안전부" in text
        assert "확인 중" in text
        address = f"/seller/certifications/{handed_in.id}/evidence"
        answer = firm.client.get(address)
        assert (answer.status_code, answer.data) == (200, pdf())
        assert answer.headers["Content-Disposition"].startswith("attachment")
        answer.close()
        assert stranger.client.get(address).status_code == 404

    @pytest.mark.parametrize(
        ("changes", "told"),
        [
            ({"kind": ""}, "인증 종류를 골라 주세요."),
            ({"issuer": ""}, "발급 기관을 적어 주세요."),
            ({"issued_on": "2999-01-01"}, "지정일이 오늘보다 뒤입니다."),
            ({"expires_on": "2001-01-01"}, "유효기간이 지정일보다 앞섭니다."),
            ({"copy": b"MZ\x90"}, "PDF, JPEG, PNG, HWPX 파일만"),
        ],
    )
    def test_refuses_in_the_field_and_keeps_what_was_typed(
        self, app: Flask, firm: Firm, changes: dict[str, Any], told: str
    ) -> None:
        answer = submit(firm.client, NEW, paper(**changes))
        assert answer.status_code == 422
        assert told in visible_text(answer)
        assert 'value="제2025-7호"' in answer.get_data(as_text=True)

    def test_the_same_paper_twice_is_told(self, app: Flask, firm: Firm) -> None:
        submit(firm.client, NEW, paper())
        answer = submit(firm.client, NEW, paper())
        assert answer.status_code == 422
        assert "인증서가 이미 있습니다" in visible_text(answer)

    def test_hands_in_an_employment_ratio_of_its_own(self, app: Flask, firm: Firm) -> None:
        data = {
            "ratio": "35.25",
            "issued_on": clock.today().isoformat(),
            "expires_on": "",
            "evidence": (BytesIO(photo(300, 300)), "확인서.jpg"),
        }
        assert submit(firm.client, "/seller/employment-ratio/new", data).status_code == 302
        ratio = db.session.scalars(select(EmploymentRatioCertificate)).one()
        assert ratio.ratio_basis_points == 3525
        assert "고용비율 35.25%" in visible_text(firm.client.get("/seller/certifications"))

    def test_costs_few_statements(self, app: Flask, firm: Firm) -> None:
        with counting(app) as statements:
            firm.client.get("/seller/certifications")
        assert len(statements) <= 12


def profile(firm: Firm, **changes: Any) -> dict[str, Any]:
    return {
        "version": firm.enterprise.version,
        "tagline": "손으로 만드는 비누",
        "story": "첫 문단\r\n\r\n둘째 문단",
        "business": "비누",
        "phone": "02-1",
        "email": "soap@demo.example",
        "address": "성북구 1",
        "mail_order_number": "",
        "delivery_fee_won": "2,500",
        "free_delivery_from_won": "",
        **changes,
    }


class TestProfile:
    def test_changes_the_story_and_delivery_terms(self, app: Flask, firm: Firm) -> None:
        assert submit(firm.client, "/seller/profile", profile(firm)).status_code == 302
        db.session.expire_all()
        found = db.session.get_one(Enterprise, firm.enterprise.id)
        assert (found.story, found.delivery_fee_won) == ("첫 문단\n\n둘째 문단", 2500)
        assert found.free_delivery_from_won is None
        assert found.name == "쑥비누공방"

    def test_the_second_of_two_people_is_told_and_may_go_on(self, app: Flask, firm: Firm) -> None:
        stale = profile(firm, tagline="둘째가 쓴 말")
        submit(firm.client, "/seller/profile", profile(firm))
        answer = submit(firm.client, "/seller/profile", stale)
        assert answer.status_code == 422
        assert "다른 담당자가 기업 정보를 고쳤습니다" in visible_text(answer)
        assert "둘째가 쓴 말" in answer.get_data(as_text=True)

    def test_a_new_emblem_is_made_ready_by_the_worker(
        self, app: Flask, firm: Firm, jobs: ListQueue
    ) -> None:
        data = {"picture": (BytesIO(photo(500, 500, "PNG")), "mark.png")}
        answer = submit(firm.client, "/seller/profile", data, to="/seller/profile/emblem")
        assert answer.status_code == 302
        assert "크기를 만드는 중" in visible_text(firm.client.get("/seller/profile"))
        jobs.run_all()
        assert "지금 상징 그림" in firm.client.get("/seller/profile").get_data(as_text=True)

    def test_refuses_what_is_no_picture(self, app: Flask, firm: Firm) -> None:
        data = {"picture": (BytesIO(pdf()), "mark.png")}
        answer = submit(firm.client, "/seller/profile", data, to="/seller/profile/emblem")
        assert answer.status_code == 422
        assert "JPEG, PNG, WebP 사진만" in visible_text(answer)


class TestSocialValue:
    def test_a_blank_is_not_stated(self, app: Flask, firm: Firm) -> None:
        data = {"year": "2024", "employees": "12", "vulnerable_employees": ""}
        assert submit(firm.client, "/seller/social-value", data).status_code == 302
        report = db.session.scalars(select(SocialValueReport)).one()
        assert (report.employees, report.vulnerable_employees) == (12, None)
        assert "2024 12명 – –" in visible_text(firm.client.get("/seller/social-value"))

    def test_refuses_figures_that_cannot_be(self, app: Flask, firm: Firm) -> None:
        data = {"year": "2024", "employees": "3", "vulnerable_employees": "4"}
        answer = submit(firm.client, "/seller/social-value", data)
        assert answer.status_code == 422
        assert "취약계층 종사자가 전체 종사자보다 많습니다." in visible_text(answer)
