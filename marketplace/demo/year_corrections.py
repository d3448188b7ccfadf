"""Corrections of the finished year and the publications that restate because of them."""

from __future__ import annotations

from functools import partial

from sqlalchemy import select

from marketplace.core.database import db
from marketplace.core.money import VatClass, split_gross
from marketplace.demo.year_deeds import QuotaYear, report
from marketplace.procurement.correcting import RightVersion, correct_record, is_corrected
from marketplace.procurement.models import PublicationKind, PurchaseRecord, StepAct, YearStep
from marketplace.procurement.publishing.known_year import known_year
from marketplace.procurement.publishing.publications import (
    PublicationAddress,
    find_newest,
    publish,
)
from marketplace.procurement.publishing.results import quarter_content, results_content, tally_year
from marketplace.procurement.year.steps import reopen_step, step_state

RECEIPT = "문화체육과 5월 구매의 영수증을 다시 확인해 금액을 바로잡음"
RETURNED = "공원녹지과 12월 구매 가운데 일부를 반품해 금액이 줄어듦"
REPORTED_AGAIN = "문화체육과의 정정을 반영해 다시 냅니다. 나머지 부서의 수치는 그대로입니다."
RIGHT_PERCENT = 85


def publish_quarter(quarter: int, year: QuotaYear, reason: str = "") -> None:
    """A quarter's results; with a reason, the version that replaces the first."""
    kind = PublicationKind.QUARTER_RESULTS
    newest = find_newest(PublicationAddress(year.body, year.year, kind, quarter))
    if newest is None or (reason and newest.version == 1):
        content = quarter_content(year.body, year.year, quarter)
        publish(year.body, year.year, kind, content, year.by, reason, quarter=quarter)


publish_second_quarter_again = partial(publish_quarter, 2, reason=RECEIPT)


def correct_a_closed_month(year: QuotaYear) -> None:
    """A receipt of May is put right in September: May keeps what it reported, and is restated."""
    _put_right(year, "culture", 5, RECEIPT)


def report_again(year: QuotaYear) -> None:
    """The second quarter's report is opened with the reason, and filed again."""
    step = YearStep.QUARTER_REPORT
    events = step_state(year.body, year.year, step, 2).events
    if not any(each.act is StepAct.REOPENED for each in events):
        reopen_step(year.body, year.year, step, reason=RECEIPT, quarter=2, by=year.by)
    report(2, year, REPORTED_AGAIN)


def publish_results(year: QuotaYear) -> None:
    """The year's results as they stood in the middle of January."""
    if find_newest(_results(year)) is None:
        _publish_year(year, "")


def correct_after_the_year(year: QuotaYear) -> None:
    """A purchase of December is put right in January; it belongs to its year still."""
    _put_right(year, "parks", 12, RETURNED)


def publish_results_again(year: QuotaYear) -> None:
    """The results once more, restated, with the reason beside them."""
    newest = find_newest(_results(year))
    if newest is not None and newest.version == 1:
        _publish_year(year, RETURNED)


def _results(year: QuotaYear) -> PublicationAddress:
    return PublicationAddress(year.body, year.year, PublicationKind.RESULTS)


def _publish_year(year: QuotaYear, reason: str) -> None:
    known = known_year(year.body, year.year)
    content = results_content(known, tally_year(known))
    publish(year.body, year.year, PublicationKind.RESULTS, content, year.by, reason)


def _put_right(year: QuotaYear, code: str, month: int, reason: str) -> None:
    place = next(each for each in year.places if each.code == code)
    query = select(PurchaseRecord).filter_by(
        department_id=place.id, year=year.year, month=month, reverses_id=None
    )
    wrong = db.session.scalars(query.order_by(PurchaseRecord.id)).first()
    if wrong is None or is_corrected(wrong.id):
        return
    right = RightVersion(
        wrong.counted_on,
        wrong.kind,
        wrong.method,
        wrong.item,
        split_gross(wrong.gross_won * RIGHT_PERCENT // 100 // 1000 * 1000, VatClass.TAXABLE),
    )
    correct_record(wrong.id, reason, right)
