"""Not measured and programme changed: said in words wherever a rate stands, in codes for machines.

Three departments: one whole, one without March, one without its whole year. What is left out is
neither zero nor blank, and every sum says over how many departments it is.
"""

from __future__ import annotations

import csv
import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime
from io import BytesIO, StringIO

import pytest
from flask import Flask
from flask.testing import FlaskClient
from openpyxl import load_workbook

from marketplace.accounts.models import Account
from marketplace.core import clock
from marketplace.core.database import db, transaction
from marketplace.core.permissions import DepartmentRole
from marketplace.procurement.disclosure import disclosed_years
from marketplace.procurement.models import Department, Institution, MarkKind, PublicationKind
from marketplace.procurement.outlook.likeness import compare
from marketplace.procurement.publishing.known_year import known_year
from marketplace.procurement.publishing.publications import publish
from marketplace.procurement.publishing.results import (
    quarter_content,
    results_content,
    tally_year,
)
from marketplace.procurement.standing import department_standing, institution_standing
from marketplace.procurement.widgets import make_widget
from marketplace.procurement.year.marks import lift_mark, list_marks, mark_department
from tests.procurement.quota.ledger import bought
from tests.support import factories
from tests.support.pages import visible_text
from tests.support.signing_in import SignIn
from tests.support.statements import counting

NOVEMBER = datetime(2026, 11, 20, 3, tzinfo=UTC)
YEAR = 2026
ROOT = f"/disclosures/gasang/{YEAR}"
TARGET, COUNTED = 23_000_000, 5_500_000  # 12,000,000 + 11/12 of 12,000,000; March left out


@dataclass
class District:
    body: Institution
    whole: Department
    partly: Department
    away: Department
    coordinator: Account


@pytest.fixture
def district(app: Flask) -> Iterator[District]:
    with clock.frozen(NOVEMBER):
        with transaction():
            body = factories.institution(slug="gasang", name="가상구")
            whole = factories.department(body, code="general", name="총무과", position=1)
            partly = factories.department(body, code="parks", name="공원과", position=2)
            away = factories.department(body, code="schools", name="교육과", position=3)
            for place, won in ((whole, 12), (partly, 12), (away, 24)):
                factories.target(place, won * 1_000_000, year=YEAR)
            bought(whole, date(YEAR, 2, 3), 3_300_000)
            bought(partly, date(YEAR, 3, 3), 1_100_000)
            bought(partly, date(YEAR, 5, 3), 2_200_000)
            bought(away, date(YEAR, 4, 3), 5_500_000)
            mark_department(partly.id, YEAR, 3, MarkKind.NOT_MEASURED, "장부를 잃음")
            mark_department(away.id, YEAR, 0, MarkKind.PROGRAMME_CHANGED, "과를 합침")
            person = factories.serves(whole, DepartmentRole.COORDINATOR)
        yield District(body, whole, partly, away, person)


def table(data: bytes) -> list[dict[str, str]]:
    return list(csv.DictReader(StringIO(data.decode("utf-8-sig"))))


def publish_results(district: District) -> None:
    with transaction():
        known = known_year(district.body.id, YEAR)
        content = results_content(known, tally_year(known))
        publish(district.body.id, YEAR, PublicationKind.RESULTS, content, None)


