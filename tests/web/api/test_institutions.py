"""Disclosures as machines read them."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient

import marketplace.demo
from marketplace.core.database import transaction
from marketplace.core.importing import run_import
from marketplace.core.tables import read_table
from marketplace.procurement.history import REQUIRED_COLUMNS, PublishedHistory
from tests.procurement.quota.ledger import bought
from tests.support import factories

FILE = Path(marketplace.demo.__file__).parent / "reference" / "seongbuk-disclosure.csv"
ROOT = "/api/v1/institutions"


@pytest.fixture
def seongbuk(app: Flask) -> None:
    table = read_table(FILE, REQUIRED_COLUMNS)
    run_import(table.rows, PublishedHistory("seongbuk", table.source, "성북구").importer())


class TestDisclosures:
    def test_lists_institutions(self, seongbuk: None, client: FlaskClient) -> None:
        items = client.get(ROOT).get_json()["items"]
        assert [(each["slug"], each["kind"]) for each in items] == [("seongbuk", "district")]

    def test_pages_through_them_without_losing_one(self, app: Flask, client: FlaskClient) -> None:
        with transaction():
            for _ in range(5):
                factories.department(factories.institution())
        seen, cursor = [], ""
        while cursor is not None:
            page = client.get(f"{ROOT}?limit=2&cursor={cursor}" if cursor else f"{ROOT}?limit=2")
            seen += [each["slug"] for each in page.get_json()["items"]]
            cursor = page.get_json()["next_cursor"]
        assert len(seen) == len(set(seen)) == 5

    @pytest.mark.parametrize(
        ("year", "rate", "printed", "disagrees"),
        [
            (2012, "83.3", "86.0", True),
            (2013, "108.5", "135.0", True),
            (2014, "100.8", "101.0", False),
            (2015, "128.0", "128.0", False),
            (2016, "142.9", "142.9", False),
        ],
    )
    def test_gives_computed_beside_published_rates(
        self,
        seongbuk: None,
        client: FlaskClient,
        year: int,
        rate: str,
        printed: str,
        disagrees: bool,
    ) -> None:
        told = client.get(f"{ROOT}/seongbuk/disclosures/{year}").get_json()
        assert told["rate_percent"] == rate
        assert told["published_rate_percent"] == printed
        assert told["rate_disagrees"] is disagrees
        assert told["departments"] == []

    def test_says_null_for_what_is_not_stated(self, seongbuk: None, client: FlaskClient) -> None:
        items = client.get(f"{ROOT}/seongbuk/disclosures").get_json()["items"]
        by_year = {each["year"]: each for each in items}
        assert list(by_year) == list(range(2011, 2021))
        assert by_year[2011]["target_won"] is None
        assert by_year[2020]["actual_won"] is None
        assert by_year[2020]["rate_percent"] is None

    def test_gives_a_live_year_by_department(self, app: Flask, client: FlaskClient) -> None:
        with transaction():
            body = factories.institution(slug="gasang")
            place = factories.department(body, code="A01", name="총무과")
            factories.target(place, 10_000_000, year=2026)
            bought(place, date(2026, 3, 2), 3_300_000)
        told = client.get(f"{ROOT}/gasang/disclosures/2026").get_json()
        assert (told["target_won"], told["actual_won"]) == (10_000_000, 3_300_000)
        assert told["basis"] == "ledger"
        (department,) = told["departments"]
        assert (department["code"], department["rate_percent"]) == ("A01", "33.0")
        assert department["months"][2] == {"month": 3, "counted_won": 3_300_000}

    @pytest.mark.parametrize("path", ["nowhere/disclosures", "seongbuk/disclosures/1999"])
    def test_tells_what_is_not_there_as_a_problem(
        self, seongbuk: None, client: FlaskClient, path: str
    ) -> None:
        answer = client.get(f"{ROOT}/{path}")
        assert answer.status_code == 404
        assert answer.content_type == "application/problem+json"
