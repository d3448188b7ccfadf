"""A department asks two firms, compares, and requests at the quoted price; others see nothing."""

from __future__ import annotations

import re

from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from marketplace.core.database import db, transaction
from marketplace.procurement.models import ContractMethod, PurchaseFile
from marketplace.quoting.asking import Asker
from marketplace.quoting.models import QuoteInquiry, QuoteRequest
from tests.procurement.purchasing import Scene
from tests.quoting.asking import LINES, quoted, request_of, service
from tests.support import factories
from tests.support.pages import csrf_of, submit, visible_text
from tests.support.signing_in import SignIn
from tests.support.statements import counting

HIDDEN = re.compile(
    r'name="(form_token|checkout_token|shown_total_won|version|product)"[^>]*value="([^"]*)"'
)


def two_quotes(scene: Scene) -> QuoteRequest:
    with transaction():
        place = scene.place
        person = scene.purchaser
        asker = Asker("담당", person.email, "02", "가상구", person.id, place.id)
        request = request_of(service(name="청소 하나"), service(name="청소 둘"), asker=asker)
        quoted(request, 0)
        quoted(request, 1, lines=LINES[:1])
    return request


class TestAsk:
    def test_of_several_firms_at_once(self, scene: Scene, purchaser: FlaskClient) -> None:
        with transaction():
            one, two = service(name="청소 하나"), service(name="청소 둘")
        at = f"/buyer/quotes/new?product={one.id}"
        page = purchaser.get(at)
        assert "청소 둘" in visible_text(page)
        sent = {"csrf_token": csrf_of(page), **dict(HIDDEN.findall(page.text))}
        wrong = purchaser.post(at, data={**sent, "subject": "청소", "quantity": ""})
        assert wrong.status_code == 422
        sent |= {"subject": "청소", "quantity": "120㎡", "others": [str(two.id)]}
        answers = [purchaser.post(at, data=sent) for _ in range(2)]
        assert [each.status_code for each in answers] == [302, 302]
        db.session.rollback()
        inquiries = db.session.scalars(select(QuoteInquiry)).all()
        assert {each.product_id for each in inquiries} == {one.id, two.id}
        assert "청소" in visible_text(purchaser.get("/buyer/quotes"))

    def test_who_does_not_purchase_is_sent_away(self, scene: Scene, approver: FlaskClient) -> None:
        with transaction():
            product_id = service().id
        assert approver.get(f"/buyer/quotes/new?product={product_id}").status_code == 403


class TestCompare:
    def test_side_by_side_with_net_vat_and_gross(
        self, app: Flask, scene: Scene, purchaser: FlaskClient
    ) -> None:
        request = two_quotes(scene)
        with counting(app) as statements:
            page = purchaser.get(f"/buyer/quotes/{request.public_id}")
        words = visible_text(page)
        for said in ("견적 비교", "360,000원", "330,000원", "30,000원", "가장 낮은 금액"):
            assert said in words, said
        assert len(statements) <= 30, len(statements)

    def test_another_departments_is_not_found(self, scene: Scene, signed_in: SignIn) -> None:
        request = two_quotes(scene)
        with transaction():
            stranger = factories.serves(factories.department())
        client = signed_in(stranger)
        base = f"/buyer/quotes/{request.public_id}"
        inquiry = request.inquiries[0].public_id
        for path in (base, f"{base}/inquiries/{inquiry}/papers/1"):
            assert client.get(path).status_code == 404
        assert client.get(f"{base}/inquiries/{inquiry}/request").status_code == 404
        assert client.get(f"/quotes/{request.public_id}").status_code == 404

    def test_declining_keeps_what_was_typed(self, scene: Scene, purchaser: FlaskClient) -> None:
        request = two_quotes(scene)
        base = f"/buyer/quotes/{request.public_id}"
        at = f"{base}/inquiries/{request.inquiries[1].public_id}/decline"
        refused = submit(
            purchaser, base, {"outcome": "declined", "won": "모름", "reason": "예산"}, at
        )
        assert refused.status_code == 422
        assert 'value="모름"' in refused.text
        sent = {"outcome": "lost_to_ordinary", "won": "", "reason": "예산"}
        assert submit(purchaser, base, sent, at).status_code == 302


class TestRequest:
    def test_the_purchase_request_has_the_quoted_price(
        self, scene: Scene, purchaser: FlaskClient
    ) -> None:
        request = two_quotes(scene)
        base = f"/buyer/quotes/{request.public_id}"
        at = f"{base}/inquiries/{request.inquiries[1].public_id}/request"
        page = purchaser.get(at)
        sent = {
            "csrf_token": csrf_of(page),
            **dict(HIDDEN.findall(page.text)),
            "title": "",
            "method": ContractMethod.NEGOTIATED_TWO_QUOTES.value,
            "recipient_name": "담당",
            "recipient_phone": "02-000-0000",
            "postcode": "02848",
            "address": "구청",
        }
        wrong = purchaser.post(at, data=sent)
        assert wrong.status_code == 422
        assert "제목을 적어 주세요." in visible_text(wrong)
        sent["title"] = "행사장 청소"
        answers = [purchaser.post(at, data=sent) for _ in range(2)]
        assert answers[0].status_code == 302, visible_text(answers[0])
        db.session.rollback()
        file = db.session.scalars(select(PurchaseFile)).one()
        assert file.order.total_won == 330_000
        words = visible_text(purchaser.get(base))
        assert "이 견적으로 구매를 요청했습니다." in words
        assert "거절" in words
