"""A member's own data: agreed to, copied, changed, erased."""

from __future__ import annotations

import re

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import func, select

from marketplace.accounts import passwords
from marketplace.accounts.addresses import Place, add_address
from marketplace.accounts.consents import consents_in_force
from marketplace.accounts.models import Account, Address, ConsentKind
from marketplace.accounts.service import WrongCredentials, authenticate
from marketplace.core.database import db, transaction
from marketplace.orders.cancelling import cancel_order
from marketplace.orders.confirming import confirm_paid
from marketplace.orders.models import Cart, Order
from marketplace.orders.placing import Buyer, place_order
from marketplace.quoting.asking import Asker
from tests.bookings.dates import experience
from tests.orders.conftest import order_request
from tests.quoting.asking import request_of
from tests.support import factories
from tests.support.pages import submit, visible_text
from tests.support.signing_in import SignIn
from tests.web.store.conftest import Shop, option_of, put_in_cart

HERE = "/account/data"
PASSWORD = "a-long-enough-password"
MAIL = "member@demo.example"


@pytest.fixture
def person(app: Flask) -> Account:
    hashed = passwords.hash_password(PASSWORD)
    with transaction():
        made = factories.account(email=MAIL, name="한가람", password_hash=hashed)
        add_address(made.id, Place("한가람", "010-1", "02856", "서울 성북구 보문로 168"))
        return made


@pytest.fixture
def member(person: Account, signed_in: SignIn) -> FlaskClient:
    return signed_in(person)


@pytest.fixture
def order(person: Account, shop: Shop) -> Order:
    buyer = Buyer("한가람", MAIL, "010-1", account_id=person.id)
    with transaction():
        return place_order(order_request((option_of(shop.soap), 1), buyer=buyer)).order


def fresh(person: Account) -> Account:
    db.session.rollback()
    return db.session.get_one(Account, person.id, populate_existing=True)


class TestConsents:
    def test_news_is_off_until_asked_for_and_off_again(
        self, member: FlaskClient, person: Account
    ) -> None:
        for wants in (True, False):
            submit(member, HERE, {}, f"{HERE}/news")
            db.session.rollback()
            held = consents_in_force(person.id)[ConsentKind.MARKETING_MAIL]
            assert held.agreed is wants
        assert visible_text(member.get(HERE)).count("기획전과 새 소식 메일") == 2


class TestCopy:
    def test_holds_everything_of_this_member_and_nobody_else(
        self, member: FlaskClient, order: Order, shop: Shop
    ) -> None:
        with transaction():
            place_order(order_request((option_of(shop.bread), 1), checkout="other"))
        answer = member.get(f"{HERE}/copy")
        assert "attachment" in answer.headers["Content-Disposition"]
        assert answer.headers["Cache-Control"] == "no-store"
        copy = answer.get_json()
        assert copy["account"]["email"] == MAIL
        assert [each["postcode"] for each in copy["addresses"]] == ["02856"]
        assert [each["number"] for each in copy["orders"]] == [order.number]
        assert "password" not in answer.text

    def test_holds_bookings_returns_and_quotes(self, member: FlaskClient, person: Account) -> None:
        with transaction():
            session = experience()
            buyer = Buyer("한가람", MAIL, "010-1", account_id=person.id)
            wanted = (session.option_id, 2)
            confirm_paid(place_order(order_request(wanted, buyer=buyer)).order.id)
            request_of(asker=Asker("한가람", MAIL, "010-1", account_id=person.id))
        copy = member.get(f"{HERE}/copy").get_json()
        assert [(x["seats"], x["place"]) for x in copy["bookings"]] == [(2, "성북구 가상길 1")]
        assert [each["subject"] for each in copy["quote_requests"]] == ["행사장 청소"]
        assert copy["returns"] == []

    def test_quotes_are_found_from_the_account(self, member: FlaskClient, person: Account) -> None:
        with transaction():
            for _ in range(21):
                request_of(asker=Asker("한가람", MAIL, "010-1", account_id=person.id))
        assert "/account/quotes" in member.get("/account").text
        first = member.get("/account/quotes")
        assert visible_text(first).count("행사장 청소") == 20
        further = re.search(r'href="(/account/quotes\?cursor=[^"]+)"', first.text)
        assert further
        assert visible_text(member.get(further[1])).count("행사장 청소") == 1


class TestPassword:
    def test_ends_other_sessions_and_keeps_this_one(
        self, member: FlaskClient, person: Account, signed_in: SignIn
    ) -> None:
        elsewhere = signed_in(person)
        sent = {"current": PASSWORD, "password": "another-long-password"}
        assert submit(member, f"{HERE}/password", sent).status_code == 303
        assert passwords.matches("another-long-password", fresh(person).password_hash)
        assert member.get("/account").status_code == 200
        assert elsewhere.get("/account").status_code == 302

    def test_needs_the_old_one(self, member: FlaskClient, person: Account) -> None:
        sent = {"current": "not-the-password", "password": "another-long-password"}
        answer = submit(member, f"{HERE}/password", sent)
        assert answer.status_code == 422
        assert "비밀번호가 맞지 않아요" in visible_text(answer)
        assert passwords.matches(PASSWORD, fresh(person).password_hash)


class TestLeaving:
    def test_erases_the_person_and_keeps_what_the_law_asks(
        self, member: FlaskClient, person: Account, order: Order, shop: Shop
    ) -> None:
        put_in_cart(member, shop.bread)
        with transaction():
            cancel_order(order.id, "마음이 바뀌었어요")
        answer = submit(member, f"{HERE}/departure", {"current": PASSWORD})
        assert answer.headers["Location"] == "/"
        gone = fresh(person)
        assert MAIL not in gone.email
        assert (gone.name, gone.phone) == ("", "")
        assert db.session.scalar(select(func.count()).select_from(Address)) == 0
        assert db.session.scalar(select(func.count()).select_from(Cart)) == 0
        assert db.session.get_one(Order, order.id).buyer_email == MAIL
        assert member.get("/account").status_code == 302
        with pytest.raises(WrongCredentials):
            authenticate(MAIL, PASSWORD)

    def test_waits_for_open_orders(
        self, member: FlaskClient, person: Account, order: Order
    ) -> None:
        answer = submit(member, f"{HERE}/departure", {"current": PASSWORD})
        assert answer.status_code == 422
        assert "아직 끝나지 않은 주문이 있어" in visible_text(answer)
        assert fresh(person).email == MAIL

    def test_needs_the_password(self, member: FlaskClient, person: Account) -> None:
        answer = submit(member, f"{HERE}/departure", {"current": "not-the-password"})
        assert answer.status_code == 422
        assert fresh(person).email == MAIL

    def test_who_works_for_an_enterprise_hands_over_first(
        self, app: Flask, signed_in: SignIn
    ) -> None:
        with transaction():
            seller = factories.member_of(factories.enterprise())
        answer = signed_in(seller).get(f"{HERE}/departure")
        assert answer.status_code == 403
        assert "바로 탈퇴할 수 없어요" in visible_text(answer)
