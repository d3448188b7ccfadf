"""Criteria of an evaluation in the language of the page: name, how it is measured, its figures."""

from __future__ import annotations

import re

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from marketplace.procurement.year.criteria import CriterionKey
from marketplace.web.filters import won

CRITERION_NAMES = {
    CriterionKey.RATE: _l("목표 달성률"),
    CriterionKey.AMOUNT: _l("구매 금액"),
    CriterionKey.GROWTH: _l("전년 대비 증가"),
    CriterionKey.PUNCTUALITY: _l("기한 내 마감"),
    CriterionKey.PLAN_ACCURACY: _l("계획 정확도"),
    CriterionKey.DIVERSITY: _l("거래 기업 다양성"),
}
MONTHS = re.compile(r"(\d+)개월 중 (\d+)개월")
SELLERS = re.compile(r"(\d+)곳")
WON = re.compile(r"(-?[\d,]+)원")


def said_value(value: str) -> str:
    """A kept figure in the language of the page; what is not known is shown as it was kept."""
    if found := MONTHS.fullmatch(value):
        return str(_("%(due)s개월 중 %(done)s개월", due=found[1], done=found[2]))
    if found := SELLERS.fullmatch(value):
        return str(_("%(n)s곳", n=found[1]))
    if found := WON.fullmatch(value):
        return won(int(found[1].replace(",", "")))
    return value


def how_measured(key: CriterionKey, full: int) -> str:
    """How points are earned, in one sentence; `full` earns all of them."""
    said = {
        CriterionKey.RATE: _("목표에 견준 실적. %(n)d%% 이상이면 만점", n=full),
        CriterionKey.AMOUNT: _("같은 군에서 가장 큰 실적에 견준 실적"),
        CriterionKey.GROWTH: _("지난해 같은 달보다 %(n)d%% 넘게 늘면 만점, 줄면 0점", n=full),
        CriterionKey.PUNCTUALITY: _("마감할 달 가운데 다음 달 5일까지 마감한 달"),
        CriterionKey.PLAN_ACCURACY: _("분기마다 계획과 실적이 맞은 정도의 평균"),
        CriterionKey.DIVERSITY: _("실적이 있는 서로 다른 기업. %(n)d곳 이상이면 만점", n=full),
    }
    return str(said[key])
