"""What anybody sees of a quota: figures, their disagreements, and files of them."""

from __future__ import annotations

import csv
from datetime import UTC, date, datetime
from io import StringIO
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient

import marketplace.demo
from marketplace.core import clock
from marketplace.core.database import transaction
from marketplace.core.importing import run_import
from marketplace.core.tables import read_table
from marketplace.procurement.history import REQUIRED_COLUMNS, PublishedHistory, cited
from marketplace.procurement.models import Basis, PurchaseKind, Spending, SpendingMeasure
from tests.procurement.quota.ledger import bought, uncounted
from tests.support import factories
from tests.support.pages import visible_text
from tests.support.statements import counting

FILE = Path(marketplace.demo.__file__).parent / "reference" / "seongbuk-disclosure.csv"
NOVEMBER = datetime(2026, 11, 21, 3, tzinfo=UTC)


@pytest.fixture
def seongbuk(app: Flask) -> None:
    table = read_table(FILE, REQUIRED_COLUMNS)
    source = cited(table.source, FILE.name)
    assert run_import(table.rows, PublishedHistory("seongbuk", source, "성북구").importer()).applied


def live_district(departments: int = 2) -> str:
    body = factories.institution(name="가상구")
    for _ in range(departments):
        place = factories.department(body)
        factories.target(place, 10_000_000, year=2026)
        bought(place, date(2026, 3, 2), 3_300_000)
        uncounted(place, date(2026, 3, 3), 5_500_000)
    return body.slug


def rows_of(data: bytes) -> list[dict[str, str]]:
    assert data.startswith(b"\xef\xbb\xbf")
    return list(csv.DictReader(StringIO(data.decode("utf-8-sig"))))


class TestInstitutionPage:
    def test_shows_computed_beside_printed_rates(self, seongbuk: None, client: FlaskClient) -> None:
        text = visible_text(client.get("/disclosures/seongbuk"))
        for computed in ("83.3%", "108.5%", "100.8%", "128.0%", "142.9%"):
            assert computed in text
        assert "2016년 35억 원 50억 원 142.9% 142.9%" in text
        assert "2014년 25억 원 25억 2,000만 원 100.8% 101% 2013년" in text

    def test_says_in_words_which_years_disagree(self, seongbuk: None, client: FlaskClient) -> None:
        text = visible_text(client.get("/disclosures/seongbuk"))
        assert (
            "2012년: 문서에는 86%로 적혀 있지만, 같은 문서의 금액으로 계산하면 83.3%예요." in text
        )
        assert "2013년: 문서에는 135%로" in text
        assert text.count("계산한 값과 달라요") == 2

    def test_never_shows_zero_for_what_is_not_stated(
        self, seongbuk: None, client: FlaskClient
    ) -> None:
        text = visible_text(client.get("/disclosures/seongbuk"))
        assert "2018년 50억 원 적혀 있지 않음 계산할 수 없음 적혀 있지 않음" in text
        assert " 0원" not in text

    def test_adds_up_the_years_asked_for(self, seongbuk: None, client: FlaskClient) -> None:
        text = visible_text(client.get("/disclosures/seongbuk?from=2017&to=2020"))
        assert "목표를 더한 값 320억 원 4개 해 가운데 목표가 적힌 4개 해" in text
        assert "실적을 더한 값 적혀 있지 않음 4개 해 가운데 실적이 적힌 0개 해" in text
        assert "더한 값의 달성률 계산할 수 없음 목표와 실적이 모두 적힌 0개 해" in text

    def test_a_rate_of_several_years_is_of_those_that_state_both(
        self, seongbuk: None, client: FlaskClient
    ) -> None:
        text = visible_text(client.get("/disclosures/seongbuk?from=2016&to=2011"))
        assert "목표를 더한 값 122억 원 6개 해 가운데 목표가 적힌 5개 해" in text
        assert "실적을 더한 값 151억 2,000만 원 6개 해 가운데 실적이 적힌 6개 해" in text
        assert "더한 값의 달성률 119.1% 목표와 실적이 모두 적힌 5개 해" in text

    @pytest.mark.parametrize("query", ["", "?from=x&to=-1", "?from=0&to=99999"])
    def test_what_cannot_be_read_asks_for_all_years(
        self, seongbuk: None, client: FlaskClient, query: str
    ) -> None:
        text = visible_text(client.get(f"/disclosures/seongbuk{query}"))
        assert "10개 해 가운데 목표가 적힌 9개 해" in text

    def test_years_without_figures_say_so(self, seongbuk: None, client: FlaskClient) -> None:
        text = visible_text(client.get("/disclosures/seongbuk?from=1990&to=1991"))
        assert "이 기간에는 공시한 해가 없어요" in text

    def test_may_be_kept_by_a_cache(self, seongbuk: None, client: FlaskClient) -> None:
        answer = client.get("/disclosures/seongbuk")
        assert answer.headers["Cache-Control"] == "public, max-age=60"

    def test_speaks_english(self, seongbuk: None, client: FlaskClient) -> None:
        client.set_cookie("lang", "en")
        text = visible_text(client.get("/disclosures/seongbuk"))
        assert "Seongbuk" in text
        assert "not stated" in text.lower()
        assert "적혀" not in text

    def test_an_unknown_institution_is_not_found(self, client: FlaskClient) -> None:
        assert client.get("/disclosures/nowhere").status_code == 404


