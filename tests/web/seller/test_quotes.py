"""A firm answers: lines kept as typed, versions, a refusal; another firm's is not found."""

from __future__ import annotations

from typing import Any

from flask import Flask
from sqlalchemy import select

from marketplace.core import clock
from marketplace.core.database import db, transaction
from marketplace.orders.cancelling import cancel_order
from marketplace.orders.models import Order
from marketplace.quoting.deciding import Choice, order_by_quote
from marketplace.quoting.models import InquiryStatus, QuoteInquiry
from tests.orders.conftest import order_request
from tests.quoting.asking import quoted, request_of
from tests.support.pages import submit, visible_text
from tests.support.statements import counting
from tests.web.seller.conftest import Firm


def line(number: int, name: str, quantity: str, price: str, vat: str = "taxable") -> dict[str, str]:
    at = f"lines-{number}"
    return {
        f"{at}-name": name,
        f"{at}-quantity": quantity,
        f"{at}-unit_price_won": price,
        f"{at}-vat_class": vat,
    }


def asked(firm: Firm) -> str:
    with transaction():
        return request_of(firm.product).inquiries[0].public_id


def answer(firm: Firm, inquiry: str, **typed: Any) -> Any:
    at = f"/seller/quotes/{inquiry}"
    data = {"valid_until": clock.today().isoformat(), "note": "사다리 포함", **typed}
    return submit(firm.client, at, data, f"{at}/versions")


class TestQuotes:
    def test_writes_a_quote_and_a_better_one(self, firm: Firm) -> None:
        inquiry = asked(firm)
        assert "행사장 청소" in visible_text(firm.client.get("/seller/quotes"))
        first = answer(firm, inquiry, **line(0, "청소", "2", "165,000"))
        assert first.status_code == 302
        assert answer(firm, inquiry, **line(0, "청소", "2", "150,000")).status_code == 302
        db.session.rollback()
        found = db.session.scalars(select(QuoteInquiry)).one()
        assert [each.gross_won for each in found.quotes] == [330_000, 300_000]
        words = visible_text(firm.client.get(f"/seller/quotes/{inquiry}"))
        assert "보낸 견적 2판" in words
        paper = firm.client.get(f"/seller/quotes/{inquiry}/papers/1")
        assert "금 삼십삼만원정" in visible_text(paper)

    def test_bad_lines_are_told_and_everything_typed_stays(self, firm: Firm) -> None:
        inquiry = asked(firm)
        typed = line(0, "청소", "두 번", "165,000") | line(2, "", "3", "") | {"valid_until": ""}
        refused = answer(firm, inquiry, **typed)
        words = visible_text(refused)
        assert refused.status_code == 422
        for said in (
            "숫자로 적어 주세요.",
            "품목을 적어 주세요.",
            "단가를 적어 주세요.",
            "언제까지인지 골라 주세요.",
        ):
            assert said in words, said
        for kept in ('value="두 번"', 'value="165,000"', "사다리 포함"):
            assert kept in refused.text, kept
        too_much = answer(firm, inquiry, **line(0, "청소", "9999999", "1"))
        assert "수량은 1에서 999,999 사이로" in visible_text(too_much)
        empty = answer(firm, inquiry, **line(0, "", "", ""))
        assert "견적 내용을 한 줄은 적어 주세요." in visible_text(empty)

    def test_refuses_with_a_reason(self, firm: Firm) -> None:
        inquiry = asked(firm)
        at = f"/seller/quotes/{inquiry}"
        assert submit(firm.client, at, {"reason": ""}, f"{at}/refusal").status_code == 422
        assert submit(firm.client, at, {"reason": "바빠요"}, f"{at}/refusal").status_code == 302
        db.session.rollback()
        assert db.session.scalars(select(QuoteInquiry)).one().status is InquiryStatus.REFUSED
        noted = submit(firm.client, at, {"outcome": "lost_to_ordinary", "won": ""}, f"{at}/outcome")
        assert noted.status_code == 302
        assert "일반 기업과 진행" in visible_text(firm.client.get(at))

    def test_another_firms_is_not_found(self, firm: Firm, stranger: Firm) -> None:
        inquiry = asked(firm)
        for path in ("", "/papers/1", "/files/x"):
            at = f"/seller/quotes/{inquiry}{path}"
            assert stranger.client.get(at).status_code == 404

    def test_the_list_costs_the_same_however_long(self, app: Flask, firm: Firm) -> None:
        def cost() -> int:
            with counting(app) as statements:
                assert firm.client.get("/seller/quotes").status_code == 200
            return len(statements)

        with transaction():
            quoted(request_of(firm.product))
        few = cost()
        with transaction():
            for _ in range(8):
                quoted(request_of(firm.product))
        assert cost() <= few


class TestFellThrough:
    def test_the_firm_reads_what_happened_and_may_write_anew(self, firm: Firm) -> None:
        with transaction():
            quote = quoted(request_of(firm.product))
            inquiry = quote.inquiry.public_id
            choice = Choice(quote.inquiry_id, 1)
        with transaction():
            number = order_by_quote(choice, order_request(shown_total_won=360_000)).number
        at = f"/seller/quotes/{inquiry}"
        assert "이어지지 않았습니다" not in visible_text(firm.client.get(at))
        with transaction():
            cancel_order(db.session.scalars(select(Order.id)).one(), "")
        words = visible_text(firm.client.get(at))
        assert "수락된 견적의 주문이 이어지지 않았습니다." in words
        assert number in words
        assert "다시 열림" in visible_text(firm.client.get("/seller/quotes"))
        better = line(0, "청소", "1", "300,000") | line(1, "교육", "1", "1,000")
        assert answer(firm, inquiry, **better).status_code == 302
