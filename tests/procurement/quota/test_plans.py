"""The year's plan composed to the won and published; quarterly plans collected and published."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest
from flask import Flask
from sqlalchemy import func, select

from marketplace.core import clock
from marketplace.core.database import db, transaction
from marketplace.core.errors import Invalid
from marketplace.core.pdf import render_pdf
from marketplace.notify.models import Letter
from marketplace.procurement.errors import ReasonNeeded
from marketplace.procurement.models import (
    Department,
    Institution,
    PublicationKind,
    PurchaseKind,
    TextSubject,
    YearStep,
)
from marketplace.procurement.publishing.documents.papers import report_pdf
from marketplace.procurement.publishing.publications import PublicationAddress, list_versions
from marketplace.procurement.publishing.reporting import report_of
from marketplace.procurement.year.plan import NothingPlanned, compose_plan, publish_plan
from marketplace.procurement.year.quarter_plans import (
    PlanLine,
    QuarterPlanNotOpen,
    latest_plan,
    planned_departments,
    submit_plan,
)
from marketplace.procurement.year.quarter_publishing import (
    NoPlansSubmitted,
    publish_quarter_plan,
    quarter_plan_content,
)
from marketplace.procurement.year.steps import StepAlreadyDone, reopen_step, step_state
from marketplace.procurement.year.survey import Answer, answer_survey
from marketplace.procurement.year.targets import set_targets
from marketplace.procurement.year.telling import ask_for_plans, remind_of_plans, send_survey
from marketplace.procurement.year.texts import WrittenMeanwhile, write_text
from tests.procurement.quota.ledger import bought
from tests.support import factories
from tests.support.statements import counting

MARCH = datetime(2026, 3, 10, 3, tzinfo=UTC)
SOAP = PlanLine("행사용 비누", PurchaseKind.GOODS, 1_200_000, 4, "certified_social")
CLEANING = PlanLine("청사 청소", PurchaseKind.SERVICE, 3_000_000, 6)


def district(departments: int = 3) -> tuple[Institution, list[Department]]:
    factories.certification_kind()
    body = factories.institution()
    places = [factories.department(body, position=n) for n in range(departments)]
    for place in places:
        factories.serves(place)
    return body, places


def letters(template: str) -> int:
    query = select(func.count()).select_from(Letter).filter_by(template=template)
    return db.session.scalar(query) or 0


class TestYearPlan:
    def planned(self) -> tuple[Institution, list[Department]]:
        """The first answered with a split, the second bought last year, the third did neither."""
        body, places = district()
        send_survey(body.id, 2026)
        split = {"goods": 1, "service": 2, "works": 0}
        quarters = {"1": 0, "2": 3, "3": 0, "4": 0}
        answer_survey(places[0].id, 2026, Answer(3, by_kind=split, by_quarter=quarters))
        bought(places[1], date(2025, 2, 1), 300, kind=PurchaseKind.SERVICE)
        bought(places[1], date(2025, 8, 1), 100, kind=PurchaseKind.GOODS)
        targets = {place.id: won for place, won in zip(places, (100, 101, 7), strict=True)}
        set_targets(body.id, 2026, targets, 208)
        return body, places

    def test_splits_add_up_and_say_what_they_follow(self, app: Flask) -> None:
        with clock.frozen(MARCH), transaction():
            body, _ = self.planned()
        plan = compose_plan(body.id, 2026)
        assert [each.by_kind for each in plan.departments] == [
            {"goods": 33, "service": 67, "works": 0},
            {"goods": 25, "service": 76, "works": 0},
            {"goods": 2, "service": 5, "works": 0},
        ]
        assert [each.by_quarter for each in plan.departments] == [
            {"1": 0, "2": 100, "3": 0, "4": 0},
            {"1": 76, "2": 0, "3": 25, "4": 0},
            {"1": 5, "2": 0, "3": 2, "4": 0},
        ]
        followed = [(each.kind_follows, each.quarter_follows) for each in plan.departments]
        assert followed == [("answer", "answer"), ("last_year",) * 2, ("institution",) * 2]
        assert sum(plan.by_kind.values()) == sum(plan.by_quarter.values()) == plan.whole_won == 208
        assert plan.by_designation == {"certified_social": 208}

    def test_is_published_once_and_again_with_a_reason(self, app: Flask) -> None:
        with clock.frozen(MARCH):
            with transaction():
                body, places = self.planned()
                first = publish_plan(body.id, 2026)
            with transaction():
                assert publish_plan(body.id, 2026).id == first.id
                changed = {places[0].id: 101, places[1].id: 100, places[2].id: 7}
                set_targets(body.id, 2026, changed, 208)
            with pytest.raises(ReasonNeeded), transaction():
                publish_plan(body.id, 2026)
            with transaction():
                publish_plan(body.id, 2026, reason="목표 조정")
        versions = list_versions(PublicationAddress(body.id, 2026, PublicationKind.PLAN))
        assert [(each.version, each.reason) for each in versions] == [(2, "목표 조정"), (1, "")]

    def test_sets_as_a_paper(self, app: Flask) -> None:
        with clock.frozen(MARCH), transaction():
            body, _ = self.planned()
            words = {"purpose": "첫 줄\r\n둘째 #줄 $x$", "measures": "", "contact": ""}
            write_text(body.id, 2026, TextSubject.PLAN, words)
            content = publish_plan(body.id, 2026).content
        assert render_pdf("report.typ", content["paper"]).startswith(b"%PDF-")
        assert content["paper"]["sections"][0]["blocks"][1] == {"words": "둘째 #줄 $x$"}

    def test_is_read_by_the_public_as_its_paper(self, app: Flask) -> None:
        with clock.frozen(MARCH), transaction():
            body, _ = self.planned()
            report = report_of(publish_plan(body.id, 2026))
        assert ("전체 목표", "208원") in report.facts
        assert [each.heading for each in report.sections] == ["전체 계획", "부서별 계획"]
        assert report.tables[-1].total is not None
        assert report_pdf(report).startswith(b"%PDF-")

    def test_needs_targets(self, app: Flask) -> None:
        with transaction():
            body, _ = district()
        with pytest.raises(NothingPlanned):
            compose_plan(body.id, 2026)

    def test_costs_the_same_for_many(self, app: Flask) -> None:
        costs = []
        for n in (2, 60):
            with transaction():
                body, places = district(n)
                set_targets(body.id, 2026, {place.id: 5 for place in places}, 5 * n)
            db.session.rollback()
            with counting(app) as sent:
                compose_plan(body.id, 2026)
            costs.append(len(sent))
        assert costs[0] == costs[1] <= 16


class TestTexts:
    def test_are_never_written_over_somebody_elses(self, app: Flask) -> None:
        with transaction():
            body, _ = district()
            write_text(body.id, 2026, TextSubject.PLAN, {"purpose": "하나"})
        with pytest.raises(WrittenMeanwhile), transaction():
            write_text(body.id, 2026, TextSubject.PLAN, {"purpose": "둘"})
        with transaction():
            kept = write_text(body.id, 2026, TextSubject.PLAN, {"purpose": "둘"}, seen_version=1)
        assert kept.version == 2

    def test_have_an_end(self, app: Flask) -> None:
        with transaction():
            body, _ = district()
        with pytest.raises(Invalid), transaction():
            write_text(body.id, 2026, TextSubject.PLAN, {"purpose": "가" * 4_001})


class TestQuarterPlans:
    DUE = date(2026, 3, 31)

    def test_are_asked_for_submitted_in_versions_and_published(self, app: Flask) -> None:
        with clock.frozen(MARCH):
            with transaction():
                body, places = district()
            with pytest.raises(QuarterPlanNotOpen), transaction():
                submit_plan(places[0].id, 2026, 2, [SOAP])
            with transaction():
                assert ask_for_plans(body.id, 2026, 2, self.DUE) == 3
                submit_plan(places[0].id, 2026, 2, [SOAP])
                submit_plan(places[0].id, 2026, 2, [SOAP])
                submit_plan(places[0].id, 2026, 2, [SOAP, CLEANING])
                submit_plan(places[1].id, 2026, 2, [])
            plan = latest_plan(places[0].id, 2026, 2)
            assert plan is not None
            assert (plan.version, plan.amount_won) == (2, 4_200_000)
            with transaction():
                done = publish_quarter_plan(body.id, 2026, 2)
            with pytest.raises(StepAlreadyDone), transaction():
                publish_quarter_plan(body.id, 2026, 2)
            with pytest.raises(QuarterPlanNotOpen), transaction():
                submit_plan(places[2].id, 2026, 2, [])
        said = done.content["departments"]
        assert [each["amount_won"] for each in said] == [4_200_000, 0, None]
        assert render_pdf("report.typ", done.content["paper"]).startswith(b"%PDF-")
        assert step_state(body.id, 2026, YearStep.QUARTER_PLAN, 2).is_done

    def test_published_again_carry_the_reason_of_the_reopening(self, app: Flask) -> None:
        with clock.frozen(MARCH):
            with transaction():
                body, places = district()
                ask_for_plans(body.id, 2026, 2, self.DUE)
                submit_plan(places[0].id, 2026, 2, [SOAP])
                publish_quarter_plan(body.id, 2026, 2)
                reopen_step(body.id, 2026, YearStep.QUARTER_PLAN, quarter=2, reason="누락 부서")
                submit_plan(places[1].id, 2026, 2, [CLEANING])
            with transaction():
                again = publish_quarter_plan(body.id, 2026, 2)
        assert (again.version, again.reason) == (2, "누락 부서")

    def test_say_who_is_late_and_are_pressed_for_once_a_day(self, app: Flask) -> None:
        with clock.frozen(MARCH), transaction():
            body, places = district()
            ask_for_plans(body.id, 2026, 2, self.DUE)
            submit_plan(places[0].id, 2026, 2, [])
        with clock.frozen(datetime(2026, 4, 2, 3, tzinfo=UTC)):
            with transaction():
                submit_plan(places[1].id, 2026, 2, [SOAP])
            late = [each.is_late for each in planned_departments(body.id, 2026, 2)]
            assert late == [False, True, True]
            with transaction():
                assert remind_of_plans(body.id, 2026, 2).told == 1
                assert remind_of_plans(body.id, 2026, 2).told_before == 1
        assert letters("quarter_plan_reminder") == 1

    def test_wrong_lines_are_named(self, app: Flask) -> None:
        with clock.frozen(MARCH), transaction():
            body, places = district()
            ask_for_plans(body.id, 2026, 2, self.DUE)
        wrong = [SOAP, PlanLine(" ", PurchaseKind.GOODS, 0, 7, "none")]
        with clock.frozen(MARCH), pytest.raises(Invalid) as refused, transaction():
            submit_plan(places[0].id, 2026, 2, wrong)
        assert {name: len(said) for name, said in refused.value.fields.items()} == {"line-1": 4}

    def test_nothing_submitted_is_not_published(self, app: Flask) -> None:
        with transaction():
            body, _ = district()
        with pytest.raises(NoPlansSubmitted), transaction():
            publish_quarter_plan(body.id, 2026, 2)

    def test_a_deadline_that_has_passed_is_refused(self, app: Flask) -> None:
        with clock.frozen(MARCH):
            with transaction():
                body, _ = district()
            with pytest.raises(Invalid), transaction():
                ask_for_plans(body.id, 2026, 2, date(2026, 3, 9))

    def test_costs_the_same_for_many(self, app: Flask) -> None:
        with transaction():
            body, _ = district(40)
        db.session.rollback()
        with counting(app) as sent:
            quarter_plan_content(body.id, 2026, 2)
        assert len(sent) <= 6
