"""The back button after a payment: nothing is paid or ordered again, and the way on is shown."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import expect

from tests.journeys.shopping import SOAP, agree, find, pay, write_address
from tests.support.browser import Visitor

pytestmark = pytest.mark.browser


def test_back_after_paying(visitor: Visitor) -> None:
    page, heading = visitor.page, visitor.page.get_by_role("heading", level=1)
    find(visitor, SOAP)
    page.get_by_role("button", name="바로 구매").click()
    expect(heading).to_have_text("배송과 결제")
    write_address(page, f"back-{visitor.size}@demo.example")
    agree(page)
    page.get_by_role("button", name=re.compile("결제하기$")).click()
    expect(heading).to_have_text("SANDBOX 결제창")
    paying = page.url
    pay(page)
    page.go_back(wait_until="load")
    assert page.url.startswith(paying)
    expect(page.get_by_role("button", name=re.compile("결제하기$"))).to_have_count(0)
    visitor.look("payment-page")
    page.go_back(wait_until="load")
    expect(heading).to_have_text("장바구니")
    expect(page.get_by_role("main")).to_contain_text("장바구니가 비어 있어요")
    visitor.look("before-it")
