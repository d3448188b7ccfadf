"""A firm lays out dates: one, or the same weekly until a day; and how many seats each has."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta

from sqlalchemy import select

from marketplace.audit import service as audit
from marketplace.catalog.errors import ListingRefused
from marketplace.catalog.models import Product, ProductKind, ProductOption
from marketplace.catalog.own import lock_product
from marketplace.catalog.sessions.models import BookingTerms, ExperienceSession
from marketplace.catalog.sessions.queries import MOST_SHOWN, count_coming
from marketplace.catalog.sessions.refund_table import RefundTable
from marketplace.catalog.stock import change_stock, start_counting
from marketplace.core import clock
from marketplace.core.database import db
from marketplace.core.events import News, announce
from marketplace.core.text import T
from marketplace.core.types import public_token

MOST_SEATS = 1_000
FURTHEST = timedelta(days=400)
LONGEST = timedelta(hours=24)
BY_HAND = "seller:seats"


@dataclass(frozen=True, slots=True)
class DatePlan:
    """A date as a firm writes it, on a Seoul clock; `ends` before `starts` ends the next day.

    `weekly_until` repeats it every seven days up to and including that day.
    """

    day: date
    starts: time
    ends: time
    place: str
    seats: int
    closes_hours_before: int = 2
    meeting_note: str = ""
    weekly_until: date | None = None

    @property
    def starts_at(self) -> datetime:
        return datetime.combine(self.day, self.starts, clock.SEOUL)

    @property
    def ends_at(self) -> datetime:
        day = self.day if self.ends > self.starts else self.day + timedelta(days=1)
        return datetime.combine(day, self.ends, clock.SEOUL)

    @property
    def closes_at(self) -> datetime:
        return self.starts_at - timedelta(hours=self.closes_hours_before)

    @property
    def option_name(self) -> str:
        """`2026-12-05 14:00`, read alike in both languages wherever a line is shown."""
        return f"{self.starts_at:%Y-%m-%d %H:%M}"

    def repeated(self) -> list[DatePlan]:
        """This date, or all of its series."""
        until = self.weekly_until or self.day
        weeks = (until - self.day).days // 7
        return [replace(self, day=self.day + timedelta(weeks=n)) for n in range(weeks + 1)]


def add_dates(product_id: int, plan: DatePlan) -> list[ExperienceSession]:
    """Make one date or a series; the product is sold by date from then on.

    Raises ListingRefused naming the field; then no date of the series was made.
    """
    product = lock_product(product_id)
    if product.kind is not ProductKind.EXPERIENCE or product.price_won is None:
        raise ListingRefused("day", T("값이 정해진 체험 상품에만 날짜를 둘 수 있습니다."))
    _judge(plan)
    plans = plan.repeated()
    if count_coming(product.id) + len(plans) > MOST_SHOWN:
        said = T("앞으로의 날짜는 %(most)d개까지 둘 수 있습니다.", most=MOST_SHOWN)
        raise ListingRefused("weekly_until", said)
    _refuse_taken(product, plans)
    _retire_undated(product)
    series = public_token() if len(plans) > 1 else ""
    made = [_add(product, each, series) for each in plans]
    audit.record("product:dates_added", product, dates=[each.option_name for each in plans])
    announce(News.PRODUCT_CHANGED, product.id)
    return made


def _judge(plan: DatePlan) -> None:
    now = clock.now()
    if plan.starts_at <= now:
        raise ListingRefused("day", T("지난 날짜에는 열 수 없습니다."))
    if plan.closes_at <= now:
        raise ListingRefused("closes_hours_before", T("예약 마감이 이미 지난 때입니다."))
    last = plan.weekly_until or plan.day
    if last < plan.day:
        raise ListingRefused("weekly_until", T("시작하는 날보다 뒤의 날짜를 적어 주세요."))
    if clock.start_of_day(last) > now + FURTHEST:
        field = "weekly_until" if plan.weekly_until else "day"
        raise ListingRefused(field, T("날짜는 400일 안으로 적어 주세요."))
    if not 1 <= plan.seats <= MOST_SEATS:
        raise ListingRefused("seats", T("자리는 1개에서 1,000개 사이로 적어 주세요."))


def _refuse_taken(product: Product, plans: list[DatePlan]) -> None:
    names = {each.option_name for each in plans}
    query = select(ProductOption.name).where(
        ProductOption.product_id == product.id, ProductOption.name.in_(names)
    )
    taken = sorted(db.session.scalars(query))
    if taken:
        said = T("같은 때에 이미 열려 있습니다: %(when)s", when=", ".join(taken[:3]))
        raise ListingRefused("starts", said)


def _retire_undated(product: Product) -> None:
    # From the first date on it is booked by date; lines already bought keep their option.
    dated = select(ExperienceSession.option_id).where(ExperienceSession.product_id == product.id)
    undated = select(ProductOption).where(
        ProductOption.product_id == product.id,
        ProductOption.is_active,
        ProductOption.id.not_in(dated),
    )
    for option in db.session.scalars(undated):
        option.is_active = False
    db.session.flush()


def _add(product: Product, plan: DatePlan, series: str) -> ExperienceSession:
    option = ProductOption(product_id=product.id, name=plan.option_name)
    db.session.add(option)
    db.session.flush()
    made = ExperienceSession(
        option_id=option.id,
        product_id=product.id,
        starts_at=plan.starts_at,
        ends_at=plan.ends_at,
        closes_at=plan.closes_at,
        place=plan.place,
        meeting_note=plan.meeting_note,
        series=series,
    )
    db.session.add(made)
    db.session.flush()
    start_counting(option.id, plan.seats, BY_HAND)
    return made


def change_seats(session: ExperienceSession, shown: int, wanted: int) -> int:
    """Set the seats by the difference to what was shown; returns how many are left.

    Raises ListingRefused, or StockTooLow when more were booked than would remain.
    """
    if not 1 <= wanted <= MOST_SEATS:
        raise ListingRefused("seats", T("자리는 1개에서 1,000개 사이로 적어 주세요."))
    return change_stock(session.option_id, wanted - shown, BY_HAND)


def set_terms(product_id: int, table: RefundTable, most_seats: int | None) -> BookingTerms:
    """Say what a booking gives back from now on; earlier bookings keep what they were told."""
    product = lock_product(product_id)
    terms = db.session.get(BookingTerms, product_id) or BookingTerms(product_id=product_id)
    terms.refund_steps, terms.most_seats = table.plain(), most_seats
    terms.changed_at = clock.now()
    db.session.add(terms)
    db.session.flush()
    audit.record("product:booking_terms", product, steps=table.plain(), most_seats=most_seats)
    announce(News.PRODUCT_CHANGED, product.id)
    return terms
