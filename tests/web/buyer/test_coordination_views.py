"""Many departments: pages, filters, months, shares and the rows behind each figure."""

from __future__ import annotations

import csv
from datetime import UTC, date, datetime
from io import StringIO

import pytest
from flask import Flask
from flask.testing import FlaskClient

from marketplace.accounts.models import Account
from marketplace.core import clock
from marketplace.core.database import transaction
from marketplace.core.permissions import DepartmentRole
from marketplace.procurement.models import Department
from marketplace.web.buyer.coordination_months import in_man, level_of
from tests.procurement.quota.ledger import bought, closed, uncounted
from tests.support import factories
from tests.support.pages import visible_text
from tests.support.signing_in import SignIn
from tests.web.buyer.costs import statements_of

JULY = datetime(2026, 7, 10, 3, tzinfo=UTC)
PAGE = "/buyer/coordination"
MOST = {PAGE: 18, f"{PAGE}/months": 17, f"{PAGE}/shares": 15, f"{PAGE}/records": 15}


@pytest.fixture(autouse=True)
def july() -> object:
    with clock.frozen(JULY):
        yield


def district(count: int) -> tuple[Account, list[Department]]:
    body = factories.institution(name="가상구")
    places = [factories.department(body, name=f"{n:03}과", position=n) for n in range(count)]
    for n, place in enumerate(places):
        factories.target(place, 10_000_000, year=2026)
        bought(place, date(2026, 3, 2), (n + 1) * 100_000, seller_business_number="1234567890")
    closed(places[0], 2026, 1, 2, 3, 4, 5, 6)
    return factories.serves(places[0], DepartmentRole.COORDINATOR), places


@pytest.fixture
def many(app: Flask, signed_in: SignIn) -> FlaskClient:
    """A coordinator of 120 departments."""
    with transaction():
        person, _ = district(120)
    return signed_in(person)


def rows_of(page: str) -> int:
    return page[page.index("<tbody>") : page.index("</tbody>")].count("<tr>")


class TestManyDepartments:
    def test_come_a_hundred_at_a_time_and_all_for_paper(self, many: FlaskClient) -> None:
        assert rows_of(many.get(PAGE).text) == 100
        second = many.get(f"{PAGE}?page=2")
        assert rows_of(second.text) == 20
        assert "부서 120곳" in visible_text(second)
        assert 'aria-current="page"><span class="visually-hidden">쪽 </span>2<' in second.text
        assert rows_of(many.get(f"{PAGE}?page=all").text) == 120

    @pytest.mark.parametrize("page", ["0", "-1", "99", "abc", "9" * 30, "٣"])
    def test_a_page_there_is_not_is_one_there_is(self, many: FlaskClient, page: str) -> None:
        assert rows_of(many.get(PAGE, query_string={"page": page}).text) in {20, 100}

    def test_are_found_by_name_and_state_in_the_table_and_its_file(self, many: FlaskClient) -> None:
        assert rows_of(many.get(f"{PAGE}?q=007").text) == 1
        assert rows_of(many.get(f"{PAGE}?show=met").text) == 21
        assert "조건에 맞는 부서가 없습니다" in visible_text(many.get(f"{PAGE}?q=없는과"))
        listed = many.get(f"{PAGE}.csv?show=met&sort=-rate").data.decode("utf-8-sig")
        assert len(list(csv.DictReader(StringIO(listed)))) == 21

    def test_have_a_mean_a_median_and_a_sum(self, many: FlaskClient) -> None:
        text = visible_text(many.get(PAGE))
        assert "부서 실적의 평균 605만 원 중앙값 605만 원" in text
        assert "달성률의 중앙값 60.5%" in text
        assert "합계 1,200,000,000원 726,000,000원 60.5%" in text