class TestFigures:
    def test_rates_and_sums_are_of_what_is_measured(self, district: District) -> None:
        standing = institution_standing(district.body.id, YEAR)
        assert (standing.target_won, standing.counted_won) == (48_000_000, 12_100_000)
        whole, over = standing.measured, standing.coverage
        assert (whole.target_won, whole.counted_won) == (TARGET, COUNTED)
        assert str(standing.rate_percent) == "23.9"
        assert standing.missing_won == TARGET - COUNTED
        assert over is not None
        assert (over.departments, over.measured, over.partly) == (3, 2, 1)
        assert over.left_out_won == 12_100_000 - COUNTED
        partly = department_standing(district.partly.id, YEAR)
        assert (partly.measured.target_won, str(partly.rate_percent)) == (11_000_000, "20.0")
        away = department_standing(district.away.id, YEAR)
        assert (away.rate_percent, away.missing_won) == (None, None)
        assert away.absence is MarkKind.PROGRAMME_CHANGED

    def test_every_way_to_the_year_comes_to_the_same(self, app: Flask, district: District) -> None:
        (listed,) = disclosed_years(district.body.id)
        one = known_year(district.body.id, YEAR).disclosed
        standing = institution_standing(district.body.id, YEAR, by_month=False)
        assert listed == one
        assert (one.target_won, one.actual_won) == (TARGET, COUNTED)
        assert one.coverage == standing.coverage

    def test_costs_one_statement_more_however_many_marks(
        self, app: Flask, district: District
    ) -> None:
        body_id = district.body.id
        with counting(app) as sent:
            disclosed_years(body_id)
        assert len(sent) == 5
        with counting(app) as sent:
            institution_standing(body_id, YEAR)
        assert len(sent) == 4

    def test_nothing_measured_at_all_has_no_actual(self, district: District) -> None:
        with transaction():
            for place in (district.whole, district.partly):
                mark_department(place.id, YEAR, 0, MarkKind.NOT_MEASURED, "모두 잃음")
        (only,) = disclosed_years(district.body.id)
        assert (only.actual_won, only.target_won) == (None, 48_000_000)
        assert only.absence is not None
        assert only.rate_percent is None
        assert institution_standing(district.body.id, YEAR).absence is not None

    def test_a_lifted_mark_counts_again(self, district: District) -> None:
        with transaction():
            for mark in list_marks(district.body.id, YEAR):
                lift_mark(mark, "찾음")
        standing = institution_standing(district.body.id, YEAR)
        assert standing.coverage is None
        assert standing.measured.counted_won == 12_100_000

    def test_is_not_compared_with_those_alike(self, app: Flask, district: District) -> None:
        with transaction():
            for n in range(5):
                place = factories.department(district.body, name=f"{n}팀")
                factories.target(place, 12_000_000, year=YEAR)
        assert compare(district.away, YEAR) is None
        found = compare(district.partly, YEAR)
        assert found is not None
        assert (found.count, str(found.own_percent)) == (7, "20.0")


class TestOwnPages:
    @pytest.mark.parametrize("page", ["/buyer", f"/buyer/year?year={YEAR}"])
    def test_a_year_left_out_is_a_word_not_a_rate(
        self, district: District, signed_in: SignIn, page: str
    ) -> None:
        with transaction():
            person = factories.serves(district.away)
        text = visible_text(signed_in(person).get(page))
        assert "2026년은 집계에서 뺀 해입니다: 사업 변경" in text
        assert "한 해 전체 사업 변경: 과를 합침" in text
        assert "남은 금액 사업 변경" in text
        assert "연말 예상 사업 변경" in text
        assert "%" not in text

    @pytest.mark.parametrize("page", ["/buyer", f"/buyer/year?year={YEAR}"])
    def test_a_month_left_out_shortens_the_target(
        self, district: District, signed_in: SignIn, page: str
    ) -> None:
        with transaction():
            person = factories.serves(district.partly)
        text = visible_text(signed_in(person).get(page))
        assert "3월 미측정: 장부를 잃음" in text
        assert "통보된 목표 12,000,000원을 측정하는 11개월" in text
        assert "20.0%" in text
        assert "남은 금액 8,800,000원" in text

    def test_months_of_the_year_carry_the_word(self, district: District, signed_in: SignIn) -> None:
        with transaction():
            person = factories.serves(district.partly)
        text = visible_text(signed_in(person).get(f"/buyer/year?year={YEAR}"))
        assert "3월 1,100,000원 1,100,000원 – 미측정 4월" in text


class TestWidget:
    def test_of_a_department_says_the_word(
        self, app: Flask, district: District, client: FlaskClient
    ) -> None:
        with transaction():
            token = make_widget(district.body.id, district.away.id, ["https://a.example"]).token
        picture = client.get(f"/embed/{token}.svg").get_data(as_text=True)
        assert picture.count("사업 변경") >= 3
        assert "%" not in picture
        told = client.get(f"/embed/{token}.json").get_json()
        assert (told["absence"], told["rate_percent"]) == ("programme_changed", None)
        assert (told["counted_won"], told["measured_months"]) == (None, 0)

    def test_of_an_institution_says_over_how_many(
        self, app: Flask, district: District, client: FlaskClient
    ) -> None:
        with transaction():
            token = make_widget(district.body.id, None, ["https://a.example"]).token
        assert "부서 3곳 가운데 2곳 측정" in client.get(f"/embed/{token}.svg").get_data(
            as_text=True
        )
        told = client.get(f"/embed/{token}.json").get_json()
        assert told["coverage"]["measured_departments"] == 2
        assert (told["counted_won"], told["rate_percent"]) == (COUNTED, "23.9")


