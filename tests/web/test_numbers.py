"""A number too large for a database is not found, never a failure."""

from __future__ import annotations

import pytest
from flask import Flask
from flask.testing import FlaskClient

from marketplace.core.database import transaction
from marketplace.core.permissions import DepartmentRole
from marketplace.web.numbers import calendar_year, stored_number, stored_numbers
from tests.support import factories
from tests.support.pages import submit
from tests.support.signing_in import SignIn

HUGE = ["9223372036854775808", "9" * 25, "9" * 5000]


@pytest.fixture
def reporter(app: Flask, signed_in: SignIn) -> FlaskClient:
    with transaction():
        person = factories.serves(factories.department(), DepartmentRole.PURCHASER)
    return signed_in(person)


class TestAddresses:
    @pytest.mark.parametrize("number", HUGE)
    def test_one_no_row_can_have_is_not_found(self, client: FlaskClient, number: str) -> None:
        assert client.get(f"/products/{number}").status_code == 404

    def test_the_largest_is_asked_for(self, client: FlaskClient) -> None:
        assert client.get("/products/9223372036854775807").status_code == 404


class TestQueries:
    @pytest.mark.parametrize("number", HUGE)
    @pytest.mark.parametrize("path", ["/cart?picking=1&line=", "/checkout?line="])
    def test_lines_nobody_has_are_left_out(
        self, client: FlaskClient, path: str, number: str
    ) -> None:
        assert client.get(path + number).status_code in (200, 303)

    @pytest.mark.parametrize("year", ["0", "-1", "9999", "10000", *HUGE])
    @pytest.mark.parametrize("page", ["closings", "ledger", "ledger.csv"])
    def test_a_year_without_months_is_this_one(
        self, reporter: FlaskClient, page: str, year: str
    ) -> None:
        assert reporter.get(f"/buyer/{page}?year={year}").status_code == 200

    @pytest.mark.parametrize("year", ["0", "9999", *HUGE])
    def test_no_such_month_is_closed(self, reporter: FlaskClient, year: str) -> None:
        sent = {"year": year, "month": "5"}
        assert submit(reporter, "/buyer", sent, to="/buyer/closings").status_code == 404

    @pytest.mark.parametrize("number", HUGE)
    def test_an_option_nobody_sells_is_not_put_on_the_list(
        self, reporter: FlaskClient, number: str
    ) -> None:
        sent = {"option_id": number, "quantity": "1"}
        answer = submit(reporter, "/buyer", sent, to="/buyer/request-list/lines")
        assert answer.status_code in (302, 404)


class TestReading:
    def test_takes_what_a_row_may_have(self) -> None:
        assert stored_number("9223372036854775807") == 2**63 - 1
        assert stored_numbers(["1", "²", "x", "9" * 5000, "2"]) == {1, 2}

    @pytest.mark.parametrize("said", ["-1", "x", *HUGE])
    def test_refuses_the_rest(self, said: str) -> None:
        with pytest.raises(ValueError, match=r"no row has|invalid literal"):
            stored_number(said)

    @pytest.mark.parametrize("said", ["0", "9999"])
    def test_a_year_has_a_month_after_its_last(self, said: str) -> None:
        with pytest.raises(ValueError, match="no such year"):
            calendar_year(said)