class TestMonths:
    def test_every_amount_opens_what_is_behind_it(self, app: Flask, signed_in: SignIn) -> None:
        with transaction():
            person, places = district(3)
        client = signed_in(person)
        page = client.get(f"{PAGE}/months")
        text = visible_text(page)
        assert "000과 – ✓ 마감 – ✓ 마감 10 ✓ 마감" in text
        assert "001과 – ! 마감 늦음" in text
        assert "합계 – – 60" in text.replace(" 0 ", " – ").replace(" 0 ", " – ")
        href = f"{PAGE}/records?institution={places[1].institution.slug}&amp;year=2026"
        assert f"{href}&amp;department={places[1].id}&amp;month=3" in page.text
        behind = client.get(f"{PAGE}/records?year=2026&department={places[1].id}&month=3")
        assert "인정액 200,000원" in visible_text(behind)
        assert rows_of(behind.text) == 1

    def test_gives_a_file_in_won(self, many: FlaskClient) -> None:
        data = many.get(f"{PAGE}/months.csv").data.decode("utf-8-sig")
        first = next(csv.DictReader(StringIO(data)))
        assert (first["부서"], first["3월"], first["합계"]) == ("000과", "100000", "100000")

    def test_tints_by_quarters_of_the_strongest(self) -> None:
        assert [level_of(won, 100) for won in (-5, 0, 1, 25, 26, 51, 76, 100)] == [
            *(0, 0, 1, 1, 2, 3, 4, 4)
        ]
        assert level_of(5, 0) == 0

    def test_writes_amounts_short_and_never_as_floats(self) -> None:
        assert [in_man(won) for won in (None, 0, 5_000, 12_345, 99_999, 1_234_567, -5_000)] == [
            *("–", "0", "0.5", "1.2", "10.0", "123", "-0.5")
        ]


class TestSharesAndRecords:
    def test_shares_open_their_records(self, app: Flask, signed_in: SignIn) -> None:
        with transaction():
            person, places = district(3)
            uncounted(places[0], date(2026, 5, 5), 900_000)
        client = signed_in(person)
        text = visible_text(client.get(f"{PAGE}/shares"))
        assert "인정 실적 600,000원" in text
        assert "집중도 (HHI) 10,000 몇 곳에 몰림" in text
        behind = client.get(f"{PAGE}/records?counts=yes&share=seller&code=1234567890")
        assert "인정액 600,000원" in visible_text(behind)
        uncounting = client.get(f"{PAGE}/records?counts=no")
        assert "구매 합계 900,000원" in visible_text(uncounting)
        listed = client.get(f"{PAGE}/shares.csv").data.decode("utf-8-sig")
        assert "산 곳,외부 구매,600000,3,100.0" in listed
        rows = client.get(f"{PAGE}/records.csv").data.decode("utf-8-sig")
        assert len(list(csv.DictReader(StringIO(rows)))) == 4

    def test_another_institutions_department_is_not_found(
        self, app: Flask, signed_in: SignIn
    ) -> None:
        with transaction():
            person, _ = district(1)
            elsewhere = factories.department()
        client = signed_in(person)
        assert client.get(f"{PAGE}/records?department={elsewhere.id}").status_code == 404
        for path in ("shares", "records", "months"):
            slug = elsewhere.institution.slug
            assert client.get(f"{PAGE}/{path}?institution={slug}").status_code == 404

    @pytest.mark.parametrize(
        "query",
        [
            "share=seller&code=%27%3B%20DROP%20TABLE",
            "share=nonsense&code=x",
            "month=99&department=abc&counts=maybe",
            "cursor=abc",
            "year=999999",
            f"share=seller&code={'9' * 20_000}",
            "share=seller&code=%00",
        ],
    )
    def test_whatever_an_address_says_is_no_server_error(
        self, many: FlaskClient, query: str
    ) -> None:
        assert many.get(f"{PAGE}/records?{query}").status_code in {200, 422, 400}

    @pytest.mark.parametrize("path", MOST)
    def test_costs_no_more_statements_for_more(
        self, app: Flask, signed_in: SignIn, path: str
    ) -> None:
        with transaction():
            few, many = district(3)[0], district(40)[0]
        counts = [statements_of(app, signed_in(each), path) for each in (few, many)]
        assert counts[0] == counts[1] <= MOST[path]
