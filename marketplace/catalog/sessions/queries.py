"""Reading dates: which can be booked now, what an option's date is, a firm's own."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, ScalarSelect, and_, exists, func, or_, select
from sqlalchemy.orm import joinedload

from marketplace.catalog.errors import SessionNotFound
from marketplace.catalog.models import Product, ProductOption, Stock
from marketplace.catalog.sessions.models import BookingTerms, ExperienceSession
from marketplace.catalog.sessions.refund_table import HOUSE_TABLE, RefundTable, table_of
from marketplace.core import clock
from marketplace.core.database import db
from marketplace.core.errors import Invalid
from marketplace.core.pagination import Page, clamp_limit, decode_cursor, encode_cursor

MOST_SHOWN = 120


@dataclass(frozen=True, slots=True)
class Terms:
    """A product's terms, or the house's."""

    table: RefundTable
    most_seats: int | None


def is_bookable(now: datetime) -> ColumnElement[bool]:
    """Not cancelled and not closed at an instant; correlates to ExperienceSession."""
    return and_(ExperienceSession.cancelled_at.is_(None), ExperienceSession.closes_at > now)


def has_no_date_or_open(now: datetime) -> ColumnElement[bool]:
    """Of ProductOption: an option without a date, or with one that can still be booked."""
    dated = select(ExperienceSession.id).where(
        ExperienceSession.option_id == ProductOption.id,
        or_(
            ExperienceSession.cancelled_at.is_not(None),
            ExperienceSession.closes_at <= now,
        ),
    )
    return ~exists(dated.correlate(ProductOption))


def last_closing() -> ScalarSelect[Any]:
    """When the last open date with seats of a product closes; null without dates."""
    return (
        select(func.max(ExperienceSession.closes_at))
        .join(Stock, Stock.option_id == ExperienceSession.option_id)
        .where(
            ExperienceSession.product_id == Product.id,
            ExperienceSession.cancelled_at.is_(None),
            Stock.available >= Product.min_quantity,
        )
        .correlate(Product)
        .scalar_subquery()
    )


def list_bookable(product_id: int) -> Sequence[ExperienceSession]:
    """The dates of a product that can be booked now, soonest first."""
    query = (
        select(ExperienceSession)
        .where(ExperienceSession.product_id == product_id, is_bookable(clock.now()))
        .order_by(ExperienceSession.starts_at, ExperienceSession.id)
        .limit(MOST_SHOWN)
    )
    return db.session.scalars(query).all()


def has_dates(product_id: int) -> bool:
    """Whether a product is booked by date, past ones included."""
    query = select(ExperienceSession.id).where(ExperienceSession.product_id == product_id)
    return db.session.scalar(query.limit(1)) is not None


def read_by_option(option_ids: Iterable[int]) -> dict[int, ExperienceSession]:
    """Dates by option id, for lines that were bought; options without one are left out."""
    ids = sorted(set(option_ids))
    if not ids:
        return {}
    query = select(ExperienceSession).where(ExperienceSession.option_id.in_(ids))
    return {each.option_id: each for each in db.session.scalars(query)}


def read_terms(product_ids: Iterable[int]) -> dict[int, Terms]:
    """Terms by product id; one that has said nothing is left out."""
    query = select(BookingTerms).where(BookingTerms.product_id.in_(sorted(set(product_ids))))
    return {
        each.product_id: Terms(table_of(each.refund_steps), each.most_seats)
        for each in db.session.scalars(query)
    }


def terms_of(product_id: int) -> Terms:
    """A product's terms, the house's where it has said nothing."""
    return read_terms([product_id]).get(product_id, Terms(HOUSE_TABLE, None))


def get_own_session(session_id: int, enterprise_ids: Collection[int]) -> ExperienceSession:
    """A firm's own date with product, option and stock; raises SessionNotFound."""
    query = (
        select(ExperienceSession)
        .join(Product, Product.id == ExperienceSession.product_id)
        .where(ExperienceSession.id == session_id, Product.enterprise_id.in_(enterprise_ids))
        .options(
            joinedload(ExperienceSession.option).joinedload(ProductOption.stock),
            joinedload(ExperienceSession.product),
        )
    )
    found: ExperienceSession | None = db.session.scalar(query)
    if found is None:
        raise SessionNotFound
    return found


def list_sessions(
    product_id: int, *, over: bool, cursor: str | None = None, limit: int | None = None
) -> Page[ExperienceSession]:
    """A product's dates, coming ones soonest first or past ones newest first."""
    now, place = clock.now(), ExperienceSession.starts_at
    query = (
        select(ExperienceSession)
        .where(
            ExperienceSession.product_id == product_id,
            ExperienceSession.ends_at <= now if over else ExperienceSession.ends_at > now,
        )
        .options(joinedload(ExperienceSession.option).joinedload(ProductOption.stock))
        .order_by(*_directions(over))
    )
    if cursor:
        stamp, last_id = decode_cursor(cursor, [str, int])
        at = _moment(stamp)
        further = place < at if over else place > at
        beside = ExperienceSession.id < last_id if over else ExperienceSession.id > last_id
        query = query.where(or_(further, and_(place == at, beside)))
    size = clamp_limit(limit)
    rows = db.session.scalars(query.limit(size + 1)).all()
    items = rows[:size]
    if len(rows) <= size:
        return Page(items, None)
    return Page(items, encode_cursor(items[-1].starts_at.isoformat(), items[-1].id))


def _directions(over: bool) -> tuple[ColumnElement[Any], ColumnElement[Any]]:
    place, tie = ExperienceSession.starts_at, ExperienceSession.id
    return (place.desc(), tie.desc()) if over else (place.asc(), tie.asc())


def _moment(said: str) -> datetime:
    try:
        return clock.seoul(datetime.fromisoformat(said))
    except ValueError:
        raise Invalid from None


def count_coming(product_id: int) -> int:
    """How many dates lie ahead, cancelled ones included."""
    query = (
        select(func.count())
        .select_from(ExperienceSession)
        .where(ExperienceSession.product_id == product_id, ExperienceSession.ends_at > clock.now())
    )
    return int(db.session.scalar(query) or 0)


def seats_left(option_id: int) -> int:
    """Seats nobody has taken."""
    return db.session.scalar(select(Stock.available).where(Stock.option_id == option_id)) or 0