class TestCoordinator:
    def test_the_page_says_words_and_over_how_many(
        self, district: District, signed_in: SignIn
    ) -> None:
        text = visible_text(signed_in(district.coordinator).get("/buyer/coordination"))
        assert "교육과 한 해 전체 사업 변경 24,000,000원 5,500,000원 사업 변경" in text
        assert "공원과 3월 미측정 12,000,000원 3,300,000원 20.0%" in text
        assert "측정한 부서 2곳의 합계 23,000,000원 5,500,000원 23.9%" in text
        assert "부서 3곳 가운데 측정한 2곳의 값이며" in text
        narrowed = "/buyer/coordination?show=left_out"
        text = visible_text(signed_in(district.coordinator).get(narrowed))
        assert "부서 2곳 부서" in text

    def test_the_file_says_them_too(self, district: District, signed_in: SignIn) -> None:
        rows = table(signed_in(district.coordinator).get("/buyer/coordination.csv").data)
        away, partly = rows[2], rows[1]
        assert [away[name] for name in ("목표(원)", "실적(원)", "달성률(%)", "부족액(원)")] == [
            "사업 변경"
        ] * 4
        assert away["집계에서 뺀 기간"] == "한 해 전체 사업 변경: 과를 합침"
        assert away["통보한 목표(원)"] == "24000000"
        assert (partly["목표(원)"], partly["실적(원)"]) == ("11000000", "2200000")
        assert partly["집계에서 뺀 기간"] == "3월 미측정: 장부를 잃음"

    def test_months_leave_them_out_of_sums(self, district: District, signed_in: SignIn) -> None:
        client = signed_in(district.coordinator)
        text = visible_text(client.get("/buyer/coordination/months"))
        assert "측정한 부서 2곳의 합계 0 330 0 0 220" in text
        rows = table(client.get("/buyer/coordination/months.csv").data)
        assert (rows[1]["3월"], rows[1]["합계"]) == ("미측정", "2200000")
        assert (rows[2]["4월"], rows[2]["합계"]) == ("사업 변경", "사업 변경")


class TestPublicPages:
    def test_the_year_says_words_reasons_and_over_how_many(
        self, district: District, client: FlaskClient
    ) -> None:
        text = visible_text(client.get(ROOT))
        assert "부서 3곳 가운데 2곳 측정" in text
        assert "교육과 한 해 전체 사업 변경: 과를 합침 사업 변경 사업 변경 사업 변경" in text
        assert "공원과 3월 측정하지 않음: 장부를 잃음 11,000,000원 2,200,000원 20.0%" in text
        assert "측정한 부서 2곳의 합계 23,000,000원 5,500,000원 23.9%" in text
        assert "교육과 사업 변경 사업 변경 사업 변경 사업 변경" in text
        assert "뺀 기간에 산 6,600,000원은 구매 목록에 그대로 있습니다" in text

    def test_a_quarter_of_which_nothing_is_measured_says_so(
        self, district: District, client: FlaskClient
    ) -> None:
        with transaction():
            for month in (1, 2):
                kind = MarkKind.NOT_MEASURED
                mark_department(district.partly.id, YEAR, month, kind, "장부를 잃음")
        text = visible_text(client.get(ROOT))
        assert "공원과 측정하지 않음 2,200,000원 0원 0원" in text

    def test_files_for_machines_carry_codes(self, district: District, client: FlaskClient) -> None:
        rows = table(client.get(f"{ROOT}/departments.csv").data)
        assert [rows[2][name] for name in ("target_won", "actual_won", "rate_percent")] == [
            "programme_changed"
        ] * 3
        assert (rows[2]["absence"], rows[2]["left_out"]) == (
            "programme_changed",
            "00:programme_changed",
        )
        assert rows[1]["month_03_won"] == "not_measured"
        assert (rows[1]["actual_won"], rows[1]["rate_percent"]) == ("2200000", "20.0")
        (year,) = table(client.get("/disclosures/gasang/years.csv").data)
        assert (year["actual_won"], year["measured_departments"], year["departments"]) == (
            str(COUNTED),
            "2",
            "3",
        )

    def test_lists_and_the_comparison_say_over_how_many(
        self, district: District, client: FlaskClient
    ) -> None:
        for page in (
            "/disclosures",
            "/disclosures/gasang",
            f"/disclosures/comparison?year={YEAR}",
        ):
            assert "부서 3곳 가운데 2곳 측정" in visible_text(client.get(page)), page
        (row,) = table(client.get(f"/disclosures/comparison.csv?year={YEAR}").data)
        assert (row["actual_won"], row["measured_departments"]) == (str(COUNTED), "2")

    def test_a_body_of_which_nothing_is_measured_is_a_word(
        self, district: District, client: FlaskClient
    ) -> None:
        with transaction():
            for place in (district.whole, district.partly):
                mark_department(place.id, YEAR, 0, MarkKind.NOT_MEASURED, "모두 잃음")
        text = visible_text(client.get(f"/disclosures/comparison?year={YEAR}"))
        assert "가상구 정해진 금액 4,800만 원" in text
        assert "측정하지 않음" in text or "사업 변경" in text
        (row,) = table(client.get(f"/disclosures/comparison.csv?year={YEAR}").data)
        assert row["actual_won"] == ""
        assert row["absence"] in ("not_measured", "programme_changed")
        assert " 0원" not in visible_text(client.get("/disclosures/gasang"))


