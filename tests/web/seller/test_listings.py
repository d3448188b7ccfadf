"""Listings: found, begun, changed by two people, published, hidden."""

from __future__ import annotations

from typing import Any

import pytest
from flask import Flask
from werkzeug.test import TestResponse

from marketplace.catalog.models import Product, ProductStatus
from marketplace.core.database import db, transaction
from tests.catalog.listings import complete
from tests.support import factories
from tests.support.pages import csrf_of, submit, visible_text
from tests.support.statements import counting
from tests.web.seller.conftest import Firm


def facts(product: Product | None = None, **changes: Any) -> dict[str, Any]:
    """What the form posts."""
    given = {
        "version": product.version if product else "",
        "name": "쑥비누",
        "summary": "쑥을 말려 넣은 비누",
        "description": "한 달을 말려요.",
        "category_id": product.category_id if product else factories.category().id,
        "kind": "goods",
        "price_won": "11,000원",
        "vat_class": "taxable",
        "unit": "100g",
        "origin": "",
        "lead_days": "2",
        "min_quantity": "1",
        "tags": "비누, 쑥, 비누",
    }
    return {**given, **changes}


def stored(product: Product) -> Product:
    db.session.expire_all()
    return db.session.get_one(Product, product.id)


class TestListings:
    def test_narrows_by_state_and_words(self, app: Flask, firm: Firm, stranger: Firm) -> None:
        with transaction():
            complete(firm.enterprise, name="어성초비누", status=ProductStatus.DRAFT)
        text = visible_text(firm.client.get("/seller/listings"))
        assert "쑥비누" in text
        assert "어성초비누" in text
        assert "다른 비누" not in text
        text = visible_text(firm.client.get("/seller/listings?status=draft&q=비누"))
        assert "어성초비누" in text
        assert "쑥비누 " not in text.split("상품 목록")[1]
        assert "맞는 상품이 없습니다" in visible_text(firm.client.get("/seller/listings?q=없는것"))

    def test_costs_the_same_few_statements_however_many(self, app: Flask, firm: Firm) -> None:
        costs = []
        for _ in range(3):
            with transaction():
                complete(firm.enterprise)
            with counting(app) as statements:
                firm.client.get("/seller/listings")
            costs.append(len(statements))
        assert costs[0] == costs[2] <= 14

    def test_pages_by_key(self, app: Flask, firm: Firm) -> None:
        with transaction():
            for _ in range(20):
                factories.product(firm.enterprise)
        page = firm.client.get("/seller/listings").get_data(as_text=True)
        following = page.split('rel="next" href="')[1].split('"')[0].replace("&amp;", "&")
        text = visible_text(firm.client.get(following))
        assert "쑥비누" in text


class TestNewListing:
    def test_begins_a_draft_and_goes_on_to_pictures(self, app: Flask, firm: Firm) -> None:
        with transaction():
            data = facts(name="새 비누")
        answer = submit(firm.client, "/seller/listings/new", data)
        assert answer.status_code == 302
        assert answer.location.endswith("/pictures")
        made = db.session.query(Product).filter_by(name="새 비누").one()
        assert (made.status, made.price_won, made.tags) == (
            ProductStatus.DRAFT,
            11_000,
            ["비누", "쑥"],
        )

    @pytest.mark.parametrize(
        ("changes", "told"),
        [
            ({"name": ""}, "상품 이름을 적어 주세요."),
            ({"name": "쑥비누"}, "같은 이름의 상품이 이미 있습니다"),
            ({"price_won": ""}, "가격을 적거나 견적 상품으로"),
            ({"price_won": "만원"}, "숫자로 적어 주세요."),
            ({"price_won": "50"}, "100원에서 1억 원 사이"),
            ({"category_id": ""}, "갈래를 골라 주세요."),
            ({"lead_days": "999"}, "0일에서 90일"),
        ],
    )
    def test_refuses_in_the_field_and_keeps_what_was_typed(
        self, app: Flask, firm: Firm, changes: dict[str, str], told: str
    ) -> None:
        with transaction():
            data = facts(**{"name": "새 비누", "summary": "남아 있어야 할 말", **changes})
        answer = submit(firm.client, "/seller/listings/new", data)
        assert answer.status_code == 422
        assert told in visible_text(answer)
        assert "남아 있어야 할 말" in answer.get_data(as_text=True)

    def test_a_quote_only_listing_needs_no_price(self, app: Flask, firm: Firm) -> None:
        with transaction():
            data = facts(name="청소", kind="service", price_won="", is_quote_only="y")
        assert submit(firm.client, "/seller/listings/new", data).status_code == 302
        assert db.session.query(Product).filter_by(name="청소").one().is_quote_only


