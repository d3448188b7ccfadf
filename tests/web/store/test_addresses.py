"""The address book in the browser, and what checkout does with it."""

from __future__ import annotations

import pytest
from flask import Flask
from flask.testing import FlaskClient

from marketplace.accounts.addresses import Place, add_address, list_addresses
from marketplace.accounts.models import Account
from marketplace.core.database import db, transaction
from tests.support import factories
from tests.support.pages import submit, visible_text
from tests.support.signing_in import SignIn
from tests.web.store.conftest import Shop, put_in_cart
from tests.web.store.test_checkout import filled, orders

BOOK = "/account/addresses"
TYPED = {
    "label": "집",
    "recipient_name": "김시민",
    "recipient_phone": "010-1234-5678",
    "postcode": "02856",
    "address": "서울 성북구 보문로 168",
    "address_detail": "302호",
}
HOME = Place(**{**TYPED, "address_detail": "302호"})
WORK = Place("박일터", "02-000-0000", "04524", "서울 중구 세종대로 110", "", "일터")


@pytest.fixture
def person(app: Flask) -> Account:
    with transaction():
        return factories.account(name="김시민", phone="010-1234-5678")


@pytest.fixture
def member(person: Account, signed_in: SignIn) -> FlaskClient:
    return signed_in(person)


def keep(person: Account, *places: Place) -> list[int]:
    with transaction():
        return [add_address(person.id, place).id for place in places]


class TestBook:
    def test_an_address_is_written_in(self, member: FlaskClient, person: Account) -> None:
        answer = submit(member, f"{BOOK}/new", TYPED)
        assert answer.headers["Location"] == BOOK
        text = visible_text(member.get(BOOK))
        assert "(02856) 서울 성북구 보문로 168 302호" in text
        assert "먼저 쓰는 주소" in text

    def test_a_fault_keeps_what_was_typed(self, member: FlaskClient) -> None:
        answer = submit(member, f"{BOOK}/new", {**TYPED, "postcode": "28"})
        assert answer.status_code == 422
        assert "숫자 다섯 자리" in visible_text(answer)
        assert 'value="서울 성북구 보문로 168"' in answer.text

    def test_is_changed_put_first_and_struck_out(
        self, member: FlaskClient, person: Account
    ) -> None:
        home, work = keep(person, HOME, WORK)
        submit(member, f"{BOOK}/{home}", {**TYPED, "label": "우리집"})
        submit(member, BOOK, {}, f"{BOOK}/{work}/precedence")
        db.session.rollback()
        assert [each.label for each in list_addresses(person.id)] == ["일터", "우리집"]
        submit(member, BOOK, {}, f"{BOOK}/{work}/removal")
        db.session.rollback()
        assert [each.label for each in list_addresses(person.id)] == ["우리집"]

    def test_somebody_elses_is_not_there(
        self, app: Flask, member: FlaskClient, signed_in: SignIn
    ) -> None:
        with transaction():
            stranger = factories.account()
        (theirs,) = keep(stranger, HOME)
        assert member.get(f"{BOOK}/{theirs}").status_code == 404
        answer = submit(member, f"{BOOK}/new", {}, f"{BOOK}/{theirs}/removal")
        assert answer.status_code == 404


class TestCheckout:
    def test_begins_with_the_usual_address(
        self, member: FlaskClient, person: Account, shop: Shop
    ) -> None:
        keep(person, HOME, WORK)
        put_in_cart(member, shop.soap)
        page = member.get("/checkout").text
        assert 'value="서울 성북구 보문로 168"' in page
        assert "주소록에서 고르기" in page

    def test_another_can_be_picked(self, member: FlaskClient, person: Account, shop: Shop) -> None:
        _, work = keep(person, HOME, WORK)
        put_in_cart(member, shop.soap)
        page = member.get(f"/checkout?address={work}").text
        assert 'value="서울 중구 세종대로 110"' in page
        assert 'value="박일터"' in page

    def test_somebody_elses_cannot_be_picked(
        self, member: FlaskClient, shop: Shop, app: Flask
    ) -> None:
        with transaction():
            stranger = factories.account()
        (theirs,) = keep(stranger, WORK)
        put_in_cart(member, shop.soap)
        assert "세종대로" not in member.get(f"/checkout?address={theirs}").text

    def test_keeps_the_address_when_asked(
        self, member: FlaskClient, person: Account, shop: Shop
    ) -> None:
        put_in_cart(member, shop.soap)
        member.post("/checkout", data=filled(member, keeps_address="y"))
        assert len(orders()) == 1
        assert [each.postcode for each in list_addresses(person.id)] == ["02856"]

    def test_a_guest_is_not_asked(self, client: FlaskClient, shop: Shop) -> None:
        put_in_cart(client, shop.soap)
        assert "주소록" not in client.get("/checkout").text
