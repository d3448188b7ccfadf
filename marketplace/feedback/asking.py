"""Questions about a product: asked, answered, hidden, taken back."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from sqlalchemy import select

from marketplace.audit import service as audit
from marketplace.catalog.models import Product
from marketplace.core import clock
from marketplace.core.database import db
from marketplace.core.errors import Conflict, Invalid
from marketplace.core.text import T
from marketplace.feedback import letters
from marketplace.feedback.errors import QuestionNotFound
from marketplace.feedback.masking import mask_name
from marketplace.feedback.models import QUESTION_TRANSITIONS, Question, QuestionAct
from marketplace.feedback.wording import clean

LEAST_TEXT, MOST_TEXT = 5, 1_000
MOST_ANSWER = 2_000
MOST_REASON = 300


@dataclass(frozen=True, slots=True)
class Asker:
    """Who asks, where the answer goes and in which language."""

    email: str
    locale: str
    name: str = ""
    account_id: int | None = None


def ask_question(
    product: Product, asker: Asker, text: str, is_secret: bool, public_id: str
) -> Question:
    """Ask; the same `public_id` twice is one question. Raises Invalid naming `text`."""
    said = clean(text)
    if not LEAST_TEXT <= len(said) <= MOST_TEXT:
        fault = T("문의는 %(least)d자에서 1,000자 사이로 적어 주세요.", least=LEAST_TEXT)
        raise Invalid(fault, {"text": [fault]})
    asked = db.session.scalar(select(Question).filter_by(public_id=public_id))
    if asked is not None:
        return asked
    question = Question(
        public_id=public_id,
        product_id=product.id,
        enterprise_id=product.enterprise_id,
        account_id=asker.account_id,
        email=asker.email.strip().lower(),
        locale=asker.locale,
        author_mask=mask_name(asker.name),
        text=said,
        is_secret=is_secret,
    )
    db.session.add(question)
    db.session.flush()
    audit.record("question:asked", question, product=product.id, secret=is_secret)
    letters.tell_asked(question, product)
    return question


def _lock(question_id: int) -> Question:
    question = db.session.get(
        Question, question_id, populate_existing=True, with_for_update={"of": Question}
    )
    if question is None:
        raise QuestionNotFound
    return question


def answer_question(question_id: int, enterprise_ids: Collection[int], answer: str) -> Question:
    """The maker answers, once, and the asker gets it by mail.

    Raises QuestionNotFound for another's or a hidden one, ImpossibleTransition when it is
    answered already, Invalid naming `answer`.
    """
    said = clean(answer)
    if not 1 <= len(said) <= MOST_ANSWER:
        fault = T("답변을 2,000자 안으로 적어 주세요.")
        raise Invalid(fault, {"answer": [fault]})
    question = _lock(question_id)
    if question.enterprise_id not in enterprise_ids or question.hidden_at is not None:
        raise QuestionNotFound
    question.status = QUESTION_TRANSITIONS.after(question.status, QuestionAct.ANSWER)
    question.answer, question.answered_at = said, clock.now()
    db.session.flush()
    audit.record("question:answered", question)
    letters.tell_question_answered(question)
    return question


def hide_question(question_id: int, reason: str) -> Question:
    """The office takes a question out of sight and tells the asker why.

    Raises Invalid without a reason, Conflict when it is hidden already.
    """
    said = clean(reason)
    if not 1 <= len(said) <= MOST_REASON:
        fault = T("가리는 까닭을 300자 안으로 적어 주세요. 글쓴이에게 그대로 전달됩니다.")
        raise Invalid(fault, {"reason": [fault]})
    question = _lock(question_id)
    if question.hidden_at is not None:
        raise Conflict(T("이미 가린 문의입니다."))
    question.hidden_at, question.hidden_reason = clock.now(), said
    audit.record("question:hidden", question, reason=said)
    letters.tell_question_hidden(question)
    return question


def show_question(question_id: int) -> Question:
    """The office shows a hidden question again; Conflict for one that is not hidden."""
    question = _lock(question_id)
    if question.hidden_at is None:
        raise Conflict(T("가려지지 않은 문의입니다."))
    question.hidden_at, question.hidden_reason = None, ""
    audit.record("question:shown", question)
    return question


def take_back_question(public_id: str) -> None:
    """The asker deletes a question with its answer; raises QuestionNotFound."""
    question = db.session.scalar(select(Question).filter_by(public_id=public_id))
    if question is None:
        raise QuestionNotFound
    audit.record("question:deleted", question, status=question.status.value)
    db.session.delete(question)
    db.session.flush()
