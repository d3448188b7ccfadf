"""Writing a review from the order's page: what is wrong is said, what was typed stays."""

from __future__ import annotations

import re
from io import BytesIO
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select
from werkzeug.test import TestResponse

from marketplace.accounts.models import Account
from marketplace.core.database import db, transaction
from marketplace.feedback.models import Review
from marketplace.feedback.moderating import hide_review
from marketplace.media.models import PictureState
from marketplace.media.storage import media_path
from marketplace.orders.models import ParcelStatus
from tests.support import factories
from tests.support.feedback import PRAISE, bought, line_of, reviewed, sums
from tests.support.pages import submit, visible_text
from tests.support.pictures import declared_png, photo, photo_from_a_phone
from tests.support.queue import ListQueue
from tests.support.signing_in import SignIn
from tests.web.store.conftest import Shop

KEPT = re.compile(r'name="kept"[^>]*value="([^"]+)"')


@pytest.fixture
def form(shop: Shop) -> str:
    """The address of the form for a soap that a guest received."""
    order = bought(shop.soap)
    return f"/orders/{order.access_token}/lines/{line_of(order, shop.soap).id}/review"


def order_page(form: str) -> str:
    return form.split("/lines", maxsplit=1)[0]


def written() -> Review | None:
    db.session.rollback()
    return db.session.scalars(select(Review)).one_or_none()


def send(client: FlaskClient, form: str, **said: Any) -> TestResponse:
    return submit(client, form, {"stars": "4", "text": PRAISE, **said})


def file(data: bytes, name: str = "비누.jpg") -> tuple[BytesIO, str]:
    return BytesIO(data), name


class TestWriting:
    def test_from_the_order_to_the_product_page(
        self, client: FlaskClient, shop: Shop, form: str, jobs: ListQueue
    ) -> None:
        assert "후기 쓰기" in visible_text(client.get(order_page(form)))
        answer = send(client, form, pictures=[file(photo_from_a_phone())])
        assert (answer.status_code, answer.headers["Location"]) == (303, order_page(form))
        jobs.run_all()
        text = visible_text(client.get(order_page(form)))
        assert "내 후기 보기" in text
        page = client.get(f"/products/{shop.soap.id}")
        assert all(word in visible_text(page) for word in (PRAISE, "김*솔", "4.0", "후기 1개"))
        assert "김한솔" not in page.text
        (hung,) = written().pictures  # type: ignore[union-attr]
        assert (hung.picture.state, hung.picture.uploaded_by) == (PictureState.READY, None)
        assert b"SecretCamera" not in media_path(hung.picture.sizes[0].path).read_bytes()

    def test_the_same_post_twice_is_one_review(
        self, client: FlaskClient, shop: Shop, form: str
    ) -> None:
        for _ in range(2):
            assert send(client, form).status_code == 303
        assert written() is not None
        assert sums(shop.soap) == (4, 1)

    def test_is_changed_and_deleted_by_its_author(
        self, client: FlaskClient, shop: Shop, form: str
    ) -> None:
        send(client, form)
        assert PRAISE in client.get(form).text
        send(client, form, stars="2", text="다시 써 보니 향이 세요.")
        assert sums(shop.soap) == (2, 1)
        assert "고침" in visible_text(client.get(f"/products/{shop.soap.id}"))
        assert "나중에 다시 쓸 수 있어요" in visible_text(client.get(f"{form}/deletion"))
        submit(client, f"{form}/deletion", {}, to=f"{form}/removal")
        assert written() is None
        assert sums(shop.soap) == (0, 0)

    def test_a_hidden_one_says_why_to_its_author(
        self, client: FlaskClient, shop: Shop, form: str
    ) -> None:
        send(client, form)
        public_id = written().public_id  # type: ignore[union-attr]
        with transaction():
            hide_review(public_id, "남의 연락처가 있어요.")
        assert "남의 연락처가 있어요." in visible_text(client.get(form))
        assert PRAISE not in client.get(f"/products/{shop.soap.id}").text
        assert client.get(f"/reviews/{public_id}/report").status_code == 404


