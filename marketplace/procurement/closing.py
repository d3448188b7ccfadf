"""Closing a month: declared complete once, and from then on corrected, never edited."""

from __future__ import annotations

from datetime import MAXYEAR

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from marketplace.audit import service as audit
from marketplace.core import clock
from marketplace.core.database import db
from marketplace.core.errors import Conflict, NotFound
from marketplace.core.events import News, announce
from marketplace.core.text import T
from marketplace.procurement.booking import hold_ledger
from marketplace.procurement.closing_checks import closing_check
from marketplace.procurement.models import MonthClosing
from marketplace.procurement.months import Month, months_of


class MonthNotOver(Conflict):
    """A month can be closed only after its last day."""

    code = "month_not_over"


class MonthAlreadyClosed(Conflict):
    """Somebody closed it before; what is wrong in it is corrected by a reversing record."""

    code = "month_already_closed"


class EarlierMonthOpen(Conflict):
    """Months are closed in order, so that a figure once reported never moves unseen."""

    code = "earlier_month_open"


def close_month(department_id: int, year: int, month: int, by: int | None = None) -> MonthClosing:
    """Declare a past month complete, with the sum it had and what was left open; audited.

    Raises NotFound, MonthNotOver, EarlierMonthOpen, or MonthAlreadyClosed for a second closing.
    """
    if not (1 <= month <= 12 and 1 <= year < MAXYEAR):
        raise NotFound(T("그런 달은 없습니다."))
    hold_ledger(department_id)
    _refuse_untimely(department_id, Month(year, month))
    check = closing_check(department_id, Month(year, month))
    booked = check.total
    closing = MonthClosing(
        department_id=department_id,
        year=year,
        month=month,
        counted_won=booked.counted_won,
        record_count=booked.record_count,
        left_open=check.left_open,
        closed_by=by,
    )
    db.session.add(closing)
    try:
        db.session.flush()
    except IntegrityError as error:  # somebody closed it a moment ago
        raise _already_closed(Month(year, month)) from error
    audit.record("month:closed", closing, year=year, month=month, counted_won=booked.counted_won)
    announce(News.MONTH_CLOSED, closing.id)
    return closing


def _refuse_untimely(department_id: int, month: Month) -> None:
    if not month.is_over():
        raise MonthNotOver(
            T(
                "%(year)d년 %(month)d월은 아직 끝나지 않았습니다.",
                year=month.year,
                month=month.month,
            )
        )
    waiting = open_months(department_id, month.year)
    if month not in waiting:
        raise _already_closed(month)
    earlier = [each for each in waiting if each < month]
    if earlier:
        raise EarlierMonthOpen(
            T("%(month)d월을 먼저 마감해 주세요.", month=earlier[0].month),
            action=T("앞선 달부터 차례로 마감합니다."),
        )


def _already_closed(month: Month) -> MonthAlreadyClosed:
    return MonthAlreadyClosed(
        T("%(year)d년 %(month)d월은 이미 마감되었습니다.", year=month.year, month=month.month),
        action=T("마감한 달의 실적은 정정 기록으로만 바로잡을 수 있습니다."),
    )


def open_months(department_id: int, year: int) -> list[Month]:
    """Months of the year not closed yet, earliest first."""
    query = select(MonthClosing.month).filter_by(department_id=department_id, year=year)
    closed = set(db.session.scalars(query))
    return [month for month in months_of(year) if month.month not in closed]


def closable_month(department_id: int, year: int | None = None) -> Month | None:
    """The month that can be closed next, None while it is not over or all are closed."""
    waiting = open_months(department_id, year or clock.today().year)
    return waiting[0] if waiting and waiting[0].is_over() else None
