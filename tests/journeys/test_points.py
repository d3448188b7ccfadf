"""The centre turns points on, a member sees them, and the centre turns them off again."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import expect

from tests.journeys.shopping import SOAP, put_in_cart, text_field
from tests.support.browser import Visitor

pytestmark = pytest.mark.browser


def set_rate(visitor: Visitor, rate: str, why: str) -> None:
    page = visitor.page
    visitor.open("/office/points")
    text_field(page, "적립률(%)").fill(rate)
    text_field(page, "바꾸는 까닭").fill(why)
    page.get_by_role("button", name="규칙 기록").click()
    expect(page.get_by_text("포인트 규칙을 기록했습니다.")).to_be_visible()


def test_points_on_and_off(visitor: Visitor) -> None:
    page = visitor.page
    visitor.sign_in("/office", "office@demo.example")
    set_rate(visitor, "1.5", "시범 운영")
    try:
        expect(page.get_by_role("main")).to_contain_text("켜짐: 1.5%")
        visitor.look("office-points")
        page.context.clear_cookies()
        visitor.sign_in("", "citizen@demo.example")
        visitor.open("/account/points")
        expect(page.get_by_role("heading", level=1)).to_have_text("포인트")
        visitor.look("points")
        put_in_cart(visitor, SOAP)
        visitor.open("/checkout")
        expect(page.locator("#points")).to_contain_text("아직 쓸 수 있는 포인트가 없어요")
        visitor.look("checkout-points")
    finally:
        page.context.clear_cookies()
        visitor.sign_in("/office", "office@demo.example")
        set_rate(visitor, "0", "시범 끝")
    expect(page.get_by_role("main")).to_contain_text(re.compile("지금\\s*꺼짐"))
    gone = page.request.get(page.url.replace("/office/points", "/account/points"))
    assert gone.status == 404
