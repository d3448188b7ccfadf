"""How amounts, rates and days look on screen; the only place that formats them."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal
from typing import Protocol

from flask import Flask
from flask_babel import format_decimal, get_locale

from marketplace.core import clock

EOK, MAN = 100_000_000, 10_000


def in_korean() -> bool:
    """Whether this page is Korean."""
    locale = get_locale()
    return locale is None or locale.language == "ko"


class Named(Protocol):
    """Something with a Korean name and an English one, which may be empty."""

    @property
    def name(self) -> str: ...
    @property
    def name_en(self) -> str: ...


def shown_name(named: Named) -> str:
    """The name in the language of the page; the Korean one where nobody gave an English one."""
    return named.name if in_korean() else (named.name_en or named.name)


def won(amount: int | None) -> str:
    """12,000원 / ₩12,000; an en dash for an amount nobody stated."""
    if amount is None:
        return "–"
    return f"{amount:,}원" if in_korean() else f"₩{amount:,}"


def won_change(amount: int | None) -> str:
    """+12,000원 / -3,000원: a change says its direction; nothing changed is 0원."""
    if not amount:
        return won(amount)
    return f"+{won(amount)}" if amount > 0 else f"-{won(-amount)}"


def krw_short(amount: int | None) -> str:
    """1억 2,345만 6,000원 / ₩123.456M: read at a glance, and never less than it is."""
    if amount is None:
        return "–"
    if not in_korean():
        return f"₩{format_decimal(Decimal(amount) / 1_000_000, '#,##0.######')}M"
    sign, rest = ("-" if amount < 0 else ""), abs(amount)
    eok, man, won_left = rest // EOK, rest % EOK // MAN, rest % MAN
    parts = [f"{eok:,}억"] * bool(eok) + [f"{man:,}만"] * bool(man)
    if not parts:
        return f"{amount:,}원"
    return f"{sign}{' '.join(parts)} " + (f"{won_left:,}원" if won_left else "원")


def percent(value: Decimal | None) -> str:
    """83.3%; an en dash when there is nothing to measure against."""
    return "–" if value is None else f"{value:,}%"


def points(value: int | None) -> str:
    """Hundredths of a percent as 7% or 1.1%; an en dash for none."""
    return "–" if value is None else f"{(Decimal(value) / 100).normalize():f}%"


def date_ko(value: date | datetime | None) -> str:
    """2026. 11. 21. / 21 Nov 2026, counted in Seoul."""
    if value is None:
        return "–"
    day = clock.seoul(value).date() if isinstance(value, datetime) else value
    return f"{day.year}. {day.month}. {day.day}." if in_korean() else f"{day:%-d %b %Y}"


def datetime_ko(value: datetime | None) -> str:
    """2026. 11. 21. 14:05, on a Seoul clock."""
    return "–" if value is None else f"{date_ko(value)} {clock.seoul(value):%H:%M}"


def init_app(app: Flask) -> None:
    app.jinja_env.filters.update(
        won=won,
        won_change=won_change,
        krw_short=krw_short,
        percent=percent,
        points=points,
        date_ko=date_ko,
        datetime_ko=datetime_ko,
        shown_name=shown_name,
    )
