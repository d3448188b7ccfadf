"""Questions: asked once, answered once by whose product it is, told by mail, kept from others."""

from __future__ import annotations

from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import func, select

from marketplace.accounts.models import Account
from marketplace.catalog.models import Product
from marketplace.core import clock
from marketplace.core.database import db, transaction
from marketplace.core.errors import Conflict, Invalid
from marketplace.core.states import ImpossibleTransition
from marketplace.core.types import public_token
from marketplace.feedback.asking import (
    Asker,
    answer_question,
    ask_question,
    hide_question,
    show_question,
    take_back_question,
)
from marketplace.feedback.copying import feedback_of
from marketplace.feedback.errors import QuestionNotFound
from marketplace.feedback.jobs import erase_old_questions
from marketplace.feedback.models import Question, Review
from marketplace.feedback.question_queries import count_waiting, list_answered, list_waiting
from marketplace.feedback.seeing import MOST_SEEN, note_seen, seen_ids
from marketplace.notify.jobs import send_queued
from marketplace.notify.models import Letter
from marketplace.orders.leaving import leave
from tests.support import factories
from tests.support.feedback import reviewed

ASKER = Asker("Guest@Mail.example", "en", "Jane Doe")
TEXT = "민감한 피부에도 괜찮은가요?"


def ask(product: Product, text: str = TEXT, asker: Asker = ASKER, secret: bool = False) -> int:
    with transaction():
        product = db.session.get_one(Product, product.id)
        return ask_question(product, asker, text, secret, public_token()).id


def letters(template: str) -> list[Letter]:
    db.session.rollback()
    return list(db.session.scalars(select(Letter).filter_by(template=template)))


class TestAsk:
    def test_tells_the_maker_and_keeps_a_masked_name(self, soap: Product) -> None:
        question_id = ask(soap)
        question = db.session.get_one(Question, question_id)
        assert (question.email, question.author_mask) == ("guest@mail.example", "J*****e")
        send_queued()
        (letter,) = letters("question_asked")
        assert letter.recipient == soap.enterprise.email
        assert TEXT in letter.text_body

    def test_the_same_form_twice_is_one_question(self, soap: Product) -> None:
        token = public_token()
        for _ in range(2):
            with transaction():
                ask_question(db.session.get_one(Product, soap.id), ASKER, TEXT, False, token)
        assert db.session.scalar(select(func.count()).select_from(Question)) == 1
        assert len(letters("question_asked")) == 1

    @pytest.mark.parametrize("text", ["", "네?", "가" * 20_000, "\x00\x00\x00\x00\x00\x00"])
    def test_needs_words_and_not_too_many(self, soap: Product, text: str) -> None:
        with pytest.raises(Invalid):
            ask(soap, text)


class TestAnswer:
    def test_goes_to_the_asker_in_their_language(self, soap: Product) -> None:
        question_id = ask(soap)
        assert list_answered(soap.id).items == []
        with transaction():
            answer_question(question_id, [soap.enterprise_id], "네, 무향이라 괜찮습니다.")
        send_queued()
        (letter,) = letters("question_answered")
        assert (letter.recipient, letter.locale) == ("guest@mail.example", "en")
        assert letter.subject == f"Your question was answered: {soap.name}"
        assert "네, 무향이라 괜찮습니다." in letter.text_body
        assert "/questions/" in letter.html_body
        assert [each.id for each in list_answered(soap.id).items] == [question_id]

    def test_once_and_by_nobody_else(self, soap: Product) -> None:
        question_id = ask(soap)
        with pytest.raises(QuestionNotFound), transaction():
            answer_question(question_id, [soap.enterprise_id + 1], "네.")
        with transaction():
            answer_question(question_id, [soap.enterprise_id], "네.")
        with pytest.raises(ImpossibleTransition), transaction():
            answer_question(question_id, [soap.enterprise_id], "아니요.")

    def test_the_longest_wait_comes_first_and_pages_by_key(self, soap: Product) -> None:
        ids = [ask(soap, f"{n}번째 문의예요.") for n in range(5)]
        mine = [soap.enterprise_id]
        first = list_waiting(mine, limit=3)
        second = list_waiting(mine, first.next_cursor, 3)
        assert [each.id for each in [*first.items, *second.items]] == ids
        assert count_waiting(mine) == 5


class TestHide:
    def test_tells_why_leaves_the_page_and_comes_back(self, soap: Product) -> None:
        question_id = ask(soap)
        with transaction():
            answer_question(question_id, [soap.enterprise_id], "네.")
        with transaction():
            hide_question(question_id, "광고예요.")
        assert list_answered(soap.id).items == []
        send_queued()
        (letter,) = letters("question_hidden")
        assert "광고예요." in letter.text_body
        with pytest.raises(Conflict), transaction():
            hide_question(question_id, "또")
        with transaction():
            show_question(question_id)
        assert len(list_answered(soap.id).items) == 1
        with pytest.raises(Conflict), transaction():
            show_question(question_id)

    def test_a_hidden_one_cannot_be_answered(self, soap: Product) -> None:
        question_id = ask(soap)
        with transaction():
            hide_question(question_id, "광고예요.")
        with pytest.raises(QuestionNotFound), transaction():
            answer_question(question_id, [soap.enterprise_id], "네.")


class TestForgetting:
    def test_taken_back_it_is_gone(self, soap: Product) -> None:
        public_id = db.session.get_one(Question, ask(soap)).public_id
        with transaction():
            take_back_question(public_id)
        with pytest.raises(QuestionNotFound), transaction():
            take_back_question(public_id)

    def test_three_years_later_it_is_gone(self, soap: Product) -> None:
        old, young = ask(soap), ask(soap)
        with transaction():
            db.session.get_one(Question, old).created_at = clock.now() - timedelta(days=1100)
        assert erase_old_questions() == 1
        db.session.rollback()
        assert [each.id for each in db.session.scalars(select(Question))] == [young]


class TestSeen:
    def test_keeps_the_latest_twelve_each_once(self, app: Flask) -> None:
        with transaction():
            person = factories.account()
            ids = [factories.product().id for _ in range(MOST_SEEN + 2)]
        for product_id in [*ids, ids[2]]:
            with transaction():
                note_seen(person.id, [product_id])
        expected = [ids[2], *(each for each in reversed(ids) if each != ids[2])][:MOST_SEEN]
        assert seen_ids(person.id) == expected


class TestLeaving:
    def test_words_stay_without_the_name(self, soap: Product) -> None:
        with transaction():
            person = factories.account(name="이다정")
        review_id = reviewed(soap, 4, account=person, name="이다정").id
        question_id = ask(soap, asker=Asker(person.email, "ko", person.name, person.id))
        with transaction():
            note_seen(person.id, [soap.id])
        copy = feedback_of(person.id)
        assert copy["reviews"][0]["stars"] == 4
        assert copy["questions"][0]["text"] == TEXT
        assert copy["seen_product_ids"] == [soap.id]
        with transaction():
            leave(person.id)
        db.session.rollback()
        review = db.session.get_one(Review, review_id)
        assert (review.account_id, review.author_mask, review.stars) == (None, "", 4)
        question = db.session.get_one(Question, question_id)
        assert (question.account_id, question.author_mask, question.email) == (None, "", "")
        assert seen_ids(person.id) == []
        with transaction():
            answer_question(question_id, [soap.enterprise_id], "네.")
        assert letters("question_answered") == []
        assert db.session.get_one(Account, person.id).disabled_at is not None
