"""What can go wrong with points."""

from __future__ import annotations

from marketplace.core.errors import Conflict, Invalid
from marketplace.core.text import T


class PointsNotUsable(Conflict):
    """Points cannot be spent as asked: fewer are left, or none may be spent (any more)."""

    code = "points_not_usable"

    def __init__(self, message: T) -> None:
        super().__init__(
            message,
            kept=T("적어 주신 내용은 그대로 두었어요. 결제된 금액은 없어요."),
            action=T("바뀐 금액을 확인하고 다시 주문해 주세요"),
        )


class PointRuleRefused(Invalid):
    """A rule of points that cannot be."""

    code = "point_rule_refused"
