"""A review is written by who bought, once a line, and the product's sums go with it."""

from __future__ import annotations

from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import func, select
from sqlalchemy.exc import IntegrityError

from marketplace.audit.models import AuditEntry
from marketplace.catalog.models import Product
from marketplace.core.database import db, transaction
from marketplace.core.errors import Invalid
from marketplace.feedback.errors import NotReviewable, ReviewNotFound, ReviewTakenDown
from marketplace.feedback.masking import mask_name
from marketplace.feedback.models import Review, ReviewStatus
from marketplace.feedback.moderating import hide_review, show_review
from marketplace.feedback.queries import recount
from marketplace.feedback.writing import Draft, delete_review, save_review
from marketplace.media.models import Picture
from marketplace.media.pictures import prepare_picture
from marketplace.media.storage import media_path, original_path
from marketplace.orders.models import Channel, Order, ParcelStatus
from tests.support.feedback import PRAISE, bought, line_of, reviewed, sums
from tests.support.pictures import photo
from tests.support.queue import ListQueue


def save(order: Order, product: Product, draft: Draft) -> Review:
    line_id, order_id = line_of(order, product).id, order.id
    with transaction():
        return save_review(order_id, line_id, draft)


def how_many() -> int:
    db.session.rollback()
    return int(db.session.scalar(select(func.count()).select_from(Review)) or 0)


class TestSave:
    def test_keeps_stars_text_and_a_masked_name(self, soap: Product) -> None:
        review = save(bought(soap, name="남궁한솔"), soap, Draft(4, f"  {PRAISE}\n"))
        assert (review.stars, review.text, review.author_mask) == (4, PRAISE, "남**솔")
        assert sums(soap) == (4, 1)

    def test_twice_is_one_review_and_one_rating(self, soap: Product) -> None:
        order = bought(soap)
        picture = prepare_picture(photo(200, 200))
        for _ in range(2):
            review = save(order, soap, Draft(5, PRAISE, [picture]))
        assert how_many() == 1
        assert len(review.pictures) == 1
        assert sums(soap) == (5, 1)
        deeds = db.session.scalars(select(AuditEntry.action).filter_by(subject_type="review"))
        assert list(deeds) == ["review:written"]

    def test_a_change_moves_the_sum_by_the_difference(self, soap: Product) -> None:
        order = bought(soap)
        save(order, soap, Draft(5, PRAISE))
        changed = save(order, soap, Draft(2, "다시 써 보니 조금 자극이 있어요."))
        assert changed.edited_at is not None
        assert sums(soap) == (2, 1)

    @pytest.mark.parametrize(
        "status", [ParcelStatus.WAITING, ParcelStatus.PREPARING, ParcelStatus.CANCELLED]
    )
    def test_refuses_what_has_not_arrived(self, soap: Product, status: ParcelStatus) -> None:
        with pytest.raises(NotReviewable):
            save(bought(soap, status=status), soap, Draft(5, PRAISE))
        assert sums(soap) == (0, 0)

    def test_refuses_what_was_taken_off_before_it_was_sent(self, soap: Product) -> None:
        order = bought(soap)
        with transaction():
            line = line_of(order, soap)
            line.cancelled_quantity, line.cancelled_won = line.quantity, line.gross_won
        with pytest.raises(NotReviewable):
            save(order, soap, Draft(5, PRAISE))

    def test_refuses_what_an_office_bought(self, soap: Product) -> None:
        order = bought(soap, status=ParcelStatus.ACCEPTED)
        with transaction():
            db.session.get_one(Order, order.id).channel = Channel.PUBLIC
        with pytest.raises(NotReviewable):
            save(order, soap, Draft(5, PRAISE))

    def test_refuses_a_line_of_another_order(self, soap: Product) -> None:
        mine, other = bought(soap), bought(soap)
        line_id = line_of(other, soap).id
        with pytest.raises(ReviewNotFound), transaction():
            save_review(mine.id, line_id, Draft(5, PRAISE))

    @pytest.mark.parametrize(
        ("draft", "fields"),
        [
            (Draft(0, PRAISE), {"stars"}),
            (Draft(6, PRAISE), {"stars"}),
            (Draft(5, " 좋다 "), {"text"}),
            (Draft(9, "가" * 20_000), {"stars", "text"}),
        ],
    )
    def test_names_what_is_wrong(self, soap: Product, draft: Draft, fields: set[str]) -> None:
        with pytest.raises(Invalid) as refused:
            save(bought(soap), soap, draft)
        assert set(refused.value.fields) == fields
        assert how_many() == 0

    def test_takes_five_pictures_and_not_six(self, soap: Product) -> None:
        order = bought(soap)
        pictures = [prepare_picture(photo(200, 200 + n)) for n in range(6)]
        save(order, soap, Draft(5, PRAISE, pictures[:5]))
        with pytest.raises(Invalid):
            save(order, soap, Draft(5, PRAISE, pictures[5:]))
        with pytest.raises(Invalid):
            save(bought(soap), soap, Draft(5, PRAISE, pictures))

    def test_the_database_keeps_a_second_one_out(self, soap: Product) -> None:
        review = reviewed(soap)
        line_id = review.order_line_id
        with pytest.raises(IntegrityError), transaction() as session:
            session.add(
                Review(
                    order_line_id=line_id,
                    product_id=review.product_id,
                    enterprise_id=review.enterprise_id,
                    stars=5,
                    text=PRAISE,
                )
            )


