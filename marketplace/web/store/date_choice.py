"""The dates an experience can be booked on, by month, as the product page offers them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby

from flask_babel import gettext as _

from marketplace.catalog.models import Product, ProductKind, ProductOption
from marketplace.catalog.sessions.models import ExperienceSession
from marketplace.catalog.sessions.queries import list_bookable, terms_of
from marketplace.orders.placing import MOST_OF_ONE
from marketplace.web.dates import day_text, month_text, refund_rows, time_text
from marketplace.web.filters import datetime_ko

FEW_LEFT = 3


@dataclass(frozen=True, slots=True)
class DateOffer:
    """One date; `seats` says in words how many are left."""

    option_id: int
    day: str
    time: str
    place: str
    note: str
    seats: str
    most: int
    price_won: int
    can_be_booked: bool
    closes: str


@dataclass(frozen=True, slots=True)
class DateChoice:
    """Every date by month; `refunds` is what cancelling gives back, row by row."""

    months: list[tuple[str, list[DateOffer]]]
    refunds: list[tuple[str, str]]
    most: int | None
    place: str

    @property
    def dates(self) -> list[DateOffer]:
        return [each for _, offers in self.months for each in offers]

    @property
    def can_be_booked(self) -> bool:
        return any(each.can_be_booked for each in self.dates)


def date_choice(product: Product) -> DateChoice | None:
    """The dates of a product loaded with options and stock; None for one without any."""
    if product.kind is not ProductKind.EXPERIENCE:
        return None
    sessions = list_bookable(product.id)
    if not sessions:
        return None
    terms = terms_of(product.id)
    options = {option.id: option for option in product.options}
    return DateChoice(
        months=_months(product, sessions, options, terms.most_seats),
        refunds=refund_rows(terms.table),
        most=terms.most_seats,
        place=sessions[0].place if len({each.place for each in sessions}) == 1 else "",
    )


def _months(
    product: Product,
    sessions: Sequence[ExperienceSession],
    options: Mapping[int, ProductOption],
    most_seats: int | None,
) -> list[tuple[str, list[DateOffer]]]:
    shown = [each for each in sessions if each.option_id in options]
    return [
        (month, [_offer(product, each, options[each.option_id], most_seats) for each in group])
        for month, group in groupby(shown, lambda each: month_text(each.starts_at))
    ]


def _offer(
    product: Product, session: ExperienceSession, option: ProductOption, most_seats: int | None
) -> DateOffer:
    left = option.stock.available if option.stock else MOST_OF_ONE
    most = min(left, most_seats or MOST_OF_ONE)
    free = left >= product.min_quantity
    return DateOffer(
        option_id=option.id,
        day=day_text(session.starts_at),
        time=time_text(session),
        place=session.place,
        note=session.meeting_note,
        seats=_seats(left, free),
        most=most,
        price_won=option.price_won or 0,
        can_be_booked=free,
        closes=str(_("%(at)s까지 예약", at=datetime_ko(session.closes_at))),
    )


def _seats(left: int, free: bool) -> str:
    if not free:
        return str(_("자리 없음"))
    if left <= FEW_LEFT:
        return str(_("%(n)d자리만 남음", n=left))
    return str(_("%(n)d자리 남음", n=left))
