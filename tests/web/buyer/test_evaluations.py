"""A department reads its own result: not before it is published, never another's."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime
from io import BytesIO

import pytest
from flask import Flask
from pypdf import PdfReader

from marketplace.accounts.models import Account
from marketplace.core import clock
from marketplace.core.database import transaction
from marketplace.core.permissions import DepartmentRole
from marketplace.procurement.models import AwardGrade, Department, MarkKind
from marketplace.procurement.year.awarding import (
    Honour,
    award_department,
    list_awards,
    revoke_award,
)
from marketplace.procurement.year.evaluating import evaluate_year
from marketplace.procurement.year.finishing import finish_year
from marketplace.procurement.year.marks import mark_department
from tests.procurement.quota.ledger import bought
from tests.support import factories
from tests.support.pages import visible_text
from tests.support.signing_in import SignIn
from tests.web.buyer.costs import statements_of

YEAR = 2026


@pytest.fixture(autouse=True)
def january() -> Iterator[None]:
    with clock.frozen(datetime(2027, 1, 20, 3, tzinfo=UTC)):
        yield


def district(departments: int = 3) -> tuple[Account, list[Department]]:
    """Somebody of the first department; each bought a million more than the one before."""
    body = factories.institution(name="가온구")
    places = [
        factories.department(body, name=f"{n}과", position=n) for n in range(1, departments + 1)
    ]
    for n, place in enumerate(places, 1):
        factories.target(place, 20_000_000, year=YEAR)
        bought(place, date(YEAR, 5, 6), n * 1_000_000)
    evaluate_year(body.id, YEAR)
    return factories.serves(places[0], DepartmentRole.PURCHASER), places


def honoured(place: Department, reason: str = "꾸준히 <샀음>") -> None:
    honour = Honour(AwardGrade.EXCELLENT, "가온구청장", reason)
    award_department(place.institution_id, YEAR, place.id, honour)


def page_of(place: Department, tail: str = "") -> str:
    return f"/buyer/departments/{place.id}/evaluations/{YEAR}{tail}"


class TestOwnEvaluation:
    def test_is_not_there_before_it_is_published(self, app: Flask, signed_in: SignIn) -> None:
        with transaction():
            person, places = district()
            honoured(places[0])
        client = signed_in(person)
        assert client.get(page_of(places[0])).status_code == 404
        assert client.get(page_of(places[0], "/certificate.pdf")).status_code == 404
        assert "우리 부서 평가" not in client.get(f"/buyer/year?year={YEAR}").text

    def test_shows_points_beside_the_middle_of_all(self, app: Flask, signed_in: SignIn) -> None:
        with transaction():
            person, places = district()
            finish_year(places[0].institution_id, YEAR)
        client = signed_in(person)
        assert page_of(places[0]) in client.get(f"/buyer/year?year={YEAR}").text
        page = client.get(page_of(places[0]))
        text = visible_text(page)
        assert page.status_code == 200
        # 1, 2 and 3 million of 20: 5, 10 and 15 percent, forty points for all of it.
        assert "5.00% 2.00 가운데 값보다 낮음 ▼ 40 4.00" in text
        assert "3위" in text
        assert "1,000,000원" in text
        assert "상장 내려받기" not in text

    def test_another_departments_is_not_found(self, app: Flask, signed_in: SignIn) -> None:
        with transaction():
            person, places = district()
            honoured(places[1])
            finish_year(places[0].institution_id, YEAR)
        client = signed_in(person)
        assert client.get(page_of(places[1])).status_code == 404
        assert client.get(page_of(places[1], "/certificate.pdf")).status_code == 404
        assert client.get(page_of(places[0], "/certificate.pdf")).status_code == 404
        assert client.get(page_of(places[0]).replace("2026", "2025")).status_code == 404
        assert client.get(page_of(places[0]).replace("2026", "99999999999")).status_code == 404

    def test_an_award_is_congratulated_and_its_certificate_handed_out(
        self, app: Flask, signed_in: SignIn
    ) -> None:
        with transaction():
            person, places = district()
            honoured(places[0])
            finish_year(places[0].institution_id, YEAR)
        client = signed_in(person)
        text = visible_text(client.get(page_of(places[0])))
        assert "1과의 시상을 축하합니다" in text
        assert "꾸준히 <샀음>" in text
        for language, said in (("ko", "우수"), ("en", "Excellence Award"), ("xx", "우수")):
            pdf = client.get(page_of(places[0], f"/certificate.pdf?language={language}"))
            assert said in PdfReader(BytesIO(pdf.data)).pages[0].extract_text()

    def test_an_award_taken_back_is_shown_no_more(self, app: Flask, signed_in: SignIn) -> None:
        with transaction():
            person, places = district()
            honoured(places[0])
            finish_year(places[0].institution_id, YEAR)
            revoke_award(list_awards(places[0].institution_id, YEAR)[0], "실적이 정정됨")
        client = signed_in(person)
        assert "축하" not in client.get(page_of(places[0])).text
        assert client.get(page_of(places[0], "/certificate.pdf")).status_code == 404

    def test_a_year_that_was_not_measured_says_so(self, app: Flask, signed_in: SignIn) -> None:
        with transaction():
            person, places = district()
            why = "청사 <이전>"
            mark_department(places[0].id, YEAR, 0, MarkKind.PROGRAMME_CHANGED, why)
            evaluate_year(places[0].institution_id, YEAR)
            finish_year(places[0].institution_id, YEAR)
        text = visible_text(signed_in(person).get(page_of(places[0])))
        assert "순위 없음" in text
        assert "사업 변경 한 해 청사 <이전>" in text

    def test_speaks_english(self, app: Flask, signed_in: SignIn) -> None:
        with transaction():
            person, places = district()
            finish_year(places[0].institution_id, YEAR)
        client = signed_in(person)
        client.set_cookie("lang", "en")
        text = visible_text(client.get(page_of(places[0])))
        assert "Target rate" in text
        assert "0 of 12 months" in text

    def test_costs_the_same_for_many(self, app: Flask, signed_in: SignIn) -> None:
        costs = []
        for count in (2, 40):
            with transaction():
                person, places = district(count)
                finish_year(places[0].institution_id, YEAR)
            costs.append(statements_of(app, signed_in(person), page_of(places[0])))
        assert costs[0] == costs[1] <= 20
