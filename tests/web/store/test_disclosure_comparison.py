"""Institutions side by side: each by its own rule, ranked only among the like."""

from __future__ import annotations

import csv
from datetime import date
from io import StringIO

import pytest
from flask import Flask
from flask.testing import FlaskClient

from marketplace.core.database import db, transaction
from marketplace.enterprises.models import Region
from marketplace.procurement.models import Absence, Basis, PublishedFigure
from tests.procurement.quota.ledger import bought
from tests.support import factories
from tests.support.pages import visible_text
from tests.support.statements import counting

HERE = "/disclosures/comparison"


def printed(name: str, **values: object) -> None:
    body = factories.institution(slug=name, name=name, region_id=values.pop("region_id", None))
    db.session.add(PublishedFigure(**{"institution_id": body.id, "year": 2026, **values}))


def ruled(name: str, basis: Basis, rate: int, basis_won: int, counted_won: int) -> None:
    body = factories.institution(slug=name, name=name)
    factories.quota_rule(
        body,
        year=2026,
        basis=basis,
        fixed_won=None,
        rate_basis_points=rate,
        basis_won=basis_won,
        rate_places=2 if basis is Basis.TOTAL_PURCHASES else 1,
        effective_on=date(2026, 1, 1),
    )
    bought(factories.department(body), date(2026, 2, 3), counted_won)


@pytest.fixture
def bodies(app: Flask) -> None:
    with transaction():
        seoul = Region(code="seoul", name="서울", name_en="Seoul")
        db.session.add(seoul)
        db.session.flush()
        here = Region(code="s-a", name="서울 가구", name_en="A-gu", parent_id=seoul.id)
        empty = Region(code="s-b", name="서울 나구", name_en="B-gu", parent_id=seoul.id)
        db.session.add_all([here, empty])
        db.session.flush()
        printed("kkk", target_won=3_500, actual_won=5_000, region_id=here.id)
        printed("lll", target_won=1_000, actual_won=900)
        printed("mmm", target_won=1_000, actual_won=None, absence=Absence.NOT_MEASURED)
        ruled("nnn", Basis.NEGOTIABLE_TOTAL, 700, 100_000_000, 7_700_000)
        ruled("ooo", Basis.TOTAL_PURCHASES, 1100, 70_000_000, 6_600_000)


class TestComparison:
    def test_each_is_told_by_its_own_rule(self, bodies: None, client: FlaskClient) -> None:
        text = visible_text(client.get(f"{HERE}?year=2026"))
        assert "kkk 정해진 금액 3,500원 5,000원 142.9% 1" in text
        assert "lll 정해진 금액 1,000원 900원 90.0% 2" in text
        assert "nnn 수의계약 가능 총액 7% 700만 원 770만 원 110.0% 1" in text
        assert "ooo 총구매액 11% 770만 원 660만 원 9.43% 1" in text

    def test_warns_that_rates_differ_in_meaning(self, bodies: None, client: FlaskClient) -> None:
        text = visible_text(client.get(f"{HERE}?year=2026"))
        assert "이 비율들은 뜻이 서로 달라요" in text
        assert "정해진 금액 : 2곳" in text or "정해진 금액: 2곳" in text

    def test_does_not_warn_among_the_like(self, bodies: None, client: FlaskClient) -> None:
        text = visible_text(client.get(f"{HERE}?year=2026&basis=fixed_amount"))
        assert "뜻이 서로 달라요" not in text
        assert "nnn" not in text
        amounts = visible_text(client.get(f"{HERE}?year=2026&measure=amount"))
        assert "뜻이 서로 달라요" not in amounts

    def test_not_measured_is_neither_zero_nor_blank(
        self, bodies: None, client: FlaskClient
    ) -> None:
        text = visible_text(client.get(f"{HERE}?year=2026"))
        assert "mmm 정해진 금액 1,000원 적혀 있지 않음 측정하지 않음 –" in text

    @pytest.mark.parametrize(
        ("sort", "first"),
        [("name", "kkk"), ("-name", "x"), ("-value", "kkk"), ("value", "ooo"), ("amount", "lll")],
    )
    def test_sorts_with_the_unknown_last(
        self, bodies: None, client: FlaskClient, sort: str, first: str
    ) -> None:
        answer = client.get(f"{HERE}?year=2026&sort={sort}")
        if first == "x":
            assert answer.status_code == 404
            return
        rows = answer.get_data(as_text=True).partition("<tbody><tr>\n<th")[2]
        assert rows.index(f">{first}</a>") == min(
            rows.index(f">{name}</a>") for name in ("kkk", "lll", "mmm", "nnn", "ooo")
        )

    def test_a_region_shows_every_district(self, bodies: None, client: FlaskClient) -> None:
        text = visible_text(client.get(f"{HERE}?year=2026&region=seoul"))
        assert "서울 가구 142.9% 정해진 금액 서울 나구 자료 없음" in text
        assert "nnn" not in text

    def test_csv_keeps_the_unknown_empty(self, bodies: None, client: FlaskClient) -> None:
        said = client.get(f"{HERE}.csv?year=2026").data.decode("utf-8-sig")
        rows = {row["slug"]: row for row in csv.DictReader(StringIO(said))}
        assert rows["mmm"]["actual_won"] == ""
        assert rows["mmm"]["absence"] == "not_measured"
        assert rows["ooo"]["share_percent"] == "9.43"
        assert rows["nnn"]["required_percent"] == "7"

    @pytest.mark.parametrize(
        "query",
        ["year=1800", "year=%27", "measure=luck", "sort=x", "basis=%00", "region=nowhere"],
    )
    def test_a_question_that_cannot_be_is_not_found(
        self, bodies: None, client: FlaskClient, query: str
    ) -> None:
        assert client.get(f"{HERE}?{query}").status_code == 404
        assert client.get(f"{HERE}.csv?{query}").status_code == 404

    def test_nobody_to_compare_says_so(self, client: FlaskClient) -> None:
        assert "견줄 기관이 없어요" in visible_text(client.get(HERE))

    def test_statements_do_not_grow_with_institutions(
        self, app: Flask, bodies: None, client: FlaskClient
    ) -> None:
        counts = []
        for path in (f"{HERE}?year=2026", "/disclosures"):
            with counting(app) as sent:
                client.get(path)
            counts.append(len(sent))
        with transaction():
            for number in range(20):
                printed(f"more-{number}", target_won=10, actual_won=9)
        for path, before in zip((f"{HERE}?year=2026", "/disclosures"), counts, strict=True):
            with counting(app) as sent:
                client.get(path)
            assert len(sent) == before <= 18
