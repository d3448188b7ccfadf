"""Quarterly reports, the evaluation, marks and awards on screen."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime

import pytest
from flask import Flask
from sqlalchemy import select

from marketplace.accounts.models import Account
from marketplace.core import clock
from marketplace.core.database import db, transaction
from marketplace.core.permissions import DepartmentRole
from marketplace.procurement.models import (
    Award,
    Department,
    Evaluation,
    EvaluationScheme,
    FiledReport,
    YearMark,
)
from tests.procurement.quota.ledger import bought
from tests.support import factories
from tests.support.pages import submit, visible_text
from tests.support.signing_in import SignIn
from tests.web.buyer.costs import statements_of

NEXT_JANUARY = datetime(2027, 1, 20, 3, tzinfo=UTC)
REPORTS = "/buyer/coordination/quarter-reports"
EVALUATION = "/buyer/coordination/evaluation"
SCHEME = f"{EVALUATION}/scheme"
YEAR = {"year": "2026"}
WEIGHTS = {
    "weight-rate": "50",
    "weight-amount": "50",
    "weight-growth": "0",
    "weight-punctuality": "0",
    "weight-plan_accuracy": "0",
    "weight-diversity": "0",
    "small_below_won": "1,000,000",
}


@pytest.fixture(autouse=True)
def january() -> Iterator[None]:
    with clock.frozen(NEXT_JANUARY):
        yield


def district(departments: int = 3) -> tuple[Account, list[Department]]:
    """A coordinator, and departments that bought more the later they stand."""
    body = factories.institution(name="가온구")
    places = [
        factories.department(body, name=f"{n}과", position=n) for n in range(1, departments + 1)
    ]
    for n, place in enumerate(places, 1):
        factories.target(place, 20_000_000, year=2026)
        bought(place, date(2026, 5, 6), n * 1_000_000)
    return factories.serves(places[0], DepartmentRole.COORDINATOR), places


class TestReports:
    def test_are_remarked_on_filed_and_kept(self, app: Flask, signed_in: SignIn) -> None:
        with transaction():
            person, places = district()
        client = signed_in(person)
        page = f"{REPORTS}?year=2026&quarter=2"
        where = YEAR | {"quarter": "2", "seen_version": "0"}
        said = {"agenda": "실적 <보고>", "place": "", "summary": "", "remarks": "잘함"}
        submit(client, page, where | said, to=REPORTS)
        submit(client, page, where, to=f"{REPORTS}/filings")
        text = visible_text(client.get(page))
        assert "2분기 보고를 마쳤습니다." in text
        assert "6,000,000원" in text
        with transaction():
            bought(places[0], date(2026, 6, 1), 9_000_000)
        filed = visible_text(client.get(f"{REPORTS}/paper?year=2026&quarter=2&version=1"))
        assert "1. 실적 <보고>" in filed
        assert "6,000,000원" in filed
        assert client.get(f"{REPORTS}.pdf?year=2026&quarter=2").data.startswith(b"%PDF-")
        assert db.session.scalars(select(FiledReport)).one().filed_by == person.id

    @pytest.mark.parametrize("query", ["quarter=9", "year=2026&quarter=2&version=7"])
    def test_what_there_is_not_is_not_found(
        self, app: Flask, signed_in: SignIn, query: str
    ) -> None:
        with transaction():
            person, _ = district()
        assert signed_in(person).get(f"{REPORTS}/paper?{query}").status_code == 404

    def test_cost_the_same_for_many(self, app: Flask, signed_in: SignIn) -> None:
        with transaction():
            few, _ = district(2)
            many, _ = district(80)
        address = f"{REPORTS}?year=2026&quarter=2"
        counts = [statements_of(app, signed_in(person), address) for person in (few, many)]
        assert counts[0] == counts[1] <= 30


class TestEvaluation:
    def test_is_kept_awarded_and_published(self, app: Flask, signed_in: SignIn) -> None:
        with transaction():
            person, places = district()
        client = signed_in(person)
        page = f"{EVALUATION}?year=2026"
        submit(client, page, YEAR, to=EVALUATION)
        assert db.session.scalars(select(Evaluation)).one().evaluated_by == person.id
        assert 'value="가온구청장"' in client.get(page).get_data(as_text=True)
        award = YEAR | {
            "department": str(places[2].id),
            "grade": "grand",
            "giver": "가온구청장",
            "reason": "가장 <많이> 샀음",
        }
        submit(client, page, award, to=f"{EVALUATION}/awards")
        given = db.session.scalars(select(Award)).one()
        pdf = client.get(f"{EVALUATION}/awards/{given.public_id}/certificate.pdf?year=2026")
        assert pdf.data.startswith(b"%PDF-")
        submit(client, page, YEAR, to=f"{EVALUATION}/publications")
        text = visible_text(client.get(page))
        assert "평가 결과를 공시했습니다. 부서에 메일 0통을 보냅니다." in text
        assert "가장 <많이> 샀음" in text
        assert "1위" in text
        assert client.get(f"{EVALUATION}.pdf?year=2026").data.startswith(b"%PDF-")
        assert "3과" in visible_text(client.get(f"{EVALUATION}/paper?year=2026"))

    def test_an_award_without_a_reason_comes_back(self, app: Flask, signed_in: SignIn) -> None:
        with transaction():
            person, places = district()
        client = signed_in(person)
        page = f"{EVALUATION}?year=2026"
        submit(client, page, YEAR, to=EVALUATION)
        award = YEAR | {
            "department": str(places[0].id),
            "grade": "excellent",
            "giver": "가온구청장 권한대행",
            "reason": " ",
        }
        answer = submit(client, page, award, to=f"{EVALUATION}/awards")
        assert answer.status_code == 422
        assert 'value="가온구청장 권한대행"' in answer.get_data(as_text=True)
        assert db.session.scalar(select(Award)) is None

    @pytest.mark.parametrize(
        ("field", "typed"), [("grade", "best"), ("department", "x"), ("department", "9" * 40)]
    )
    def test_what_no_form_sends_is_not_found(
        self, app: Flask, signed_in: SignIn, field: str, typed: str
    ) -> None:
        with transaction():
            person, places = district()
        client = signed_in(person)
        page = f"{EVALUATION}?year=2026"
        submit(client, page, YEAR, to=EVALUATION)
        award = YEAR | {"department": str(places[0].id), "grade": "grand", "giver": "x"}
        sent = award | {"reason": "x", field: typed}
        assert submit(client, page, sent, to=f"{EVALUATION}/awards").status_code == 404

    def test_a_running_year_is_only_looked_at(self, app: Flask, signed_in: SignIn) -> None:
        with transaction():
            person, _ = district()
        client = signed_in(person)
        page = f"{EVALUATION}?year=2027"
        submit(client, page, {"year": "2027"}, to=EVALUATION)
        assert "해가 끝난 뒤에 평가를 확정할 수 있습니다." in visible_text(client.get(page))

    def test_is_not_for_purchasers_nor_of_other_bodies(self, app: Flask, signed_in: SignIn) -> None:
        with transaction():
            _, places = district()
            purchaser = factories.serves(places[0])
            stranger = factories.serves(factories.department(), DepartmentRole.COORDINATOR)
            slug = places[0].institution.slug
        assert signed_in(purchaser).get(EVALUATION).status_code == 403
        assert signed_in(stranger).get(f"{EVALUATION}?institution={slug}").status_code == 404

    def test_costs_the_same_for_many(self, app: Flask, signed_in: SignIn) -> None:
        with transaction():
            few, _ = district(2)
            many, _ = district(80)
        address = f"{EVALUATION}?year=2026"
        counts = [statements_of(app, signed_in(person), address) for person in (few, many)]
        assert counts[0] == counts[1] <= 34


class TestScheme:
    def test_weights_that_do_not_add_up_come_back(self, app: Flask, signed_in: SignIn) -> None:
        with transaction():
            person, _ = district()
        page = f"{SCHEME}?year=2026"
        sent = YEAR | WEIGHTS | {"weight-rate": "60"}
        answer = submit(signed_in(person), page, sent, to=SCHEME)
        assert answer.status_code == 422
        assert "지금 110점입니다." in visible_text(answer)
        assert 'value="60"' in answer.get_data(as_text=True)
        assert db.session.scalar(select(EvaluationScheme)) is None

    def test_a_change_needs_a_reason(self, app: Flask, signed_in: SignIn) -> None:
        with transaction():
            person, _ = district()
        client = signed_in(person)
        page = f"{SCHEME}?year=2026"
        assert submit(client, page, YEAR | WEIGHTS, to=SCHEME).status_code == 302
        other = YEAR | WEIGHTS | {"weight-rate": "70", "weight-growth": "-"}
        assert submit(client, page, other, to=SCHEME).status_code == 422
        other = YEAR | WEIGHTS | {"weight-rate": "100", "weight-amount": "0"}
        assert submit(client, page, other, to=SCHEME).status_code == 422
        assert submit(client, page, other | {"reason": "의결"}, to=SCHEME).status_code == 302
        assert "바꾼 사유: 의결" in visible_text(client.get(page))

    def test_marks_show_where_they_count(self, app: Flask, signed_in: SignIn) -> None:
        with transaction():
            person, places = district()
        client = signed_in(person)
        page = f"{SCHEME}?year=2026"
        mark = YEAR | {"department": str(places[0].id), "month": "0", "kind": "programme_changed"}
        assert (
            submit(client, page, mark | {"reason": ""}, to=f"{EVALUATION}/marks").status_code == 422
        )
        submit(client, page, mark | {"reason": "과 통합"}, to=f"{EVALUATION}/marks")
        assert "사업 변경 한 해 과 통합" in visible_text(client.get(f"{EVALUATION}?year=2026"))
        kept = db.session.scalars(select(YearMark)).one()
        lift = f"{EVALUATION}/marks/{kept.id}/lifting"
        submit(client, page, YEAR | {"reason": "통합 취소"}, to=lift)
        assert "통합 취소" in visible_text(client.get(page))

    def test_of_another_institution_are_not_found(self, app: Flask, signed_in: SignIn) -> None:
        with transaction():
            person, _ = district()
            stranger = factories.department()
        mark = YEAR | {"department": str(stranger.id), "month": "3", "kind": "not_measured"}
        client = signed_in(person)
        answer = submit(client, SCHEME, mark | {"reason": "x"}, to=f"{EVALUATION}/marks")
        assert answer.status_code == 404
        lift = f"{EVALUATION}/marks/999999/lifting"
        assert submit(client, SCHEME, YEAR | {"reason": "x"}, to=lift).status_code == 404
