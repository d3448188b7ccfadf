"""Disclosed figures as pages show them: names, headline years, charts."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from itertools import accumulate

from flask_babel import gettext as _

from marketplace.core import clock
from marketplace.core.money import round_half_up
from marketplace.procurement.disclosure import DisclosedYear
from marketplace.procurement.models import Department, Institution
from marketplace.procurement.months import months_of
from marketplace.web.chart_geometry import Value
from marketplace.web.charts import Chart, grouped_bars
from marketplace.web.filters import EOK, in_korean, krw_short, won

MILLION = 1_000_000


def name_of(body: Institution | Department) -> str:
    """A body's name in the language of the page."""
    return body.name if in_korean() else (body.name_en or body.name)


def exact_short(amount: int | None) -> str:
    """12억 원 when that is exact, 1,234,567원 when it is not; nothing is rounded away."""
    return won(amount) if amount is None or amount % 10_000 else krw_short(amount)


def latest_figures(years: Sequence[DisclosedYear]) -> DisclosedYear | None:
    """The last year that has a rate, else the last one with any figure."""
    with_rate = [each for each in years if each.rate_percent is not None]
    known = with_rate or list(years)
    return known[-1] if known else None


def target_and_actual_chart(years: Sequence[DisclosedYear]) -> Chart:
    """Target and actual of every year side by side; what is not stated has no bar."""
    return grouped_bars(
        str(_("연도별 목표와 실적")),
        chart_unit(),
        [str(each.year) for each in years],
        [
            (str(_("목표")), [in_chart_units(each.target_won) for each in years]),
            (str(_("실적")), [in_chart_units(each.actual_won) for each in years]),
        ],
        label_heading=str(_("연도")),
        marked=[str(each.year) for each in years if each.rate_disagrees],
        mark_label=str(_("공표한 달성률이 금액과 맞지 않는 해")),
        show=shown_amount,
    )


def year_chart(year: int, month_won: Sequence[int], target_won: int | None) -> Chart:
    """What counted since January, month by month, beside the target spread evenly over the year."""
    so_far = [
        None if month.first_day > clock.today() else max(0, won)
        for month, won in zip(months_of(year), accumulate(month_won), strict=True)
    ]
    spread = [round_half_up(Decimal((target_won or 0) * n) / 12) for n in range(1, 13)]
    series = [(str(_("누적 실적")), [in_chart_units(won) for won in so_far])]
    if target_won:
        pace = (str(_("목표를 고르게 나눈 값")), [in_chart_units(won) for won in spread])
        series.insert(0, pace)
    return grouped_bars(
        str(_("달마다 쌓인 실적")),
        chart_unit(),
        [str(_("%(month)d월", month=month)) for month in range(1, 13)],
        series,
        label_heading=str(_("달")),
        show=lambda value: "–" if value is None else shown_amount(value),
    )


def chart_unit() -> str:
    """The unit of amounts in charts: 억원, or millions of won in English."""
    return str(_("억원"))


def in_chart_units(amount: int | None) -> Value:
    """Won in the chart's unit, to two decimals."""
    if amount is None:
        return None
    unit = EOK if in_korean() else MILLION
    return (Decimal(amount) / unit).quantize(Decimal("0.01"))


def shown_amount(value: Value) -> str:
    """An amount of a chart; what nobody stated says so."""
    if value is None:
        return str(_("적혀 있지 않음"))
    plain = f"{value:,}"
    return plain.rstrip("0").rstrip(".") if "." in plain else plain
