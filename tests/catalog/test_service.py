"""A listing from draft to sale and back."""

from __future__ import annotations

import pytest
from flask import Flask
from sqlalchemy import select

from marketplace.audit.models import AuditEntry
from marketplace.catalog import service
from marketplace.catalog.errors import (
    ListingChangedMeanwhile,
    ListingNotFound,
    ListingRefused,
    ListingSuspended,
    NotReadyToPublish,
)
from marketplace.catalog.models import Category, Product, ProductPicture, ProductStatus
from marketplace.catalog.own import get_own_product, list_low_stock, list_own_products
from marketplace.catalog.readiness import Part, missing_parts, unanswered
from marketplace.core.database import db, transaction
from marketplace.enterprises.models import EnterpriseStatus
from marketplace.media.models import PictureState
from marketplace.search.models import SearchOutbox
from tests.catalog.listings import complete, said
from tests.support import factories


def last_action() -> tuple[str, dict[str, object]]:
    entry = db.session.scalars(select(AuditEntry).order_by(AuditEntry.id.desc())).first()
    assert entry is not None
    return entry.action, entry.detail


def outbox() -> list[int]:
    return list(db.session.scalars(select(SearchOutbox.product_id)))


class TestBeginListing:
    def test_is_a_draft_with_one_option(self, app: Flask) -> None:
        with transaction():
            seller = factories.enterprise()
            product = service.begin_listing(seller.id, said())
        assert product.status is ProductStatus.DRAFT
        assert [option.name for option in product.options] == [""]
        assert last_action()[0] == "product:listed"

    def test_refuses_a_name_taken_by_the_same_enterprise_only(self, app: Flask) -> None:
        with transaction():
            seller, other = factories.enterprise(), factories.enterprise()
            service.begin_listing(seller.id, said())
            service.begin_listing(other.id, said())
        with pytest.raises(ListingRefused, match="같은 이름"), transaction():
            service.begin_listing(seller.id, said())

    @pytest.mark.parametrize(
        ("change", "field"),
        [
            ({"name": " "}, "name"),
            ({"price_won": 99}, "price_won"),
            ({"price_won": 100_000_001}, "price_won"),
            ({"lead_days": 91}, "lead_days"),
            ({"min_quantity": 0}, "min_quantity"),
            ({"tags": ["가"] * 11}, "tags"),
            ({"category_id": 404}, "category_id"),
        ],
    )
    def test_refuses_what_breaks_a_rule(
        self, app: Flask, change: dict[str, object], field: str
    ) -> None:
        with pytest.raises(ListingRefused) as refused, transaction():
            service.begin_listing(factories.enterprise().id, said(**change))
        assert list(refused.value.fields) == [field]

    def test_refuses_a_category_that_has_others_under_it(self, app: Flask) -> None:
        with transaction():
            top, seller = factories.category("top", "위"), factories.enterprise()
            leaf = Category(code="leaf", name="아래", name_en="Leaf", parent_id=top.id)
            db.session.add(leaf)
        with pytest.raises(ListingRefused, match="갈래"), transaction():
            service.begin_listing(seller.id, said(category_id=top.id))

    def test_a_quote_only_listing_has_no_price(self, app: Flask) -> None:
        with transaction():
            product = service.begin_listing(factories.enterprise().id, said(price_won=None))
        assert product.is_quote_only


class TestEditListing:
    def test_says_what_changed_and_tells_search(self, app: Flask) -> None:
        with transaction():
            product = service.begin_listing(factories.enterprise().id, said())
        with transaction():
            service.edit_listing(product.id, product.version, said(price_won=12_000, unit="1개"))
        assert (product.price_won, product.version) == (12_000, 2)
        assert last_action() == (
            "product:changed",
            {"fields": ["price_won", "unit"], "price": 12_000},
        )
        assert outbox() == [product.id]

    def test_saving_the_same_changes_nothing(self, app: Flask) -> None:
        with transaction():
            product = service.begin_listing(factories.enterprise().id, said())
        with transaction():
            service.edit_listing(product.id, product.version, said())
        assert product.version == 1
        assert outbox() == []

    def test_the_second_of_two_colleagues_is_told(self, app: Flask) -> None:
        with transaction():
            product = service.begin_listing(factories.enterprise().id, said())
        version = product.version
        with transaction():
            service.edit_listing(product.id, version, said(price_won=12_000))
        with pytest.raises(ListingChangedMeanwhile), transaction():
            service.edit_listing(product.id, version, said(price_won=13_000))
        db.session.expire_all()
        assert product.price_won == 12_000

    def test_an_unknown_listing_is_not_found(self, app: Flask) -> None:
        with pytest.raises(ListingNotFound), transaction():
            service.edit_listing(404, 1, said())


