"""A guest asks, reads the answer, accepts and pays; nothing typed is lost."""

from __future__ import annotations

import re
from io import BytesIO
from typing import Any

from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import func, select

from marketplace.core.database import db, transaction
from marketplace.orders.cancelling import cancel_order
from marketplace.orders.models import Order
from marketplace.quoting import deciding
from marketplace.quoting.deciding import Choice
from marketplace.quoting.models import InquiryStatus, QuoteInquiry, QuoteRequest
from tests.orders.conftest import order_request
from tests.quoting.asking import quoted, request_of, service
from tests.support.pages import csrf_of, submit, visible_text
from tests.support.statements import counting

HIDDEN = re.compile(
    r'name="(form_token|checkout_token|shown_total_won|version)"[^>]*value="([^"]*)"'
)
TYPED = {
    "subject": "행사 청소",
    "quantity": "120㎡",
    "needed_when": "12월",
    "place": "구청 강당",
    "budget_won": "400,000원",
    "message": "<b>의자가</b> 많아요'; DROP TABLE",
    "name": "김시민",
    "phone": "010-1234-5678",
    "email": "citizen@demo.example",
    "agree_seller": "y",
}


def filled(client: FlaskClient, path: str, **changes: Any) -> dict[str, Any]:
    page = client.get(path)
    hidden = dict(HIDDEN.findall(page.text))
    return {"csrf_token": csrf_of(page), **hidden, **TYPED, **changes}


def requests() -> int:
    db.session.rollback()
    return int(db.session.scalar(select(func.count()).select_from(QuoteRequest)) or 0)


class TestAsk:
    def test_a_guest_asks_and_a_double_click_asks_once(self, client: FlaskClient) -> None:
        with transaction():
            product_id = service().id
        at = f"/products/{product_id}/quote-requests/new"
        assert at in client.get(f"/products/{product_id}").text
        sent = filled(client, at, file=(BytesIO(b"%PDF-1.4\n%%EOF"), "도면.pdf"))
        first = client.post(at, data=sent)
        again = client.post(at, data={**sent, "file": (BytesIO(b""), "")})
        assert first.status_code == 303
        assert again.headers["Location"] == first.headers["Location"]
        assert requests() == 1
        page = client.get(first.headers["Location"])
        words = visible_text(page)
        assert "판매자의 답을 기다리고 있어요" in words
        assert "'; DROP TABLE" in words
        assert "&lt;b&gt;" in page.text
        file_link = re.search(r'/quotes/[^"]+/files/[^"]+', page.text)
        assert file_link
        answer = client.get(file_link[0])
        assert answer.status_code == 200
        assert answer.headers["Content-Disposition"].startswith("attachment")
        answer.close()

    def test_bad_input_is_told_in_its_field_and_kept(self, client: FlaskClient) -> None:
        with transaction():
            product_id = service().id
        at = f"/products/{product_id}/quote-requests/new"
        wrong = {
            "quantity": "",
            "budget_won": "많이",
            "phone": "없음",
            "message": "가" * 20_000,
            "agree_seller": "",
            "file": (BytesIO(b"MZ\x90"), "virus.exe"),
        }
        answer = client.post(at, data=filled(client, at, **wrong))
        words = visible_text(answer)
        assert answer.status_code == 422
        for said in (
            "수량이나 인원, 크기를 적어 주세요.",
            "숫자로 적어 주세요.",
            "2,000자 안으로 적어 주세요.",
            "동의해 주셔야 판매자가 답할 수 있어요.",
        ):
            assert said in words, said
        assert 'value="많이"' in answer.text
        assert "가" * 20_000 in answer.text
        assert 'value="행사 청소"' in answer.text
        assert requests() == 0

    def test_a_wrong_file_is_told_in_its_field(self, client: FlaskClient) -> None:
        with transaction():
            product_id = service().id
        at = f"/products/{product_id}/quote-requests/new"
        sent = filled(client, at, file=(BytesIO(b"MZ\x90"), "virus.exe"))
        answer = client.post(at, data=sent)
        assert answer.status_code == 422
        assert "PDF, JPEG, PNG, HWPX 파일만" in visible_text(answer)
        assert requests() == 0

    def test_a_product_with_a_price_can_be_asked_for_too(self, client: FlaskClient) -> None:
        with transaction():
            product_id = service(price_won=9_000).id
        assert "많은 수량은 견적을 받아 보세요" in visible_text(
            client.get(f"/products/{product_id}")
        )


