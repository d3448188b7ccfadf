"""The year's end told to departments: awards and results, each person once, in their language."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime

import pytest
from sqlalchemy import select

from marketplace.core import clock
from marketplace.core.database import db, transaction
from marketplace.core.permissions import DepartmentRole
from marketplace.notify.models import Letter
from marketplace.procurement.models import AwardGrade, Department, Institution, YearStep
from marketplace.procurement.year.awarding import Honour, NotEvaluated, award_department
from marketplace.procurement.year.evaluating import evaluate_year
from marketplace.procurement.year.finishing import finish_year
from marketplace.procurement.year.steps import StepAlreadyDone, reopen_step
from tests.procurement.quota.ledger import bought
from tests.support import factories
from tests.support.queue import ListQueue

NEXT_JANUARY = datetime(2027, 1, 20, 3, tzinfo=UTC)
YEAR = 2026


@pytest.fixture(autouse=True)
def january() -> Iterator[None]:
    with clock.frozen(NEXT_JANUARY):
        yield


def district() -> tuple[Institution, list[Department]]:
    """Three departments, a purchaser in the first two, the second reads English."""
    body = factories.institution(name="가온구")
    places = [factories.department(body, name=f"{n}과", position=n) for n in (1, 2, 3)]
    for n, place in enumerate(places, 1):
        place.name_en = f"Division {n}"
        factories.target(place, 20_000_000, year=YEAR)
        bought(place, date(YEAR, 5, 6), n * 1_000_000)
    factories.serves(places[0], DepartmentRole.PURCHASER)
    factories.serves(places[1], DepartmentRole.APPROVER).locale = "en"
    evaluate_year(body.id, YEAR)
    return body, places


def award(body: Institution, place: Department, grade: AwardGrade) -> None:
    award_department(body.id, YEAR, place.id, Honour(grade, "가온구청장", "가장 <많이> 샀음"))


def letters() -> list[tuple[str, str, str]]:
    query = select(Letter.template, Letter.locale, Letter.recipient).order_by(Letter.id)
    return [(template, locale, mail) for template, locale, mail in db.session.execute(query)]


@pytest.mark.usefixtures("app")
class TestFinishing:
    def test_writes_of_awards_and_results_in_each_language(self, jobs: ListQueue) -> None:
        with transaction():
            body, places = district()
            award(body, places[1], AwardGrade.GRAND)
            published, count = finish_year(body.id, YEAR)
        assert (published.version, count) == (1, 2)
        jobs.run_all()
        db.session.rollback()
        told, honoured = db.session.scalars(select(Letter).order_by(Letter.id)).all()
        assert told.subject == "1과의 2026년 구매실적 평가 결과가 나왔습니다"
        assert honoured.subject == "[Award] 2026 evaluation, Grand prize: Division 2"
        for letter, place in ((told, places[0]), (honoured, places[1])):
            page = f"http://localhost/buyer/departments/{place.id}/evaluations/2026"
            assert page in letter.text_body
            assert page in letter.html_body
        assert "가장 <많이> 샀음" in honoured.text_body
        assert "가장 &lt;많이&gt; 샀음" in honoured.html_body
        assert "최우수" not in honoured.text_body + honoured.html_body

    def test_writes_once_and_again_only_of_a_new_award(self) -> None:
        with transaction():
            body, places = district()
            award(body, places[1], AwardGrade.GRAND)
            finish_year(body.id, YEAR)
        with pytest.raises(StepAlreadyDone), transaction():
            finish_year(body.id, YEAR)
        before = letters()
        assert len(before) == 2
        with transaction():
            reopen_step(body.id, YEAR, YearStep.AWARD, reason="추가 시상")
            award(body, places[0], AwardGrade.SPECIAL)
            published, count = finish_year(body.id, YEAR)
        assert (published.version, published.reason, count) == (2, "추가 시상", 1)
        assert [each[0] for each in letters()] == ["year_results", "year_award", "year_award"]
        assert letters()[2][2] == before[0][2]

    def test_writes_nothing_before_the_evaluation(self) -> None:
        with transaction():
            body = factories.institution(name="가온구")
            factories.serves(factories.department(body), DepartmentRole.PURCHASER)
        with pytest.raises(NotEvaluated), transaction():
            finish_year(body.id, YEAR)
        assert letters() == []
