"""The purchase plan and the quarterly plans on screen."""

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
from marketplace.procurement.models import Department, Publication, QuarterPlanVersion
from marketplace.procurement.year.targets import set_targets
from marketplace.procurement.year.telling import ask_for_plans
from tests.support import factories
from tests.support.pages import submit, visible_text
from tests.support.signing_in import SignIn
from tests.web.buyer.costs import statements_of

MARCH = datetime(2026, 3, 12, 3, tzinfo=UTC)
PLAN = "/buyer/coordination/plan"
QUARTER = "/buyer/coordination/quarter-plans"
OURS = "/buyer/quarter-plan?year=2026&quarter=2"
LINE = {"item": "비누", "kind": "goods", "amount": "1,200,000", "month": "5", "seller": ""}


@pytest.fixture(autouse=True)
def march() -> Iterator[None]:
    with clock.frozen(MARCH):
        yield


def district(departments: int = 2) -> tuple[Account, list[Department]]:
    """A coordinator, and departments with a purchaser and a target each."""
    factories.certification_kind()
    body = factories.institution(name="가상구")
    places = [factories.department(body, name=f"{n}과", position=n) for n in range(departments)]
    for place in places:
        factories.serves(place)
    set_targets(body.id, 2026, {place.id: 1_000_000 for place in places}, 1_000_000 * departments)
    return factories.serves(places[0], DepartmentRole.COORDINATOR), places


class TestPlan:
    def test_is_written_published_and_printed(self, app: Flask, signed_in: SignIn) -> None:
        with transaction():
            person, _ = district()
        client = signed_in(person)
        words = {"purpose": "지역과 <함께>", "measures": "", "contact": "", "seen_version": "0"}
        submit(client, PLAN, words | {"year": "2026"}, to=PLAN)
        submit(client, PLAN, {"year": "2026"}, to=f"{PLAN}/publications")
        text = visible_text(client.get(PLAN))
        assert "구매계획 1판을 공시했습니다." in text
        assert "1판 2026. 3. 12. 12:00" in text
        paper = visible_text(client.get(f"{PLAN}/paper"))
        assert "지역과 <함께>" in paper
        assert "2,000,000원" in paper
        pdf = client.get(f"{PLAN}.pdf")
        assert pdf.mimetype == "application/pdf"
        assert pdf.data.startswith(b"%PDF-")
        assert db.session.scalars(select(Publication)).one().published_by == person.id

    def test_somebody_elses_words_are_not_lost(self, app: Flask, signed_in: SignIn) -> None:
        with transaction():
            person, _ = district()
        client = signed_in(person)
        words = {"purpose": "하나", "measures": "", "contact": "", "seen_version": "0"}
        submit(client, PLAN, words, to=PLAN)
        answer = submit(client, PLAN, words | {"purpose": "둘"}, to=PLAN)
        assert answer.status_code == 422
        assert "그사이 다른 사람이 글을 고쳤습니다." in visible_text(answer)
        assert ">둘</textarea>" in answer.get_data(as_text=True)

    def test_too_long_a_text_comes_back(self, app: Flask, signed_in: SignIn) -> None:
        with transaction():
            person, _ = district()
        words = {"purpose": "가" * 20_000, "seen_version": "0"}
        answer = submit(signed_in(person), PLAN, words, to=PLAN)
        assert answer.status_code == 422
        assert "가" * 20_000 in answer.get_data(as_text=True)

    def test_without_targets_says_so(self, app: Flask, signed_in: SignIn) -> None:
        with transaction():
            place = factories.department()
            person = factories.serves(place, DepartmentRole.COORDINATOR)
        assert "부서 목표가 아직 없습니다" in visible_text(signed_in(person).get(PLAN))

    def test_costs_the_same_for_many(self, app: Flask, signed_in: SignIn) -> None:
        with transaction():
            few, _ = district(2)
            many, _ = district(80)
        counts = [statements_of(app, signed_in(person), PLAN) for person in (few, many)]
        assert counts[0] == counts[1] <= 30


