"""Settling on screen what stands open before a month is closed, and seeing it from above."""

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
from marketplace.procurement.announcing import Announcement, announce_purchase
from marketplace.procurement.models import (
    AnnouncedPurchase,
    Department,
    DuplicateDecision,
    PurchaseRecord,
    RecordExplanation,
)
from tests.procurement.quota.ledger import bought, uncounted
from tests.support import factories
from tests.support.pages import submit, visible_text
from tests.support.signing_in import SignIn
from tests.web.buyer.costs import statements_of

FEBRUARY_3 = datetime(2026, 2, 3, 3, tzinfo=UTC)
CLOSINGS = "/buyer/closings"
OVERVIEW = "/buyer/coordination/closings"
WAITING = "/buyer/announced-purchases"


@pytest.fixture(autouse=True)
def february() -> Iterator[None]:
    with clock.frozen(FEBRUARY_3):
        yield


def desk() -> tuple[Account, Department, PurchaseRecord, PurchaseRecord]:
    """A purchaser whose January has a likely duplicate."""
    place = factories.department(name="복지과")
    one = bought(place, date(2026, 1, 5), 770_000, item="생수")
    two = bought(place, date(2026, 1, 7), 770_000, item="생수 상자")
    return factories.serves(place), place, one, two


class TestDuplicates:
    def test_same_takes_the_later_back(self, app: Flask, signed_in: SignIn) -> None:
        with transaction():
            person, _, one, two = desk()
        client = signed_in(person)
        assert "겹쳐 보이는 기록이 1쌍 있습니다" in visible_text(client.get(CLOSINGS))
        sent = {"first": one.public_id, "second": two.public_id, "verdict": "same"}
        answer = submit(
            client, CLOSINGS, sent | {"reason": "같은 계산서"}, to=f"{CLOSINGS}/duplicates"
        )
        assert answer.status_code == 302
        text = visible_text(client.get(CLOSINGS))
        assert "나중 기록을 취소했습니다." in text
        assert "겹쳐 보이는 기록이" not in text
        assert db.session.scalars(select(PurchaseRecord).filter_by(reverses_id=two.id)).one()

    def test_without_a_reason_nothing_is_done(self, app: Flask, signed_in: SignIn) -> None:
        with transaction():
            person, _, one, two = desk()
        sent = {"first": one.public_id, "second": two.public_id, "verdict": "two", "reason": " "}
        answer = submit(signed_in(person), CLOSINGS, sent, to=f"{CLOSINGS}/duplicates")
        assert answer.status_code == 422
        assert "사유를 적어 주세요" in visible_text(answer)
        assert db.session.scalar(select(DuplicateDecision)) is None

    def test_of_another_department_are_not_found(self, app: Flask, signed_in: SignIn) -> None:
        with transaction():
            _, _, one, two = desk()
            stranger = factories.serves(factories.department())
        sent = {"first": one.public_id, "second": two.public_id, "verdict": "two", "reason": "x"}
        client = signed_in(stranger)
        assert submit(client, CLOSINGS, sent, to=f"{CLOSINGS}/duplicates").status_code == 404

    def test_an_unknown_verdict_is_not_found(self, app: Flask, signed_in: SignIn) -> None:
        with transaction():
            person, _, one, two = desk()
        sent = {"first": one.public_id, "second": two.public_id, "verdict": "x", "reason": "x"}
        client = signed_in(person)
        assert submit(client, CLOSINGS, sent, to=f"{CLOSINGS}/duplicates").status_code == 404


class TestExplanations:
    def test_stand_beside_the_record(self, app: Flask, signed_in: SignIn) -> None:
        with transaction():
            person, place, _, _ = desk()
            plain = uncounted(place, date(2026, 1, 9), item="문구")
        client = signed_in(person)
        sent = {"record": plain.public_id, "words": "인증 기업이 <없음>"}
        submit(client, CLOSINGS, sent, to=f"{CLOSINGS}/explanations")
        assert "설명: 인증 기업이 <없음>" in visible_text(client.get(CLOSINGS))
        assert db.session.scalars(select(RecordExplanation)).one().explained_by == person.id

    def test_of_another_department_are_not_found(self, app: Flask, signed_in: SignIn) -> None:
        with transaction():
            _, _, one, _ = desk()
            stranger = factories.serves(factories.department())
        sent = {"record": one.public_id, "words": "x"}
        client = signed_in(stranger)
        assert submit(client, CLOSINGS, sent, to=f"{CLOSINGS}/explanations").status_code == 404


