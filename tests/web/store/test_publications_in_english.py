"""Published papers are Korean; what the program wrote into them is said in English all the same."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime

import pytest
from flask import Flask
from flask.testing import FlaskClient

from marketplace.core import clock
from marketplace.core.database import transaction
from marketplace.core.text import T
from marketplace.procurement.models import AwardGrade, MarkKind, PurchaseKind
from marketplace.procurement.publishing.paper_words import recognised
from marketplace.procurement.year.awarding import Honour, award_department, publish_evaluation
from marketplace.procurement.year.evaluating import evaluate_year
from marketplace.procurement.year.marks import mark_department
from marketplace.procurement.year.plan import publish_plan
from marketplace.procurement.year.quarter_plans import PlanLine, submit_plan
from marketplace.procurement.year.quarter_publishing import publish_quarter_plan
from marketplace.procurement.year.survey import Answer, answer_survey
from marketplace.procurement.year.targets import set_targets
from marketplace.procurement.year.telling import ask_for_plans, send_survey
from tests.procurement.quota.ledger import bought
from tests.support import factories

MARCH = datetime(2026, 3, 10, 3, tzinfo=UTC)
NEXT_JANUARY = datetime(2027, 1, 20, 3, tzinfo=UTC)
HANGUL = re.compile(r"[가-힣]+[^<\"]*")
MAIN = re.compile(r"<main.*?</main>", re.DOTALL)


def left_korean(client: FlaskClient, path: str) -> list[str]:
    """What is still Korean on an English page, but for the shop's frame."""
    client.set_cookie("lang", "en")
    page = client.get(path)
    assert page.status_code == 200
    main = MAIN.search(page.get_data(as_text=True))
    assert main
    return HANGUL.findall(main.group())


@pytest.fixture
def published(app: Flask) -> None:
    """A plan, a quarter's plans and an evaluation of a body whose own words are all Latin."""
    with clock.frozen(MARCH), transaction():
        factories.certification_kind()
        body = factories.institution(slug="gasang", name="Gasang", name_en="Gasang")
        one, two, three = (
            factories.department(body, name=name, position=n)
            for n, name in enumerate(("Parks", "Roads", "Books"))
        )
        send_survey(body.id, 2026)
        split = {"goods": 1, "service": 2, "works": 0}
        answer_survey(one.id, 2026, Answer(3, by_kind=split))
        bought(two, date(2025, 2, 1), 300)
        set_targets(
            body.id, 2026, {one.id: 30_000_000, two.id: 20_000_000, three.id: 700}, 50_000_700
        )
        publish_plan(body.id, 2026)
        ask_for_plans(body.id, 2026, 2, date(2026, 3, 31))
        soap = PlanLine("Soap", PurchaseKind.GOODS, 1_200_000, 4, "certified_social")
        submit_plan(one.id, 2026, 2, [soap, PlanLine("Care", PurchaseKind.SERVICE, 3_000_000, 6)])
        publish_quarter_plan(body.id, 2026, 2)
    with clock.frozen(NEXT_JANUARY), transaction():
        bought(one, date(2026, 5, 6), 9_000_000)
        mark_department(two.id, 2026, 5, MarkKind.NOT_MEASURED, "broken")
        evaluate_year(body.id, 2026)
        award_department(body.id, 2026, one.id, Honour(AwardGrade.GRAND, "Head", "first"))
        publish_evaluation(body.id, 2026)


@pytest.mark.parametrize("paper", ["plan", "quarter-plan/q2", "evaluation"])
def test_nothing_korean_is_left_of_the_programs_own(
    published: None, client: FlaskClient, paper: str
) -> None:
    assert left_korean(client, f"/disclosures/gasang/2026/{paper}") == []


class TestRecognising:
    @pytest.mark.parametrize(
        "written", ["2026년", "3분기", "12월", "81,900,000원", "14곳", "13/14곳", "2위", "11개월"]
    )
    def test_reads_as_it_was_written(self, written: str) -> None:
        known = recognised(written)
        assert isinstance(known, T)
        if written != "13/14곳":
            assert known == written

    @pytest.mark.parametrize("written", ["총무과", "2026년에 처음", "청소 3회", "", "Parks"])
    def test_leaves_what_people_wrote(self, written: str) -> None:
        assert recognised(written) is written