class TestPictures:
    def test_a_dropped_picture_leaves_nothing(self, soap: Product, jobs: ListQueue) -> None:
        order = bought(soap)
        review = save(order, soap, Draft(5, PRAISE, [prepare_picture(photo(300, 200))]))
        jobs.run_all()
        (held,) = db.session.get_one(Review, review.id).pictures
        digest, picture_id = held.picture.digest, held.picture_id
        files = [media_path(size.path) for size in held.picture.sizes]
        assert all(Path(file).is_file() for file in files)
        save(order, soap, Draft(5, PRAISE, dropped=[picture_id]))
        assert db.session.get(Picture, picture_id) is None
        assert not any(file.exists() for file in [*files, original_path(digest)])

    def test_files_another_picture_shows_stay(self, soap: Product, jobs: ListQueue) -> None:
        same = prepare_picture(photo(300, 201))
        first, second = bought(soap), bought(soap)
        save(first, soap, Draft(5, PRAISE, [same]))
        save(second, soap, Draft(4, PRAISE, [same]))
        jobs.run_all()
        with transaction():
            delete_review(first.id, line_of(first, soap).id)
        assert original_path(same.digest).is_file()


class TestDelete:
    def test_takes_the_stars_along_and_leaves_room_for_another(self, soap: Product) -> None:
        order = bought(soap)
        save(order, soap, Draft(1, "기대와 달랐어요."))
        line_id = line_of(order, soap).id
        with transaction():
            delete_review(order.id, line_id)
        assert (how_many(), sums(soap)) == (0, (0, 0))
        save(order, soap, Draft(4, PRAISE))
        assert sums(soap) == (4, 1)

    def test_is_no_way_around_the_office(self, soap: Product) -> None:
        order = bought(soap)
        public_id = save(order, soap, Draft(1, "전화번호 010-0000-0000")).public_id
        line_id = line_of(order, soap).id
        with transaction():
            hide_review(public_id, "남의 전화번호가 있어요.")
        with transaction():
            delete_review(order.id, line_id)
        (left,) = db.session.scalars(select(Review))
        assert (left.status, left.text) == (ReviewStatus.ERASED, "")
        with pytest.raises(ReviewTakenDown):
            save(order, soap, Draft(1, "전화번호 010-0000-0000"))
        assert sums(soap) == (0, 0)

    def test_not_by_another_order(self, soap: Product) -> None:
        review, other = reviewed(soap), bought(soap)
        line_id = review.order_line_id
        with pytest.raises(ReviewNotFound), transaction():
            delete_review(other.id, line_id)


@pytest.mark.usefixtures("app")
class TestSums:
    def test_are_what_a_recount_says_after_everything(self, app: Flask, soap: Product) -> None:
        orders = [bought(soap) for _ in range(4)]
        reviews = [
            save(o, soap, Draft(s, PRAISE)) for o, s in zip(orders, (5, 3, 1, 4), strict=True)
        ]
        ids = [each.public_id for each in reviews]
        with transaction():
            hide_review(ids[0], "광고예요.")
        save(orders[0], soap, Draft(2, "광고를 뺐어요."))  # still hidden: counts nothing
        save(orders[1], soap, Draft(4, PRAISE))
        with transaction():
            delete_review(orders[2].id, line_of(orders[2], soap).id)
        assert sums(soap) == (8, 2)
        with transaction():
            show_review(ids[0])
        counted = recount(soap.id)
        assert sums(soap) == (counted.rating_sum, counted.rating_count) == (10, 3)


@pytest.mark.parametrize(
    ("name", "mask"),
    [
        *(("김한솔", "김*솔"), ("남궁한솔", "남**솔"), ("김솔", "김*"), ("솔", "*"), ("", "")),
        ("John Smith", "J******h"),
    ],
)
def test_mask(name: str, mask: str) -> None:
    assert mask_name(name) == mask
