"""Listings: what is found, narrowed, sorted, and what happens when nothing is."""

from __future__ import annotations

from flask.testing import FlaskClient

from marketplace.catalog.models import ProductStatus
from marketplace.core.database import db, transaction
from tests.support import factories
from tests.support.pages import visible_text
from tests.web.store.conftest import Shop


class TestProducts:
    def test_shows_every_product_with_maker_price_and_certificate(
        self, client: FlaskClient, indexed: Shop
    ) -> None:
        text = visible_text(client.get("/products"))
        for words in ("쑥 숙성비누", "6,500원", "해솔비누협동조합", "인증사회적기", "상품 3개"):
            assert words in text

    def test_a_lapsed_certificate_is_no_badge(self, client: FlaskClient, shop: Shop) -> None:
        with transaction():
            for certificate in db.session.merge(shop.soap_maker).certifications:
                certificate.expires_on = certificate.issued_on
        assert "product-card__badges" not in client.get("/products").text

    def test_hides_what_is_not_on_sale(self, client: FlaskClient, shop: Shop) -> None:
        with transaction():
            db.session.merge(shop.bread).status = ProductStatus.SUSPENDED
        assert "통밀 식빵" not in visible_text(client.get("/products"))

    def test_counts_each_choice_and_takes_a_chosen_one_off(
        self, client: FlaskClient, indexed: Shop
    ) -> None:
        page = client.get("/products?certification=certified_social&kind=goods")
        text = visible_text(page)
        assert "상품 1개" in text
        assert "통밀 식빵" not in text
        assert 'href="/products?kind=goods"' in page.text  # the chip that takes the other off
        assert 'href="/products"' in page.text

    def test_reads_prices_as_people_write_them(self, client: FlaskClient, indexed: Shop) -> None:
        text = visible_text(client.get("/products?min_price=6,000원&max_price="))
        assert "쑥 숙성비누" in text
        assert "통밀 식빵" not in text

    def test_says_what_it_cannot_read_and_shows_the_rest(
        self, client: FlaskClient, indexed: Shop
    ) -> None:
        text = visible_text(client.get("/products?min_price=싸게"))
        assert "가격은 숫자로" in text
        assert "상품 3개" in text

    def test_sorts_by_price(self, client: FlaskClient, indexed: Shop) -> None:
        page = client.get("/products?sort=price_asc").text
        assert page.index("통밀 식빵") < page.index("쑥 숙성비누")

    def test_words_in_the_address_lead_to_search(self, client: FlaskClient, shop: Shop) -> None:
        answer = client.get("/products?q=비누")
        assert answer.status_code == 301
        assert answer.headers["Location"].startswith("/search?q=")


class TestPaging:
    def test_the_next_page_is_an_address_of_its_own(
        self, client: FlaskClient, indexed: Shop
    ) -> None:
        with transaction():
            for number in range(30):
                factories.product(db.session.merge(indexed.baker), name=f"쿠키 {number:02d}호")
        from marketplace.search import worker

        worker.rebuild()
        first = client.get("/products?sort=new")
        href = first.text.split('rel="next" href="')[1].split('"')[0].replace("&amp;", "&")
        second = client.get(href)
        assert second.status_code == 200
        on_first, on_second = (
            {f"쿠키 {n:02d}호" for n in range(30) if f"쿠키 {n:02d}호" in page.text}
            for page in (first, second)
        )
        assert len(on_first) == 24
        assert on_first.isdisjoint(on_second)
        assert "처음부터 보기" in second.text

    def test_a_forged_place_shows_the_first_page(self, client: FlaskClient, indexed: Shop) -> None:
        assert "상품 3개" in visible_text(client.get("/products?cursor=zzzz"))


class TestCategory:
    def test_shows_what_lies_in_it(self, client: FlaskClient, indexed: Shop) -> None:
        text = visible_text(client.get("/categories/food"))
        assert "통밀 식빵" in text
        assert "쑥 숙성비누" not in text

    def test_an_unknown_one_is_told_kindly(self, client: FlaskClient, shop: Shop) -> None:
        answer = client.get("/categories/nothing-such")
        assert answer.status_code == 404
        assert "그런 갈래는 없어요" in visible_text(answer)


class TestSearch:
    def test_finds_words_with_particles(self, client: FlaskClient, indexed: Shop) -> None:
        assert "쑥 숙성비누" in visible_text(client.get("/search?q=비누를"))

    def test_helps_when_nothing_is_found(self, client: FlaskClient, indexed: Shop) -> None:
        text = visible_text(client.get("/search?q=헬리콥터"))
        assert "맞는 상품을 찾지 못했어요" in text
        assert "모든 상품 보기" in text

    def test_takes_anything_typed(self, client: FlaskClient, indexed: Shop) -> None:
        for typed in ("가" * 20_000, "' OR 1=1 --", "<script>alert(1)</script>", "\x00\x01", "%"):
            answer = client.get("/search", query_string={"q": typed})
            assert answer.status_code == 200
            assert "<script>alert" not in answer.text

    def test_is_not_for_search_engines(self, client: FlaskClient, indexed: Shop) -> None:
        assert 'content="noindex, follow"' in client.get("/search?q=비누").text

    def test_answers_from_the_database_without_an_index(
        self, client: FlaskClient, shop: Shop
    ) -> None:
        text = visible_text(client.get("/search?q=비누"))
        assert "쑥 숙성비누" in text
        assert "통밀 식빵" not in text

    def test_offers_words(self, client: FlaskClient, indexed: Shop) -> None:
        answer = client.get("/search/suggestions?q=숙")
        assert answer.status_code == 200
        assert 'role="option"' in answer.text
        assert "숙성비누" in answer.text


class TestHtmx:
    def test_is_given_the_inside_and_a_clean_address(
        self, client: FlaskClient, indexed: Shop
    ) -> None:
        answer = client.get(
            "/products?kind=goods&min_price=&max_price=",
            headers={"HX-Request": "true", "HX-Target": "results"},
        )
        assert answer.headers["HX-Push-Url"] == "/products?kind=goods"
        assert "<html" not in answer.text
        assert 'id="results"' in answer.text
