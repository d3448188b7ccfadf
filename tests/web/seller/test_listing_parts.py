"""Options and stock, pictures, and the product-information notice."""

from __future__ import annotations

from io import BytesIO
from typing import Any

import pytest
from flask import Flask
from werkzeug.test import TestResponse

from marketplace.catalog.models import Product
from marketplace.core.database import db, transaction
from marketplace.media.models import PictureState
from marketplace.orders import reservations
from tests.support import factories
from tests.support.pages import csrf_of, submit, visible_text
from tests.support.pictures import declared_png, photo, photo_from_a_phone
from tests.support.queue import ListQueue
from tests.web.seller.conftest import Firm


def stored(product: Product) -> Product:
    db.session.expire_all()
    return db.session.get_one(Product, product.id)


def rows(product: Product, *rows: dict[str, Any]) -> dict[str, Any]:
    """What the options page posts; the first row is the option that is there."""
    option = product.options[0]
    given: dict[str, Any] = {"version": product.version}
    first = {"option_id": option.id, "stock_shown": 10, "stock": 10, "is_active": "y"}
    for n, row in enumerate(rows):
        named = {"name": "", "price_delta_won": "0", **(first if n == 0 else {}), **row}
        given.update({f"options-{n}-{key}": value for key, value in named.items()})
    return given


class TestOptions:
    def test_adds_an_option_with_its_price_and_stock(self, app: Flask, firm: Firm) -> None:
        big = {"name": "큰 것", "price_delta_won": "3,000", "stock": "7", "is_active": "y"}
        data = rows(
            firm.product, {"name": "작은 것"}, big, {"is_active": "y", "price_delta_won": ""}
        )
        answer = submit(firm.client, f"{firm.listing}/options", data)
        assert answer.status_code == 302
        found = [
            (each.name, each.price_delta_won, each.stock.available if each.stock else None)
            for each in stored(firm.product).options
        ]
        assert found == [("작은 것", 0, 10), ("큰 것", 3000, 7)]

    def test_an_order_while_the_page_was_open_keeps_its_units(self, app: Flask, firm: Firm) -> None:
        token = csrf_of(firm.client.get(f"{firm.listing}/options"))
        with transaction():
            reservations.take({firm.product.options[0].id: 4}, "order:1")
        data = {**rows(firm.product, {"stock": "15"}), "csrf_token": token}
        assert firm.client.post(f"{firm.listing}/options", data=data).status_code == 302
        option = stored(firm.product).options[0]
        assert option.stock is not None
        assert option.stock.available == 11

    def test_taking_out_more_than_there_is_changes_nothing(self, app: Flask, firm: Firm) -> None:
        token = csrf_of(firm.client.get(f"{firm.listing}/options"))
        with transaction():
            reservations.take({firm.product.options[0].id: 8}, "order:1")
        data = {**rows(firm.product, {"stock": "3", "name": "이름"}), "csrf_token": token}
        answer = firm.client.post(f"{firm.listing}/options", data=data)
        assert answer.status_code == 422
        assert "재고는 지금 2개입니다" in visible_text(answer)
        assert 'value="이름"' in answer.get_data(as_text=True)
        assert stored(firm.product).options[0].name == ""

    def test_an_empty_stock_is_not_counted(self, app: Flask, firm: Firm) -> None:
        submit(firm.client, f"{firm.listing}/options", rows(firm.product, {"stock": ""}))
        assert stored(firm.product).options[0].stock is None

    @pytest.mark.parametrize(
        ("row", "told"),
        [
            ({"price_delta_won": "-10950"}, "이 선택의 가격이 100원보다 작아집니다."),
            ({"price_delta_won": "조금"}, "숫자로 적어 주세요."),
            ({"stock": "-1"}, "0개 이상으로 적어 주세요."),
            ({"is_active": ""}, "판매하는 선택이 하나는 있어야 합니다."),
        ],
    )
    def test_refuses_at_the_row(
        self, app: Flask, firm: Firm, row: dict[str, str], told: str
    ) -> None:
        answer = submit(firm.client, f"{firm.listing}/options", rows(firm.product, row))
        assert answer.status_code == 422
        assert told in visible_text(answer)
        assert stored(firm.product).version == firm.product.version

    def test_the_second_of_two_people_is_told_and_may_go_on(self, app: Flask, firm: Firm) -> None:
        with transaction():
            second = rows(firm.product, {"name": "둘째"})
        submit(firm.client, f"{firm.listing}/options", rows(firm.product, {"name": "첫째"}))
        answer = submit(firm.client, f"{firm.listing}/options", second)
        assert answer.status_code == 422
        text = visible_text(answer)
        assert "다른 담당자가" in text
        assert "지금 저장된 선택: 첫째" in text
        assert 'value="둘째"' in answer.get_data(as_text=True)


