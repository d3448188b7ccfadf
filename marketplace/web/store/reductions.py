"""Coupons and points at checkout: what may be chosen, what is chosen, what it does to each line."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from flask import request, session
from flask_babel import gettext as _
from flask_login import current_user

from marketplace.orders.pricing import Quote
from marketplace.promotions.baskets import Basket, read_basket
from marketplace.promotions.choosing import Offered, Plan, best_choice, make_plan, obstacle
from marketplace.promotions.errors import CouponNotUsable
from marketplace.promotions.offering import Shopper, list_offers, normal_code
from marketplace.promotions.points.errors import PointsNotUsable
from marketplace.promotions.reducing import Choice, consider
from marketplace.web.coupons import promise
from marketplace.web.filters import date_ko, won
from marketplace.web.store import point_field
from marketplace.web.store.checkout_form import CheckoutForm
from marketplace.web.translation import translate

CHOSEN = "checkout_coupons"
MOST_ASKED = 10


@dataclass(frozen=True, slots=True)
class CouponRow:
    """One coupon as it can be ticked; `problem` says why it takes nothing off."""

    code: str
    name: str
    says: str
    until: str
    off_text: str
    problem: str
    is_chosen: bool
    is_best: bool


@dataclass(frozen=True, slots=True)
class ReductionView:
    """What is taken off the picked lines, and what could be."""

    rows: list[CouponRow]
    sums: list[tuple[str, str]]
    total_won: int
    agreed: str
    by_line: dict[int, list[str]]
    note: str
    points: point_field.PointsView | None = None
    points_won: int = 0

    def of_line(self, option_id: int) -> list[str]:
        """What is taken off one line, by whom."""
        return self.by_line.get(option_id, [])


def current_shopper(form: CheckoutForm | None = None) -> Shopper:
    """A member by their own mail address, a guest by the one typed."""
    if current_user.is_authenticated:
        return Shopper(current_user.email, current_user.id)
    return Shopper(form.buyer_email.data or "" if form else "")


def asked_choice() -> Choice:
    """What was ticked, as the page was sent; a code still in its field is not among it."""
    ticked = [normal_code(code) for code in request.form.getlist("coupon")[:MOST_ASKED]]
    return Choice(tuple(dict.fromkeys(filter(None, ticked))), point_field.asked_won())


def is_agreed() -> bool:
    """Whether the page showed the sum with just these; otherwise it is shown first."""
    if {"apply", "points_all"} & request.form.keys() or request.form.get("coupon_code", "").strip():
        return False
    asked = asked_choice()
    return _agreed(asked.codes, asked.points_won) == request.form.get("agreed", "")


def _agreed(codes: Iterable[str], points_won: int) -> str:
    return ",".join(sorted(codes)) + (f"+{points_won}" if points_won else "")


def forget_choice() -> None:
    """The order is placed: the next one begins anew."""
    session.pop(CHOSEN, None)
    session.pop(point_field.CHOSEN, None)


def first_view(quote: Quote, form: CheckoutForm) -> ReductionView:
    """The page as it opens: with what was chosen before, otherwise with the best choice."""
    shopper, basket = current_shopper(), read_basket(quote)
    kept = session.get(CHOSEN)
    offers = list_offers(shopper, kept or ())
    codes = best_choice(basket, offers) if kept is None else kept
    points_won = point_field.kept_won()
    plan = consider(shopper, basket, Choice(tuple(codes), points_won), offers)
    form.points.data = point_field.typed(plan.points_won)
    return _view(quote, basket, offers, plan)


def view_of(quote: Quote, form: CheckoutForm, choice: Choice) -> ReductionView:
    """The page with a choice; what of it takes nothing off is unticked and said."""
    shopper, basket = current_shopper(form), read_basket(quote)
    offers = list_offers(shopper, choice.codes)
    points_won = point_field.usable_won(form, choice.points_won)
    plan = consider(shopper, basket, Choice(choice.codes, points_won), offers)
    if points_won:
        form.points.data = point_field.typed(plan.points_won)
    form.coupon_code.errors = [translate(said) for said in plan.dropped.values()]
    return _view(quote, basket, offers, plan)


def apply_asked(quote: Quote, form: CheckoutForm) -> ReductionView:
    """Recount with what is ticked and the code in the field, which leaves it when it counts."""
    typed, ticked = normal_code(form.coupon_code.data or ""), asked_choice().codes
    codes = ticked + ((typed,) if typed and typed not in ticked else ())
    points_won = point_field.all_or_asked_won()
    shown = view_of(quote, form, Choice(codes, points_won))
    if any(row.code == typed and row.is_chosen for row in shown.rows):
        form.coupon_code.data = ""
    _keep(shown)
    return shown


def view_without(
    quote: Quote, form: CheckoutForm, error: CouponNotUsable | PointsNotUsable
) -> ReductionView:
    """The page without what could not be had while ordering."""
    asked = asked_choice()
    if isinstance(error, CouponNotUsable):
        left = tuple(code for code in asked.codes if code not in error.codes)
        shown = view_of(quote, form, Choice(left, asked.points_won))
    else:
        shown = view_of(quote, form, Choice(asked.codes))
        form.points.data = ""
    _keep(shown)
    return shown


def _keep(shown: ReductionView) -> None:
    session[CHOSEN] = [row.code for row in shown.rows if row.is_chosen]
    session[point_field.CHOSEN] = shown.points_won


def _view(quote: Quote, basket: Basket, offers: Sequence[Offered], plan: Plan) -> ReductionView:
    chosen = {each.coupon.code for each in plan.applied}
    best = set(best_choice(basket, offers))
    rows = [_row(each, basket, each.coupon.code in chosen, best) for each in offers]
    rows.sort(key=lambda row: (bool(row.problem), not row.is_chosen, not row.is_best))
    by_line: dict[int, list[str]] = {}
    for each in plan.applied:
        for option_id, off in each.by_option.items():
            by_line.setdefault(option_id, []).append(f"{each.coupon.name} −{won(off)}")
    sums = [(each.coupon.name, f"−{won(each.amount_won)}") for each in plan.applied]
    if plan.points_won:
        sums.append((str(_("포인트")), f"−{won(plan.points_won)}"))
    return ReductionView(
        rows=rows,
        sums=sums,
        total_won=quote.total_won - plan.discount_won - plan.points_won,
        agreed=_agreed(chosen, plan.points_won),
        by_line=by_line,
        note=_kept(plan),
        points=point_field.view(),
        points_won=plan.points_won,
    )


def _kept(plan: Plan) -> str:
    if not plan.kept_won:
        return ""
    said = _("100원보다 적은 금액은 결제할 수 없어 %(kept)s을 덜 뺐어요.", kept=won(plan.kept_won))
    return str(said)


def _row(offered: Offered, basket: Basket, is_chosen: bool, best: set[str]) -> CouponRow:
    coupon = offered.coupon
    problem = obstacle(offered, basket)
    off = 0 if problem else make_plan(basket, [offered]).discount_won
    return CouponRow(
        code=coupon.code,
        name=coupon.name,
        says=promise(coupon),
        until=str(_("%(day)s까지", day=date_ko(coupon.ends_on))),
        off_text=f"−{won(off)}" if off else "",
        problem=translate(problem) if problem else "",
        is_chosen=is_chosen,
        is_best=coupon.code in best,
    )
