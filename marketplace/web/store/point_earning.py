"""What an order will earn in points, said before it is placed; members only, and only while on."""

from __future__ import annotations

from flask_babel import gettext as _
from flask_login import current_user

from marketplace.promotions.points.rules import earned_won
from marketplace.web.filters import won
from marketplace.web.store.points_switch import points_rule


def earning_text(goods_won: int) -> str:
    """The sentence under the sum of goods paid for (delivery earns nothing); empty for nothing."""
    rule = points_rule() if current_user.is_authenticated else None
    earned = earned_won(rule, goods_won) if rule else 0
    return str(_("모두 받으시면 포인트 %(won)s이 쌓여요.", won=won(earned))) if earned else ""
