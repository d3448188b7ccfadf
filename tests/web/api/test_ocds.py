"""Purchases in the Open Contracting Data Standard: what the standard demands of each release."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient

from marketplace.core import clock
from marketplace.core.database import transaction
from marketplace.procurement.correcting import correct_record
from marketplace.procurement.models import ContractMethod, PurchaseKind
from tests.procurement.quota.ledger import bought, uncounted
from tests.support import factories

ROOT = "/api/v1/institutions/gasang/disclosures/2026/ocds"
MAY = datetime(2026, 5, 4, 3, tzinfo=UTC)
# Closed lists of the standard, version 1.1, as far as we use them.
CLOSED = {
    "tag": {"award", "contract", "awardCancellation", "contractTermination", "compiled"},
    "procurementMethod": {"open", "selective", "limited", "direct"},
    "mainProcurementCategory": {"goods", "works", "services"},
    "award": {"pending", "active", "cancelled", "unsuccessful"},
    "contract": {"pending", "active", "cancelled", "terminated"},
}


@pytest.fixture
def year(app: Flask) -> list[int]:
    """Three purchases of one year, the first taken back, and one of another year."""
    with clock.frozen(MAY), transaction():
        body = factories.institution(slug="gasang", name="가상구")
        place = factories.department(body, name="총무과")
        ids = [
            bought(place, date(2026, 3, 2), 2_200_000, seller_business_number="1234567891").id,
            bought(
                place,
                date(2026, 3, 3),
                kind=PurchaseKind.SERVICE,
                method=ContractMethod.COMPETITION,
            ).id,
            uncounted(place, date(2026, 3, 4), kind=PurchaseKind.WORKS).id,
        ]
        bought(place, date(2025, 3, 4))
    with clock.frozen(MAY.replace(hour=9)), transaction():
        correct_record(ids[0], "금액을 잘못 적음")
    return ids


def check_release(release: dict[str, Any]) -> None:
    """What every release must hold, and that every reference names a party."""
    assert {"ocid", "id", "date", "tag", "initiationType"} <= set(release)
    assert release["initiationType"] == "tender"
    assert set(release["tag"]) <= CLOSED["tag"]
    assert "#" not in release["id"]
    parties = {each["id"] for each in release["parties"]}
    tender, (award,), (contract,) = release["tender"], release["awards"], release["contracts"]
    named = [release["buyer"], tender["procuringEntity"], *award["suppliers"]]
    assert {each["id"] for each in named} == parties
    assert tender.get("procurementMethod", "open") in CLOSED["procurementMethod"]
    assert tender["mainProcurementCategory"] in CLOSED["mainProcurementCategory"]
    assert award["status"] in CLOSED["award"]
    assert contract["status"] in CLOSED["contract"]
    assert contract["awardID"] == award["id"]
    assert award["value"]["currency"] == "KRW"
    datetime.strptime(release["date"], "%Y-%m-%dT%H:%M:%SZ")  # noqa: DTZ007 - says Z itself


class TestReleases:
    def test_every_purchase_is_a_process_and_a_correction_a_later_release(
        self, year: list[int], client: FlaskClient
    ) -> None:
        told = client.get(ROOT).get_json()
        assert {"uri", "version", "publishedDate", "publisher", "releases"} <= set(told)
        assert told["version"] == "1.1"
        releases = told["releases"]
        for release in releases:
            check_release(release)
            assert release["date"] <= told["publishedDate"]
        assert len(releases) == 4
        assert len({each["ocid"] for each in releases}) == 3
        assert len({each["id"] for each in releases}) == 4
        first, taken_back = releases[:2]
        assert first["ocid"] == taken_back["ocid"]
        assert taken_back["tag"] == ["awardCancellation", "contractTermination"]
        assert taken_back["awards"][0]["description"] == "금액을 잘못 적음"

    def test_says_how_it_was_bought_and_from_whom(
        self, year: list[int], client: FlaskClient
    ) -> None:
        first, _, service, works = client.get(ROOT).get_json()["releases"]
        assert first["tender"]["procurementMethod"] == "direct"
        assert service["tender"]["procurementMethod"] == "open"
        assert works["tender"]["mainProcurementCategory"] == "works"
        supplier = next(each for each in first["parties"] if each["roles"] == ["supplier"])
        assert supplier["identifier"]["id"] == "1234567891"
        assert first["awards"][0]["value"]["amount"] == 2_200_000

    def test_asking_twice_gives_the_same(self, year: list[int], client: FlaskClient) -> None:
        assert client.get(ROOT).data == client.get(ROOT).data

    def test_a_long_year_comes_in_pages_without_losing_one(
        self, year: list[int], client: FlaskClient
    ) -> None:
        seen: list[str] = []
        address: str | None = f"{ROOT}?limit=1"
        while address:
            told = client.get(address.removeprefix("http://localhost")).get_json()
            seen += [each["id"] for each in told["releases"]]
            address = told.get("links", {}).get("next")
        assert seen == [each["id"] for each in client.get(ROOT).get_json()["releases"]]

    @pytest.mark.parametrize("path", ["2024/ocds", "2024/ocds/records"])
    def test_a_year_without_purchases_is_not_found(
        self, year: list[int], client: FlaskClient, path: str
    ) -> None:
        answer = client.get(f"/api/v1/institutions/gasang/disclosures/{path}")
        assert answer.status_code == 404


class TestRecords:
    def test_hold_all_releases_and_how_it_stands_now(
        self, year: list[int], client: FlaskClient
    ) -> None:
        records = client.get(f"{ROOT}/records").get_json()["records"]
        assert [len(each["releases"]) for each in records] == [2, 1, 1]
        compiled = records[0]["compiledRelease"]
        assert compiled["tag"] == ["compiled"]
        assert compiled["awards"][0]["status"] == "cancelled"
        for each in records:
            check_release(each["compiledRelease"])
            assert {release["ocid"] for release in each["releases"]} == {each["ocid"]}
