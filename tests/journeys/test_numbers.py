"""Several years added up, what is left out said in words, and a permanent link copied."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import expect

from tests.support.browser import Visitor

pytestmark = pytest.mark.browser


def test_a_reader_adds_up_years_and_sees_what_is_left_out(visitor: Visitor) -> None:
    page, main = visitor.page, visitor.page.get_by_role("main")
    visitor.open("/disclosures/seongbuk")
    page.get_by_label("처음 해").select_option("2017")
    page.get_by_label("마지막 해").select_option("2020")
    page.get_by_role("button", name="더해 보기").click()
    expect(main).to_contain_text("320억 원")
    expect(main).to_contain_text("4개 해 가운데 실적이 적힌 0개 해")
    visitor.look("years-added-up")
    visitor.open("/disclosures/gaon")
    page.get_by_role("link", name=re.compile(r"^20\d\d년$")).first.click()
    expect(main).to_contain_text("집계에서 뺀 기간이 있어요")
    expect(main.get_by_text("1월 사업 변경").first).to_be_visible()
    visitor.look("year-left-out")


def test_a_coordinator_sees_marks_and_copies_a_permanent_link(visitor: Visitor) -> None:
    page, main = visitor.page, visitor.page.get_by_role("main")
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    visitor.sign_in("/buyer", "coordinator@demo.example")
    visitor.open("/buyer/coordination?show=left_out")
    expect(main).to_contain_text("1월 사업 변경")
    visitor.look("coordination-left-out")
    visitor.open("/buyer/coordination/months")
    expect(main.get_by_text("사업 변경").first).to_be_visible()
    visitor.look("months-left-out")
    visitor.open("/buyer/coordination/publication")
    page.get_by_role("button", name="링크 복사 제2판").press("Enter")
    expect(main.get_by_role("status").filter(has_text="복사했습니다")).to_be_visible()
    copied = page.evaluate("navigator.clipboard.readText()")
    assert re.search(r"/disclosures/gaon/\d{4}/results/v2$", copied)
    visitor.look("permanent-links")
    visitor.open("/buyer/coordination/plan")
    expect(main.get_by_role("button", name=re.compile("링크 복사")).first).to_be_visible()
    visitor.look("plan-links")
