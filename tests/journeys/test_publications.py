"""A reader compares, opens a version, sees what it changed, and takes it along; one publishes."""

from __future__ import annotations

from pathlib import Path

import pytest
from pypdf import PdfReader

from tests.support.browser import Visitor

pytestmark = pytest.mark.browser


def test_publications(visitor: Visitor) -> None:
    page = visitor.page
    visitor.open("/disclosures/comparison")
    assert "이 비율들은 뜻이 서로 달라요" in page.inner_text("main")
    visitor.look("comparison")
    page.get_by_label("지역").select_option(label="서울")
    page.get_by_role("button", name="견주기").click()
    page.get_by_text("자료 없음", exact=True).first.wait_for()
    page.get_by_role("link", name="가온구(가상)").first.click()
    page.get_by_role("heading", name="부서별 분기 실적").or_(
        page.get_by_text("부서별 분기 실적")
    ).first.wait_for()
    visitor.look("year")
    page.get_by_role("link", name="재무과").first.click()
    page.get_by_text("구매 합계").wait_for()
    visitor.look("purchases")
    page.go_back()
    page.get_by_role("link", name="의무구매 실적").first.click()
    page.get_by_role("heading", name="판 기록").wait_for()
    visitor.look("version")
    page.get_by_role("link", name="제1판", exact=True).click()
    page.get_by_text("이 판은 바뀌었어요").wait_for()
    page.get_by_role("link", name="무엇이 바뀌었는지 보기").click()
    page.get_by_text("두 부서가 나누어 산 것을 한 부서가 모두 적음").first.wait_for()
    assert "-1,100,000" in page.inner_text("main")
    visitor.look("difference")
    page.get_by_role("link", name="제2판", exact=True).last.click()
    with page.expect_download() as download:
        page.get_by_role("link", name="PDF").click()
    words = "".join(each.extract_text() for each in PdfReader(Path(download.value.path())).pages)
    assert "마감 뒤 정정" in words
