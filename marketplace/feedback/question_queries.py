"""Reading questions: the public's, the asker's, an enterprise's, the office's."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from sqlalchemy import ColumnElement, Select, func, select
from sqlalchemy.orm import joinedload

from marketplace.core.database import db
from marketplace.core.pagination import Page, clamp_limit, decode_cursor, encode_cursor
from marketplace.feedback.errors import QuestionNotFound
from marketplace.feedback.models import Question, QuestionStatus

PAGE = 5
WITH_PRODUCT = joinedload(Question.product, innerjoin=True)


def list_answered(
    product_id: int, cursor: str | None = None, limit: int | None = None
) -> Page[Question]:
    """What was asked of a product and answered, newest first, secret ones among them."""
    query = select(Question).where(
        Question.product_id == product_id,
        Question.status == QuestionStatus.ANSWERED,
        Question.hidden_at.is_(None),
    )
    return _newest(query, cursor, limit or PAGE)


def get_question(public_id: str) -> Question:
    """The question whoever asked it holds the address of; raises QuestionNotFound."""
    return _one(Question.public_id == public_id)


def get_question_of_enterprises(question_id: int, enterprise_ids: Collection[int]) -> Question:
    """A question to one of the enterprises; raises QuestionNotFound."""
    return _one(
        Question.id == question_id,
        Question.enterprise_id.in_(enterprise_ids),
        Question.hidden_at.is_(None),
    )


def get_any_question(question_id: int) -> Question:
    """A question in any state, for the office; raises QuestionNotFound."""
    return _one(Question.id == question_id)


def _one(*conditions: ColumnElement[bool]) -> Question:
    found: Question | None = db.session.scalar(
        select(Question).where(*conditions).options(WITH_PRODUCT)
    )
    if found is None:
        raise QuestionNotFound
    return found


def list_questions_of_account(
    account_id: int, cursor: str | None = None, limit: int | None = None
) -> Page[Question]:
    """What a member asked, newest first."""
    query = select(Question).where(Question.account_id == account_id)
    return _newest(query.options(WITH_PRODUCT), cursor, limit)


def list_waiting(
    enterprise_ids: Collection[int], cursor: str | None = None, limit: int | None = None
) -> Page[Question]:
    """Questions to enterprises without an answer, the longest wait first."""
    query = _to(enterprise_ids, QuestionStatus.WAITING)
    if cursor:
        query = query.where(Question.id > decode_cursor(cursor, [int])[0])
    size = clamp_limit(limit)
    return _page(db.session.scalars(query.order_by(Question.id).limit(size + 1)).all(), size)


def list_answered_of_enterprises(
    enterprise_ids: Collection[int], cursor: str | None = None, limit: int | None = None
) -> Page[Question]:
    """Questions enterprises have answered, newest first."""
    return _newest(_to(enterprise_ids, QuestionStatus.ANSWERED), cursor, limit)


def count_waiting(enterprise_ids: Collection[int]) -> int:
    """How many questions wait for enterprises."""
    query = select(func.count()).where(
        Question.enterprise_id.in_(enterprise_ids),
        Question.status == QuestionStatus.WAITING,
        Question.hidden_at.is_(None),
    )
    return int(db.session.scalar(query) or 0)


def _to(enterprise_ids: Collection[int], status: QuestionStatus) -> Select[Question]:
    return (
        select(Question)
        .where(
            Question.enterprise_id.in_(enterprise_ids),
            Question.status == status,
            Question.hidden_at.is_(None),
        )
        .options(WITH_PRODUCT)
    )


def list_for_office(
    is_hidden: bool, cursor: str | None = None, limit: int | None = None
) -> Page[Question]:
    """Every question that is hidden, or that is not, newest first."""
    hidden = Question.hidden_at.is_not(None) if is_hidden else Question.hidden_at.is_(None)
    return _newest(select(Question).where(hidden).options(WITH_PRODUCT), cursor, limit)


def _newest(query: Select[Question], cursor: str | None, limit: int | None) -> Page[Question]:
    if cursor:
        query = query.where(Question.id < decode_cursor(cursor, [int])[0])
    size = clamp_limit(limit)
    return _page(db.session.scalars(query.order_by(Question.id.desc()).limit(size + 1)).all(), size)


def _page(rows: Sequence[Question], size: int) -> Page[Question]:
    items = rows[:size]
    return Page(items, encode_cursor(items[-1].id) if len(rows) > size else None)
