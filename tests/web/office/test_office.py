"""The support centre's screens: brands, shelves, a day's sales, the logs."""

from __future__ import annotations

from datetime import timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from marketplace.audit.models import AuditEntry
from marketplace.catalog.models import Product, Stock
from marketplace.channels.models import (
    BrandProduct,
    BrandProductStatus,
    Outlet,
    OutletSale,
    Placement,
)
from marketplace.core import clock
from marketplace.core.database import db, transaction
from marketplace.notify.service import queue_letter
from tests.support import factories
from tests.support.pages import submit, visible_text
from tests.support.signing_in import SignIn


@pytest.fixture
def office(app: Flask, signed_in: SignIn) -> FlaskClient:
    with transaction():
        person = factories.office_member()
    return signed_in(person)


@pytest.fixture
def soap(app: Flask) -> Product:
    with transaction():
        maker = factories.enterprise(name="해솔비누(가상)")
        return factories.product(maker, name="숲 비누", stock=10, price_won=8000)


@pytest.fixture
def shelf(app: Flask) -> Outlet:
    with transaction():
        return factories.outlet(name="구청 로비 매대")


PAGES = [
    *("/office", "/office/enterprises", "/office/brands", "/office/outlets"),
    *("/office/channel-sales", "/office/letters", "/office/audit"),
]


class TestPages:
    @pytest.mark.parametrize("path", PAGES)
    def test_open_with_nothing_to_show(self, office: FlaskClient, path: str) -> None:
        assert office.get(path).status_code == 200

    @pytest.mark.parametrize("path", PAGES)
    def test_are_closed_to_a_seller(self, app: Flask, signed_in: SignIn, path: str) -> None:
        with transaction():
            person = factories.member_of(factories.enterprise())
        assert signed_in(person).get(path).status_code == 403

    def test_a_letter_can_be_read_as_it_went_out(self, office: FlaskClient) -> None:
        with transaction():
            letter = queue_letter("x", "a@demo.example", "x:1")
            letter.subject, letter.text_body = "주문 확인", "고맙습니다"
        assert "고맙습니다" in visible_text(office.get(f"/office/letters/{letter.id}"))
        assert office.get("/office/letters/999").status_code == 404

    def test_a_lapsed_certificate_is_seen(self, office: FlaskClient) -> None:
        today = clock.today()
        with transaction():
            gone = factories.enterprise(name="지난기업")
            factories.certified(gone, expires_on=today - timedelta(days=1))
            soon = factories.enterprise(name="곧기업")
            factories.certified(soon, expires_on=today + timedelta(days=5))
            renewed = factories.enterprise(name="새로기업")
            factories.certified(renewed, expires_on=today - timedelta(days=1))
            factories.certified(renewed, issued_on=today)
        text = visible_text(office.get("/office"))
        assert "지난기업" in text
        assert "5일 남음" in text
        assert "새로기업" not in text


class TestBrands:
    def test_a_member_s_product_is_put_in_with_its_reason(
        self, office: FlaskClient, soap: Product
    ) -> None:
        with transaction():
            brand = factories.brand(slug="malirang")
            factories.brand_member(brand, soap.enterprise)
        page = f"/office/brands/malirang/products?product={soap.id}"
        sent = {"product_id": soap.id, "kind": "own", "reason": "11월 회의에서 결정"}
        assert submit(office, page, sent).status_code == 302
        entry = db.session.scalars(select(BrandProduct)).one()
        assert entry.status is BrandProductStatus.APPROVED
        shown = visible_text(office.get("/office/brands/malirang"))
        assert "해솔비누(가상)" in shown
        assert "11월 회의에서 결정" in shown

    def test_a_stranger_s_own_product_is_refused_in_the_field(
        self, office: FlaskClient, soap: Product
    ) -> None:
        with transaction():
            factories.brand(slug="malirang")
        page = f"/office/brands/malirang/products?product={soap.id}"
        answer = submit(office, page, {"product_id": soap.id, "kind": "own", "reason": "회의"})
        assert answer.status_code == 422
        assert "제휴상품으로 등록해 주세요" in visible_text(answer)
        assert "회의</textarea>" in answer.text

    def test_a_decision_needs_a_reason(self, office: FlaskClient, soap: Product) -> None:
        with transaction():
            brand = factories.brand(slug="malirang")
            entry = factories.brand_product(brand, soap)
        path = f"/office/brands/malirang/products/{entry.id}/withdraw"
        submit(office, "/office/brands/malirang", {"reason": " "}, to=path)
        assert db.session.get_one(BrandProduct, entry.id).status is BrandProductStatus.APPROVED
        submit(office, "/office/brands/malirang", {"reason": "생산 중단"}, to=path)
        assert db.session.get_one(BrandProduct, entry.id).status is BrandProductStatus.WITHDRAWN


