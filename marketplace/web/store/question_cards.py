"""Answered questions, as the product page and its list show them."""

from __future__ import annotations

from dataclasses import dataclass

from flask_babel import gettext as _

from marketplace.feedback.models import Question
from marketplace.feedback.question_queries import list_answered
from marketplace.web.filters import date_ko


@dataclass(frozen=True, slots=True)
class QuestionCard:
    """One question and its answer; of a secret one nothing but that it is one."""

    is_secret: bool
    author: str
    day: str
    text: list[str]
    answer: list[str]
    answered_day: str


@dataclass(frozen=True, slots=True)
class Questions:
    """A page of what was asked of a product."""

    cards: list[QuestionCard]
    ask_href: str
    more_href: str


def questions_of(product_id: int, cursor: str | None = None) -> Questions:
    """What was asked and answered, in one statement; raises Invalid for a bad cursor."""
    page = list_answered(product_id, cursor)
    address = f"/products/{product_id}/questions"
    return Questions(
        cards=[_card(each) for each in page.items],
        ask_href=f"{address}/new",
        more_href=f"{address}?cursor={page.next_cursor}" if page.next_cursor else "",
    )


def _card(question: Question) -> QuestionCard:
    is_secret = question.is_secret
    return QuestionCard(
        is_secret=is_secret,
        author=question.author_mask or str(_("손님")),
        day=date_ko(question.created_at),
        text=[] if is_secret else question.text.splitlines(),
        answer=[] if is_secret else question.answer.splitlines(),
        answered_day=date_ko(question.answered_at),
    )
