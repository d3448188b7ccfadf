"""Last year of the invented district, finished: closed, corrected, restated, ranked, awarded.

Some of it is late and one step was opened again, as in every real year.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from functools import partial

from marketplace.core import clock
from marketplace.demo import year_awards as awards
from marketplace.demo import year_corrections as corrections
from marketplace.demo.acting import deed, noon
from marketplace.demo.progress import Watcher, watched
from marketplace.demo.year_deeds import (
    Act,
    QuotaYear,
    answer,
    answer_late,
    ask,
    plan,
    quota_year,
    report,
    share,
)
from marketplace.procurement.booking import is_closed
from marketplace.procurement.closing import close_month
from marketplace.procurement.models import MarkKind, YearStep
from marketplace.procurement.months import Month, months_of
from marketplace.procurement.year.marks import list_marks, mark_department
from marketplace.procurement.year.quarter_plans import months_in
from marketplace.procurement.year.steps import do_step

IN_TIME_DAYS, LATE_DAYS = 4, 9
# Months that a department closed after the fifth.
CLOSED_LATE = {
    "finance": {7},
    "social-economy": {2},
    "welfare-policy": {8},
    "culture": {3, 6},
    "recycling": {1, 5, 9},
    "parks": {4},
    "transport": {2, 6, 7, 10},
    "health": {1, 3, 5, 8, 10, 11},
    "garam-dong": {6},
    "byeoru-dong": {5, 10},
}


def finish(watcher: Watcher) -> None:
    """Everything of last year whose day has passed; each once."""
    year = quota_year(clock.today().year - 1)
    deeds = sorted([*_steps(year.year), *_closings(year.year)], key=lambda each: each[0])
    for day, act in watched(deeds, watcher, "지난해 단계"):
        if day <= clock.today():
            with deed(year.coordinator, noon(day)):
                act(year)


def _steps(year: int) -> Iterator[tuple[date, Act]]:
    after = year + 1
    yield date(year, 1, 12), ask
    yield date(year, 2, 13), answer
    yield date(year, 3, 3), answer_late
    yield date(year, 3, 16), share
    for quarter in (1, 2, 3, 4):
        end = Month(year, quarter * 3).following
        yield date(year, months_in(quarter)[0], 18), partial(plan, quarter)
        # The second quarter's report is late: its meeting was put off.
        reported = date(year, 8, 4) if quarter == 2 else end.first_day.replace(day=15)
        yield reported, partial(report, quarter)
        published = end.first_day.replace(day=20 if quarter < 4 else 16)
        yield published, partial(corrections.publish_quarter, quarter)
    yield date(year, 8, 20), _leave_out
    yield date(year, 9, 18), corrections.correct_a_closed_month
    yield date(year, 9, 21), corrections.report_again
    yield date(year, 9, 22), corrections.publish_second_quarter_again
    yield date(year, 12, 10), awards.weigh
    yield date(after, 1, 5), _end_results
    yield date(after, 1, 16), corrections.publish_results
    yield date(after, 1, 19), corrections.correct_after_the_year
    yield date(after, 1, 21), corrections.publish_results_again
    yield date(after, 1, 27), awards.evaluate
    yield date(after, 1, 28), awards.honour
    yield date(after, 2, 4), awards.publish


def _closings(year: int) -> Iterator[tuple[date, Act]]:
    for month in months_of(year):
        yield month.last_day + timedelta(days=IN_TIME_DAYS), partial(_close, month, False)
        yield month.last_day + timedelta(days=LATE_DAYS), partial(_close, month, True)


def _close(month: Month, is_late: bool, year: QuotaYear) -> None:
    for place in year.places:
        late = month.month in CLOSED_LATE.get(place.code, set())
        if late is is_late and not is_closed(place.id, month):
            close_month(place.id, month.year, month.month, year.by)


def _leave_out(year: QuotaYear) -> None:
    if not list_marks(year.body, year.year):
        place = next(each for each in year.places if each.code == "transport")
        why = "회계 전산을 바꾸는 동안의 지출을 확인할 수 없음"
        mark_department(place.id, year.year, 7, MarkKind.NOT_MEASURED, why, year.by)


def _end_results(year: QuotaYear) -> None:
    if not year.is_done(YearStep.RESULTS):
        do_step(year.body, year.year, YearStep.RESULTS, by=year.by)
