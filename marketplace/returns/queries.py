"""Reading requests, each scoped to who asks: somebody else's is not found."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import date

from sqlalchemy import ColumnElement, Select, and_, func, or_, select
from sqlalchemy.orm import joinedload, selectinload

from marketplace.core import clock
from marketplace.core.database import db, hold
from marketplace.core.pagination import Page, clamp_limit, decode_cursor, encode_cursor
from marketplace.media.models import Picture
from marketplace.orders.models import Parcel
from marketplace.orders.queries import lock_parcel
from marketplace.returns.errors import ReturnNotFound
from marketplace.returns.models import (
    ReturnLine,
    ReturnPhoto,
    ReturnRequest,
    ReturnStatus,
)
from marketplace.returns.rules import last_arrival_overdue, last_request_unanswered

# What waits for the seller to do something.
SELLERS_TURN = (ReturnStatus.REQUESTED, ReturnStatus.SENT_BACK, ReturnStatus.ARRIVED)
WHOLE = (
    selectinload(ReturnRequest.lines).joinedload(ReturnLine.line),
    joinedload(ReturnRequest.parcel).joinedload(Parcel.order),
)


def lock_request(request_id: int) -> ReturnRequest:
    """The request with its order and itself held, as it stands; raises ReturnNotFound."""
    parcel_id = db.session.scalar(
        select(ReturnRequest.parcel_id).where(ReturnRequest.id == request_id)
    )
    if parcel_id is None:
        raise ReturnNotFound
    lock_parcel(parcel_id)
    request = hold(ReturnRequest, request_id)
    if request is None:
        raise ReturnNotFound
    return request


def get_of_order(order_id: int, public_id: str) -> ReturnRequest:
    """A request of an order; raises ReturnNotFound for any other's."""
    return _one(
        _whole()
        .join(Parcel, Parcel.id == ReturnRequest.parcel_id)
        .where(Parcel.order_id == order_id, ReturnRequest.public_id == public_id)
    )


def get_of_enterprises(public_id: str, enterprise_ids: Collection[int]) -> ReturnRequest:
    """A request to one of the enterprises; raises ReturnNotFound for anybody else's."""
    return _one(
        _whole().where(
            ReturnRequest.public_id == public_id,
            ReturnRequest.enterprise_id.in_(enterprise_ids),
        )
    )


def get_any(public_id: str) -> ReturnRequest:
    """A request as the centre reads it; raises ReturnNotFound."""
    return _one(_whole().where(ReturnRequest.public_id == public_id))


def get_photo(request: ReturnRequest, picture_id: str) -> Picture:
    """A photo of this request by its picture's public id; raises ReturnNotFound."""
    picture: Picture | None = db.session.scalar(
        select(Picture)
        .join(ReturnPhoto, ReturnPhoto.picture_id == Picture.id)
        .where(ReturnPhoto.request_id == request.id, Picture.public_id == picture_id)
    )
    if picture is None:
        raise ReturnNotFound
    return picture


def find_by_form_token(form_token: str) -> ReturnRequest | None:
    """The request a form has already made, None when it has made none."""
    return db.session.scalar(select(ReturnRequest).where(ReturnRequest.form_token == form_token))


def list_of_parcels(parcel_ids: Collection[int]) -> Sequence[ReturnRequest]:
    """Every request about these parcels, oldest first."""
    if not parcel_ids:
        return []
    query = select(ReturnRequest).options(
        selectinload(ReturnRequest.lines).joinedload(ReturnLine.line)
    )
    return db.session.scalars(
        query.where(ReturnRequest.parcel_id.in_(parcel_ids)).order_by(ReturnRequest.id)
    ).all()


def list_of_enterprises(
    enterprise_ids: Collection[int],
    statuses: Collection[ReturnStatus],
    cursor: str | None = None,
    limit: int | None = None,
) -> Page[ReturnRequest]:
    """Requests to the enterprises, newest first."""
    query = _whole().where(
        ReturnRequest.enterprise_id.in_(enterprise_ids), ReturnRequest.status.in_(statuses)
    )
    return _page(query, cursor, limit)


def list_for_office(
    which: ColumnElement[bool], cursor: str | None = None, limit: int | None = None
) -> Page[ReturnRequest]:
    """Requests the centre looks for, newest first."""
    return _page(_whole().where(which), cursor, limit)


def count_by_status(enterprise_ids: Collection[int]) -> dict[ReturnStatus, int]:
    """How many requests are in each state."""
    query = (
        select(ReturnRequest.status, func.count(ReturnRequest.id))
        .where(ReturnRequest.enterprise_id.in_(enterprise_ids))
        .group_by(ReturnRequest.status)
    )
    return {status: int(count) for status, count in db.session.execute(query)}


def is_overdue_refund(today: date) -> ColumnElement[bool]:
    """The thing has come and the money should have gone back before today."""
    return and_(
        ReturnRequest.status == ReturnStatus.ARRIVED,
        ReturnRequest.arrived_at < clock.end_of_day(last_arrival_overdue(today)),
    )


def is_overdue_answer(today: date) -> ColumnElement[bool]:
    """Nobody has answered in the days we promise."""
    return and_(
        ReturnRequest.status == ReturnStatus.REQUESTED,
        ReturnRequest.requested_at < clock.end_of_day(last_request_unanswered(today)),
    )


def is_disputed() -> ColumnElement[bool]:
    """Buyer and seller do not agree."""
    return ReturnRequest.status == ReturnStatus.DISPUTED


def needs_office(today: date) -> ColumnElement[bool]:
    """Disputed, unanswered or unrefunded for too long."""
    return or_(is_disputed(), is_overdue_refund(today), is_overdue_answer(today))


def count_for_office(which: ColumnElement[bool]) -> int:
    """How many requests the centre looks for."""
    return int(db.session.scalar(select(func.count(ReturnRequest.id)).where(which)) or 0)


def _whole() -> Select[ReturnRequest]:
    return select(ReturnRequest).options(*WHOLE)


def _one(query: Select[ReturnRequest]) -> ReturnRequest:
    photos = selectinload(ReturnRequest.photos).joinedload(ReturnPhoto.picture)
    request: ReturnRequest | None = db.session.scalar(query.options(photos))
    if request is None:
        raise ReturnNotFound
    return request


def _page(
    query: Select[ReturnRequest], cursor: str | None, limit: int | None
) -> Page[ReturnRequest]:
    if cursor:
        (last_id,) = decode_cursor(cursor, [int])
        query = query.where(ReturnRequest.id < last_id)
    size = clamp_limit(limit)
    rows = db.session.scalars(query.order_by(ReturnRequest.id.desc()).limit(size + 1)).all()
    items = rows[:size]
    return Page(items, encode_cursor(items[-1].id) if len(rows) > size else None)
