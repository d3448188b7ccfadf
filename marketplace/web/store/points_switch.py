"""Whether points are to be seen at all."""

from __future__ import annotations

from flask import g

from marketplace.promotions.points.models import PointRule
from marketplace.promotions.points.rules import current_rule


def points_rule() -> PointRule | None:
    """The rule of this moment, asked once a request; None while points are off."""
    if "points_rule" not in g:
        g.points_rule = current_rule()
    found: PointRule | None = g.points_rule
    return found
