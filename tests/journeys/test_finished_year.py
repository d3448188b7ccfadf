"""A finished year: the department reads its result, prints its certificate, anybody verifies it."""

from __future__ import annotations

import re
from datetime import date
from io import BytesIO

import pytest
from playwright.sync_api import Browser, expect
from pypdf import PdfReader

from marketplace.core import clock
from tests.support.browser import Visitor, visiting

pytestmark = pytest.mark.browser

PDF_PAGE = re.compile(rb"/Type\s*/Page\b")
LAST_YEAR = clock.today().year - 1
NUMBER = re.compile(r"GAON-\d{4}-\d+")
CODE = re.compile(r"[0-9A-Z]{4}-[0-9A-Z]{4}-[0-9A-Z]{4}")


def read_our_evaluation(visitor: Visitor) -> tuple[str, str]:
    page, main = visitor.page, visitor.page.get_by_role("main")
    visitor.open(f"/buyer/year?year={LAST_YEAR}")
    visitor.look("year")
    main.get_by_role("link", name="우리 부서 평가").click()
    expect(page.get_by_role("heading", level=1)).to_have_text(f"{LAST_YEAR}년 우리 부서 평가")
    expect(main).to_contain_text("복지정책과의 시상을 축하합니다")
    expect(main).to_contain_text("구매상담회를 두 번 열어")
    visitor.look("own-evaluation")
    page.emulate_media(media="print")
    visitor.look("own-evaluation-print")
    assert len(PDF_PAGE.findall(page.pdf(format="A4"))) <= 2
    page.emulate_media(media="screen")
    with page.expect_download() as download:
        main.get_by_role("link", name="상장 내려받기").click()
    words = PdfReader(BytesIO(download.value.path().read_bytes())).pages[0].extract_text()
    number, code = NUMBER.search(words), CODE.search(words)
    assert number
    assert code
    return number[0], code[0]


def verify(visitor: Visitor, number: str, code: str) -> None:
    page, main = visitor.page, visitor.page.get_by_role("main")
    visitor.open("/certificates")
    visitor.look("certificates")
    page.get_by_label("확인 번호").fill(number.lower())
    page.get_by_label("확인 코드").fill("0000-0000-0000")
    page.get_by_role("button", name="확인하기").click()
    expect(main).to_contain_text("그런 상장이 없어요")
    page.get_by_label("확인 코드").fill(code.replace("-", " ").lower())
    page.get_by_role("button", name="확인하기").click()
    expect(main).to_contain_text("진짜 상장이에요")
    visitor.look("certificate-real")


def look_at_the_finished_year(visitor: Visitor) -> None:
    page, main = visitor.page, visitor.page.get_by_role("main")
    where = f"institution=gaon&year={LAST_YEAR}"
    visitor.open(f"/buyer/coordination/year?{where}")
    expect(main).to_contain_text("문화체육과 5월 구매의 영수증을 다시 확인해 금액을 바로잡음")
    visitor.look("board")
    visitor.open(f"/buyer/coordination/evaluation?{where}")
    expect(main.get_by_role("link", name="영문 상장").first).to_be_visible()
    visitor.look("evaluation")
    visitor.open(f"/buyer/coordination?{where}")
    visitor.look("departments")
    visitor.open(f"/disclosures/gaon/{LAST_YEAR}")
    visitor.look("disclosed-year")
    visitor.open(f"/disclosures/gaon/{LAST_YEAR}/results")
    visitor.look("results")
    visitor.open(f"/disclosures/gaon/{LAST_YEAR}/results/v2/difference")
    expect(main).to_contain_text("공원녹지과 12월 구매 가운데 일부를 반품해 금액이 줄어듦")
    visitor.look("difference")
    visitor.open(f"/disclosures/gaon/{LAST_YEAR}/evaluation")
    expect(page.get_by_role("heading", level=1)).to_contain_text("평가")
    visitor.look("published-evaluation")


@pytest.mark.skipif(
    clock.today() < date(LAST_YEAR + 1, 2, 4), reason="last year is awarded on 4 February"
)
def test_finished_year(visitor: Visitor, browser: Browser) -> None:
    visitor.sign_in("/buyer", "buyer@demo.example")
    number, code = read_our_evaluation(visitor)
    with visiting(browser, visitor.url, visitor.size, "finished-visitor") as stranger:
        verify(stranger, number, code)
    with visiting(browser, visitor.url, visitor.size, "finished-coordinator") as coordinator:
        coordinator.sign_in("/buyer", "coordinator@demo.example")
        look_at_the_finished_year(coordinator)
