"""Quarterly reports composed from the ledger, in writing or for a meeting, filed once."""

from __future__ import annotations

from datetime import UTC, date, datetime
from io import BytesIO

import pytest
from flask import Flask
from pypdf import PdfReader

from marketplace.core import clock
from marketplace.core.database import db, transaction
from marketplace.core.pdf import render_pdf
from marketplace.procurement.closing import close_month
from marketplace.procurement.models import Department, Institution, MarkKind, TextSubject
from marketplace.procurement.year.marks import mark_department
from marketplace.procurement.year.quarter_plans import PlanLine, submit_plan
from marketplace.procurement.year.report_paper import report_content, report_paper
from marketplace.procurement.year.reports import (
    QuarterNotOver,
    ReportNotFiled,
    compose_quarter_report,
    file_quarter_report,
    get_filed,
    list_filed,
)
from marketplace.procurement.year.steps import StepAlreadyDone
from marketplace.procurement.year.telling import ask_for_plans
from marketplace.procurement.year.texts import write_text
from tests.procurement.quota.ledger import PurchaseKind, bought
from tests.support import factories
from tests.support.statements import counting

JULY = datetime(2026, 7, 10, 3, tzinfo=UTC)


def district(departments: int = 2) -> tuple[Institution, list[Department]]:
    """Departments with targets; the first bought 3 million of a plan of 4 in the second quarter."""
    body = factories.institution(name="가온구")
    places = [
        factories.department(body, name=f"{n}과", position=n) for n in range(1, departments + 1)
    ]
    for place in places:
        factories.target(place, 12_000_000, year=2026)
        bought(place, date(2026, 2, 3), 1_000_000)
    with clock.frozen(datetime(2026, 4, 1, 3, tzinfo=UTC)):
        ask_for_plans(body.id, 2026, 2, date(2026, 4, 20))
        line = PlanLine("비누", PurchaseKind.GOODS, 4_000_000, 5)
        submit_plan(places[0].id, 2026, 2, [line])
    bought(places[0], date(2026, 5, 6), 3_000_000)
    bought(places[0], date(2026, 7, 2), 500_000)
    return body, places


class TestCompose:
    def test_sums_the_quarter_and_the_year_so_far(self, app: Flask) -> None:
        with transaction():
            body, _ = district()
        report = compose_quarter_report(body.id, 2026, 2)
        first, second = report.departments
        assert (first.quarter_won, first.so_far.counted_won) == (3_000_000, 4_000_000)
        assert str(first.rate_percent) == "33.3"
        assert str(first.against_plan_percent) == "75.0"
        assert (second.plan_won, second.quarter_won) == (None, 0)
        assert report.so_far_won == sum(each.so_far.counted_won or 0 for each in report.departments)
        assert report.quarter_won == 3_000_000

    def test_says_who_closed_late_or_not(self, app: Flask) -> None:
        with transaction():
            body, places = district()
        with clock.frozen(datetime(2026, 7, 3, 3, tzinfo=UTC)), transaction():
            for month in range(1, 7):
                close_month(places[0].id, 2026, month)
        report = compose_quarter_report(body.id, 2026, 2)
        assert [each.closed_late for each in report.departments] == [(4, 5), ()]
        assert [each.open_months for each in report.departments] == [(), (4, 5, 6)]

    def test_leaves_out_what_is_not_measured(self, app: Flask) -> None:
        with transaction():
            body, places = district()
            mark_department(places[0].id, 2026, 5, MarkKind.NOT_MEASURED, "전산 장애")
        report = compose_quarter_report(body.id, 2026, 2)
        assert report.departments[0].so_far.counted_won == 1_000_000
        assert report.departments[0].so_far.target_won == 11_000_000
        assert "전산 장애" in str(report_paper(report))

    def test_costs_the_same_for_many(self, app: Flask) -> None:
        costs = []
        for n in (2, 50):
            with transaction():
                body, _ = district(n)
            db.session.rollback()
            with counting(app) as sent:
                compose_quarter_report(body.id, 2026, 2)
            costs.append(len(sent))
        assert costs[0] == costs[1] <= 14


class TestPaper:
    def test_of_a_meeting_has_a_page_for_each_department(self, app: Flask) -> None:
        with transaction():
            body, _ = district(3)
            words = {"agenda": "실적 보고\n부진 부서 대책", "place": "7월 22일"}
            write_text(body.id, 2026, TextSubject.QUARTER_REPORT, words, quarter=2)
        made = render_pdf("report.typ", report_paper(compose_quarter_report(body.id, 2026, 2)))
        pages = [page.extract_text() for page in PdfReader(BytesIO(made)).pages]
        assert sum("이번 분기 월별 실적" in page for page in pages) == 3
        assert "2. 부진 부서 대책" in pages[0]

    def test_in_writing_has_none(self, app: Flask) -> None:
        with transaction():
            body, _ = district(3)
        paper = report_paper(compose_quarter_report(body.id, 2026, 1))
        assert "보고회" not in paper["title"]
        assert not any(each.get("new_page") for each in paper["sections"])


class TestFiling:
    def test_is_kept_as_it_was_and_done_once(self, app: Flask) -> None:
        with clock.frozen(JULY):
            with transaction():
                body, places = district()
                report = compose_quarter_report(body.id, 2026, 2)
                file_quarter_report(body.id, 2026, 2, report_content(report))
            with pytest.raises(StepAlreadyDone), transaction():
                file_quarter_report(body.id, 2026, 2, {})
            with transaction():
                bought(places[1], date(2026, 6, 30), 9_000_000)
        assert get_filed(body.id, 2026, 2, 1).content["quarter_won"] == 3_000_000
        assert len(list_filed(body.id, 2026, 2)) == 1
        with pytest.raises(ReportNotFiled):
            get_filed(body.id, 2026, 2, 2)

    def test_of_a_running_quarter_is_refused(self, app: Flask) -> None:
        with transaction():
            body, _ = district()
        with (
            clock.frozen(datetime(2026, 6, 30, 3, tzinfo=UTC)),
            pytest.raises(QuarterNotOver),
            transaction(),
        ):
            file_quarter_report(body.id, 2026, 2, {})