def upload(firm: Firm, data: bytes, name: str = "photo.jpg", alt: str = "") -> TestResponse:
    sent = {"picture": (BytesIO(data), name), "alt": alt}
    return submit(firm.client, f"{firm.listing}/pictures", sent)


class TestPictures:
    def test_an_upload_is_received_then_ready(
        self, app: Flask, firm: Firm, jobs: ListQueue
    ) -> None:
        jobs.run_all()
        assert upload(firm, photo_from_a_phone(), alt="비누 두 개").status_code == 302
        page = firm.client.get(f"{firm.listing}/pictures")
        assert "크기를 만드는 중" in visible_text(page)
        assert 'hx-trigger="every 2s"' in page.get_data(as_text=True)
        jobs.run_all()
        page = firm.client.get(f"{firm.listing}/pictures")
        assert "크기를 만드는 중" not in visible_text(page)
        assert 'hx-trigger="every 2s"' not in page.get_data(as_text=True)
        added = stored(firm.product).pictures[1].picture
        assert (added.state, added.alt) == (PictureState.READY, "비누 두 개")

    @pytest.mark.parametrize(
        ("data", "told"),
        [
            (b"GIF89a" + b"0" * 200, "JPEG, PNG, WebP 사진만"),
            (declared_png(13_300, 13_300), "2,400만 화소"),
            (photo(3000, 2000)[:5000], "잘렸어요"),
        ],
    )
    def test_refuses_by_content_in_the_field(
        self, app: Flask, firm: Firm, data: bytes, told: str
    ) -> None:
        answer = upload(firm, data)
        assert answer.status_code == 422
        assert told in visible_text(answer)
        assert len(stored(firm.product).pictures) == 1

    def test_asks_for_a_file(self, app: Flask, firm: Firm) -> None:
        answer = submit(firm.client, f"{firm.listing}/pictures", {"alt": "말만"})
        assert answer.status_code == 422
        assert "사진을 골라 주세요." in visible_text(answer)

    def test_moves_describes_and_removes(self, app: Flask, firm: Firm) -> None:
        upload(firm, photo(900, 900))
        first, second = (each.picture_id for each in stored(firm.product).pictures)
        page = f"{firm.listing}/pictures"
        submit(firm.client, page, {"to": 0}, to=f"{page}/{second}/place")
        submit(firm.client, page, {"alt": "앞에 선 비누"}, to=f"{page}/{second}/description")
        submit(firm.client, page, {}, to=f"{page}/{first}/removal")
        (left,) = stored(firm.product).pictures
        assert (left.picture_id, left.picture.alt) == (second, "앞에 선 비누")
        submit(firm.client, page, {}, to=f"{page}/{second}/removal")
        assert "사진이 한 장은 있어야 합니다" in visible_text(firm.client.get(page))


class TestNotice:
    def test_answers_are_saved_and_the_rest_is_counted(self, app: Flask, firm: Firm) -> None:
        with transaction():
            bare = factories.product(firm.enterprise)
        page = f"/seller/listings/{bare.id}/notice"
        answer = submit(firm.client, page, {"version": bare.version, "notice-maker": " 가상공방 "})
        assert answer.status_code == 302
        assert stored(bare).notice["maker"] == "가상공방"
        assert "5개 남음" in visible_text(firm.client.get(page))

    def test_a_long_answer_is_refused_in_its_field_and_kept(self, app: Flask, firm: Firm) -> None:
        long = "가" * 501
        data = {"version": firm.product.version, "notice-maker": long}
        answer = submit(firm.client, f"{firm.listing}/notice", data)
        assert answer.status_code == 422
        assert "500자 안으로 적어 주세요." in visible_text(answer)
        assert long in answer.get_data(as_text=True)

    def test_the_second_of_two_people_is_told(self, app: Flask, firm: Firm) -> None:
        data = {"version": 99, "notice-maker": "둘째"}
        answer = submit(firm.client, f"{firm.listing}/notice", data)
        assert answer.status_code == 422
        assert "다른 담당자가" in visible_text(answer)
        assert 'value="둘째"' in answer.get_data(as_text=True)
