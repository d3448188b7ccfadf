"""Published versions at their addresses: pages, files, what changed, and feeds."""

from __future__ import annotations

import csv
import json
from datetime import UTC, date, datetime
from io import BytesIO, StringIO
from xml.etree import ElementTree

import pytest
from flask import Flask
from flask.testing import FlaskClient
from hwpx import HwpxDocument
from openpyxl import load_workbook
from pypdf import PdfReader

from marketplace.core import clock
from marketplace.core.database import transaction
from marketplace.procurement.models import PublicationKind
from marketplace.procurement.publishing.content import content_digest
from marketplace.procurement.publishing.known_year import known_year
from marketplace.procurement.publishing.publications import publish
from marketplace.procurement.publishing.results import quarter_content, results_content, tally_year
from tests.procurement.quota.ledger import SOCIAL, bought
from tests.support import factories
from tests.support.pages import visible_text
from tests.support.statements import counting

ROOT = "/disclosures/gasang/2026/results"
MARCH, MAY = (datetime(2026, month, 10, 3, tzinfo=UTC) for month in (3, 5))
ATOM = "{http://www.w3.org/2005/Atom}"


@pytest.fixture
def gasang(app: Flask) -> int:
    """A district with two versions of its results, a quarter and a plan of another shape."""
    with clock.frozen(MARCH), transaction():
        body = factories.institution(slug="gasang", name="가상구", name_en="Gasang-gu")
        factories.quota_rule(body, year=2026, effective_on=date(2026, 1, 1))
        place = factories.department(body, code="general", name="총무과", name_en="General")
        factories.target(place, 10_000_000, year=2026)
        bought(place, date(2026, 2, 3), 2_200_000, designations=[SOCIAL], item="=1+1 <b>종이</b>")
        plan = {"target_won": 10_000_000, "departments": [{"name": "총무과", "planned_won": 7}]}
        publish(body.id, 2026, PublicationKind.PLAN, plan, None)
    _publish(body.id, MARCH, "")
    with clock.frozen(MAY), transaction():
        bought(place, date(2026, 4, 4), 3_300_000, designations=[SOCIAL])
        quarter = quarter_content(body.id, 2026, 1)
        publish(body.id, 2026, PublicationKind.QUARTER_RESULTS, quarter, None, quarter=1)
    _publish(body.id, MAY, "빠진 구매를 더함")
    return body.id


def _publish(body: int, at: datetime, reason: str) -> None:
    with clock.frozen(at), transaction():
        known = known_year(body, 2026)
        content = results_content(known, tally_year(known))
        publish(body, 2026, PublicationKind.RESULTS, content, None, reason)


class TestPage:
    def test_the_newest_stands_at_the_address_without_a_number(
        self, gasang: int, client: FlaskClient
    ) -> None:
        text = visible_text(client.get(ROOT))
        assert "가상구 2026년 의무구매 실적" in text
        assert "5,500,000원" in text
        assert "앞선 판을 고친 까닭: 빠진 구매를 더함" in text
        assert "이 판은 바뀌었어요" not in text

    def test_an_older_version_says_when_and_why_it_was_replaced(
        self, gasang: int, client: FlaskClient
    ) -> None:
        text = visible_text(client.get(f"{ROOT}/v1"))
        assert "2,200,000원" in text
        assert "2026. 5. 10.에 제2판이 이 판을 대신했어요. 까닭: 빠진 구매를 더함" in text

    def test_says_the_method_in_plain_words(self, gasang: int, client: FlaskClient) -> None:
        text = visible_text(client.get(ROOT))
        assert "기준 정해진 금액 100,000,000원" in text
        assert "무엇을 사면 물품, 용역, 공사" in text
        assert "언제를 기준으로 검수한 날" in text
        assert "구매 기록에 기업 규모가 없음" in text

    def test_a_content_of_another_shape_is_shown_as_facts_and_tables(
        self, gasang: int, client: FlaskClient
    ) -> None:
        text = visible_text(client.get("/disclosures/gasang/2026/plan/v1"))
        assert "목표 10,000,000원" in text
        assert "총무과 7" in text

    def test_a_quarter_has_its_own_address(self, gasang: int, client: FlaskClient) -> None:
        text = visible_text(client.get("/disclosures/gasang/2026/quarter-results/q1"))
        assert "가상구 2026년 1분기 구매실적" in text
        assert "누적 실적 2,200,000원" in text

    def test_the_difference_shows_what_changed_only(self, gasang: int, client: FlaskClient) -> None:
        text = visible_text(client.get(f"{ROOT}/v2/difference"))
        assert "고친 까닭 빠진 구매를 더함" in text
        assert "2,200,000원 5,500,000원 +3,300,000" in text
        assert "10,000,000원" not in text

    def test_speaks_english(self, gasang: int, client: FlaskClient) -> None:
        client.set_cookie("lang", "en")
        text = visible_text(client.get(ROOT))
        assert "Gasang-gu: mandatory-purchase results 2026" in text
        assert "Goods, Services, Works" in text

    @pytest.mark.parametrize(
        "path",
        [
            f"{ROOT}/v0",
            f"{ROOT}/v3",
            f"{ROOT}/v99999999999999999999",
            f"{ROOT}/v1/difference",
            f"{ROOT}/q1",
            "/disclosures/gasang/2026/quarter-results",
            "/disclosures/gasang/2026/quarter-results/q5",
            "/disclosures/gasang/2026/rumours",
            "/disclosures/gasang/99999/results",
            "/disclosures/gasang/0/results",
            "/disclosures/%00/2026/results",
            "/disclosures/gasang'--/2026/results/v1.pdf",
            f"{ROOT}/v1.exe",
            f"{ROOT}/v1.csv?table=nothing",
        ],
    )
    def test_an_absurd_address_is_not_found(
        self, gasang: int, client: FlaskClient, path: str
    ) -> None:
        assert client.get(path).status_code == 404

    def test_costs_few_statements(self, app: Flask, gasang: int, client: FlaskClient) -> None:
        with counting(app) as sent:
            client.get(ROOT)
        assert len(sent) <= 9

    def test_the_year_lists_what_was_published(self, gasang: int, client: FlaskClient) -> None:
        text = visible_text(client.get("/disclosures/gasang/2026"))
        assert "가상구 2026년 의무구매 실적 제2판" in text
        assert "가상구 2026년 의무구매 계획 제1판" in text
        assert "총무과 2,200,000원 3,300,000원 0원 0원" in text

    def test_the_sitemap_names_it(self, gasang: int, client: FlaskClient) -> None:
        said = client.get("/sitemap.xml").get_data(as_text=True)
        assert f"http://localhost{ROOT}</loc>" in said
        assert "/disclosures/gasang/2026/quarter-results/q1</loc>" in said


