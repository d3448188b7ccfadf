"""The field of points at checkout: what was typed, what may be spent, what stands beside it.

A guest, and everybody while points are off, sees nothing of it.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from flask import g, request, session
from flask_babel import gettext as _
from flask_login import current_user

from marketplace.promotions.points.errors import PointsNotUsable
from marketplace.promotions.points.models import PointRule
from marketplace.promotions.points.queries import spendable_won
from marketplace.promotions.points.spending import refuse_unusable
from marketplace.web.filters import won
from marketplace.web.store.checkout_form import CheckoutForm
from marketplace.web.store.points_switch import points_rule
from marketplace.web.translation import translate

CHOSEN = "checkout_points"
TYPED = re.compile(r"[0-9]{1,9}")
UNREADABLE = -1


@dataclass(frozen=True, slots=True)
class PointsView:
    """What a member may spend, in words."""

    balance_text: str
    can_spend: bool
    note: str


def asked_won() -> int:
    """What was typed, in won; -1 for what is no sum."""
    plain = re.sub(r"[\s,]|원$|P$", "", request.form.get("points", "").strip()[:40])
    if not plain:
        return 0
    return int(plain) if TYPED.fullmatch(plain) else UNREADABLE


def all_or_asked_won() -> int:
    """The whole balance for who pressed '모두 쓰기', otherwise what was typed."""
    return _balance_won() if "points_all" in request.form else asked_won()


def kept_won() -> int:
    """What was chosen before in this session, as far as it may still be spent."""
    kept = session.get(CHOSEN, 0)
    if not kept or _rule() is None:
        return 0
    try:
        refuse_unusable(current_user.id, kept)
    except PointsNotUsable:
        return 0
    return int(kept)


def usable_won(form: CheckoutForm, asked: int) -> int:
    """What of it may be spent: all or nothing, and then the field says why."""
    if not asked or _rule() is None:
        return 0
    if asked < 0:
        form.points.errors = [_("쓸 포인트를 숫자로 적어 주세요.")]
        return 0
    try:
        refuse_unusable(current_user.id, asked)
    except PointsNotUsable as error:
        form.points.errors = [translate(error.message)]
        return 0
    return asked


def typed(points_won: int) -> str:
    """How a sum stands in the field."""
    return f"{points_won:,}" if points_won else ""


def view() -> PointsView | None:
    """What stands beside the field; None where there is none."""
    rule = _rule()
    if rule is None:
        return None
    balance, least = _balance_won(), max(rule.min_use_won, 1)
    if balance >= least:
        said = _("상품 값에서 빠지고 배송비는 그대로예요. 취소하면 쓴 포인트로 돌아와요.")
        if least > 1:
            said = f"{_('%(least)s부터 쓸 수 있어요.', least=won(least))} {said}"
    elif balance:
        said = _(
            "포인트가 %(balance)s 있어요. %(least)s부터 쓸 수 있어요.",
            balance=won(balance),
            least=won(least),
        )
    else:
        said = _("아직 쓸 수 있는 포인트가 없어요. 상품을 받으면 쌓여요.")
    return PointsView(won(balance), balance >= least, str(said))


def _rule() -> PointRule | None:
    return points_rule() if current_user.is_authenticated else None


def _balance_won() -> int:
    if _rule() is None:
        return 0
    if "points_balance" not in g:
        g.points_balance = spendable_won(current_user.id)
    return int(g.points_balance)