class TestPublications:
    def test_every_format_says_it(self, district: District, client: FlaskClient) -> None:
        publish_results(district)
        here = f"{ROOT}/results/v1"
        text = visible_text(client.get(here))
        assert "목표, 실적, 달성률은 부서 3곳 가운데 측정한 2곳의 값입니다." in text
        rows = table(client.get(f"{here}.csv").data)
        assert rows[2]["달성률(%)"] == "사업 변경"
        assert rows[2]["집계에서 뺀 기간"] == "한 해 전체 사업 변경(과를 합침)"
        assert (rows[3]["부서"], rows[3]["실적(원)"]) == ("측정한 부서 2곳의 합계", str(COUNTED))
        book = load_workbook(BytesIO(client.get(f"{here}.xlsx").data), read_only=True)
        cells = list(book["부서별 실적"].iter_rows(values_only=True))
        assert cells[3][1:7] == ("사업 변경",) * 6
        about = list(book["출처"].iter_rows(values_only=True))
        assert any("측정한 2곳" in str(row[1]) for row in about)
        told = client.get(f"{here}.json").get_json()["content"]
        away = next(each for each in told["departments"] if each["code"] == "schools")
        assert (away["absence"], away["actual_won"], away["quarters_won"]) == (
            "programme_changed",
            None,
            [None] * 4,
        )
        assert away["left_out"] == [
            {"month": 0, "kind": "programme_changed", "reason": "과를 합침"}
        ]
        assert told["figures"]["coverage"]["measured_departments"] == 2
        assert sum(each["restated_won"] for each in told["months"]) == COUNTED

    def test_papers_are_made(self, district: District, client: FlaskClient) -> None:
        publish_results(district)
        for form in ("pdf", "hwpx"):
            answer = client.get(f"{ROOT}/results/v1.{form}")
            assert (answer.status_code, len(answer.data) > 1_000) == (200, True)

    def test_a_quarter_says_it(self, app: Flask, district: District) -> None:
        content = quarter_content(district.body.id, YEAR, 1)
        assert content["figures"]["actual_won"] == 3_300_000
        partly = next(each for each in content["departments"] if each["code"] == "parks")
        assert (partly["actual_won"], partly["absence"]) == (0, None)
        assert partly["left_out"][0]["month"] == 3

    def test_nothing_is_said_where_nothing_is_left_out(
        self, app: Flask, district: District
    ) -> None:
        with transaction():
            for mark in list_marks(district.body.id, YEAR):
                lift_mark(mark, "찾음")
        known = known_year(district.body.id, YEAR)
        content = json.dumps(results_content(known, tally_year(known)), ensure_ascii=False)
        assert "coverage" not in content
        assert "left_out" not in content
        db.session.rollback()


class TestMachines:
    def test_the_api_has_codes_and_coverage(self, district: District, client: FlaskClient) -> None:
        told = client.get(f"/api/v1/institutions/gasang/disclosures/{YEAR}").get_json()
        assert told["coverage"]["measured_departments"] == 2
        assert (told["actual_won"], told["absence"]) == (COUNTED, None)
        away = told["departments"][2]
        assert (away["absence"], away["actual_won"], away["set_target_won"]) == (
            "programme_changed",
            None,
            24_000_000,
        )
        assert told["departments"][1]["left_out"] == [
            {"month": 3, "kind": "not_measured", "reason": "장부를 잃음"}
        ]

    def test_the_command_says_words(self, app: Flask, district: District) -> None:
        words = ["quota", "status", "--institution", "gasang", "--year", str(YEAR)]
        said = app.test_cli_runner().invoke(args=words).output
        assert "교육과: 사업 변경" in said
        assert "공원과: 2,200,000원 / 11,000,000원 (20.0%) [3월 측정하지 않음]" in said
        assert "부서 3곳 가운데 2곳" in said