class TestAnswerNotice:
    def test_keeps_answers_of_another_schema(self, app: Flask) -> None:
        with transaction():
            product = factories.product(notice={"title": "책 이름"})
        assert "maker" in unanswered(product)
        with transaction():
            service.answer_notice(product.id, product.version, {"maker": "가상공방"})
        assert product.notice == {"title": "책 이름", "maker": "가상공방"}

    @pytest.mark.parametrize("answers", [{"title": "책"}, {"maker": "가" * 501}])
    def test_refuses_other_items_and_long_answers(
        self, app: Flask, answers: dict[str, str]
    ) -> None:
        with transaction():
            product = factories.product()
        with pytest.raises(ListingRefused), transaction():
            service.answer_notice(product.id, product.version, answers)


class TestPublishListing:
    def test_a_complete_draft_goes_on_sale_and_off_again(self, app: Flask) -> None:
        with transaction():
            product = complete(status=ProductStatus.DRAFT, published_at=None)
        with transaction():
            service.publish_listing(product.id)
        published_at = product.published_at
        assert product.is_on_sale
        assert published_at is not None
        with transaction():
            service.hide_listing(product.id)
        assert product.status is ProductStatus.HIDDEN
        with transaction():
            service.publish_listing(product.id)
            service.publish_listing(product.id)
        assert product.published_at == published_at
        assert outbox() == [product.id] * 3

    def test_names_everything_that_is_missing(self, app: Flask) -> None:
        with transaction():
            seller = factories.enterprise(status=EnterpriseStatus.WAITING)
            product = factories.product(seller, status=ProductStatus.DRAFT, summary="")
        with pytest.raises(NotReadyToPublish) as refused, transaction():
            service.publish_listing(product.id)
        assert [str(part) for part in refused.value.missing] == [
            "한 줄 소개",
            "상품 설명",
            "사진",
            "상품정보 고시",
            "기업 인증 확인",
        ]
        assert product.status is ProductStatus.DRAFT

    def test_a_picture_that_failed_is_none(self, app: Flask) -> None:
        with transaction():
            product = complete()
            product.pictures[0].picture.state = PictureState.FAILED
        assert missing_parts(product) == [Part.PICTURE]

    def test_a_suspended_one_waits_for_the_centre(self, app: Flask) -> None:
        with transaction():
            product = complete()
        with pytest.raises(ListingRefused), transaction():
            service.suspend_listing(product.id, " ")
        with transaction():
            service.suspend_listing(product.id, "표시 사항 확인")
        for act in (service.publish_listing, service.hide_listing):
            with pytest.raises(ListingSuspended), transaction():
                act(product.id)
        with transaction():
            service.lift_suspension(product.id)
        assert product.status is ProductStatus.HIDDEN


class TestOwn:
    def test_anothers_listing_is_not_found(self, app: Flask) -> None:
        with transaction():
            mine, other = factories.product(), factories.product()
        assert get_own_product(mine.id, {mine.enterprise_id}).id == mine.id
        with pytest.raises(ListingNotFound):
            get_own_product(other.id, {mine.enterprise_id})

    def test_pages_by_key_and_narrows(self, app: Flask) -> None:
        with transaction():
            seller = factories.enterprise()
            made = [factories.product(seller) for _ in range(3)]
            factories.product()
            made[0].status = ProductStatus.DRAFT
            made[1].name = "아주 특별한 100% 비누"
        mine = {seller.id}
        first = list_own_products(mine, limit=2)
        assert [each.id for each in first.items] == [made[2].id, made[1].id]
        rest = list_own_products(mine, cursor=first.next_cursor, limit=2)
        assert [each.id for each in rest.items] == [made[0].id]
        assert rest.next_cursor is None
        drafts = list_own_products(mine, ProductStatus.DRAFT)
        assert [each.id for each in drafts.items] == [made[0].id]
        assert [each.id for each in list_own_products(mine, words="100%").items] == [made[1].id]

    def test_low_stock_is_told_emptiest_first(self, app: Flask) -> None:
        with transaction():
            seller = factories.enterprise()
            counted = {left: factories.product(seller, stock=left) for left in (4, 0, 5)}
            factories.product(seller, stock=None)
            factories.product(seller, stock=1, status=ProductStatus.HIDDEN)
        found = list_low_stock({seller.id})
        assert [(each.product_id, each.available) for each in found] == [
            (counted[0].id, 0),
            (counted[4].id, 4),
        ]


def test_the_gallery_goes_with_its_listing(app: Flask) -> None:
    with transaction():
        product = complete()
    assert db.session.scalars(select(ProductPicture.product_id)).all() == [product.id]
    assert db.session.get_one(Product, product.id).pictures[0].picture.alt == "비누 한 개"
