"""Recently seen: noted by one POST, shown beside pages that stay the same for everybody."""

from __future__ import annotations

import pytest
from flask import Flask
from flask.testing import FlaskClient

from marketplace.accounts import passwords
from marketplace.core.database import db, transaction
from marketplace.feedback.seeing import seen_ids
from marketplace.web.page_cache import key_of
from tests.support import factories
from tests.support.pages import submit, visible_text
from tests.support.signing_in import SignIn
from tests.web.store.conftest import FROM_HERE, Shop


def look(client: FlaskClient, product_id: int, **more: str) -> int:
    answer = client.post(f"/products/{product_id}/sighting", headers=FROM_HERE, data=more)
    return answer.status_code


class TestGuest:
    def test_is_remembered_by_one_signed_cookie(self, client: FlaskClient, shop: Shop) -> None:
        assert client.get("/seen/shelf").status_code == 204
        for product in (shop.soap, shop.bread, shop.soap):
            assert look(client, product.id) == 204
        text = visible_text(client.get("/seen"))
        assert text.index("쑥 숙성비누") < text.index("통밀 식빵")
        shelf = visible_text(client.get(f"/seen/shelf?but={shop.soap.id}"))
        assert "통밀 식빵" in shelf
        assert "쑥 숙성비누" not in shelf
        submit(client, "/seen", {}, to="/seen/removal")
        assert client.get("/seen/shelf").status_code == 204

    def test_public_pages_stay_shared_and_set_nothing(
        self, client: FlaskClient, shop: Shop
    ) -> None:
        look(client, shop.soap.id)
        page = client.get(f"/products/{shop.bread.id}")
        assert "Set-Cookie" not in page.headers
        assert page.headers["Cache-Control"] == "public, max-age=10"
        assert "쑥 숙성비누" not in visible_text(page).partition("판매자 정보")[0]
        environ = {"REQUEST_METHOD": "GET", "PATH_INFO": "/", "HTTP_HOST": "localhost"}
        assert key_of({**environ, "HTTP_COOKIE": "ieum_seen=abc"}) == key_of(environ)

    def test_a_forged_cookie_is_nothing(self, client: FlaskClient, shop: Shop) -> None:
        client.set_cookie("ieum_seen", "WzEsMl0.forged.forged")
        assert client.get("/seen/shelf").status_code == 204
        assert client.get("/seen").status_code == 200

    def test_a_button_does_it_without_scripts(self, client: FlaskClient, shop: Shop) -> None:
        assert "<noscript>" in client.get(f"/products/{shop.soap.id}").text
        assert look(client, shop.soap.id, by="button") == 303
        assert "쑥 숙성비누" in visible_text(client.get("/seen"))

    @pytest.mark.parametrize("product_id", [999_999, 2**70])
    def test_what_is_not_there_was_not_seen(
        self, client: FlaskClient, shop: Shop, product_id: int
    ) -> None:
        assert look(client, product_id) == 404

    def test_refuses_what_another_site_sends(self, client: FlaskClient, shop: Shop) -> None:
        elsewhere = {"Origin": "https://elsewhere.example"}
        answer = client.post(f"/products/{shop.soap.id}/sighting", headers=elsewhere)
        assert answer.status_code == 403


class TestMember:
    def test_is_remembered_in_the_account_and_forgotten_at_a_press(
        self, app: Flask, shop: Shop, signed_in: SignIn
    ) -> None:
        with transaction():
            person = factories.account()
        client = signed_in(person)
        look(client, shop.soap.id)
        assert client.get_cookie("ieum_seen") is None
        assert seen_ids(person.id) == [shop.soap.id]
        assert "쑥 숙성비누" in visible_text(client.get("/account"))
        submit(client, "/seen", {}, to="/seen/removal")
        db.session.rollback()
        assert seen_ids(person.id) == []

    def test_takes_along_what_was_seen_before_signing_in(
        self, client: FlaskClient, shop: Shop
    ) -> None:
        password = "a-long-enough-password"
        hashed = passwords.hash_password(password)
        with transaction():
            person = factories.account(email="seen@demo.example", password_hash=hashed)
        look(client, shop.bread.id)
        look(client, shop.soap.id)
        submit(client, "/sign-in", {"email": "seen@demo.example", "password": password})
        db.session.rollback()
        assert seen_ids(person.id) == [shop.soap.id, shop.bread.id]
        assert client.get_cookie("ieum_seen") is None
