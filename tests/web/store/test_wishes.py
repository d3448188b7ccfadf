"""The wish list: kept from a page that is the same for everybody."""

from __future__ import annotations

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import func, select

from marketplace.accounts.models import Account
from marketplace.catalog import wishing
from marketplace.catalog.models import ProductStatus, Wish
from marketplace.core.database import db, transaction
from marketplace.orders.leaving import leave
from tests.support import factories
from tests.support.pages import submit, visible_text
from tests.support.signing_in import SignIn
from tests.web.store.conftest import FROM_HERE, Shop

HERE = "/account/wishes"


@pytest.fixture
def person(app: Flask) -> Account:
    with transaction():
        return factories.account()


@pytest.fixture
def member(person: Account, signed_in: SignIn) -> FlaskClient:
    return signed_in(person)


def wishes() -> int:
    db.session.rollback()
    return int(db.session.scalar(select(func.count()).select_from(Wish)) or 0)


class TestWishing:
    def test_is_kept_once_however_often_pressed(self, member: FlaskClient, shop: Shop) -> None:
        for _ in range(2):
            member.post(f"/products/{shop.soap.id}/wish", headers=FROM_HERE)
        assert wishes() == 1
        assert "쑥 숙성비누" in visible_text(member.get(HERE))

    def test_is_told_in_place(self, member: FlaskClient, shop: Shop) -> None:
        headers = {**FROM_HERE, "HX-Request": "true"}
        answer = member.post(f"/products/{shop.soap.id}/wish", headers=headers)
        assert "찜했어요" in answer.text
        assert "<html" not in answer.text

    def test_a_guest_is_shown_the_door_and_the_way_back(
        self, client: FlaskClient, shop: Shop
    ) -> None:
        answer = client.post(f"/products/{shop.soap.id}/wish", headers=FROM_HERE)
        assert answer.headers["Location"] == f"/sign-in?next=/products/{shop.soap.id}"
        assert wishes() == 0

    def test_refuses_what_another_site_sends(self, member: FlaskClient, shop: Shop) -> None:
        elsewhere = {"Origin": "https://elsewhere.example"}
        answer = member.post(f"/products/{shop.soap.id}/wish", headers=elsewhere)
        assert answer.status_code == 403
        assert wishes() == 0

    def test_what_is_not_sold_cannot_be_wished_for(self, member: FlaskClient, shop: Shop) -> None:
        answer = member.post("/products/999999/wish", headers=FROM_HERE)
        assert answer.status_code == 404

    def test_ends_at_its_most(
        self, member: FlaskClient, shop: Shop, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(wishing, "MOST_WISHES", 1)
        member.post(f"/products/{shop.soap.id}/wish", headers=FROM_HERE)
        answer = member.post(f"/products/{shop.bread.id}/wish", headers=FROM_HERE)
        assert answer.status_code == 409
        assert wishes() == 1


class TestList:
    def test_forgets_one(self, member: FlaskClient, person: Account, shop: Shop) -> None:
        with transaction():
            wishing.wish(person.id, shop.soap.id)
            wishing.wish(person.id, shop.bread.id)
        submit(member, HERE, {}, f"{HERE}/{shop.soap.id}/removal")
        db.session.rollback()
        assert wishing.wished_ids(person.id) == [shop.bread.id]

    def test_says_that_something_is_no_longer_sold(
        self, member: FlaskClient, person: Account, shop: Shop
    ) -> None:
        with transaction():
            wishing.wish(person.id, shop.soap.id)
        with transaction():
            db.session.merge(shop.soap).status = ProductStatus.HIDDEN
        assert "지금은 팔지 않는 상품 1개" in visible_text(member.get(HERE))

    def test_leaves_with_its_member(self, person: Account, shop: Shop) -> None:
        with transaction():
            wishing.wish(person.id, shop.soap.id)
        with transaction():
            leave(person.id)
        assert wishes() == 0
