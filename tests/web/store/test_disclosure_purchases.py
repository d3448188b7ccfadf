"""A figure can be opened down to its purchases, without a word about people."""

from __future__ import annotations

import csv
from datetime import date
from io import BytesIO, StringIO

import pytest
from flask import Flask
from flask.testing import FlaskClient
from openpyxl import load_workbook

from marketplace.core.database import transaction
from marketplace.procurement.correcting import correct_record
from marketplace.procurement.publishing import public_purchases
from tests.procurement.quota.ledger import bought, uncounted
from tests.support import factories
from tests.support.pages import visible_text
from tests.support.statements import counting

ROOT = "/disclosures/gasang/2026/purchases"


@pytest.fixture
def gasang(app: Flask) -> None:
    with transaction():
        body = factories.institution(slug="gasang", name="가상구")
        first = factories.department(body, code="general", name="총무과")
        second = factories.department(body, code="parks", name="공원과")
        person = factories.account(name="홍길동")
        for day in range(1, 4):
            bought(first, date(2026, 2, day), 1_100_000, recorded_by=person.id)
        bought(second, date(2026, 5, 2), 2_200_000, item="=HYPERLINK(1)")
        wrong = bought(second, date(2026, 5, 3), 550_000)
        uncounted(second, date(2026, 8, 3), 770_000)
        bought(first, date(2025, 8, 3), 990_000)
    with transaction():
        correct_record(wrong.id, "두 번 적음")


class TestList:
    def test_shows_the_whole_year_with_its_sums(self, gasang: None, client: FlaskClient) -> None:
        text = visible_text(client.get(ROOT))
        assert "기록 7건 구매 합계 6,270,000원" in text
        assert "인정액 5,500,000원" in text
        assert "인정하지 않음 판매 기업에 인증이 없음" in text
        assert "까닭: 두 번 적음" in text
        assert "홍길동" not in text

    def test_names_certificates_in_english(self, gasang: None, client: FlaskClient) -> None:
        with transaction():
            factories.certification_kind().name_en = "Certified social enterprise"
        client.set_cookie("lang", "en")
        text = visible_text(client.get(ROOT))
        assert "Certified social enterprise" in text
        assert "인증사회적기업" not in text

    def test_a_department_and_a_quarter_narrow_it(self, gasang: None, client: FlaskClient) -> None:
        text = visible_text(client.get(f"{ROOT}?department=parks&quarter=2"))
        assert "기록 3건 구매 합계 2,200,000원" in text
        assert "복사용지" in text
        text = visible_text(client.get(f"{ROOT}?department=parks&quarter=1"))
        assert "조건에 맞는 구매가 없어요" in text

    def test_pages_neither_repeat_nor_skip(
        self, gasang: None, client: FlaskClient, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(public_purchases, "PER_PAGE", 2)
        seen, address = 0, ROOT
        while address:
            html = client.get(address).get_data(as_text=True)
            seen += html.count("<tr>") - 1
            found = html.partition('rel="next" href="')[2]
            address = found.partition('"')[0].replace("&amp;", "&")
        assert seen == 7

    @pytest.mark.parametrize(
        "query",
        ["quarter=9", "month=13", "quarter=1&month=2", "department=nowhere", "department=%00"],
    )
    def test_a_choice_that_cannot_be_is_not_found(
        self, gasang: None, client: FlaskClient, query: str
    ) -> None:
        for path in (ROOT, f"{ROOT}.csv", f"{ROOT}.xlsx"):
            assert client.get(f"{path}?{query}").status_code == 404

    def test_a_cursor_not_of_ours_is_refused(self, gasang: None, client: FlaskClient) -> None:
        assert client.get(f"{ROOT}?cursor=%27%20OR%201").status_code == 422

    def test_costs_few_statements(self, app: Flask, gasang: None, client: FlaskClient) -> None:
        with counting(app) as sent:
            client.get(ROOT)
        assert len(sent) <= 14


class TestFiles:
    def test_csv_has_every_row_and_no_formula(self, gasang: None, client: FlaskClient) -> None:
        rows = list(csv.DictReader(StringIO(client.get(f"{ROOT}.csv").data.decode("utf-8-sig"))))
        assert len(rows) == 7
        assert sum(int(row["counted_won"]) for row in rows) == 5_500_000
        assert "'=HYPERLINK(1)" in {row["item"] for row in rows}
        assert [row["reason"] for row in rows if row["is_correction"] == "yes"] == ["두 번 적음"]

    def test_xlsx_has_numbers_and_no_formula(self, gasang: None, client: FlaskClient) -> None:
        book = load_workbook(
            BytesIO(client.get(f"{ROOT}.xlsx?department=parks", buffered=True).data)
        )
        cells = list(book["구매"].iter_rows(min_row=2))
        assert sum(row[6].value for row in cells) == 2_970_000
        assert {row[3].data_type for row in cells} == {"s"}