class TestCollecting:
    def test_is_asked_for_submitted_and_published(self, app: Flask, signed_in: SignIn) -> None:
        with transaction():
            person, places = district()
            purchaser = factories.serves(places[1])
        client = signed_in(person)
        where = {"year": "2026", "quarter": "2"}
        page = f"{QUARTER}?year=2026&quarter=2"
        submit(client, page, where | {"due_on": "2026-04-10"}, to=QUARTER)
        assert "계획을 요청했습니다." in visible_text(client.get(page))
        theirs = signed_in(purchaser)
        assert "2026. 4. 10.까지 내 주세요" in visible_text(theirs.get(OURS))
        theirs.set_cookie("lang", "en")
        assert "certified_social" in theirs.get(OURS).text
        theirs.delete_cookie("lang")
        assert submit(theirs, OURS, where | LINE, to="/buyer/quarter-plan").status_code == 302
        plan = db.session.scalars(select(QuarterPlanVersion)).one()
        assert (plan.amount_won, plan.submitted_by) == (1_200_000, purchaser.id)
        client = signed_in(person)
        submit(client, page, where, to=f"{QUARTER}/publications")
        text = visible_text(client.get(page))
        assert "2분기 세부 구매계획을 공시했습니다." in text
        assert "비누" in visible_text(client.get(f"{QUARTER}/paper?year=2026&quarter=2"))
        pdf = client.get(f"{QUARTER}.pdf?year=2026&quarter=2").data
        assert pdf.startswith(b"%PDF-")

    @pytest.mark.parametrize(
        ("field", "typed", "said"),
        [
            ("amount", "많이", "1원 이상의 금액"),
            ("item", "가" * 20_000, "품목을 200자 안으로"),
            ("month", "1", "2분기에 드는 달"),
            ("seller", "<b>", "없는 인증 종류"),
        ],
    )
    def test_a_wrong_line_comes_back(
        self, app: Flask, signed_in: SignIn, field: str, typed: str, said: str
    ) -> None:
        with transaction():
            _, places = district()
            ask_for_plans(places[0].institution_id, 2026, 2, date(2026, 4, 10))
            purchaser = factories.serves(places[1])
        sent = {"year": "2026", "quarter": "2"} | LINE | {field: typed}
        answer = submit(signed_in(purchaser), OURS, sent, to="/buyer/quarter-plan")
        assert answer.status_code == 422
        assert said in visible_text(answer)
        assert db.session.scalar(select(QuarterPlanVersion)) is None

    def test_no_day_is_no_deadline(self, app: Flask, signed_in: SignIn) -> None:
        with transaction():
            person, _ = district()
        sent = {"year": "2026", "quarter": "2", "due_on": "내일"}
        answer = submit(signed_in(person), QUARTER, sent, to=QUARTER)
        assert answer.status_code == 422
        assert "제출 기한을 골라 주세요." in visible_text(answer)

    @pytest.mark.parametrize("quarter", ["5", "0", "x"])
    def test_a_fifth_quarter_is_not_found(
        self, app: Flask, signed_in: SignIn, quarter: str
    ) -> None:
        with transaction():
            person, _ = district()
        client = signed_in(person)
        assert client.get(f"{QUARTER}?quarter={quarter}").status_code == 404
        assert client.get(f"/buyer/quarter-plan?quarter={quarter}").status_code == 404

    def test_more_lines_write_nothing(self, app: Flask, signed_in: SignIn) -> None:
        with transaction():
            _, places = district()
            ask_for_plans(places[0].institution_id, 2026, 2, date(2026, 4, 10))
            purchaser = factories.serves(places[1])
        sent = {"year": "2026", "quarter": "2", "act": "more"} | LINE
        page = submit(signed_in(purchaser), OURS, sent, to="/buyer/quarter-plan")
        assert page.get_data(as_text=True).count('name="item"') == 9
        assert db.session.scalar(select(QuarterPlanVersion)) is None

    def test_costs_the_same_for_many(self, app: Flask, signed_in: SignIn) -> None:
        with transaction():
            few, _ = district(2)
            many, _ = district(80)
        counts = [statements_of(app, signed_in(person), QUARTER) for person in (few, many)]
        assert counts[0] == counts[1] <= 24