class TestIndexPage:
    def test_lists_institutions_with_their_latest_rate(
        self, seongbuk: None, client: FlaskClient
    ) -> None:
        text = visible_text(client.get("/disclosures"))
        assert "성북구 2016 35억 원 50억 원 142.9%" in text

    def test_says_so_when_nobody_discloses(self, client: FlaskClient) -> None:
        assert "아직 공시한 기관이 없어요" in visible_text(client.get("/disclosures"))


class TestYearPage:
    def test_a_published_year_has_no_departments(self, seongbuk: None, client: FlaskClient) -> None:
        text = visible_text(client.get("/disclosures/seongbuk/2013"))
        assert "135%로 적혀 있지만" in text
        assert "부서별 실적은 공개되어 있지 않아요" in text

    def test_a_live_year_adds_departments_up(self, app: Flask, client: FlaskClient) -> None:
        with transaction():
            slug = live_district()
        with clock.frozen(NOVEMBER):
            text = visible_text(client.get(f"/disclosures/{slug}/2026"))
        assert "합계 20,000,000원 6,600,000원 33.0%" in text

    def test_a_year_nobody_knows_is_not_found(self, seongbuk: None, client: FlaskClient) -> None:
        assert client.get("/disclosures/seongbuk/1999").status_code == 404

    def test_takes_as_many_statements_for_many_departments(
        self, app: Flask, client: FlaskClient
    ) -> None:
        with transaction():
            few, many = live_district(2), live_district(40)
        counts = []
        for slug in (few, many):
            with counting(app) as sent:
                assert client.get(f"/disclosures/{slug}/2026").status_code == 200
            counts.append(len(sent))
        assert counts[0] == counts[1] <= 14


class TestFiles:
    def test_years_open_in_excel_and_keep_unstated_empty(
        self, seongbuk: None, client: FlaskClient
    ) -> None:
        answer = client.get("/disclosures/seongbuk/years.csv")
        assert answer.mimetype == "text/csv"
        rows = {row["year"]: row for row in rows_of(answer.data)}
        assert rows["2013"]["rate_percent"] == "108.5"
        assert rows["2013"]["published_rate_percent"] == "135"
        assert rows["2013"]["rate_disagrees"] == "yes"
        assert rows["2017"]["actual_won"] == ""

    def test_departments_have_their_months(self, app: Flask, client: FlaskClient) -> None:
        with transaction():
            slug = live_district()
        rows = rows_of(client.get(f"/disclosures/{slug}/2026/departments.csv").data)
        assert len(rows) == 2
        assert rows[0]["actual_won"] == rows[0]["month_03_won"] == "3300000"

    def test_no_name_becomes_a_formula(self, app: Flask, client: FlaskClient) -> None:
        with transaction():
            body = factories.institution()
            bought(factories.department(body, name="=HYPERLINK(1)"), date(2026, 1, 2))
        answer = client.get(f"/disclosures/{body.slug}/2026/departments.csv")
        assert rows_of(answer.data)[0]["department"] == "'=HYPERLINK(1)"


def test_a_rate_on_total_purchases_is_told_to_two_places(app: Flask, client: FlaskClient) -> None:
    with transaction() as session:
        body = factories.institution(slug="ratio", name="비율시")
        factories.quota_rule(
            body,
            year=2026,
            basis=Basis.TOTAL_PURCHASES,
            fixed_won=None,
            rate_basis_points=1_100,
            rate_places=2,
        )
        bought(factories.department(body), date(2026, 5, 2), 7_654_321)
        session.add_all(
            Spending(
                institution_id=body.id,
                year=2026,
                measure=SpendingMeasure.TOTAL,
                kind=kind,
                amount_won=100_000_000 if kind is PurchaseKind.GOODS else 0,
            )
            for kind in PurchaseKind
        )
    text = visible_text(client.get("/disclosures/ratio/2026"))
    assert "2026년 목표 1,100만 원" in text
    assert "2026년 달성률 69.6%" in text
    assert "2026년 구매율 7.65%" in text
    told = client.get("/api/v1/institutions/ratio/disclosures/2026").get_json()
    assert (told["target_won"], told["rate_percent"]) == (11_000_000, "69.6")
