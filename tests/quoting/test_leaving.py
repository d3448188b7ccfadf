"""Who leaves is erased from what they asked; what was ordered stays without their name."""

from __future__ import annotations

import pytest
from flask import Flask
from sqlalchemy import select

from marketplace.accounts.models import Account
from marketplace.core.database import db, transaction
from marketplace.media.errors import FileMissing
from marketplace.media.files import check_file, path_of
from marketplace.media.models import StoredFile
from marketplace.notify.models import Letter
from marketplace.orders.leaving import leave
from marketplace.quoting import answering, deciding
from marketplace.quoting.asking import Asker, ask
from marketplace.quoting.copying import quotes_of
from marketplace.quoting.errors import QuoteNotFound
from marketplace.quoting.models import InquiryStatus, Outcome, QuoteMessage, QuoteRequest
from marketplace.quoting.queries import get_request_by_token
from tests.quoting.asking import NEED, quoted, service
from tests.support import factories

PDF = b"%PDF-1.4\nwhat nobody else shall read\n%%EOF"


def asked_by(person: Account, token: str = "t" * 32, department_id: int | None = None):
    asker = Asker("한가람", person.email, "010-1234-5678", "가람모임", person.id, department_id)
    return ask([service(name="강당 청소").id], asker, NEED, token, check_file(PDF, "평면도.pdf"))


def do(deed, *args, **more):
    with transaction():
        return deed(*args, **more)


class TestLeaving:
    def test_nothing_names_them_and_the_address_opens_nothing(self, app: Flask) -> None:
        with transaction():
            person = factories.account(email="member@demo.example")
            request = asked_by(person)
            inquiry = request.inquiries[0]
            answering.say(
                inquiry.id, "문은 010-9999-0000", is_from_seller=False, account_id=person.id
            )
            answering.say(inquiry.id, "네, 알겠습니다", is_from_seller=True, account_id=None)
            quoted(request)
            old, key, path = request.public_id, request.id, path_of(request.file)
        do(leave, person.id)
        left = db.session.get_one(QuoteRequest, key, populate_existing=True)
        held = (left.name, left.email, left.phone, left.organisation, left.place, left.message)
        assert set(held) == {""}
        assert (left.account_id, left.budget_won, left.file_id) == (None, None, None)
        assert left.subject == "강당 청소"
        assert (left.quantity, left.needed_when) == ("", "")
        assert not path.exists()
        assert db.session.scalars(select(StoredFile)).all() == []
        assert list(db.session.scalars(select(QuoteMessage.text))) == ["네, 알겠습니다"]
        with pytest.raises(QuoteNotFound):
            get_request_by_token(old)
        inquiry = left.inquiries[0]
        assert (inquiry.status, inquiry.outcome) == (InquiryStatus.DECLINED, Outcome.DECLINED)
        letter = db.session.scalars(select(Letter).filter_by(template="quote_closed")).one()
        assert "한가람" not in str(letter.context)

    def test_nobody_is_written_to_afterwards(self, app: Flask) -> None:
        with transaction():
            person = factories.account()
            inquiry_id = asked_by(person).inquiries[0].id
        do(leave, person.id)
        before = len(db.session.scalars(select(Letter)).all())
        do(answering.say, inquiry_id, "계신가요", is_from_seller=True, account_id=None)
        assert len(db.session.scalars(select(Letter)).all()) == before

    def test_a_departments_request_stays_without_the_name(self, app: Flask) -> None:
        with transaction():
            place, person = factories.department(), factories.account()
            request = asked_by(person, department_id=place.id)
            key = request.id
        do(leave, person.id)
        left = db.session.get_one(QuoteRequest, key, populate_existing=True)
        assert (left.name, left.email, left.phone) == ("", "", "")
        assert (left.subject, left.organisation) == (NEED.subject, "가람모임")
        assert left.inquiries[0].status is InquiryStatus.ASKED
        assert path_of(left.file).exists()

    def test_others_with_the_same_file_keep_it(self, app: Flask) -> None:
        with transaction():
            person, other = factories.account(), factories.account()
            asked_by(person)
            kept = asked_by(other, "o" * 32).file
        do(leave, person.id)
        try:
            assert path_of(kept).read_bytes() == PDF
        except FileMissing:
            pytest.fail("another person's file went too")


class TestCopy:
    def test_holds_what_was_asked_and_answered_and_nobody_elses(self, app: Flask) -> None:
        with transaction():
            person, other = factories.account(), factories.account()
            request = asked_by(person)
            asked_by(other, "o" * 32)
            quoted(request)
            answering.say(
                request.inquiries[0].id,
                "몇 시에 오세요?",
                is_from_seller=False,
                account_id=person.id,
            )
            deciding.decline(request.inquiries[0].id, "비싸요")
        [copy] = quotes_of(person.id)
        assert (copy["phone"], copy["file"], copy["subject"]) == (
            "010-1234-5678",
            "평면도.pdf",
            NEED.subject,
        )
        firm = copy["firms"][0]
        assert (firm["status"], firm["reason"]) == ("declined", "비싸요")
        assert firm["words"][0]["text"] == "몇 시에 오세요?"
        assert firm["quotes"][0]["lines"][0]["name"] == "청소"
