"""Somebody reads ten years of a district's purchases without signing in."""

from __future__ import annotations

import csv
import io
from pathlib import Path

import pytest

from tests.support.browser import Visitor

pytestmark = pytest.mark.browser

COMPUTED = {"2012": "83.3%", "2013": "108.5%", "2014": "100.8%", "2015": "128.0%", "2016": "142.9%"}


def test_disclosure(visitor: Visitor, tmp_path: Path) -> None:
    visitor.open("/disclosures/seongbuk")
    page = visitor.page
    table = page.get_by_role("table").first
    for year, rate in COMPUTED.items():
        row = table.get_by_role("row").filter(has_text=f"{year}년")
        assert rate in row.inner_text()
    for year in ("2012", "2013"):
        assert "계산한 값과 달라요" in table.get_by_role("row").filter(has_text=year).inner_text()
    assert page.get_by_text("계산한 값과 달라요").count() == 2
    for year in ("2011", "2020"):
        assert "적혀 있지 않음" in table.get_by_role("row").filter(has_text=year).inner_text()
    assert page.locator("svg.chart, figure svg").first.is_visible()
    visitor.look("years")
    with page.expect_download() as download:
        page.get_by_role("link", name="CSV").first.click()
    rows = list(csv.reader(io.StringIO(Path(download.value.path()).read_text("utf-8-sig"))))
    assert len(rows) == 11
    page.get_by_role("link", name="2013년").first.click()
    page.wait_for_load_state()
    assert "108.5%" in page.inner_text("main")
    assert "135%" in page.inner_text("main")
    visitor.look("one-year")
