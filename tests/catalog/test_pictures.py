"""A listing's gallery."""

from __future__ import annotations

import pytest
from flask import Flask

from marketplace.catalog import pictures
from marketplace.catalog.errors import LastPicture, ListingNotFound, TooManyPictures
from marketplace.catalog.models import Product, ProductStatus
from marketplace.core.database import db, transaction
from tests.catalog.listings import CHECKED, complete
from tests.support import factories
from tests.support.queue import ListQueue


def gallery(product: Product) -> list[int]:
    db.session.expire_all()
    return [each.picture_id for each in product.pictures]


def with_pictures(count: int) -> tuple[Product, list[int]]:
    with transaction():
        product = factories.product()
        person = factories.account()
        for number in range(count):
            pictures.add_picture(product.id, CHECKED, f"사진 {number}", person.id)
    return product, gallery(product)


class TestGallery:
    def test_a_new_picture_stands_last_and_its_sizes_are_asked_for(
        self, app: Flask, jobs: ListQueue
    ) -> None:
        product, ids = with_pictures(2)
        assert [each.position for each in product.pictures] == [0, 1]
        asked = [args for name, args in jobs.asked if name == "media.resize"]
        assert asked == [(ids[0],), (ids[1],)]
        assert product.version == 3

    def test_holds_ten(self, app: Flask) -> None:
        product, _ = with_pictures(10)
        with pytest.raises(TooManyPictures), transaction():
            pictures.add_picture(product.id, CHECKED, "", 1)

    @pytest.mark.parametrize(
        ("to", "order"), [(0, (2, 0, 1)), (1, (0, 2, 1)), (9, (0, 1, 2)), (-3, (2, 0, 1))]
    )
    def test_moves_one_and_keeps_the_others_in_order(
        self, app: Flask, to: int, order: tuple[int, ...]
    ) -> None:
        product, ids = with_pictures(3)
        with transaction():
            pictures.move_picture(product.id, ids[2], to)
        assert gallery(product) == [ids[place] for place in order]

    def test_describes_and_removes(self, app: Flask) -> None:
        product, ids = with_pictures(2)
        with transaction():
            pictures.describe_picture(product.id, ids[0], " 쑥비누 두 개 ")
            pictures.remove_picture(product.id, ids[1])
        assert gallery(product) == ids[:1]
        assert product.pictures[0].picture.alt == "쑥비누 두 개"

    def test_a_picture_without_words_says_the_product(self, app: Flask) -> None:
        with transaction():
            product, person = factories.product(), factories.account()
            pictures.add_picture(product.id, CHECKED, "", person.id)
        assert product.pictures[0].picture.alt == product.name

    def test_a_published_listing_keeps_its_face(self, app: Flask) -> None:
        with transaction():
            product = complete()
        (only,) = gallery(product)
        with pytest.raises(LastPicture), transaction():
            pictures.remove_picture(product.id, only)
        with transaction():
            product.status = ProductStatus.HIDDEN
        with transaction():
            pictures.remove_picture(product.id, only)
        assert gallery(product) == []

    def test_anothers_picture_is_not_found(self, app: Flask) -> None:
        product, _ = with_pictures(1)
        _, others = with_pictures(1)
        with pytest.raises(ListingNotFound), transaction():
            pictures.remove_picture(product.id, others[0])
