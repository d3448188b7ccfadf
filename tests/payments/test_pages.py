"""What people see on the way to the payment page and back; status and words."""

from __future__ import annotations

from datetime import timedelta
from urllib.parse import urlsplit

import pytest
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from marketplace.core import clock
from marketplace.core.database import transaction
from marketplace.orders import jobs as order_jobs
from marketplace.orders.models import Order, OrderStatus
from marketplace.orders.placing import place_order
from marketplace.payments.models import AttemptStatus
from marketplace.payments.sandbox.standing import WEBHOOK_PATH, open_sandbox
from marketplace.web.sandbox.checkout import MOST_LOOKS
from tests.orders.conftest import order_request
from tests.payments.shop import Shop
from tests.support.pages import csrf_of, submit, visible_text


@pytest.fixture
def order(shop: Shop) -> Order:
    return shop.order()


def begin(client: FlaskClient, order: Order) -> str:
    """Press the button that leads to the payment page; its path."""
    answer = submit(
        client,
        f"/payments/{order.access_token}/return",
        {},
        f"/payments/{order.access_token}/attempts",
    )
    assert answer.status_code == 303
    return str(answer.headers["Location"])


def press(client: FlaskClient, page: str, button: str, method: str = "kr_card") -> TestResponse:
    return submit(client, page, {"method": method}, f"{page}/{button}")


