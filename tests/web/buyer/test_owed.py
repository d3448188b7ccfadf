"""What the year asks of a department stands on its front page; what is left out, on the whole's."""

from __future__ import annotations

from datetime import UTC, date, datetime

from flask import Flask

from marketplace.core import clock
from marketplace.core.database import transaction
from marketplace.core.permissions import DepartmentRole
from marketplace.procurement.models import MarkKind
from marketplace.procurement.year.marks import mark_department
from marketplace.procurement.year.quarter_plans import submit_plan
from marketplace.procurement.year.survey import Answer, answer_survey
from marketplace.procurement.year.telling import ask_for_plans, send_survey
from tests.procurement.quota.ledger import bought
from tests.support import factories
from tests.support.pages import visible_text
from tests.support.signing_in import SignIn
from tests.web.buyer.costs import statements_of

FEBRUARY = datetime(2026, 2, 10, 3, tzinfo=UTC)


class TestOwed:
    def test_stands_on_the_front_page_until_it_is_given(
        self, app: Flask, signed_in: SignIn
    ) -> None:
        with clock.frozen(FEBRUARY):
            with transaction():
                place = factories.department()
                person = factories.serves(place)
                send_survey(place.institution_id, 2026)
                ask_for_plans(place.institution_id, 2026, 1, date(2026, 2, 20))
            client = signed_in(person)
            text = visible_text(client.get("/buyer"))
            assert "수요조사 답하기 2026. 2. 28.까지" in text
            assert "1분기 구매계획 내기 2026. 2. 20.까지" in text
            with transaction():
                answer_survey(place.id, 2026, Answer(1))
                submit_plan(place.id, 2026, 1, [])
            text = visible_text(client.get("/buyer"))
        assert "수요조사 답하기" not in text
        assert "구매계획 내기" not in text

    def test_of_a_department_that_does_not_report_is_nothing(
        self, app: Flask, signed_in: SignIn
    ) -> None:
        with clock.frozen(FEBRUARY):
            with transaction():
                place = factories.department(reports=False)
                person = factories.serves(place)
                send_survey(place.institution_id, 2026)
            assert "수요조사 답하기" not in visible_text(signed_in(person).get("/buyer"))


class TestLeftOut:
    def test_is_said_beside_the_whole(self, app: Flask, signed_in: SignIn) -> None:
        with clock.frozen(FEBRUARY):
            with transaction():
                body = factories.institution()
                first, second = (factories.department(body, position=n) for n in (1, 2))
                for place in (first, second):
                    factories.target(place, 12_000_000, year=2026)
                    bought(place, date(2026, 1, 5), 3_000_000)
                person = factories.serves(first, DepartmentRole.COORDINATOR)
            client = signed_in(person)
            address = "/buyer/coordination?year=2026"
            assert "집계에서 뺀 기간이 있습니다" not in visible_text(client.get(address))
            with transaction():
                mark_department(first.id, 2026, 1, MarkKind.NOT_MEASURED, "전산 장애")
            text = visible_text(client.get(address))
            assert "목표 23,000,000원, 실적 3,000,000원, 달성률 13.0%입니다" in text
            assert "1월 미측정: 전산 장애" in text
            assert statements_of(app, signed_in(person), address) <= 28
