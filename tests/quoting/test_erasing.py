"""Guests are forgotten by the age of what they asked; orders and members keep their own terms."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import select

from marketplace.core import clock
from marketplace.core.database import db, transaction
from marketplace.media.files import check_file, path_of
from marketplace.media.models import StoredFile
from marketplace.notify.models import Letter
from marketplace.quoting import answering, jobs
from marketplace.quoting.asking import Asker, ask
from marketplace.quoting.deciding import Choice, order_by_quote
from marketplace.quoting.erasing import KEPT, KEPT_WITH_ORDER
from marketplace.quoting.errors import QuoteNotFound
from marketplace.quoting.models import InquiryStatus, QuoteMessage, QuoteRequest
from marketplace.quoting.queries import get_request_by_token
from tests.orders.conftest import order_request
from tests.quoting.asking import NEED, quoted, service
from tests.support import factories

TOTAL = 360_000
PDF = b"%PDF-1.4\nthe hall\n%%EOF"
MINUTE = timedelta(minutes=1)


def asked(account_id: int | None = None, token: str = "t" * 32) -> QuoteRequest:
    asker = Asker("한가람", "guest@demo.example", "010-1234-5678", "가람모임", account_id, None)
    return ask([service(name="강당 청소").id], asker, NEED, token, check_file(PDF, "평면도.pdf"))


@pytest.mark.usefixtures("app")
class TestForgetGuests:
    def test_after_a_year_nothing_names_them(self) -> None:
        with transaction():
            request = asked()
            said = (request.inquiries[0].id, "문은 010-9999-0000")
            answering.say(*said, is_from_seller=False, account_id=None)
        key, old, path = request.id, request.public_id, path_of(request.file)
        with clock.frozen(clock.now() + KEPT - MINUTE):
            assert jobs.forget_guests() == 0
        letters = len(db.session.scalars(select(Letter)).all())
        with clock.frozen(clock.now() + KEPT + MINUTE):
            assert jobs.forget_guests() == 1
            assert jobs.forget_guests() == 0
        left = db.session.get_one(QuoteRequest, key, populate_existing=True)
        held = (left.name, left.email, left.phone, left.organisation, left.place, left.message)
        assert set(held) == {""}
        assert left.inquiries[0].status is InquiryStatus.WITHDRAWN
        assert not path.exists()
        assert db.session.scalars(select(StoredFile)).all() == []
        assert db.session.scalars(select(QuoteMessage)).all() == []
        assert len(db.session.scalars(select(Letter)).all()) == letters
        with pytest.raises(QuoteNotFound):
            get_request_by_token(old)

    def test_what_became_an_order_is_kept_with_it(self) -> None:
        with transaction():
            request = asked()
            choice = Choice(quoted(request).inquiry_id, 1)
        with transaction():
            order_by_quote(choice, order_request(shown_total_won=TOTAL))
        with clock.frozen(clock.now() + KEPT_WITH_ORDER - MINUTE):
            assert jobs.forget_guests() == 0
        with clock.frozen(clock.now() + KEPT_WITH_ORDER + MINUTE):
            assert jobs.forget_guests() == 1

    def test_a_members_and_a_departments_stay_until_they_leave(self) -> None:
        with transaction():
            asked(factories.account().id)
        with clock.frozen(clock.now() + KEPT_WITH_ORDER + MINUTE):
            assert jobs.forget_guests() == 0