class TestHostedPage:
    def test_says_that_it_is_a_sandbox_and_what_is_paid(
        self, client: FlaskClient, order: Order
    ) -> None:
        page = client.get(begin(client, order))
        text = visible_text(page)
        assert page.status_code == 200
        assert "SANDBOX 결제창" in text
        assert "25,000원 결제하기" in text
        for method in ("국내 카드", "카카오페이", "네이버페이", "페이코", "삼성페이"):
            assert method in text

    def test_paying_confirms_and_leads_back(
        self, client: FlaskClient, shop: Shop, order: Order
    ) -> None:
        answer = press(client, begin(client, order), "payment", "kakao_pay")
        assert answer.status_code == 303
        back = client.get(answer.headers["Location"])
        assert "주문과 결제가 끝났어요" in visible_text(back)
        assert shop.fresh(order).status is OrderStatus.CONFIRMED

    def test_while_the_shop_does_not_answer_the_buyer_waits_on_the_page_not_in_a_worker(
        self, client: FlaskClient, shop: Shop, order: Order, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        page = begin(client, order)
        monkeypatch.setattr(shop.sandbox.courier, "wake", lambda: None)
        waiting = press(client, page, "payment").headers["Location"]
        assert urlsplit(waiting).path == page
        look = client.get(waiting)
        assert "잠시 뒤 저절로 돌아가요" in visible_text(look)
        assert look.headers["Refresh"].startswith(f"1; url={page}?event=evt_")
        shop.sandbox.courier.deliver_due()
        back = client.get(look.headers["Refresh"].removeprefix("1; url="))
        assert back.status_code == 303
        assert "주문과 결제가 끝났어요" in visible_text(client.get(back.headers["Location"]))

    def test_a_shop_that_never_answers_gets_its_buyer_back_all_the_same(
        self, client: FlaskClient, shop: Shop, order: Order, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        page = begin(client, order)
        monkeypatch.setattr(shop.sandbox.courier, "wake", lambda: None)
        waiting = press(client, page, "payment").headers["Location"]
        back = client.get(f"{waiting}&looks={MOST_LOOKS}")
        assert back.status_code == 303
        assert f"/payments/{order.access_token}/return" in back.headers["Location"]

    def test_a_decline_stays_on_the_page(
        self, client: FlaskClient, shop: Shop, order: Order
    ) -> None:
        answer = press(client, begin(client, order), "decline")
        assert answer.status_code == 402
        assert "결제가 거절되었습니다" in visible_text(answer)
        assert shop.fresh(order).status is OrderStatus.AWAITING_PAYMENT

    def test_giving_up_leads_back_to_an_order_that_is_kept(
        self, client: FlaskClient, order: Order
    ) -> None:
        page = begin(client, order)
        answer = press(client, page, "abandonment")
        stopped = client.get(answer.headers["Location"])
        assert "결제를 멈추셨어요" in visible_text(stopped)
        assert "맡아 둘게요" in visible_text(stopped)
        again = client.post(
            f"/payments/{order.access_token}/attempts", data={"csrf_token": csrf_of(stopped)}
        )
        assert again.headers["Location"] == page

    def test_an_expired_page_cannot_be_paid(
        self, client: FlaskClient, shop: Shop, order: Order
    ) -> None:
        page = begin(client, order)
        token = csrf_of(client.get(page))
        press(client, page, "expiry")
        answer = client.post(f"{page}/payment", data={"csrf_token": token, "method": "kr_card"})
        assert answer.status_code == 409
        assert "결제할 수 있는 시간이 지났어요" in visible_text(answer)
        assert shop.attempts(order)[0].status is AttemptStatus.EXPIRED

    def test_an_unknown_page_is_not_found(self, client: FlaskClient, shop: Shop) -> None:
        assert client.get("/sandbox/checkout/cs_test_nothing").status_code == 404

    def test_needs_a_token(self, client: FlaskClient, order: Order) -> None:
        page = begin(client, order)
        assert client.post(f"{page}/payment", data={"method": "kr_card"}).status_code == 400

    def test_shows_what_it_told_and_tells_it_again(
        self, client: FlaskClient, shop: Shop, order: Order
    ) -> None:
        press(client, begin(client, order), "payment")
        page = client.get("/sandbox/events")
        assert "checkout.session.completed" in visible_text(page)
        with shop.sandbox.ledger.writing() as book:
            row = book.sql.execute("SELECT id FROM event ORDER BY rowid DESC").fetchone()
        answer = submit(client, "/sandbox/events", {}, f"/sandbox/events/{row['id']}/deliveries")
        assert answer.status_code == 303
        assert len(shop.attempts(order)) == 1
        assert shop.fresh(order).status is OrderStatus.CONFIRMED

    def test_does_not_exist_in_production(self, shop: Shop) -> None:
        from dataclasses import replace

        from marketplace.config import SettingsRefused

        settings = replace(shop.app.extensions["settings"], env="production")
        with pytest.raises(SettingsRefused):
            open_sandbox(settings)


class TestReturnPage:
    def test_waits_while_nothing_is_known(
        self, client: FlaskClient, shop: Shop, order: Order
    ) -> None:
        begin(client, order)
        text = visible_text(client.get(f"/payments/{order.access_token}/return"))
        assert "결제를 확인하고 있어요" in text
        assert shop.fresh(order).status is OrderStatus.AWAITING_PAYMENT

    def test_a_claim_in_the_address_pays_nothing(
        self, client: FlaskClient, shop: Shop, order: Order
    ) -> None:
        begin(client, order)
        client.get(f"/payments/{order.access_token}/return?session_id=cs_test_x&paid=1")
        assert shop.fresh(order).status is OrderStatus.AWAITING_PAYMENT

    def test_asking_the_provider_settles_when_its_event_is_late(
        self, client: FlaskClient, shop: Shop, order: Order
    ) -> None:
        page = begin(client, order)
        shop.pay(page.rsplit("/", 1)[1], deliver=False)
        back = f"/payments/{order.access_token}/return"
        answer = submit(client, back, {}, f"/payments/{order.access_token}/verification")
        assert answer.status_code == 303
        assert "주문과 결제가 끝났어요" in visible_text(client.get(answer.headers["Location"]))

    def test_htmx_is_told_to_wait_or_to_go_on(
        self, client: FlaskClient, shop: Shop, order: Order
    ) -> None:
        page = begin(client, order)
        token = csrf_of(client.get(f"/payments/{order.access_token}/return"))

        def ask() -> TestResponse:
            return client.post(
                f"/payments/{order.access_token}/verification",
                data={"csrf_token": token},
                headers={"HX-Request": "true"},
            )

        assert ask().status_code == 204
        shop.pay(page.rsplit("/", 1)[1], deliver=False)
        assert ask().headers["HX-Redirect"] == f"/payments/{order.access_token}/return"

    def test_is_kind_to_who_paid_too_late(self, client: FlaskClient, shop: Shop) -> None:
        order = shop.order(units=2, stock=2)
        option_id = order.parcels[0].lines[0].option_id
        page = begin(client, order)
        event_id = shop.pay(page.rsplit("/", 1)[1], deliver=False)
        with clock.frozen(clock.now() + timedelta(hours=1)):
            order_jobs.release_expired()
        with transaction():
            place_order(order_request((option_id, 1), checkout="faster"))
        assert shop.send(shop.event(event_id)) == 200
        text = visible_text(client.get(f"/payments/{order.access_token}/return"))
        assert "결제 금액을 돌려드려요" in text
        assert "25,000원은 자동으로 취소했어요" in text

    def test_says_when_the_time_is_over(self, client: FlaskClient, order: Order) -> None:
        with clock.frozen(clock.now() + timedelta(hours=1)):
            order_jobs.release_expired()
        text = visible_text(client.get(f"/payments/{order.access_token}/return"))
        assert "결제할 수 있는 시간이 지났어요" in text
        stopped = client.get(f"/payments/{order.access_token}/stopped")
        assert stopped.status_code == 302

    def test_speaks_english(self, client: FlaskClient, order: Order) -> None:
        client.set_cookie("lang", "en")
        text = visible_text(client.get(f"/payments/{order.access_token}/return"))
        assert "Not paid yet" in text

    @pytest.mark.parametrize("page", ["return", "stopped"])
    def test_somebody_elses_order_is_not_found(
        self, client: FlaskClient, shop: Shop, page: str
    ) -> None:
        assert client.get(f"/payments/no-such-token/{page}").status_code == 404


class TestWebhookDoor:
    def test_an_unsigned_message_is_refused(self, client: FlaskClient, shop: Shop) -> None:
        answer = client.post(WEBHOOK_PATH, data=b"{}")
        assert answer.status_code == 400
        assert answer.json == {"status": 400, "code": "signature_refused"}

    def test_is_no_page(self, client: FlaskClient, shop: Shop) -> None:
        assert client.get(WEBHOOK_PATH).status_code == 405
