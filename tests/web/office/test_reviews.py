"""The office reads what was reported, hides with a reason and shows again."""

from __future__ import annotations

import pytest
from flask import Flask
from flask.testing import FlaskClient

from marketplace.catalog.models import Product
from marketplace.core.database import transaction
from marketplace.feedback.models import ReportReason, Review
from marketplace.feedback.moderating import hide_review, report_review
from tests.support import factories
from tests.support.feedback import reviewed, sums
from tests.support.pages import submit, visible_text
from tests.support.signing_in import SignIn


@pytest.fixture
def soap(app: Flask) -> Product:
    with transaction():
        return factories.product(name="쑥 숙성비누", stock=50)


@pytest.fixture
def office(app: Flask, signed_in: SignIn) -> FlaskClient:
    with transaction():
        person = factories.office_member()
    return signed_in(person)


@pytest.fixture
def reported(soap: Product) -> Review:
    review = reviewed(soap, 1, "연락처 010-0000-0000 로 주세요")
    with transaction():
        report_review(review.public_id, "guest:a", ReportReason.PERSONAL_DATA, "전화번호")
    return review


class TestModerating:
    def test_hides_with_a_reason_and_shows_again(
        self, office: FlaskClient, soap: Product, reported: Review
    ) -> None:
        text = visible_text(office.get("/office/reviews"))
        assert "신고된 후기 1" in text
        assert "누군가의 연락처나 개인정보" in text
        page = f"/office/reviews/{reported.public_id}"
        refused = submit(office, page, {"reason": ""}, to=f"{page}/hiding")
        assert refused.status_code == 422
        assert "가리는 까닭을" in visible_text(refused)
        done = submit(office, page, {"reason": "전화번호가 있어요."}, to=f"{page}/hiding")
        assert done.status_code == 303
        assert sums(soap) == (0, 0)
        assert "살필 신고가 없습니다" in visible_text(office.get("/office/reviews"))
        assert "전화번호가 있어요." in visible_text(office.get("/office/reviews?list=hidden"))
        assert submit(office, page, {}, to=f"{page}/showing").status_code == 303
        assert sums(soap) == (1, 1)

    def test_leaves_it_as_it_is(self, office: FlaskClient, soap: Product, reported: Review) -> None:
        page = f"/office/reviews/{reported.public_id}"
        submit(office, page, {}, to=f"{page}/keeping")
        assert "살필 신고가 없습니다" in visible_text(office.get("/office/reviews"))
        assert sums(soap) == (1, 1)

    def test_who_comes_second_is_told(
        self, office: FlaskClient, soap: Product, reported: Review
    ) -> None:
        page = f"/office/reviews/{reported.public_id}"
        opened = office.get(page)
        with transaction():
            hide_review(reported.public_id, "먼저 가림")
        assert opened.status_code == 200
        answer = submit(office, page, {"reason": "나중"}, to=f"{page}/hiding")
        assert answer.status_code == 422
        assert "먼저 결정했습니다" in visible_text(answer)
        assert sums(soap) == (0, 0)

    def test_is_for_the_office_only(self, soap: Product, signed_in: SignIn) -> None:
        with transaction():
            maker = factories.member_of(soap.enterprise)
        assert signed_in(maker).get("/office/reviews").status_code == 403
