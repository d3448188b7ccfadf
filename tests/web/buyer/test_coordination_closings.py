"""Closing a month with one press, or seeing what stands in the way."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime

import pytest
from flask import Flask
from sqlalchemy import select

from marketplace.accounts.models import Account
from marketplace.core import clock
from marketplace.core.database import db, transaction
from marketplace.core.permissions import DepartmentRole
from marketplace.procurement.models import MonthClosing
from tests.procurement.quota.ledger import bought, uncounted
from tests.support import factories
from tests.support.pages import submit, visible_text
from tests.support.signing_in import SignIn

MARCH_3 = datetime(2026, 3, 3, 3, tzinfo=UTC)
PAGE = "/buyer/closings"


@pytest.fixture(autouse=True)
def march() -> Iterator[None]:
    with clock.frozen(MARCH_3):
        yield


def accountant() -> Account:
    place = factories.department()
    bought(place, date(2026, 1, 5), 2_200_000)
    uncounted(place, date(2026, 1, 6), 770_000, item="생수")
    return factories.serves(place, DepartmentRole.ACCOUNTANT)


class TestClosings:
    def test_shows_what_the_month_came_to_and_what_does_not_count(
        self, app: Flask, signed_in: SignIn
    ) -> None:
        with transaction():
            person = accountant()
        text = visible_text(signed_in(person).get(PAGE))
        assert "1월 기록 2건, 인정 실적 2,200,000원입니다." in text
        assert "실적으로 인정되지 않는 기록이 1건 있습니다" in text
        assert "생수" in text

    def test_one_press_closes_it(self, app: Flask, signed_in: SignIn) -> None:
        with transaction():
            person = accountant()
        client = signed_in(person)
        submit(client, PAGE, {"year": "2026", "month": "1"})
        assert "2026년 1월을 마감했습니다." in visible_text(client.get(PAGE))
        closing = db.session.scalars(select(MonthClosing)).one()
        assert (closing.month, closing.counted_won, closing.closed_by) == (1, 2_200_000, person.id)

    def test_a_running_month_is_refused_kindly(self, app: Flask, signed_in: SignIn) -> None:
        with transaction():
            person = accountant()
        client = signed_in(person)
        submit(client, PAGE, {"year": "2026", "month": "3"})
        assert "아직 끝나지 않" in visible_text(client.get(PAGE))
        assert db.session.scalar(select(MonthClosing)) is None

    def test_an_approver_sees_but_does_not_close(self, app: Flask, signed_in: SignIn) -> None:
        with transaction():
            person = factories.serves(factories.department(), DepartmentRole.APPROVER)
        client = signed_in(person)
        assert "구매담당자나 회계담당자가 마감할 수 있습니다." in visible_text(client.get(PAGE))
        token_page = "/buyer"
        answer = submit(client, token_page, {"year": "2026", "month": "1"}, to=PAGE)
        assert answer.status_code == 403
