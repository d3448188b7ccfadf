"""What went wrong is told in the asker's way."""

from __future__ import annotations

import re

import pytest
from flask import Flask
from flask.testing import FlaskClient

from marketplace.core import errors
from marketplace.core.database import transaction
from marketplace.core.text import T
from marketplace.web.errors import status_of, tell_expected
from tests.support import factories
from tests.support.pages import visible_text
from tests.support.signing_in import SignIn


class TestStatus:
    @pytest.mark.parametrize(
        ("kind", "status"),
        [
            (errors.NotFound, 404),
            (errors.NotPermitted, 403),
            (errors.Invalid, 422),
            (errors.Conflict, 409),
            (errors.StaleVersion, 409),
            (errors.Busy, 503),
            (errors.ExternalFailure, 502),
        ],
    )
    def test_follows_the_nearest_ancestor(
        self, kind: type[errors.MarketplaceError], status: int
    ) -> None:
        assert status_of(kind("x")) == status


class TestTelling:
    @pytest.mark.parametrize("portal", ["", "/seller", "/buyer", "/office"])
    def test_a_missing_page_is_a_page_of_its_portal(self, client: FlaskClient, portal: str) -> None:
        answer = client.get(f"{portal}/nothing-here")
        assert answer.status_code == 404
        assert "찾는 화면이 없어요" in visible_text(answer)
        assert answer.headers["Cache-Control"] == "no-store"

    def test_a_machine_gets_a_problem_body(self, client: FlaskClient) -> None:
        answer = client.get("/api/v1/nothing-here")
        assert answer.status_code == 404
        assert answer.content_type == "application/problem+json"
        assert answer.get_json()["status"] == 404

    def test_says_what_was_kept_and_what_to_do(self, app: Flask) -> None:
        trouble = errors.Conflict(
            T("재고가 %(left)d개 남았어요.", left=3), kept=T("장바구니는 그대로예요.")
        )
        with app.test_request_context("/"):
            answer = tell_expected(trouble)
        assert answer.status_code == 409
        assert "재고가 3개 남았어요." in answer.get_data(as_text=True)
        assert "장바구니는 그대로예요." in answer.get_data(as_text=True)

    def test_says_what_to_do_in_words_and_leads_home(self, app: Flask) -> None:
        trouble = errors.Conflict(T("이미 있어요."), action=T("지금 상태를 확인해 주세요"))
        with app.test_request_context("/buyer/nowhere"):
            page = tell_expected(trouble).get_data(as_text=True)
        assert re.search(r"<p[^>]*>지금 상태를 확인해 주세요</p>", page)
        assert re.search(r'href="/buyer"[^>]*>(<[^>]*>)*처음 화면으로', page)

    @pytest.mark.parametrize("portal", ["seller", "buyer", "office"])
    def test_shows_another_door_to_who_may_not_come_in(
        self, app: Flask, signed_in: SignIn, portal: str
    ) -> None:
        with transaction():
            person = factories.account()
        answer = signed_in(person).get(f"/{portal}")
        assert answer.status_code == 403
        page = answer.get_data(as_text=True)
        assert f'href="/{portal}/sign-in?next=/{portal}"' in page
        assert "다른 계정으로 로그인" in page
        assert re.search(r'href="/"[^>]*>(<[^>]*>)*처음 화면으로', page)

    def test_names_the_fields_to_a_machine(self, app: Flask) -> None:
        trouble = errors.Invalid("틀렸어요", {"quantity": ["1 이상"]})
        with app.test_request_context("/api/v1/x"):
            answer = tell_expected(trouble)
        assert answer.get_json()["errors"] == {"quantity": ["1 이상"]}


class TestHeaders:
    def test_every_answer_is_hardened(self, client: FlaskClient) -> None:
        headers = client.get("/healthz").headers
        assert "frame-ancestors 'none'" in headers["Content-Security-Policy"]
        assert "unsafe" not in headers["Content-Security-Policy"]
        assert headers["X-Content-Type-Options"] == "nosniff"
        assert headers["Referrer-Policy"] == "strict-origin-when-cross-origin"


class TestHealth:
    def test_ready_names_what_is_there(self, client: FlaskClient) -> None:
        assert client.get("/readyz").get_json()["checks"] == {"database": True, "media": True}
