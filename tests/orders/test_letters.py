"""Every letter of an order reads as a letter, in both languages."""

from __future__ import annotations

import pytest
from flask import Flask
from sqlalchemy import select

from marketplace.core.database import db, transaction
from marketplace.notify import jobs as notify_jobs
from marketplace.notify.models import Letter, LetterStatus
from marketplace.orders import cancelling, confirming, shipping
from marketplace.orders.placing import Buyer
from tests.orders.conftest import Place, option_of
from tests.support import factories

SUBJECTS = {
    "ko": {
        "order_confirmed": "주문이 확정되었어요",
        "new_order": "새 주문이 들어왔습니다",
        "parcel_shipped": "상품을 보냈어요",
        "part_cancelled": "보내 드리지 못하게 되었어요",
        "parcel_cancelled": "주문이 취소되었습니다",
        "order_cancelled": "주문이 취소되었어요",
    },
    "en": {
        "order_confirmed": "Your order is confirmed",
        "new_order": "새 주문이 들어왔습니다",  # sellers are written to in Korean
        "parcel_shipped": "has sent your items",
        "part_cancelled": "cannot be sent",
        "parcel_cancelled": "주문이 취소되었습니다",
        "order_cancelled": "Your order was cancelled",
    },
}


@pytest.mark.parametrize("locale", SUBJECTS)
def test_every_letter_of_an_order_is_sent(app: Flask, place: Place, locale: str) -> None:
    buyer = Buyer("김시민", "citizen@demo.example", "010-0000-0000", locale=locale)
    with transaction():
        options = [option_of(factories.product(name=f"'비누' & {n}")) for n in range(3)]
    order = place(*((option, 1) for option in options), buyer=buyer)
    other = place((options[0], 1), checkout="other", buyer=buyer)
    with transaction():
        confirming.confirm_paid(order.id)
    with transaction():
        confirming.confirm_paid(other.id)
        cancelling.cancel_order(other.id, "마음이 바뀌었어요")
    with transaction():
        shipping.ship_parcel(order.parcels[0].id, "cj", "123456789012")
        cancelling.cancel_parcel(order.parcels[1].id, "재료가 떨어졌습니다")
    notify_jobs.send_queued()
    letters = list(db.session.scalars(select(Letter)))
    assert {letter.status for letter in letters} == {LetterStatus.SENT}
    for letter in letters:
        assert SUBJECTS[locale][letter.template] in letter.subject
        assert "비누" in letter.text_body
        assert "None" not in letter.text_body
    assert {letter.template for letter in letters} == set(SUBJECTS[locale])


def test_text_is_not_escaped_and_html_is(app: Flask, place: Place) -> None:
    with transaction():
        option_id = option_of(factories.product(name="<b>쌀</b> & 콩"))
    order = place((option_id, 1))
    with transaction():
        confirming.confirm_paid(order.id)
    notify_jobs.send_queued()
    letter = db.session.scalar(select(Letter).filter_by(template="order_confirmed"))
    assert letter is not None
    assert "<b>쌀</b> & 콩" in letter.text_body
    assert "&lt;b&gt;쌀&lt;/b&gt; &amp; 콩" in letter.html_body
