"""From the request list to the approver's desk."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select
from werkzeug.test import TestResponse

from marketplace.core import clock
from marketplace.core.database import db, transaction
from marketplace.orders.models import OrderStatus
from marketplace.procurement.models import (
    ContractMethod,
    PurchaseFile,
    PurchaseFileStatus,
    RequestLine,
)
from tests.procurement.purchasing import Scene, approved, requested, stock_of
from tests.support import factories
from tests.support.pages import csrf_of, submit, visible_text
from tests.support.signing_in import SignIn

NEW = "/buyer/requests/new"
HIDDEN = re.compile(r'name="(checkout_token|shown_total_won)"[^>]*value="([^"]*)"')


def put_on_list(client: FlaskClient, scene: Scene, quantity: int = 2) -> TestResponse:
    return submit(
        client,
        f"/buyer/products/{scene.soap.id}",
        {"option_id": scene.soap.options[0].id, "quantity": quantity},
        to="/buyer/request-list/lines",
    )


def filled(page: TestResponse, **values: Any) -> dict[str, Any]:
    """The form as a person would send it from this page."""
    hidden = dict(HIDDEN.findall(page.get_data(as_text=True)))
    return {
        "csrf_token": csrf_of(page),
        **hidden,
        "title": "답례품 구매",
        "purpose": "주민 행사",
        "budget_item": "행사운영비",
        "method": "negotiated_one_quote",
        "recipient_name": "김구매",
        "recipient_phone": "02-000-0001",
        "postcode": "02830",
        "address": "서울 성북구 가상로 168",
        "address_detail": "3층",
        **values,
    }


def send(client: FlaskClient, **values: Any) -> TestResponse:
    page = client.get(NEW)
    assert page.status_code == 200, visible_text(page)
    return client.post(NEW, data=filled(page, **values))


def the_file() -> PurchaseFile:
    db.session.rollback()
    return db.session.scalars(select(PurchaseFile)).one()


class TestRequestList:
    def test_sums_what_counts_apart_from_what_does_not(
        self, scene: Scene, purchaser: FlaskClient
    ) -> None:
        with transaction():
            plain = factories.product(factories.enterprise(), price_won=5000)
        put_on_list(purchaser, scene)
        page = f"/buyer/products/{plain.id}"
        data = {"option_id": plain.options[0].id, "quantity": 1}
        submit(purchaser, page, data, to="/buyer/request-list/lines")
        text = visible_text(purchaser.get("/buyer/request-list"))
        assert "합계 33,000원" in text
        assert "실적으로 인정될 금액 22,000원" in text
        assert "인정되지 않는 금액 5,000원" in text

    def test_quantity_can_be_changed_and_lines_removed(
        self, scene: Scene, purchaser: FlaskClient
    ) -> None:
        put_on_list(purchaser, scene)
        line = f"/buyer/request-list/lines/{db.session.scalars(select(RequestLine.id)).one()}"
        submit(purchaser, "/buyer/request-list", {"quantity": 3}, to=f"{line}/quantity")
        assert "33,000원" in visible_text(purchaser.get("/buyer/request-list"))
        submit(purchaser, "/buyer/request-list", {}, to=f"{line}/removal")
        assert "목록이 비어 있습니다" in visible_text(purchaser.get("/buyer/request-list"))

    @pytest.mark.parametrize("quantity", ["0", "-3", "many", "10000", ""])
    def test_an_impossible_quantity_is_told_and_nothing_is_kept(
        self, scene: Scene, purchaser: FlaskClient, quantity: Any
    ) -> None:
        put_on_list(purchaser, scene, quantity)
        text = visible_text(purchaser.get(f"/buyer/products/{scene.soap.id}"))
        assert "수량은 1개부터 9,999개까지" in text
        assert db.session.scalars(select(RequestLine)).all() == []

    def test_a_shortage_is_told_and_the_request_cannot_be_written(
        self, scene: Scene, purchaser: FlaskClient
    ) -> None:
        put_on_list(purchaser, scene, 11)
        text = visible_text(purchaser.get("/buyer/request-list"))
        assert "재고가 10개 남았습니다." in text
        assert "구매요청서 쓰기" not in text

    def test_an_approver_has_none(self, scene: Scene, approver: FlaskClient) -> None:
        assert approver.get("/buyer/request-list").status_code == 403


class TestNewRequest:
    def test_sends_it_to_the_approver_and_holds_the_stock(
        self, scene: Scene, purchaser: FlaskClient
    ) -> None:
        put_on_list(purchaser, scene)
        answer = send(purchaser)
        file = the_file()
        assert answer.location == f"/buyer/files/{file.public_id}"
        assert file.method is ContractMethod.NEGOTIATED_ONE_QUOTE
        assert (file.order.address, file.order.total_won) == ("서울 성북구 가상로 168", 25_000)
        assert stock_of(scene.soap) == 8
        assert "결재 대기" in visible_text(purchaser.get(answer.location))

    def test_is_prefilled_with_the_departments_address(
        self, scene: Scene, purchaser: FlaskClient
    ) -> None:
        with transaction():
            scene.place.postcode, scene.place.address = "02831", "서울 성북구 부서로 7"
        put_on_list(purchaser, scene)
        page = purchaser.get(NEW).get_data(as_text=True)
        assert 'value="서울 성북구 부서로 7"' in page
        assert 'value="02831"' in page

    def test_says_beforehand_that_a_lapsed_seller_will_not_count(
        self, scene: Scene, purchaser: FlaskClient
    ) -> None:
        with transaction():
            scene.certification.expires_on = clock.today() - timedelta(days=1)
        put_on_list(purchaser, scene)
        text = visible_text(purchaser.get(NEW))
        assert "실적 미인정 인증사회적기업 인증이 2026. 11. 19.까지여서" in text
        assert "실적으로 인정될 금액 0원" in text

    def test_gives_hints_on_the_contract_with_their_source(
        self, scene: Scene, purchaser: FlaskClient
    ) -> None:
        put_on_list(purchaser, scene)
        text = visible_text(purchaser.get(NEW))
        assert "참고 정보이며 결정이 아닙니다" in text
        assert "수의계약 가능 2,000만 원까지 가능합니다." in text
        assert "시행령 제25조 · 확실함 보통" in text

    def test_faults_stand_at_their_fields_and_what_was_typed_stays(
        self, scene: Scene, purchaser: FlaskClient
    ) -> None:
        put_on_list(purchaser, scene)
        answer = send(purchaser, title="", postcode="123", purpose="여기 남아야 함")
        assert answer.status_code == 422
        text = visible_text(answer)
        assert "제목을 적어 주세요." in text
        assert "우편번호 5자리를 적어 주세요." in text
        assert "여기 남아야 함" in text

    def test_a_price_that_moved_meanwhile_is_shown_and_nothing_is_made(
        self, scene: Scene, purchaser: FlaskClient
    ) -> None:
        put_on_list(purchaser, scene)
        form = filled(purchaser.get(NEW))
        with transaction():
            scene.soap.price_won = 12_000
        answer = purchaser.post(NEW, data=form)
        assert answer.status_code == 422
        assert "25,000원에서 27,000원으로" in visible_text(answer)
        assert db.session.scalars(select(PurchaseFile)).all() == []
        again = purchaser.post(NEW, data=filled(answer))
        assert again.status_code == 302

    def test_stock_that_ran_out_meanwhile_is_told_and_the_list_stays(
        self, scene: Scene, purchaser: FlaskClient
    ) -> None:
        put_on_list(purchaser, scene, 9)
        form = filled(purchaser.get(NEW))
        with transaction():
            colleague = factories.serves(scene.place)
        requested(replace(scene, purchaser=colleague), (scene.soap, 2))
        answer = purchaser.post(NEW, data=form)
        assert answer.status_code == 422
        assert "재고가 8개 남아" in visible_text(answer)
        assert "재고가 8개 남았습니다." in visible_text(purchaser.get("/buyer/request-list"))

    def test_a_second_press_leads_to_the_first_file(
        self, scene: Scene, purchaser: FlaskClient
    ) -> None:
        put_on_list(purchaser, scene)
        form = filled(purchaser.get(NEW))
        first, second = (purchaser.post(NEW, data=form) for _ in range(2))
        assert first.location == second.location == f"/buyer/files/{the_file().public_id}"

    def test_an_empty_list_leads_back_to_it(self, scene: Scene, purchaser: FlaskClient) -> None:
        assert purchaser.get(NEW).location == "/buyer/request-list"


class TestFile:
    def test_another_departments_file_is_not_found(self, scene: Scene, signed_in: SignIn) -> None:
        file = requested(scene)
        with transaction():
            stranger = factories.serves(factories.department(scene.body))
        other = signed_in(stranger)
        base = f"/buyer/files/{file.public_id}"
        for path in (base, f"{base}/request-paper"):
            assert other.get(path).status_code == 404

    def test_can_be_withdrawn_before_anybody_decides(
        self, scene: Scene, purchaser: FlaskClient
    ) -> None:
        file = requested(scene)
        base = f"/buyer/files/{file.public_id}"
        submit(purchaser, base, {"reason": "수량 변경"}, to=f"{base}/withdrawal")
        assert the_file().status is PurchaseFileStatus.WITHDRAWN
        assert stock_of(scene.soap) == 10
        assert "수량 변경" in visible_text(purchaser.get(base))

    def test_an_approved_one_offers_no_withdrawal(
        self, scene: Scene, purchaser: FlaskClient
    ) -> None:
        file = approved(scene)
        base = f"/buyer/files/{file.public_id}"
        assert "구매요청 회수" not in visible_text(purchaser.get(base))
        token = csrf_of(purchaser.get(base))
        purchaser.post(f"{base}/withdrawal", data={"csrf_token": token})
        assert "결재가 끝난 구매요청은 회수할 수 없습니다." in visible_text(purchaser.get(base))
        assert the_file().order.status is OrderStatus.CONFIRMED

    def test_is_listed_by_state(self, scene: Scene, purchaser: FlaskClient) -> None:
        requested(scene)
        assert "행사 답례품 구매" in visible_text(purchaser.get("/buyer/files?status=submitted"))
        assert "구매요청이 없습니다" in visible_text(purchaser.get("/buyer/files?status=rejected"))
