"""Reading requests and inquiries, each scoped to who asks: somebody else's is not found."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import Any

from sqlalchemy import Select, case, func, select
from sqlalchemy.orm import joinedload, selectinload

from marketplace.catalog.models import ProductOption
from marketplace.core.database import db
from marketplace.core.pagination import Page, clamp_limit, decode_cursor, encode_cursor
from marketplace.quoting.errors import QuoteNotFound
from marketplace.quoting.models import InquiryStatus, Quote, QuoteInquiry, QuoteRequest

WHOLE_INQUIRY = (
    joinedload(QuoteInquiry.enterprise),
    joinedload(QuoteInquiry.product),
    joinedload(QuoteInquiry.order),
    selectinload(QuoteInquiry.messages),
    selectinload(QuoteInquiry.quotes).options(selectinload(Quote.lines), joinedload(Quote.file)),
)


def lock_inquiry(inquiry_id: int) -> QuoteInquiry:
    """The inquiry, held against others until the transaction ends; raises QuoteNotFound."""
    found = db.session.get(QuoteInquiry, inquiry_id, populate_existing=True, with_for_update=True)
    if found is None:
        raise QuoteNotFound
    return found


def get_quote(inquiry_id: int, version: int) -> Quote:
    """One version of an answer with its lines; raises QuoteNotFound."""
    query = (
        select(Quote)
        .filter_by(inquiry_id=inquiry_id, version=version)
        .options(selectinload(Quote.lines), joinedload(Quote.inquiry))
    )
    found: Quote | None = db.session.scalar(query)
    if found is None:
        raise QuoteNotFound
    return found


def option_of_product(product_id: int) -> int:
    """The option an agreed line is written under: the product's first."""
    query = (
        select(ProductOption.id)
        .where(ProductOption.product_id == product_id)
        .order_by(ProductOption.position, ProductOption.id)
        .limit(1)
    )
    return db.session.scalars(query).one()


def get_request_by_token(public_id: str) -> QuoteRequest:
    """A citizen's or guest's request, for whoever holds its token; raises QuoteNotFound."""
    return _request(
        select(QuoteRequest).where(
            QuoteRequest.public_id == public_id, QuoteRequest.department_id.is_(None)
        )
    )


def get_request_of_department(public_id: str, department_ids: Collection[int]) -> QuoteRequest:
    """A department's own request; raises QuoteNotFound for any other."""
    return _request(
        select(QuoteRequest).where(
            QuoteRequest.public_id == public_id, QuoteRequest.department_id.in_(department_ids)
        )
    )


def _request(query: Select[Any]) -> QuoteRequest:
    whole = selectinload(QuoteRequest.inquiries).options(*WHOLE_INQUIRY)
    found: QuoteRequest | None = db.session.scalar(
        query.options(joinedload(QuoteRequest.file), whole)
    )
    if found is None:
        raise QuoteNotFound
    return found


def get_inquiry_of_enterprises(public_id: str, enterprise_ids: Collection[int]) -> QuoteInquiry:
    """What one of the firms was asked; raises QuoteNotFound for anybody else's."""
    query = (
        select(QuoteInquiry)
        .where(QuoteInquiry.public_id == public_id, QuoteInquiry.enterprise_id.in_(enterprise_ids))
        .options(joinedload(QuoteInquiry.request).joinedload(QuoteRequest.file), *WHOLE_INQUIRY)
    )
    found: QuoteInquiry | None = db.session.scalar(query)
    if found is None:
        raise QuoteNotFound
    return found


def list_inquiries(
    enterprise_ids: Collection[int], cursor: str | None = None, limit: int | None = None
) -> Page[QuoteInquiry]:
    """What firms were asked: unanswered first, oldest on top; the rest newest first."""
    rank = case((QuoteInquiry.status == InquiryStatus.ASKED, 0), else_=1)
    age = case(
        (QuoteInquiry.status == InquiryStatus.ASKED, QuoteInquiry.id), else_=-QuoteInquiry.id
    )
    query = (
        select(QuoteInquiry, rank, age)
        .where(QuoteInquiry.enterprise_id.in_(enterprise_ids))
        .options(
            joinedload(QuoteInquiry.request),
            joinedload(QuoteInquiry.product),
            selectinload(QuoteInquiry.quotes),
        )
        .order_by(rank, age)
    )
    if cursor:
        last_rank, last_age = decode_cursor(cursor, [int, int])
        query = query.where((rank > last_rank) | ((rank == last_rank) & (age > last_age)))
    size = clamp_limit(limit, 20)
    rows = db.session.execute(query.limit(size + 1)).all()
    items = [row[0] for row in rows[:size]]
    last = rows[size - 1] if len(rows) > size else None
    return Page(items, encode_cursor(int(last[1]), int(last[2])) if last else None)


def count_unanswered(enterprise_ids: Collection[int]) -> int:
    """How many inquiries wait for a firm's word."""
    query = (
        select(func.count())
        .select_from(QuoteInquiry)
        .where(
            QuoteInquiry.enterprise_id.in_(enterprise_ids),
            QuoteInquiry.status == InquiryStatus.ASKED,
        )
    )
    return int(db.session.scalar(query) or 0)


def list_requests_of_department(
    department_id: int, cursor: str | None = None, limit: int | None = None
) -> Page[QuoteRequest]:
    """What a department asked, newest first."""
    return _requests(QuoteRequest.department_id == department_id, cursor, limit)


def list_requests_of_account(
    account_id: int, cursor: str | None = None, limit: int | None = None
) -> Page[QuoteRequest]:
    """What a member asked for themselves, newest first."""
    mine = (QuoteRequest.account_id == account_id) & QuoteRequest.department_id.is_(None)
    return _requests(mine, cursor, limit)


def _requests(which: Any, cursor: str | None, limit: int | None) -> Page[QuoteRequest]:
    query = (
        select(QuoteRequest)
        .where(which)
        .options(
            selectinload(QuoteRequest.inquiries).options(
                joinedload(QuoteInquiry.enterprise), selectinload(QuoteInquiry.quotes)
            )
        )
        .order_by(QuoteRequest.id.desc())
    )
    if cursor:
        (last_id,) = decode_cursor(cursor, [int])
        query = query.where(QuoteRequest.id < last_id)
    size = clamp_limit(limit, 20)
    rows: Sequence[QuoteRequest] = db.session.scalars(query.limit(size + 1)).all()
    items = rows[:size]
    return Page(items, encode_cursor(items[-1].id) if len(rows) > size else None)