class TestAnnounced:
    FIELDS = {  # noqa: RUF012 - never changed
        "bought_on": "2026-01-20",
        "seller_name": "가상상회",
        "item": "현수막",
        "gross_won": "330,000",
    }

    def test_are_noted_shown_at_closing_and_dropped(self, app: Flask, signed_in: SignIn) -> None:
        with transaction():
            person, _, _, _ = desk()
        client = signed_in(person)
        assert submit(client, WAITING, self.FIELDS).status_code == 302
        assert "증빙을 기다리는 구매가 1건" in visible_text(client.get(CLOSINGS))
        row = db.session.scalars(select(AnnouncedPurchase)).one()
        form = client.get(f"/buyer/ledger/outside-purchases/new?announced={row.public_id}")
        assert 'value="330,000"' in form.get_data(as_text=True)
        sent = {"reason": "사지 않음"}
        submit(client, WAITING, sent, to=f"{WAITING}/{row.public_id}/dropping")
        assert "기다리는 구매가 없습니다" in visible_text(client.get(WAITING))

    @pytest.mark.parametrize(
        ("field", "typed"),
        [
            ("gross_won", "0"),
            ("gross_won", "백만"),
            ("bought_on", "2026-02-31"),
            ("bought_on", "2027-01-01"),
            ("item", "가" * 20_000),
            ("seller_name", " "),
        ],
    )
    def test_bad_input_comes_back(
        self, app: Flask, signed_in: SignIn, field: str, typed: str
    ) -> None:
        with transaction():
            person, _, _, _ = desk()
        answer = submit(signed_in(person), WAITING, self.FIELDS | {field: typed})
        assert answer.status_code == 422
        assert db.session.scalar(select(AnnouncedPurchase)) is None

    def test_of_another_department_are_not_found(self, app: Flask, signed_in: SignIn) -> None:
        told = Announcement(date(2026, 1, 9), "가상상회", "현수막", 1)
        with transaction():
            row = announce_purchase(factories.department().id, told)
            person, _, _, _ = desk()
        client = signed_in(person)
        form = f"/buyer/ledger/outside-purchases/new?announced={row.public_id}"
        assert client.get(form).status_code == 404
        sent = {"reason": "x"}
        answer = submit(client, WAITING, sent, to=f"{WAITING}/{row.public_id}/dropping")
        assert answer.status_code == 404


class TestOverview:
    def test_says_who_lacks_what(self, app: Flask, signed_in: SignIn) -> None:
        with transaction():
            _, place, _, _ = desk()
            person = factories.serves(place, DepartmentRole.COORDINATOR)
        text = visible_text(signed_in(person).get(f"{OVERVIEW}?month=1"))
        assert "복지과 진행 중" in text
        assert "1건" in text

    @pytest.mark.parametrize("query", ["month=13", "month=x", "month=1&year=99999"])
    def test_an_absurd_month_is_no_server_error(
        self, app: Flask, signed_in: SignIn, query: str
    ) -> None:
        with transaction():
            _, place, _, _ = desk()
            person = factories.serves(place, DepartmentRole.COORDINATOR)
        assert signed_in(person).get(f"{OVERVIEW}?{query}").status_code in {200, 404}

    def test_costs_the_same_for_many(self, app: Flask, signed_in: SignIn) -> None:
        people = []
        with transaction():
            for n in (2, 80):
                body = factories.institution()
                places = [factories.department(body) for _ in range(n)]
                people.append(factories.serves(places[0], DepartmentRole.COORDINATOR))
        counts = [statements_of(app, signed_in(each), f"{OVERVIEW}?month=1") for each in people]
        assert counts[0] == counts[1] <= 22