class TestConversation:
    def test_costs_a_bounded_number_of_statements(self, app: Flask, client: FlaskClient) -> None:
        with transaction():
            request = request_of()
            for _ in range(6):
                quoted(request)
            token = request.public_id
        with counting(app) as statements:
            assert client.get(f"/quotes/{token}").status_code == 200
        assert len(statements) <= 12, statements

    def test_nobody_guesses_it(self, client: FlaskClient) -> None:
        assert client.get("/quotes/nothing").status_code == 404

    def test_message_decline_and_paper(self, client: FlaskClient) -> None:
        with transaction():
            request = request_of()
            quoted(request)
            at = f"/quotes/{request.public_id}"
        assert submit(client, at, {"text": ""}, f"{at}/messages").status_code == 422
        assert submit(client, at, {"text": "언제 오세요?"}, f"{at}/messages").status_code == 303
        assert "언제 오세요?" in visible_text(client.get(at))
        paper = visible_text(client.get(f"{at}/papers/1"))
        assert "금 삼십육만원정" in paper
        assert client.get(f"{at}/papers/9").status_code == 404
        sent = {"outcome": "lost_to_ordinary", "won": "30만", "reason": "가까운 곳"}
        answer = submit(client, at, sent, f"{at}/decline")
        assert answer.status_code == 422
        assert 'value="가까운 곳"' in answer.text
        sent["won"] = "300,000"
        assert submit(client, at, sent, f"{at}/decline").status_code == 303
        inquiry = db.session.scalars(select(QuoteInquiry)).one()
        assert (inquiry.status, inquiry.outcome_won) == (InquiryStatus.DECLINED, 300_000)


class TestAcceptance:
    def test_makes_one_order_and_goes_to_pay(self, app: Flask, client: FlaskClient) -> None:
        with transaction():
            request = request_of()
            quoted(request)
            at = f"/quotes/{request.public_id}/acceptance"
        page = client.get(at)
        assert 'name="postcode"' not in page.text  # a service is not sent
        sent = {
            "csrf_token": csrf_of(page),
            **dict(HIDDEN.findall(page.text)),
            "buyer_name": "김시민",
            "buyer_email": "citizen@demo.example",
            "buyer_phone": "010-1234-5678",
            "is_same_person": "y",
        }
        refused = client.post(at, data=sent)
        assert refused.status_code == 422
        assert "구매에 동의해 주셔야" in visible_text(refused)
        sent |= {"agree_order": "y", "agree_privacy": "y", "agree_sellers": "y"}
        answers = [client.post(at, data=sent) for _ in range(2)]
        assert [each.status_code for each in answers] == [303, 303]
        db.session.rollback()
        order = db.session.scalars(select(Order)).one()
        assert order.total_won == 360_000
        assert f"/orders/{order.access_token}" in client.get(f"/quotes/{request.public_id}").text

    def test_somebody_else_was_first(self, client: FlaskClient) -> None:
        with transaction():
            request = request_of()
            quote = quoted(request)
            at = f"/quotes/{request.public_id}/acceptance"
        assert client.get(at).status_code == 200
        with transaction():
            deciding.accept(Choice(quote.inquiry_id, 1))
        assert client.get(at).status_code == 303


class TestFellThrough:
    def test_the_asker_reads_it_and_accepts_again(self, client: FlaskClient) -> None:
        with transaction():
            request = request_of()
            quote = quoted(request)
            choice, at = Choice(quote.inquiry_id, 1), f"/quotes/{request.public_id}"
        with transaction():
            deciding.order_by_quote(choice, order_request(shown_total_won=360_000))
        assert "이 견적으로 주문했어요" in visible_text(client.get(at))
        assert client.get(f"{at}/acceptance").status_code == 303
        with transaction():
            cancel_order(db.session.scalars(select(Order.id)).one(), "")
        words = visible_text(client.get(at))
        assert "결제되지 않고 닫혔어요" in words
        assert "다시 수락할 수 있어요" in words
        assert client.get(f"{at}/acceptance").status_code == 200