class TestFiles:
    def test_pdf_can_be_read_back_and_is_always_the_same(
        self, gasang: int, client: FlaskClient
    ) -> None:
        made = client.get(f"{ROOT}/v2.pdf").data
        words = "".join(page.extract_text() for page in PdfReader(BytesIO(made)).pages)
        for said in ("가상구 2026년 의무구매 실적", "5,500,000", "빠진 구매를 더함", "총무과"):
            assert said in words
        assert client.get(f"{ROOT}/v2.pdf").data == made

    def test_hwpx_holds_the_figures_in_tables(self, gasang: int, client: FlaskClient) -> None:
        document = HwpxDocument.open(client.get(f"{ROOT}/v2.hwpx").data)
        assert not document.validate().issues
        assert "5,500,000" in document.text.plain()
        assert len(document.tables) >= 5
        document.close()

    def test_xlsx_holds_numbers_with_units_in_heads(self, gasang: int, client: FlaskClient) -> None:
        book = load_workbook(BytesIO(client.get(f"{ROOT}/v2.xlsx").data))
        assert book.sheetnames[0] == "출처"
        rows = list(book["부서별 실적"].iter_rows(values_only=True))
        assert rows[0][:3] == ("부서", "목표(원)", "1분기(원)")
        assert rows[1][:4] == ("총무과", 10_000_000, 2_200_000, 3_300_000)
        about = dict(book["출처"].iter_rows(values_only=True))
        assert about["주소"] == f"http://localhost{ROOT}/v2"

    def test_csv_gives_each_table(self, gasang: int, client: FlaskClient) -> None:
        answer = client.get(f"{ROOT}/v2.csv?table=months").data.decode("utf-8-sig")
        rows = list(csv.DictReader(StringIO(answer)))
        assert rows[1] == {
            "달": "2월",
            "처음 실적(원)": "2200000",
            "마감 뒤 정정(원)": "0",
            "고친 실적(원)": "2200000",
        }

    def test_json_is_the_content_with_its_digest(self, gasang: int, client: FlaskClient) -> None:
        told = json.loads(client.get(f"{ROOT}/v1.json").data)
        assert content_digest(told["content"]) == told["digest"]
        assert told["content"]["figures"]["actual_won"] == 2_200_000

    @pytest.mark.parametrize("form", ["pdf", "hwpx", "xlsx", "csv", "json"])
    def test_a_file_has_a_tag_and_may_be_kept(
        self, gasang: int, client: FlaskClient, form: str
    ) -> None:
        first = client.get(f"{ROOT}/v1.{form}")
        assert first.headers["Cache-Control"] == "public, max-age=86400"
        again = client.get(f"{ROOT}/v1.{form}", headers={"If-None-Match": first.headers["ETag"]})
        assert (again.status_code, again.data) == (304, b"")


class TestFeeds:
    @pytest.mark.parametrize("path", ["/disclosures/feed.atom", "/disclosures/gasang/feed.atom"])
    def test_is_atom_with_everything_an_entry_needs(
        self, gasang: int, client: FlaskClient, path: str
    ) -> None:
        answer = client.get(path)
        assert answer.mimetype == "application/atom+xml"
        feed = ElementTree.fromstring(answer.data)  # noqa: S314 - ours
        assert feed.tag == f"{ATOM}feed"
        entries = feed.findall(f"{ATOM}entry")
        assert len(entries) == 4
        for each in [feed, *entries]:
            for needed in ("id", "title", "updated"):
                assert each.findtext(f"{ATOM}{needed}"), needed
            datetime.fromisoformat(each.findtext(f"{ATOM}updated") or "")
        assert feed.find(f"{ATOM}author") is not None
        assert len({each.findtext(f"{ATOM}id") for each in entries}) == 4
        assert entries[0].findtext(f"{ATOM}id") == f"http://localhost{ROOT}/v2"
        assert (
            client.get(path, headers={"If-None-Match": answer.headers["ETag"]}).status_code == 304
        )

    def test_a_feed_of_nothing_is_still_a_feed(self, client: FlaskClient) -> None:
        feed = ElementTree.fromstring(client.get("/disclosures/feed.atom").data)  # noqa: S314
        assert feed.findtext(f"{ATOM}id") == "http://localhost/disclosures/feed.atom"
