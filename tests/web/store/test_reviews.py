"""Reviews as everybody reads them, and reporting one."""

from __future__ import annotations

import json

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import func, select

from marketplace.core.database import db, transaction
from marketplace.feedback.models import ReviewReport
from marketplace.feedback.moderating import answer_review, hide_review
from tests.support import factories
from tests.support.feedback import reviewed
from tests.support.pages import submit, visible_text
from tests.support.signing_in import SignIn
from tests.support.statements import counting
from tests.web.store.conftest import Shop
from tests.web.store.test_products import LD


def products_said(page: str) -> dict[str, object]:
    said = [json.loads(found) for found in LD.findall(page)]
    return next(each for each in said if each["@type"] == "Product")


class TestProductPage:
    def test_without_reviews_says_so_and_tells_machines_nothing(
        self, client: FlaskClient, shop: Shop
    ) -> None:
        page = client.get(f"/products/{shop.soap.id}")
        assert "아직 후기가 없어요" in visible_text(page)
        assert not {"aggregateRating", "review"} & set(products_said(page.text))

    def test_shows_the_mean_how_many_gave_what_and_the_answer(
        self, client: FlaskClient, shop: Shop
    ) -> None:
        for stars in (5, 5, 4):
            public_id = reviewed(shop.soap, stars, f"별 {stars}개를 드려요.").public_id
        with transaction():
            answer_review(public_id, [shop.soap_maker.id], "더 잘 만들게요.")
        page = client.get(f"/products/{shop.soap.id}")
        text = visible_text(page)
        assert "4.7 / 5 후기 3개 5점 2 4점 1 3점 0 2점 0 1점 0" in text
        assert "판매자 답글" in text
        assert "더 잘 만들게요." in text
        said = products_said(page.text)
        assert said["aggregateRating"]["ratingValue"] == "4.7"  # type: ignore[index]
        assert said["aggregateRating"]["reviewCount"] == 3  # type: ignore[index]
        assert said["review"][0]["author"]["name"] == "김*솔"  # type: ignore[index]

    def test_a_hidden_review_leaves_page_and_mean(self, client: FlaskClient, shop: Shop) -> None:
        reviewed(shop.soap, 5)
        public_id = reviewed(shop.soap, 1, "욕설 욕설 욕설").public_id
        with transaction():
            hide_review(public_id, "욕설")
        text = visible_text(client.get(f"/products/{shop.soap.id}"))
        assert "욕설" not in text
        assert "5.0 / 5 후기 1개" in text

    def test_costs_four_statements_more_however_many_reviews(
        self, app: Flask, client: FlaskClient, shop: Shop
    ) -> None:
        costs = []
        for more in (0, 2, 10):
            for _ in range(more):
                reviewed(shop.soap)
            client.get(f"/products/{shop.soap.id}")
            with counting(app) as sent:
                assert client.get(f"/products/{shop.soap.id}").status_code == 200
            costs.append(len(sent))
        without, few, many = costs
        assert few == many
        assert few - without <= 4  # the stars, a page of reviews, its photos, the strip

    def test_card_and_api_tell_mean_and_count(self, client: FlaskClient, shop: Shop) -> None:
        reviewed(shop.soap, 5)
        reviewed(shop.soap, 4)
        assert "별점 4.5 / 5, 후기 2개" in visible_text(client.get("/products"))
        one = client.get(f"/api/v1/products/{shop.soap.id}").json
        assert (one["rating_average"], one["rating_count"]) == ("4.5", 2)
        other = client.get(f"/api/v1/products/{shop.bread.id}").json
        assert (other["rating_average"], other["rating_count"]) == (None, 0)


class TestList:
    @pytest.mark.parametrize(
        ("sort", "expected"),
        [("newest", "35142"), ("best", "54321"), ("worst", "12345")],
    )
    def test_pages_by_key_in_each_order(
        self, client: FlaskClient, shop: Shop, sort: str, expected: str
    ) -> None:
        for stars in (2, 4, 1, 5, 3) * 2:
            reviewed(shop.soap, stars, f"별{stars}개라고 생각해요.")
        path: str | None = f"/products/{shop.soap.id}/reviews?sort={sort}"
        seen = ""
        while path:
            text = client.get(path).text
            seen += "".join(n for n in (part[0] for part in text.split("<p>별")[1:]))
            more = text.partition('class="reviews__more"')[2]
            path = more.partition('href="')[2].partition('"')[0].replace("&amp;", "&") or None
        doubled = expected * 2 if sort == "newest" else "".join(n * 2 for n in expected)
        assert seen == doubled

    @pytest.mark.parametrize("query", ["sort=sideways", "sort=best&cursor=WzFd", "cursor=x"])
    def test_absurd_addresses_are_answered(
        self, client: FlaskClient, shop: Shop, query: str
    ) -> None:
        reviewed(shop.soap)
        answer = client.get(f"/products/{shop.soap.id}/reviews?{query}")
        assert answer.status_code in (200, 422)

    def test_of_what_is_not_sold_is_not_found(self, client: FlaskClient, shop: Shop) -> None:
        assert client.get("/products/999999/reviews").status_code == 404


class TestReport:
    def test_once_a_person_and_thanks(
        self, client: FlaskClient, shop: Shop, signed_in: SignIn
    ) -> None:
        page = f"/reviews/{reviewed(shop.soap).public_id}/report"
        assert submit(client, page, {}).status_code == 422
        answer = submit(client, page, {"reason": "abuse", "detail": "욕설이 있어요."})
        assert answer.headers["Location"] == f"/products/{shop.soap.id}#reviews"
        submit(client, page, {"reason": "other"})
        with transaction():
            person = factories.account()
        submit(signed_in(person), page, {"reason": "untrue"})
        db.session.rollback()
        assert db.session.scalar(select(func.count()).select_from(ReviewReport)) == 2

    def test_too_many_words_come_back(self, client: FlaskClient, shop: Shop) -> None:
        page = f"/reviews/{reviewed(shop.soap).public_id}/report"
        said = "<b>" + "가" * 20_000
        answer = submit(client, page, {"reason": "abuse", "detail": said})
        assert answer.status_code == 422
        assert "300자 안으로" in visible_text(answer)
        assert "가" * 20_000 in answer.text
        assert "<b>가" not in answer.text
