"""A coordinator makes another system's key, sees it once, rotates and revokes it."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import expect

from tests.support.browser import Visitor

pytestmark = pytest.mark.browser


def test_tokens(visitor: Visitor) -> None:
    page, main = visitor.page, visitor.page.get_by_role("main")
    visitor.sign_in("/buyer", "coordinator@demo.example")
    visitor.open("/buyer/coordination/tokens")
    name = f"재정 연계 {visitor.size}"
    page.get_by_label("시스템 이름").fill(name)
    page.get_by_role("button", name="토큰 만들기").click()
    expect(main).to_contain_text("권한을 하나 이상 골라 주세요.")
    expect(page.get_by_label("시스템 이름")).to_have_value(name)
    page.get_by_label("구매 보내기와 정정").check()
    page.get_by_role("button", name="토큰 만들기").click()
    expect(main).to_contain_text("지금만 볼 수 있습니다")
    visitor.look("secret")
    page.get_by_role("button", name=re.compile(f"교체.*{name}")).click()
    expect(page.get_by_role("row", name=name)).to_have_count(2)
    page.get_by_role("button", name=re.compile(f"폐기.*{name}")).first.click()
    expect(main).to_contain_text("토큰을 폐기했습니다.")
    visitor.look("revoked")
