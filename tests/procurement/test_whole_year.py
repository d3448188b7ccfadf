"""A whole year of one district, month by month: the seven steps as eight departments live them."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date, datetime, time
from io import BytesIO

from flask import Flask
from pypdf import PdfReader
from sqlalchemy import func, select

from marketplace.accounts.models import Account
from marketplace.core import clock
from marketplace.core.database import db, transaction
from marketplace.core.money import VatClass, split_gross
from marketplace.core.pdf import render_pdf
from marketplace.core.permissions import DepartmentRole
from marketplace.core.types import public_token
from marketplace.media.files import prepare_file
from marketplace.notify.models import Letter
from marketplace.procurement.announcing import Announcement, announce_purchase
from marketplace.procurement.closing import close_month
from marketplace.procurement.closings import month_states
from marketplace.procurement.correcting import correct_record
from marketplace.procurement.duplicates import likely_duplicates, settle_duplicate
from marketplace.procurement.lacking import department_months
from marketplace.procurement.models import (
    AwardGrade,
    ContractMethod,
    Department,
    DuplicateVerdict,
    MarkKind,
    Publication,
    PublicationKind,
    PurchaseKind,
    PurchaseRecord,
    TextSubject,
    YearStep,
)
from marketplace.procurement.months import Month
from marketplace.procurement.outside import OutsidePurchase, record_outside_purchase
from marketplace.procurement.publishing.known_year import known_year
from marketplace.procurement.publishing.publications import publish
from marketplace.procurement.publishing.results import results_content, tally_year
from marketplace.procurement.reminding import remind_all_of_closing
from marketplace.procurement.similar import Seller
from marketplace.procurement.standing import institution_standing
from marketplace.procurement.verifying import verify_totals
from marketplace.procurement.year.awarding import Honour, award_department, publish_evaluation
from marketplace.procurement.year.certificates import certificate_data
from marketplace.procurement.year.evaluating import evaluate_year
from marketplace.procurement.year.evaluation_paper import usual_giver
from marketplace.procurement.year.marks import mark_department
from marketplace.procurement.year.plan import publish_plan
from marketplace.procurement.year.proposing import Way, propose_targets
from marketplace.procurement.year.quarter_plans import PlanLine, months_in, submit_plan
from marketplace.procurement.year.quarter_publishing import publish_quarter_plan
from marketplace.procurement.year.report_paper import report_content
from marketplace.procurement.year.reports import compose_quarter_report, file_quarter_report
from marketplace.procurement.year.sharing import Bounds
from marketplace.procurement.year.steps import do_step, step_state, year_board
from marketplace.procurement.year.survey import (
    Answer,
    answer_for,
    answer_survey,
    asked_departments,
)
from marketplace.procurement.year.targets import set_targets, target_history
from marketplace.procurement.year.telling import (
    ask_for_plans,
    remind_of_plans,
    remind_of_survey,
    send_survey,
    send_targets,
)
from marketplace.procurement.year.texts import write_text
from tests.procurement.purchasing import Scene, accepted, make_scene
from tests.procurement.quota.ledger import bought
from tests.support import factories
from tests.support.pictures import pdf

YEAR = 2026
SOAP_WON = 11_000


@dataclass
class District:
    """Eight departments: `scene` buys on the platform, the others outside."""

    scene: Scene
    places: list[Department]
    coordinator: Account
    recorded: dict[tuple[int, int], PurchaseRecord] = field(default_factory=dict)

    @property
    def body(self) -> int:
        return self.scene.body.id


@contextmanager
def on(month: int, day: int, year: int = YEAR) -> Iterator[None]:
    """Noon of a day in Seoul."""
    with clock.frozen(datetime.combine(date(year, month, day), time(12), clock.SEOUL)):
        yield


def letters(template: str) -> int:
    query = select(func.count()).select_from(Letter).filter_by(template=template)
    return db.session.scalar(query) or 0


def found_the_district() -> District:
    with on(1, 5):
        scene = make_scene(fixed_won=80_000_000)
        with transaction():
            scene.body.name = "가온구"
            scene.soap = factories.product(scene.seller, stock=900, price_won=SOAP_WON)
            factories.certified(scene.seller, expires_on=date(2030, 1, 1))
            others = [
                factories.department(scene.body, name=f"{n}과", position=n) for n in range(2, 9)
            ]
            for n, place in enumerate(others, 2):
                factories.serves(place)
                bought(place, date(YEAR - 1, n, 9), n * 1_000_000)
            coordinator = factories.serves(scene.place, DepartmentRole.COORDINATOR)
    return District(scene, [scene.place, *others], coordinator)


def survey(district: District) -> None:
    """Sent in January; six answer in time, one late, one is answered for."""
    body, places = district.body, district.places
    with on(1, 12), transaction():
        assert send_survey(body, YEAR, district.coordinator.id) == 9
    with on(2, 3):
        for n, place in enumerate(places[:6], 1):
            with transaction():
                answer_survey(place.id, YEAR, Answer(n * 10_000_000))
    for day, told in ((20, 2), (20, 0), (23, 2)):
        with on(2, day), transaction():
            assert remind_of_survey(body, YEAR).told == told
    with on(3, 2), transaction():
        answer_survey(places[6].id, YEAR, Answer(30_000_000))
    with on(3, 4), transaction():
        answer_for(places[7].id, YEAR, Answer(5_000_000), "담당자 공석", district.coordinator.id)
        do_step(body, YEAR, YearStep.ANSWERS, by=district.coordinator.id)
    late = [each.is_late for each in asked_departments(body, YEAR)]
    assert late == [False] * 6 + [True] * 2
    assert step_state(body, YEAR, YearStep.ANSWERS).is_late


def targets(district: District) -> None:
    """Shared by the answers, told, changed once with a reason; the plan is published."""
    body = district.body
    with on(3, 10):
        way = Way(bounds=Bounds(floor_won=2_000_000, unit_won=10_000))
        proposed = propose_targets(body, YEAR, 80_000_000, way)
        assert sum(proposed.values()) == 80_000_000
        with transaction():
            set_targets(body, YEAR, proposed, 80_000_000, way=way, by=district.coordinator.id)
            assert send_targets(body, YEAR) == 9
        with transaction():
            words = {"purpose": "지역의 일자리를 지키는 구매", "measures": "", "contact": ""}
            write_text(body, YEAR, TextSubject.PLAN, words)
            assert publish_plan(body, YEAR).version == 1
    with on(6, 8):
        one, two = district.places[1].id, district.places[2].id
        moved = {**proposed, one: proposed[one] - 500_000, two: proposed[two] + 500_000}
        with transaction():
            set_targets(body, YEAR, moved, 80_000_000, reason="업무 이관")
            assert send_targets(body, YEAR) == 2
            assert publish_plan(body, YEAR, reason="업무 이관").version == 2
    assert [each.version for each in target_history(body, YEAR)] == [2, 1]
    assert [e.reason for e in step_state(body, YEAR, YearStep.TARGETS).events] == [
        "",
        "업무 이관",
        "",
    ]


def purchases(district: District, month: int) -> None:
    """The first department on the platform, the second with a paper, others as told."""
    with on(month, 15):
        district.recorded[0, month] = accepted(district.scene, (district.scene.soap, 10 + month))[0]
        with transaction():
            paper = OutsidePurchase(
                department_id=district.places[1].id,
                counted_on=date(YEAR, month, 15),
                kind=PurchaseKind.SERVICE,
                method=ContractMethod.CARD,
                seller=Seller(district.scene.seller.id),
                item=f"{month}월 청소",
                amount=split_gross(900_000, VatClass.TAXABLE),
                key=public_token(32),
            )
            record_outside_purchase(paper, prepare_file(pdf(), "영수증.pdf"))
        with transaction():
            for n, place in enumerate(district.places[2:], 2):
                won = 400_000 * (n + month % 3)
                row = bought(place, date(YEAR, month, 15), won, seller_name=f"가상기업{month % 4}")
                district.recorded[n, month] = row


def settle_june(district: District) -> None:
    """A purchase written down twice is found and taken back; one waits for its paper."""
    third = district.places[2]
    with on(6, 18), transaction():
        seen = district.recorded[2, 6]
        bought(third, date(YEAR, 6, 17), seen.gross_won, seller_name=seen.seller_name)
        told = Announcement(date(YEAR, 6, 17), "가상상회", "현수막", 120_000)
        announce_purchase(third.id, told)
    with on(7, 1):
        which = PurchaseRecord.department_id == third.id
        (pair,) = likely_duplicates(which, Month(YEAR, 6))
        with transaction():
            settle_duplicate(pair, DuplicateVerdict.SAME, "같은 영수증")
        assert not likely_duplicates(which, Month(YEAR, 6))


def close(district: District, month: int) -> None:
    """On the 4th; the seventh department is always late, the eighth closes when reminded."""
    due = Month(YEAR, month).due_on
    with on(due.month, 4, due.year):
        for place in district.places[:6]:
            with transaction():
                closing = close_month(place.id, YEAR, month)
            if place is district.places[2] and month == 6:
                assert closing.left_open == {"announced": 1, "unexplained": 1}
    with on(due.month, 6, due.year):
        late = [
            each.department
            for each in department_months(district.body, Month(YEAR, month))
            if each.is_late
        ]
        assert late == district.places[6:]
        with transaction():
            assert remind_all_of_closing(late, Month(YEAR, month)).told == 2
            assert remind_all_of_closing(late, Month(YEAR, month)).told_before == 2
    with on(due.month, 9, due.year):
        for place in district.places[6:]:
            with transaction():
                close_month(place.id, YEAR, month)


def plan_the_quarter(district: District, quarter: int) -> None:
    """Asked for in its first month; the eighth department submits none in the third."""
    first = months_in(quarter)[0]
    with on(first, 2):
        with transaction():
            assert ask_for_plans(district.body, YEAR, quarter, date(YEAR, first, 20)) == 9
        for n, place in enumerate(district.places[: 7 if quarter == 3 else 8]):
            line = PlanLine("분기 구매", PurchaseKind.GOODS, 1_200_000 * (n + 1), first)
            with transaction():
                submit_plan(place.id, YEAR, quarter, [line])
    with on(first, 21), transaction():
        assert remind_of_plans(district.body, YEAR, quarter).told == (1 if quarter == 3 else 0)
        publish_quarter_plan(district.body, YEAR, quarter, district.coordinator.id)


def report_the_quarter(district: District, quarter: int) -> None:
    """Filed in the month after: in writing or for a meeting."""
    after = Month(YEAR, quarter * 3).following
    with on(after.month, 20, after.year), transaction():
        report = compose_quarter_report(district.body, YEAR, quarter)
        content = report_content(report)
        assert report.is_meeting is (quarter in {2, 4})
        assert report.quarter_won == sum(each.quarter_won for each in report.departments)
        file_quarter_report(district.body, YEAR, quarter, content, district.coordinator.id)
    pages = len(PdfReader(BytesIO(render_pdf("report.typ", content["paper"]))).pages)
    assert pages >= 8 if quarter in {2, 4} else pages <= 4


def correct_may(district: District) -> None:
    """After May is closed a wrong record is taken back in August."""
    wrong = district.recorded[3, 5]
    with on(8, 11), transaction():
        correct_record(wrong.id, "다른 과의 구매")
    states = {each.month.month: each for each in month_states(wrong.department_id, YEAR)}
    assert states[5].total.counted_won - states[5].restated_won == wrong.counted_won
    assert states[8].restated_won - states[8].total.counted_won == wrong.counted_won


def end_the_year(district: District) -> None:
    """Results, evaluation, awards, publication."""
    body, coordinator = district.body, district.coordinator
    with on(1, 10, YEAR + 1), transaction():
        mark_department(district.places[5].id, YEAR, 9, MarkKind.NOT_MEASURED, "전산 장애")
        do_step(body, YEAR, YearStep.RESULTS, by=coordinator.id)
        known = known_year(body, YEAR)
        results = results_content(known, tally_year(known))
        publish(body, YEAR, PublicationKind.RESULTS, results, coordinator.id)
    with on(1, 25, YEAR + 1):
        with transaction():
            content = evaluate_year(body, YEAR, coordinator.id).content
        ranked = [each for each in content["departments"] if each["rank"] == 1]
        best = next(each for each in district.places if each.code == ranked[0]["code"])
        honour = Honour(AwardGrade.GRAND, usual_giver(district.scene.body), "목표를 가장 앞서 채움")
        with transaction():
            award = award_department(body, YEAR, best.id, honour, coordinator.id)
            published = publish_evaluation(body, YEAR, coordinator.id)
    certificate = render_pdf("certificate.typ", certificate_data(award, district.scene.body))
    assert "가온구청장" in PdfReader(BytesIO(certificate)).pages[0].extract_text()
    assert published.content["awards"][0]["department"] == best.name
    by_code = {each["code"]: each for each in content["departments"]}
    points = {
        place.code: {one["key"]: one["value"] for one in by_code[place.code]["scores"]}
        for place in district.places
    }
    assert points[district.places[0].code]["punctuality"] == "12개월 중 12개월"
    assert points[district.places[6].code]["punctuality"] == "12개월 중 0개월"
    assert len(by_code[district.places[5].code]["measured_months"]) == 11


def test_a_whole_year(app: Flask) -> None:
    district = found_the_district()
    survey(district)
    for month in range(1, 13):
        if month % 3 == 1:
            plan_the_quarter(district, (month + 2) // 3)
        if month == 3:
            targets(district)
        purchases(district, month)
        if month == 6:
            settle_june(district)
        if month == 8:
            correct_may(district)
        close(district, month)
        if month % 3 == 0:
            report_the_quarter(district, month // 3)
    end_the_year(district)
    with on(2, 1, YEAR + 1):
        assert all(each.is_done for each in year_board(district.body, YEAR))
        late = [each.step for each in year_board(district.body, YEAR) if each.is_late]
        assert late == [YearStep.ANSWERS, YearStep.TARGETS, YearStep.RESULTS]
        standing = institution_standing(district.body, YEAR)
        records = db.session.scalar(
            select(func.sum(PurchaseRecord.counted_won)).where(
                PurchaseRecord.counted_on >= date(YEAR, 1, 1)
            )
        )
        assert standing.counted_won == records == sum(e.counted_won for e in standing.departments)
        assert standing.target_won == 80_000_000
        assert verify_totals(district.body).holds
    kinds = db.session.scalars(select(Publication.kind).filter_by(version=1)).all()
    assert sorted(kinds) == sorted(
        [
            PublicationKind.PLAN,
            PublicationKind.RESULTS,
            PublicationKind.EVALUATION,
            *[PublicationKind.QUARTER_PLAN] * 4,
        ]
    )
    assert letters("target_notified") == 11
    assert letters("month_reminder") == 24
