"""A page kept for everybody is still each visitor's own at its seams."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from marketplace.core.database import transaction
from marketplace.web.store import framing, shared
from tests.support import factories
from tests.support.pages import visible_text
from tests.support.signing_in import SignIn
from tests.support.statements import counting
from tests.web.store.conftest import Shop, put_in_cart

NONCE = re.compile(r'nonce="([^"]+)"')
TOKEN = re.compile(r'<meta name="csrf-token" content="([^"]+)">')


@pytest.fixture
def kept(app: Flask, monkeypatch: pytest.MonkeyPatch, shop: Shop) -> Iterator[Shop]:
    """The shop with pages kept as they are outside tests, and forgotten after this one."""
    monkeypatch.setattr(shared, "_seconds", lambda: 60)
    app.extensions.pop("kept_pages", None)
    yield shop
    app.extensions.pop("kept_pages", None)


def member(signed_in: SignIn) -> FlaskClient:
    with transaction():
        person = factories.account()
    return signed_in(person)


def nonces(answer: TestResponse) -> set[str]:
    return set(NONCE.findall(answer.text))


class TestKeptFrame:
    def test_gives_each_serving_the_nonce_of_its_own_policy(
        self, signed_in: SignIn, kept: Shop
    ) -> None:
        visitor = member(signed_in)
        answers = [visitor.get("/"), visitor.get("/")]
        (first,), (second,) = (nonces(answer) for answer in answers)
        assert first != second
        for answer, nonce in zip(answers, (first, second), strict=True):
            assert f"'nonce-{nonce}'" in answer.headers["Content-Security-Policy"]

    def test_gives_each_visitor_a_token_of_their_session(
        self, app: Flask, signed_in: SignIn, kept: Shop
    ) -> None:
        one, other = member(signed_in), member(signed_in)
        tokens = [TOKEN.findall(each.get("/products").text) for each in (one, other)]
        assert [len(found) for found in tokens] == [1, 1]
        assert tokens[0] != tokens[1]

    def test_shows_each_visitor_their_own_corner(
        self, app: Flask, client: FlaskClient, signed_in: SignIn, kept: Shop
    ) -> None:
        guest, stranger, person = client, app.test_client(), member(signed_in)
        put_in_cart(guest, kept.soap, 3)
        assert ">3<span" in guest.get("/products").text
        assert "내 계정" in visible_text(person.get("/products"))
        shown = stranger.get("/products")
        assert ">3<span" not in shown.text
        assert "내 계정" not in visible_text(shown)
        assert not TOKEN.search(shown.text)

    def test_tells_a_message_once_and_to_its_visitor_only(
        self, app: Flask, signed_in: SignIn, kept: Shop
    ) -> None:
        told, other = member(signed_in), member(signed_in)
        other.get("/")
        with told.session_transaction() as session:
            session["_flashes"] = [("good", "<담았어요>")]
        assert "&lt;담았어요&gt;" in told.get("/").text
        assert "담았어요" not in told.get("/").text
        assert "담았어요" not in other.get("/").text

    def test_leaves_no_seam_open(self, signed_in: SignIn, kept: Shop) -> None:
        visitor = member(signed_in)
        for path in ("/", "/products", f"/products/{kept.soap.id}"):
            assert not framing.SEAM.search(visitor.get(path).text)

    @pytest.mark.parametrize("path", ["/", "/products/{soap}"])
    def test_costs_a_known_visitor_the_account_and_the_cart(
        self, app: Flask, signed_in: SignIn, kept: Shop, path: str
    ) -> None:
        visitor = member(signed_in)
        put_in_cart(visitor, kept.soap, 2)
        address = path.format(soap=kept.soap.id)
        assert ">2<span" in visitor.get(address).text
        with counting(app) as sent:
            visitor.get(address)
        assert len(sent) == 2, "\n".join(sent)
