"""Finding: whether it counts is said on every card and before every order."""

from __future__ import annotations

from datetime import timedelta

from flask import Flask
from flask.testing import FlaskClient

from marketplace.catalog.models import ProductKind
from marketplace.core import clock
from marketplace.core.database import transaction
from tests.procurement.purchasing import Scene
from tests.support import factories
from tests.support.pages import visible_text
from tests.web.buyer.costs import statements_of

LISTING_MOST = 22


def lapse(scene: Scene, days_ago: int = 1) -> None:
    with transaction():
        scene.certification.expires_on = clock.today() - timedelta(days=days_ago)


class TestListing:
    def test_every_card_says_whether_it_counts_and_why(
        self, scene: Scene, purchaser: FlaskClient
    ) -> None:
        with transaction():
            factories.product(factories.enterprise(name="민짜기업"), name="그냥 수건")
        text = visible_text(purchaser.get("/buyer/products"))
        until = scene.certification.expires_on
        assert until is not None
        assert f"실적 인정 인증사회적기업 {scene.certification.number}, {until.year}." in text
        assert "실적 미인정 확인된 인증이 없어 실적에 들지 않습니다." in text

    def test_can_be_narrowed_to_what_counts(self, scene: Scene, purchaser: FlaskClient) -> None:
        with transaction():
            factories.product(factories.enterprise(), name="그냥 수건")
        text = visible_text(purchaser.get("/buyer/products?counts=yes"))
        assert scene.soap.name in text
        assert "그냥 수건" not in text

    def test_narrowed_to_what_counts_is_empty_without_a_rule(
        self, scene: Scene, purchaser: FlaskClient
    ) -> None:
        with transaction() as session:
            session.delete(scene.rule)
        text = visible_text(purchaser.get("/buyer/products?counts=yes"))
        assert "찾는 상품이 없습니다" in text
        assert "의무구매 기준이 아직 등록되지 않아" in text

    def test_an_odd_address_is_no_error(self, scene: Scene, purchaser: FlaskClient) -> None:
        for query in ("cursor=nonsense", "sort=x&kind=%00&category=../..", "q=" + "가" * 5000):
            assert purchaser.get(f"/buyer/products?{query}").status_code == 200

    def test_costs_no_more_statements_for_more_cards(
        self, app: Flask, scene: Scene, purchaser: FlaskClient
    ) -> None:
        few = statements_of(app, purchaser, "/buyer/products")
        with transaction():
            for _ in range(6):
                maker = factories.enterprise()
                factories.certified(maker)
                factories.product(maker)
        many = statements_of(app, purchaser, "/buyer/products")
        assert many == few <= LISTING_MOST


class TestProduct:
    def test_says_by_which_certificate_it_counts_and_until_when(
        self, scene: Scene, purchaser: FlaskClient
    ) -> None:
        text = visible_text(purchaser.get(f"/buyer/products/{scene.soap.id}"))
        assert "오늘 사면 실적으로 인정됩니다" in text
        assert scene.certification.number in text
        assert "2027. 11. 20.까지 유효" in text
        assert "1개에 11,000원 인정" in text

    def test_says_plainly_that_a_lapsed_one_does_not_count_and_still_sells(
        self, scene: Scene, purchaser: FlaskClient
    ) -> None:
        lapse(scene)
        text = visible_text(purchaser.get(f"/buyer/products/{scene.soap.id}"))
        assert "실적으로 인정되지 않습니다" in text
        assert "인증사회적기업 인증이 2026. 11. 19.까지여서 실적에 들지 않습니다." in text
        assert "구매요청 목록에 담기" in text

    def test_warns_of_a_certificate_that_ends_before_a_late_delivery(
        self, scene: Scene, purchaser: FlaskClient
    ) -> None:
        lapse(scene, days_ago=-10)
        text = visible_text(purchaser.get(f"/buyer/products/{scene.soap.id}"))
        assert "이 인증은 2026. 11. 30.에 끝납니다. 검수일이 그 뒤이면" in text

    def test_a_kind_the_rule_leaves_out_does_not_count(
        self, scene: Scene, purchaser: FlaskClient
    ) -> None:
        with transaction():
            scene.rule.counted_kinds = ["goods"]
            care = factories.product(scene.seller, kind=ProductKind.SERVICE, stock=None)
        text = visible_text(purchaser.get(f"/buyer/products/{care.id}"))
        assert "용역 구매는 이 기관의 의무구매 기준에 없습니다." in text

    def test_an_approver_cannot_put_it_on_a_list(self, scene: Scene, approver: FlaskClient) -> None:
        text = visible_text(approver.get(f"/buyer/products/{scene.soap.id}"))
        assert "구매요청은 이 부서의 구매담당자가 올립니다." in text

    def test_a_quote_only_one_says_how_to_go_on(self, scene: Scene, purchaser: FlaskClient) -> None:
        with transaction():
            scene.soap.price_won = None
        text = visible_text(purchaser.get(f"/buyer/products/{scene.soap.id}"))
        assert "견적을 받아야 하는 상품입니다." in text
        assert "구매요청 목록에 담기" not in text
