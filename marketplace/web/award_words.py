"""Grades of awards as every portal calls them."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l

from marketplace.procurement.models import AwardGrade

GRADES = {
    AwardGrade.GRAND: _l("최우수"),
    AwardGrade.EXCELLENT: _l("우수"),
    AwardGrade.ENCOURAGEMENT: _l("장려"),
    AwardGrade.SPECIAL: _l("특별"),
}
