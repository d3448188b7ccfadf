"""The quota year of the invented district, driven until today: survey, targets, plans, reports."""

from __future__ import annotations

from datetime import date
from functools import partial

from marketplace.core import clock
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
from marketplace.procurement.announcing import Announcement, announce_purchase
from marketplace.procurement.models import MarkKind
from marketplace.procurement.months import Month
from marketplace.procurement.year.marks import list_marks, mark_department
from marketplace.procurement.year.quarter_plans import months_in


def drive(watcher: Watcher) -> None:
    """Everything of the seven steps whose day has passed; each once."""
    year = quota_year(clock.today().year)
    for day, act in watched(_deeds(year.year), watcher, "연간 단계"):
        if day <= clock.today():
            with deed(year.coordinator, noon(day)):
                act(year)
    _leave_something_open(year)


def _deeds(year: int) -> list[tuple[date, Act]]:
    deeds: list[tuple[date, Act]] = [
        (date(year, 1, 12), ask),
        (date(year, 2, 13), answer),
        (date(year, 3, 3), answer_late),
        (date(year, 3, 16), share),
    ]
    for quarter in (1, 2, 3, 4):
        after = Month(year, quarter * 3).following
        deeds.append((date(year, months_in(quarter)[0], 18), partial(plan, quarter)))
        deeds.append((date(after.year, after.month, 15), partial(report, quarter)))
    return sorted(deeds, key=lambda each: each[0])


def _leave_something_open(year: QuotaYear) -> None:
    """One month that was not measured, one purchase whose paper is awaited."""
    with deed(year.coordinator, clock.now()):
        if clock.today().month > 1 and not list_marks(year.body, year.year):
            why = "동 청사 이전으로 한 달 동안 구매하지 않음"
            last = year.places[-1].id
            mark_department(last, year.year, 1, MarkKind.PROGRAMME_CHANGED, why, year.by)
        told = Announcement(date(year.year, 1, 2), "가상현수막", "주민총회 현수막", 165_000)
        announce_purchase(year.places[0].id, told, year.by)