class TestEditListing:
    def test_shows_what_is_stored_and_saves_what_is_typed(self, app: Flask, firm: Firm) -> None:
        page = firm.client.get(firm.listing)
        price = page.get_data(as_text=True).split('name="price_won"')[1].split(">")[0]
        before = page.get_data(as_text=True).split('name="price_won"')[0].rsplit("<", 1)[1]
        assert 'value="11,000"' in price
        assert 'type="text"' in before + price  # a number box shows nothing for 11,000
        data = facts(firm.product, price_won="12000")
        assert submit(firm.client, firm.listing, data).status_code == 302
        assert stored(firm.product).price_won == 12_000

    def test_the_second_of_two_people_sees_both_versions(self, app: Flask, firm: Firm) -> None:
        token = csrf_of(firm.client.get(firm.listing))
        first = {**facts(firm.product, price_won="12000"), "csrf_token": token}
        second = {**facts(firm.product, price_won="13000", unit="두 개"), "csrf_token": token}
        assert firm.client.post(firm.listing, data=first).status_code == 302
        answer = firm.client.post(firm.listing, data=second)
        text = visible_text(answer)
        assert answer.status_code == 409
        assert "다른 담당자가 이 상품을 고쳤습니다" in text
        assert "가격 12,000 13,000" in text
        assert "판매 단위 100g 두 개" in text
        assert 'value="13000"' in answer.get_data(as_text=True)
        assert stored(firm.product).price_won == 12_000
        again = {**second, "version": version_in(answer)}
        assert firm.client.post(firm.listing, data=again).status_code == 302
        assert stored(firm.product).price_won == 13_000

    def test_anothers_listing_is_not_found(self, app: Flask, firm: Firm, stranger: Firm) -> None:
        token = csrf_of(firm.client.get("/seller"))
        for path in ("", "/options", "/pictures", "/notice"):
            assert firm.client.get(stranger.listing + path).status_code == 404
        for path in ("", "/publication", "/withdrawal", "/options", "/pictures/1/removal"):
            data = {**facts(stranger.product), "csrf_token": token}
            assert firm.client.post(stranger.listing + path, data=data).status_code == 404
        assert stored(stranger.product).version == stranger.product.version

    def test_costs_few_statements(self, app: Flask, firm: Firm) -> None:
        with counting(app) as statements:
            firm.client.get(firm.listing)
        assert len(statements) <= 20


class TestPublication:
    def test_hides_and_publishes_again(self, app: Flask, firm: Firm) -> None:
        submit(firm.client, firm.listing, {}, to=f"{firm.listing}/withdrawal")
        assert stored(firm.product).status is ProductStatus.HIDDEN
        submit(firm.client, firm.listing, {}, to=f"{firm.listing}/publication")
        assert stored(firm.product).status is ProductStatus.PUBLISHED

    def test_says_what_is_missing(self, app: Flask, firm: Firm) -> None:
        with transaction():
            bare = factories.product(firm.enterprise, status=ProductStatus.DRAFT)
        page = f"/seller/listings/{bare.id}"
        submit(firm.client, page, {}, to=f"{page}/publication")
        text = visible_text(firm.client.get(page))
        assert "공개하려면 먼저 채워야 할 것이 있습니다: 상품 설명, 사진, 상품정보 고시" in text
        assert stored(bare).status is ProductStatus.DRAFT


def version_in(page: TestResponse) -> str:
    html = page.get_data(as_text=True)
    return html.split('name="version"')[1].split('value="')[1].split('"')[0]
