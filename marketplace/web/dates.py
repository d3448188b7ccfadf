"""Dates of experiences in words: day, weekday, time and what cancelling gives back."""

from __future__ import annotations

from datetime import datetime, timedelta

from flask_babel import gettext as _

from marketplace.catalog.sessions.models import ExperienceSession
from marketplace.catalog.sessions.refund_table import RefundTable
from marketplace.core import clock
from marketplace.web.filters import datetime_ko, in_korean

WEEKDAYS = "월화수목금토일"


def day_text(at: datetime) -> str:
    """12월 5일 (토) / Sat 5 Dec, in Seoul."""
    day = clock.seoul(at)
    if in_korean():
        return f"{day.month}월 {day.day}일 ({WEEKDAYS[day.weekday()]})"
    return f"{day:%a %-d %b}"


def month_text(at: datetime) -> str:
    """2026년 12월 / December 2026."""
    day = clock.seoul(at)
    return f"{day.year}년 {day.month}월" if in_korean() else f"{day:%B %Y}"


def time_text(session: ExperienceSession) -> str:
    """14:00–16:00, on a Seoul clock."""
    return f"{clock.seoul(session.starts_at):%H:%M}–{clock.seoul(session.ends_at):%H:%M}"


def when_text(session: ExperienceSession) -> str:
    """Day with its year, weekday and time."""
    year = clock.seoul(session.starts_at).year
    day = day_text(session.starts_at)
    dated = f"{year}년 {day}" if in_korean() else f"{day} {year}"
    return f"{dated} {time_text(session)}"


def refund_rows(table: RefundTable) -> list[tuple[str, str]]:
    """A refund table as (until when, what goes back), ending with what follows it."""
    rows = [(_until(step.days_before), _share(step.percent)) for step in table.steps]
    return [*rows, (str(_("그 뒤")), str(_("돌려받지 못해요")))]


def free_until_text(table: RefundTable, session: ExperienceSession) -> str:
    """Until which moment everything goes back."""
    day = clock.seoul(session.starts_at).date() - timedelta(days=table.free_days)
    if table.free_days == 0:
        return datetime_ko(session.starts_at)
    return day_text(clock.start_of_day(day)) + " 24:00"


def _until(days: int) -> str:
    if days == 0:
        return str(_("그날 시작 전까지"))
    return str(_("%(n)d일 전까지", n=days))


def _share(percent: int) -> str:
    if percent == 100:
        return str(_("모두 돌려받아요"))
    if percent == 0:
        return str(_("돌려받지 못해요"))
    return str(_("%(n)d%% 돌려받아요", n=percent))