def place(office: FlaskClient, shelf: Outlet, product: Product, quantity: int) -> int:
    page = f"/office/outlets/{shelf.slug}/placements?product={product.id}"
    sent = {
        "product_id": product.id,
        "option_id": product.options[0].id,
        "quantity": quantity,
        "terms": "consignment",
        "commission": "15",
        "starts_on": clock.today().isoformat(),
    }
    return submit(office, page, sent).status_code


def available(product: Product) -> int:
    return db.session.scalars(select(Stock.available)).one()


class TestOutlets:
    def test_placing_takes_from_the_warehouse(
        self, office: FlaskClient, shelf: Outlet, soap: Product
    ) -> None:
        assert place(office, shelf, soap, 4) == 302
        assert available(soap) == 6
        assert db.session.scalars(select(Placement.on_hand)).one() == 4

    def test_placing_more_than_there_is_changes_nothing(
        self, office: FlaskClient, shelf: Outlet, soap: Product
    ) -> None:
        assert place(office, shelf, soap, 11) == 422
        assert available(soap) == 10
        assert db.session.scalars(select(Placement)).all() == []

    def test_a_day_s_sales_change_shelf_and_channel(
        self, office: FlaskClient, shelf: Outlet, soap: Product
    ) -> None:
        place(office, shelf, soap, 4)
        placement = db.session.scalars(select(Placement)).one()
        page, today = f"/office/outlets/{shelf.slug}/sales", clock.today().isoformat()
        sent = {"sold_on": today, f"units-{placement.id}": "3"}
        assert submit(office, page, sent).status_code == 302
        sale = db.session.scalars(select(OutletSale)).one()
        assert (sale.gross_won, sale.commission_won) == (24000, 3600)
        assert "24,000원" in visible_text(office.get("/office/channel-sales"))
        again = submit(office, page, sent)
        assert again.status_code == 422
        assert "이미 기록되어" in visible_text(again)

    @pytest.mark.parametrize(
        ("typed", "told"),
        [("5", "매장 재고는 4개"), ("세개", "수량이 아닙니다"), ("", "하나 이상")],
    )
    def test_a_wrong_number_is_told_and_kept(
        self, office: FlaskClient, shelf: Outlet, soap: Product, typed: str, told: str
    ) -> None:
        place(office, shelf, soap, 4)
        placement = db.session.scalars(select(Placement)).one()
        page = f"/office/outlets/{shelf.slug}/sales"
        sent = {"sold_on": clock.today().isoformat(), f"units-{placement.id}": typed}
        answer = submit(office, page, sent)
        assert answer.status_code == 422
        assert told in visible_text(answer)
        assert f'value="{typed}"' in answer.text
        assert db.session.scalars(select(OutletSale)).all() == []

    def test_a_day_to_come_is_refused(
        self, office: FlaskClient, shelf: Outlet, soap: Product
    ) -> None:
        place(office, shelf, soap, 4)
        placement = db.session.scalars(select(Placement)).one()
        tomorrow = (clock.today() + timedelta(days=1)).isoformat()
        sent = {"sold_on": tomorrow, f"units-{placement.id}": "1"}
        answer = submit(office, f"/office/outlets/{shelf.slug}/sales", sent)
        assert "아직 오지 않은 날" in visible_text(answer)

    @pytest.mark.parametrize(
        ("act", "quantity", "shelf_after", "warehouse_after"),
        [("refill", 2, 6, 4), ("return", 3, 1, 9), ("count", 1, 1, 6)],
    )
    def test_a_shelf_is_put_right(
        self,
        office: FlaskClient,
        shelf: Outlet,
        soap: Product,
        act: str,
        quantity: int,
        shelf_after: int,
        warehouse_after: int,
    ) -> None:
        place(office, shelf, soap, 4)
        placement = db.session.scalars(select(Placement)).one()
        page = f"/office/outlets/{shelf.slug}/placements/{placement.id}"
        sent = {"quantity": quantity, "reason": "정기 실사"}
        assert submit(office, page, sent, to=f"{page}/{act}").status_code == 302
        assert db.session.scalars(select(Placement.on_hand)).one() == shelf_after
        assert available(soap) == warehouse_after

    def test_every_move_is_in_the_audit_trail(
        self, office: FlaskClient, shelf: Outlet, soap: Product
    ) -> None:
        place(office, shelf, soap, 4)
        actions = set(db.session.scalars(select(AuditEntry.action)))
        assert {"placement:made", "placement:moved_in"} <= actions
        assert "placement:made" in visible_text(office.get("/office/audit"))
