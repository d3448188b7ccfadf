"""A forecast in plain words: how it was made, from what, and how far it may be off."""

from __future__ import annotations

from flask_babel import gettext as _

from marketplace.core import clock
from marketplace.procurement.outlook.earlier import months_by_year
from marketplace.procurement.outlook.forecast import Forecast, Method, forecast
from marketplace.procurement.standing import DepartmentStanding
from marketplace.web.filters import krw_short


def forecast_of(standing: DepartmentStanding) -> Forecast:
    """Where a department's year is heading, in one statement."""
    known = months_by_year(standing.department.id, standing.year)
    months = known.pop(standing.year, {})
    return forecast(
        standing.year,
        standing.counted_won,
        months,
        known,
        clock.today(),
        standing.pipeline_won,
    )


def method_text(found: Forecast) -> str:
    """How the figure was made, in one or two sentences."""
    match found.method:
        case Method.EARLIER_YEARS if len(found.years) == 1:
            said = _("%(year)s년이 같은 날까지 채운 비율로 셌습니다.", year=found.years[0])
        case Method.EARLIER_YEARS:
            said = _(
                "%(first)s~%(last)s년의 %(n)d개 해가 같은 날까지 채운 비율의 중앙값으로 셌습니다.",
                first=found.years[0],
                last=found.years[-1],
                n=len(found.years),
            )
        case Method.OWN_PACE:
            said = _("견줄 지난해 실적이 없어, 올해 하루 평균이 이어진다고 보고 셌습니다.")
        case Method.OVER:
            return str(_("끝난 해입니다. 인정 실적이 그대로 결과입니다."))
        case _:
            return str(_("자료가 적어 예상하지 않습니다. 실적이 한 달 넘게 쌓이면 보여 드립니다."))
    return f"{said} {_range_text(found)}"


def _range_text(found: Forecast) -> str:
    if not found.has_range:
        return str(_("얼마나 벗어날 수 있는지 말하기에는 자료가 적습니다."))
    if found.method is Method.EARLIER_YEARS:
        return str(
            _(
                "해마다 달라 %(low)s에서 %(high)s 사이일 수 있습니다.",
                low=krw_short(found.low_won),
                high=krw_short(found.high_won),
            )
        )
    return str(
        _(
            "가장 적게 산 달과 가장 많이 산 달로 보면 %(low)s에서 %(high)s 사이입니다.",
            low=krw_short(found.low_won),
            high=krw_short(found.high_won),
        )
    )