class TestRefusals:
    @pytest.mark.parametrize(
        ("said", "told"),
        [
            ({"stars": ""}, "별점을 골라 주세요."),
            ({"stars": "6"}, "별점을 골라 주세요."),
            ({"stars": "drop table review"}, "별점을 골라 주세요."),
            ({"text": "좋다"}, "5자에서 2,000자 사이로"),
            ({"text": "가" * 20_000}, "5자에서 2,000자 사이로"),
            ({"photo": (b"%PDF-1.4 not a picture", "보고서.pdf")}, "보고서.pdf"),
            ({"photo": (declared_png(10_000, 5_000), "큰.png")}, "2,400만 화소"),
        ],
    )
    def test_say_what_to_change_and_keep_what_was_typed(
        self, client: FlaskClient, form: str, said: dict[str, Any], told: str
    ) -> None:
        photo = {"pictures": [file(*said["photo"])]} if "photo" in said else said
        answer = send(client, form, **photo)
        assert answer.status_code == 422
        assert told in visible_text(answer)
        assert str(said.get("text", PRAISE)) in answer.text
        if "stars" not in said:
            assert re.search(r'<input[^>]*checked[^>]*value="4"', answer.text)
        assert written() is None

    def test_photos_that_were_good_need_not_be_chosen_again(
        self, client: FlaskClient, form: str
    ) -> None:
        photos = [file(photo(300, 300)), file(photo(300, 301)), file(b"no", "아님.jpg")]
        answer = send(client, form, pictures=photos)
        assert "아님.jpg" in visible_text(answer)
        assert "사진 2장은 받아 두었어요" in visible_text(answer)
        note = KEPT.search(answer.text)
        assert note
        assert send(client, form, kept=note[1]).status_code == 303
        assert len(written().pictures) == 2  # type: ignore[union-attr]

    def test_a_forged_note_of_photos_is_nothing(self, client: FlaskClient, form: str) -> None:
        assert send(client, form, kept="WyIuLi8uLi9ldGMvcGFzc3dkIl0.forged").status_code == 303
        assert written().pictures == []  # type: ignore[union-attr]

    def test_html_and_sql_are_words(self, client: FlaskClient, shop: Shop, form: str) -> None:
        said = "<script>alert(1)</script> '; DROP TABLE review; -- \x00\u202e"
        assert send(client, form, text=said).status_code == 303
        page = client.get(f"/products/{shop.soap.id}").text
        assert "<script>alert" not in page
        assert "&lt;script&gt;alert(1)&lt;/script&gt; &#39;; DROP TABLE review; --" in page
        assert client.get(f"/products/{shop.soap.id}/reviews").status_code == 200

    def test_without_a_token_nothing_is_written(self, client: FlaskClient, form: str) -> None:
        answer = client.post(form, data={"stars": "5", "text": PRAISE})
        assert answer.status_code == 400
        assert written() is None

    def test_what_has_not_come_cannot_be_spoken_of(self, client: FlaskClient, shop: Shop) -> None:
        order = bought(shop.soap, status=ParcelStatus.SHIPPED)
        at = f"/orders/{order.access_token}"
        assert "후기 쓰기" not in visible_text(client.get(at))
        answer = client.get(f"{at}/lines/{line_of(order, shop.soap).id}/review")
        assert answer.status_code == 409
        assert "받은 뒤에" in visible_text(answer)

    def test_nobody_speaks_for_another(self, client: FlaskClient, shop: Shop) -> None:
        mine, other = bought(shop.soap), bought(shop.soap)
        theirs = line_of(other, shop.soap).id
        assert client.get(f"/orders/{mine.access_token}/lines/{theirs}/review").status_code == 404
        assert client.get(f"/orders/guess/lines/{theirs}/review").status_code == 404


class TestAccountPage:
    @pytest.fixture
    def person(self, app: Flask) -> Account:
        with transaction():
            return factories.account(name="이다정")

    def test_shows_what_waits_and_what_was_written(
        self, person: Account, shop: Shop, signed_in: SignIn
    ) -> None:
        order = bought(shop.soap, shop.bread, account=person)
        reviewed(shop.soap, 3, "무난하고 순해요.", account=person)
        page = signed_in(person).get("/account/reviews")
        assert 'aria-label="쑥 숙성비누 후기 쓰기"' in page.text
        assert 'aria-label="통밀 식빵 후기 쓰기"' in page.text
        assert "무난하고 순해요." in visible_text(page)
        assert order.access_token in signed_in(person).get("/account/reviews").text

    def test_shows_nothing_of_others(self, person: Account, shop: Shop, signed_in: SignIn) -> None:
        reviewed(shop.soap, 3, "무난하고 순해요.")
        text = visible_text(signed_in(person).get("/account/reviews"))
        assert "무난하고 순해요." not in text
        assert "아직 쓴 후기가 없어요" in text
