"""Reported, hidden, shown again, answered: who may, how often, and who is told."""

from __future__ import annotations

import pytest
from sqlalchemy import select

from marketplace.catalog.models import Product
from marketplace.core.database import db, transaction
from marketplace.core.errors import Invalid
from marketplace.core.states import ImpossibleTransition
from marketplace.feedback import moderating
from marketplace.feedback.errors import AlreadyAnswered, ReviewNotFound
from marketplace.feedback.models import ReportReason, Review, ReviewReport, ReviewStatus
from marketplace.feedback.queries import count_reported, list_hidden, list_reported
from marketplace.notify.jobs import send_queued
from marketplace.notify.models import Letter
from tests.support.feedback import reviewed, sums


def letters(template: str) -> list[Letter]:
    db.session.rollback()
    return list(db.session.scalars(select(Letter).filter_by(template=template)))


class TestReport:
    def test_once_a_person(self, soap: Product) -> None:
        public_id = reviewed(soap).public_id
        said = []
        for reporter in ("account:1", "account:1", "guest:ab"):
            with transaction():
                said.append(
                    moderating.report_review(public_id, reporter, ReportReason.ABUSE, "욕설")
                )
        assert said == [True, False, True]
        assert len(list(db.session.scalars(select(ReviewReport)))) == 2
        assert [each.public_id for each in list_reported().items] == [public_id]
        assert count_reported() == 1

    def test_what_is_kept_leaves_the_list_until_somebody_new_reports(self, soap: Product) -> None:
        public_id = reviewed(soap).public_id
        with transaction():
            moderating.report_review(public_id, "account:1", ReportReason.UNTRUE, "")
        with transaction():
            moderating.keep_review(public_id)
        assert list_reported().items == []
        with transaction():
            moderating.report_review(public_id, "account:2", ReportReason.UNTRUE, "")
        assert len(list_reported().items) == 1

    def test_a_hidden_one_cannot_be_reported(self, soap: Product) -> None:
        public_id = reviewed(soap).public_id
        with transaction():
            moderating.hide_review(public_id, "광고")
        with pytest.raises(ReviewNotFound), transaction():
            moderating.report_review(public_id, "account:1", ReportReason.ABUSE, "")


class TestHide:
    def test_leaves_the_mean_and_tells_the_author_why(self, soap: Product) -> None:
        public_id = reviewed(soap, 1, locale="en").public_id
        reviewed(soap, 5)
        with transaction():
            moderating.hide_review(public_id, "욕설이 있어요.")
        assert sums(soap) == (5, 1)
        assert [each.public_id for each in list_hidden().items] == [public_id]
        send_queued()
        (letter,) = letters("review_hidden")
        assert letter.locale == "en"
        assert "욕설이 있어요." in letter.text_body
        assert "욕설이 있어요." in letter.html_body
        assert "hidden" in letter.subject

    def test_twice_is_refused_and_counts_once(self, soap: Product) -> None:
        public_id = reviewed(soap, 4).public_id
        with transaction():
            moderating.hide_review(public_id, "광고")
        with pytest.raises(ImpossibleTransition), transaction():
            moderating.hide_review(public_id, "광고")
        assert sums(soap) == (0, 0)

    @pytest.mark.parametrize("reason", ["", "  ", "가" * 301])
    def test_needs_a_reason(self, soap: Product, reason: str) -> None:
        public_id = reviewed(soap).public_id
        with pytest.raises(Invalid), transaction():
            moderating.hide_review(public_id, reason)
        assert sums(soap) == (5, 1)

    def test_shown_again_it_counts_again_and_the_author_hears(self, soap: Product) -> None:
        public_id = reviewed(soap, 3).public_id
        with transaction():
            moderating.hide_review(public_id, "광고")
        with transaction():
            moderating.show_review(public_id)
        assert sums(soap) == (3, 1)
        assert len(letters("review_shown")) == 1
        with pytest.raises(ImpossibleTransition), transaction():
            moderating.show_review(public_id)


class TestAnswer:
    def test_once_by_whose_product_it_is(self, soap: Product) -> None:
        public_id = reviewed(soap).public_id
        with transaction():
            moderating.answer_review(public_id, [soap.enterprise_id], " 고맙습니다. ")
        review = db.session.scalars(select(Review)).one()
        assert (review.answer, review.status) == ("고맙습니다.", ReviewStatus.VISIBLE)
        with pytest.raises(AlreadyAnswered), transaction():
            moderating.answer_review(public_id, [soap.enterprise_id], "또 고맙습니다.")
        send_queued()
        (letter,) = letters("review_answered")
        assert "고맙습니다." in letter.text_body

    def test_not_by_another_enterprise(self, soap: Product) -> None:
        public_id = reviewed(soap).public_id
        with pytest.raises(ReviewNotFound), transaction():
            moderating.answer_review(public_id, [soap.enterprise_id + 1], "고맙습니다.")

    @pytest.mark.parametrize("answer", ["", " ", "가" * 20_000])
    def test_needs_words_and_not_too_many(self, soap: Product, answer: str) -> None:
        public_id = reviewed(soap).public_id
        with pytest.raises(Invalid), transaction():
            moderating.answer_review(public_id, [soap.enterprise_id], answer)
