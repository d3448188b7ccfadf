"""Exchanging for another option: at the same price, while it is there, and the books agree."""

from __future__ import annotations

import pytest
from flask import Flask

from marketplace.catalog.models import Product, ProductOption, Stock
from marketplace.core.database import db, transaction
from marketplace.orders.errors import StockRanOut
from marketplace.returns import answering
from marketplace.returns.errors import ReturnRefused
from marketplace.returns.models import Condition, ReturnKind, ReturnRequest, ReturnStatus
from marketplace.returns.requesting import confirm_replacement
from tests.orders.conftest import available
from tests.returns.conftest import Scene, make_scene
from tests.support.pages import csrf_of, visible_text


def another(scene: Scene, name: str = "파랑", units: int = 1, delta: int = 0) -> int:
    """One more option of the first line's product."""
    product_id = scene.lines[0].product_id
    with transaction() as session:
        option = ProductOption(product_id=product_id, name=name, price_delta_won=delta, position=5)
        session.add(option)
        session.flush()
        session.add(Stock(option_id=option.id, available=units))
        session.flush()
        return option.id


def exchange(scene: Scene, option_id: int, units: int = 1, token: str = "form-1") -> ReturnRequest:
    options = {scene.lines[0].id: option_id}
    return scene.ask(units, kind=ReturnKind.EXCHANGE, options=options, token=token)


def come(request_id: int) -> None:
    with transaction():
        answering.approve(request_id)
    with transaction():
        answering.note_arrival(request_id, Condition.RESALEABLE)


def send(request_id: int) -> None:
    with transaction():
        answering.send_replacement(request_id, "direct")


@pytest.mark.usefixtures("app")
class TestSwap:
    def test_the_old_goes_on_the_shelf_and_the_new_comes_off_it(self) -> None:
        scene = make_scene((11_000, 2))
        blue, old = another(scene, units=3), scene.lines[0].option_id
        request = exchange(scene, blue)
        assert request.lines[0].wanted_option_name == "파랑"
        left = available(old)
        come(request.id)
        send(request.id)
        assert (available(old), available(blue)) == (left + 1, 2)

    def test_what_an_exchange_brought_goes_back_as_what_it_is(self) -> None:
        scene = make_scene((11_000, 1))
        blue, old = another(scene), scene.lines[0].option_id
        first = exchange(scene, blue)
        come(first.id)
        send(first.id)
        with transaction():
            confirm_replacement(first.id)
        left = available(old)
        second = scene.ask(1, token="form-2")
        come(second.id)
        assert (available(old), available(blue)) == (left, 1)

    @pytest.mark.parametrize(
        ("units", "delta", "told"),
        [(0, 0, "지금 0개 남아 있어요"), (9, 500, "값이 달라 교환할 수 없어요")],
    )
    def test_refuses_what_is_gone_or_costs_otherwise(
        self, units: int, delta: int, told: str
    ) -> None:
        scene = make_scene((11_000, 1))
        with pytest.raises(ReturnRefused, match=told):
            exchange(scene, another(scene, units=units, delta=delta))

    def test_refuses_another_product_and_one_taken_off_sale(self) -> None:
        scene = make_scene((11_000, 1), (11_000, 1))
        blue = another(scene)
        with transaction():
            db.session.get_one(ProductOption, blue).is_active = False
        for wrong in (scene.lines[1].option_id, blue, -1, 2**40):
            with pytest.raises(ReturnRefused, match="다시 골라 주세요"):
                exchange(scene, wrong)

    def test_the_last_one_is_sent_once_and_the_other_is_refunded(self) -> None:
        scene = make_scene((11_000, 2))
        blue = another(scene, units=1)
        first, second = (exchange(scene, blue, token=f"form-{n}") for n in range(2))
        for each in (first, second):
            come(each.id)
        send(first.id)
        with pytest.raises(StockRanOut):
            send(second.id)
        with transaction():
            answering.refund(second.id)
        assert scene.refunds() == [11_000]
        assert available(blue) == 0
        assert db.session.get_one(ReturnRequest, second.id).status is ReturnStatus.REFUNDED

    def test_a_return_looks_at_no_option(self) -> None:
        scene = make_scene((11_000, 1))
        request = scene.ask(1, options={scene.lines[0].id: another(scene, units=0)})
        assert request.lines[0].wanted_option_id is None


class TestOnThePage:
    def test_offers_what_costs_the_same_and_says_the_way_for_the_rest(self, app: Flask) -> None:
        scene = make_scene((11_000, 2))
        with transaction():
            db.session.get_one(Product, scene.lines[0].product_id).options[0].name = "초록"
        blue, gone = another(scene, units=2), another(scene, "노랑", units=0)
        another(scene, "선물 상자", units=9, delta=2_000)
        new = f"/orders/{scene.token}/parcels/{scene.parcel.public_id}/returns"
        client = app.test_client()
        page = client.get(f"{new}/new")
        text = visible_text(page)
        assert "교환이라면 받을 것" in text
        assert "노랑 · 품절" in text
        assert "값이 다른 선택(선물 상자)으로 바꾸려면 반품하고 다시 주문해 주세요." in text
        line_id = scene.lines[0].id
        form = {
            "csrf_token": csrf_of(page),
            "form_token": "form-1",
            f"units-{line_id}": "1",
            f"option-{line_id}": str(blue),
            "kind": "exchange",
            "reason": "wrong_choice",
            "way_back": "self",
            "pickup_name": "김시민",
            "pickup_phone": "010-0000-0000",
            "pickup_postcode": "02848",
            "pickup_address": "서울 성북구 보문로 168",
        }
        told = client.post(new, data=form | {"step": "review"})
        assert "바꿔 받을 것: 파랑" in visible_text(told)
        assert f'name="option-{line_id}" value="{blue}"' in told.text
        for wrong, said in ((gone, "지금 0개 남아 있어요"), ("<b>'", "다시 골라 주세요")):
            bad = client.post(new, data=form | {"step": "send", f"option-{line_id}": wrong})
            assert bad.status_code == 422
            assert said in visible_text(bad)
            assert 'value="서울 성북구 보문로 168"' in bad.text
        sent = client.post(new, data=form | {"step": "send"}, follow_redirects=True)
        assert "파랑" in visible_text(sent)
