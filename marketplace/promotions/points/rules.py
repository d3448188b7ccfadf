"""Which rule of points holds on a day, and setting another one."""

from __future__ import annotations

import calendar
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from marketplace.audit import service as audit
from marketplace.core import clock
from marketplace.core.database import db
from marketplace.core.pagination import Page, clamp_limit, decode_cursor, encode_cursor
from marketplace.core.text import T
from marketplace.promotions.points.errors import PointRuleRefused
from marketplace.promotions.points.models import MOST_MONTHS, MOST_RATE, PointRule

MOST_WON = 1_000_000
WHOLE = 10_000  # hundredths of a percent


@dataclass(frozen=True, slots=True)
class Terms:
    """A rule as it is asked for; `rate` in hundredths of a percent, 0 turns points off."""

    from_day: date
    rate: int
    valid_months: int
    min_use_won: int
    reason: str


def rule_at(instant: datetime) -> PointRule | None:
    """The rule of a moment as it was known then; None when points were off."""
    query = (
        select(PointRule)
        .where(PointRule.from_day <= clock.seoul(instant).date(), PointRule.created_at <= instant)
        .order_by(PointRule.from_day.desc(), PointRule.id.desc())
        .limit(1)
    )
    found: PointRule | None = db.session.scalar(query)
    return found if found is not None and found.is_on else None


def current_rule() -> PointRule | None:
    """The rule of this moment; None while points are off."""
    return rule_at(clock.now())


def earned_won(rule: PointRule, paid_won: int) -> int:
    """What a rule gives for won paid for goods, rounded down."""
    return paid_won * rule.rate // WHOLE


def set_rule(terms: Terms, by: int | None) -> PointRule:
    """Have a rule hold from a day on, today at the earliest; raises PointRuleRefused."""
    _refuse("from_day", terms.from_day < clock.today(), T("오늘이나 그 뒤의 날을 골라 주세요."))
    _refuse("rate", not 0 <= terms.rate <= MOST_RATE, T("적립률은 0에서 10% 사이로 적어 주세요."))
    _refuse(
        "valid_months",
        not 1 <= terms.valid_months <= MOST_MONTHS,
        T("유효 기간은 1개월에서 60개월 사이로 적어 주세요."),
    )
    _refuse(
        "min_use_won",
        not 0 <= terms.min_use_won <= MOST_WON,
        T("0원에서 1,000,000원 사이로 적어 주세요."),
    )
    reason = terms.reason.strip()[:200]
    _refuse("reason", not reason, T("바꾸는 까닭을 적어 주세요."))
    rule = PointRule(
        from_day=terms.from_day,
        rate=terms.rate,
        valid_months=terms.valid_months,
        min_use_won=terms.min_use_won,
        reason=reason,
        created_by=by,
    )
    db.session.add(rule)
    db.session.flush()
    audit.record(
        "points:rule_set",
        rule,
        from_day=terms.from_day.isoformat(),
        rate=terms.rate,
        valid_months=terms.valid_months,
        min_use_won=terms.min_use_won,
        reason=reason,
    )
    return rule


def _refuse(name: str, wrong: bool, said: T) -> None:
    if wrong:
        raise PointRuleRefused(said, {name: [said]})


def list_rules(cursor: str | None = None, limit: int | None = None) -> Page[PointRule]:
    """Every rule there was and will be, the last day first."""
    query = select(PointRule).options(joinedload(PointRule.author))
    if cursor:
        day, rule_id = decode_cursor(cursor, [str, int])
        last = _day(day)
        query = query.where(
            (PointRule.from_day < last) | ((PointRule.from_day == last) & (PointRule.id < rule_id))
        )
    size = clamp_limit(limit, 20)
    ordered = query.order_by(PointRule.from_day.desc(), PointRule.id.desc()).limit(size + 1)
    rows = db.session.scalars(ordered).all()
    items = rows[:size]
    more = len(rows) > size
    last_row = items[-1] if more else None
    return Page(
        items, encode_cursor(last_row.from_day.isoformat(), last_row.id) if last_row else None
    )


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        said = T("다음 쪽을 가리키는 값이 올바르지 않습니다. 처음부터 다시 보세요.")
        raise PointRuleRefused(said) from None


def last_day(earned_on: date, valid_months: int) -> date:
    """The end of the month so many months later, so that points run out once a month."""
    months = earned_on.year * 12 + earned_on.month - 1 + valid_months
    year, month = divmod(months, 12)
    return date(year, month + 1, calendar.monthrange(year, month + 1)[1])
