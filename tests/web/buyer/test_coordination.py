"""What the coordinating department sees and does."""

from __future__ import annotations

import csv
from datetime import UTC, date, datetime
from io import StringIO

import pytest
from flask import Flask
from sqlalchemy import func, select

from marketplace.accounts.models import Account
from marketplace.core import clock
from marketplace.core.database import db, transaction
from marketplace.core.permissions import DepartmentRole
from marketplace.notify.models import Letter
from marketplace.procurement.models import Department
from tests.procurement.quota.ledger import bought, closed
from tests.support import factories
from tests.support.pages import submit, visible_text
from tests.support.signing_in import SignIn
from tests.support.statements import counting

JULY = datetime(2026, 7, 10, 3, tzinfo=UTC)
PAGE = "/buyer/coordination"


@pytest.fixture(autouse=True)
def july() -> object:
    with clock.frozen(JULY):
        yield


def district(departments: int = 3) -> tuple[Account, list[Department]]:
    """A coordinator and departments; the first has closed June, the last has no target."""
    body = factories.institution(name="가상구")
    places = [
        factories.department(body, name=f"{n}과", position=n) for n in range(1, departments + 1)
    ]
    for n, place in enumerate(places[:-1], 1):
        factories.target(place, n * 10_000_000, year=2026)
        bought(place, date(2026, 3, 2), 3_300_000)
        factories.serves(place)
    closed(places[0], 2026, 1, 2, 3, 4, 5, 6)
    return factories.serves(places[0], DepartmentRole.COORDINATOR), places


def letters() -> int:
    return db.session.scalar(select(func.count()).select_from(Letter)) or 0


class TestPage:
    def test_shows_every_department_and_the_sum(self, app: Flask, signed_in: SignIn) -> None:
        with transaction():
            person, _ = district()
        text = visible_text(signed_in(person).get(PAGE))
        assert "1과 10,000,000원 3,300,000원 33.0%" in text
        assert "2과 20,000,000원 3,300,000원 16.5%" in text
        assert "3과 – 0원 –" in text
        assert "합계 30,000,000원 6,600,000원 22.0%" in text
        assert "2곳" in text

    def test_is_not_for_other_officials(self, app: Flask, signed_in: SignIn) -> None:
        with transaction():
            district()
            purchaser = factories.serves(factories.department())
        assert signed_in(purchaser).get(PAGE).status_code == 403

    def test_another_institution_is_not_found(self, app: Flask, signed_in: SignIn) -> None:
        with transaction():
            person, _ = district()
            factories.institution(slug="elsewhere")
        assert signed_in(person).get(f"{PAGE}?institution=elsewhere").status_code == 404

    @pytest.mark.parametrize(
        ("sort", "order"),
        [("rate", "2과 1과 3과"), ("-rate", "1과 2과 3과"), ("-target", "2과 1과 3과")],
    )
    def test_sorts_and_keeps_the_unmeasured_last(
        self, app: Flask, signed_in: SignIn, sort: str, order: str
    ) -> None:
        with transaction():
            person, _ = district()
        page = signed_in(person).get(f"{PAGE}?sort={sort}").get_data(as_text=True)
        body = page[page.index("<tbody>") :]
        assert sorted(order.split(), key=lambda name: body.index(f">{name}</th>")) == order.split()
        assert 'aria-sort="descending"' in page or 'aria-sort="ascending"' in page

    def test_takes_as_many_statements_for_many_departments(
        self, app: Flask, signed_in: SignIn
    ) -> None:
        with transaction():
            few, _ = district(3)
            many, _ = district(60)
        counts = []
        for person in (few, many):
            client = signed_in(person)
            with counting(app) as sent:
                assert client.get(PAGE).status_code == 200
            counts.append(len(sent))
        assert counts[0] == counts[1] <= 24

    def test_gives_a_file(self, app: Flask, signed_in: SignIn) -> None:
        with transaction():
            person, _ = district()
        data = signed_in(person).get(f"{PAGE}.csv?sort=-target").data
        rows = list(csv.DictReader(StringIO(data.decode("utf-8-sig"))))
        assert [row["부서"] for row in rows] == ["2과", "1과", "3과"]
        assert rows[0]["마감 지연"] == "2026-01, 2026-02, 2026-03, 2026-04, 2026-05, 2026-06"


class TestReminder:
    def test_one_press_writes_once(self, app: Flask, signed_in: SignIn) -> None:
        with transaction():
            person, places = district()
        client = signed_in(person)
        asked = {"department": str(places[1].id), "year": "2026"}
        answer = submit(client, PAGE, asked, to=f"{PAGE}/reminders")
        assert answer.status_code == 302
        assert "2과에 마감 요청 메일을 보냈습니다." in visible_text(client.get(PAGE))
        submit(client, PAGE, asked, to=f"{PAGE}/reminders")
        assert letters() == 1

    def test_all_late_ones_at_once(self, app: Flask, signed_in: SignIn) -> None:
        with transaction():
            person, _ = district()
        client = signed_in(person)
        submit(client, PAGE, {"year": "2026"}, to=f"{PAGE}/reminders")
        text = visible_text(client.get(PAGE))
        assert "1곳에 보냈습니다. 이미 알린 부서 0곳, 담당자 없는 부서 1곳." in text
        assert letters() == 1

    def test_a_department_elsewhere_is_never_written_to(
        self, app: Flask, signed_in: SignIn
    ) -> None:
        with transaction():
            person, _ = district()
            _, others = district()
        asked = {"department": str(others[1].id), "year": "2026"}
        submit(signed_in(person), PAGE, asked, to=f"{PAGE}/reminders")
        assert letters() == 0
