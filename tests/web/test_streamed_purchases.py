"""Files of purchases are sent while they are read: a long year needs no more room."""

from __future__ import annotations

import gc
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from typing import Any
from weakref import WeakSet

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import event, insert, text

from marketplace.accounts.models import Account
from marketplace.core import clock
from marketplace.core.database import db, transaction
from marketplace.core.permissions import DepartmentRole
from marketplace.core.types import public_token
from marketplace.procurement.ledger import LedgerFilter, iterate_records
from marketplace.procurement.models import Department, PurchaseRecord
from marketplace.procurement.overview.rows import each_row
from marketplace.procurement.overview.selecting import Selection
from marketplace.procurement.publishing import public_purchases
from marketplace.procurement.publishing.public_purchases import Chosen, iterate_public_purchases
from tests.procurement.quota.ledger import bought
from tests.support import factories
from tests.support.signing_in import SignIn

PURCHASES = 5_000
AT_MOST = 2_500  # rows alive at once: some pieces of 500, until Python has let go of them
YEAR = 2026


@dataclass
class Desk:
    place: Department
    purchaser: Account
    coordinator: Account


@pytest.fixture
def desk(app: Flask) -> Iterator[Desk]:
    """A department with a year of five thousand purchases."""
    with clock.frozen(datetime(YEAR, 11, 20, 3, tzinfo=UTC)):
        with transaction():
            body = factories.institution(slug="gasang", name="가상구")
            place = factories.department(body, code="general", name="총무과")
            person = factories.serves(place)
            leader = factories.serves(place, DepartmentRole.COORDINATOR)
            first = bought(place, date(YEAR, 1, 1), 1_100)
            _many(first)
        db.session.expunge(first)
        yield Desk(place, person, leader)


def _many(first: PurchaseRecord) -> None:
    columns = {c.key: getattr(first, c.key) for c in PurchaseRecord.__mapper__.column_attrs}
    rows = []
    for n in range(1, PURCHASES):
        day = date(YEAR, 1, 1) + timedelta(days=n % 300)
        own = {"public_id": public_token(), "counted_on": day, "month": day.month}
        row = {**columns, **own, "item": f"복사용지 {n}"}
        row.pop("id")
        rows.append(row)
    db.session.execute(insert(PurchaseRecord), rows)


@dataclass
class Held:
    """Rows read so far, and how many of them were alive at the worst moment."""

    read: int = 0
    most: int = 0
    alive: WeakSet[Any] = field(default_factory=WeakSet)

    def note(self, row: Any) -> None:
        self.read += 1
        self.alive.add(row)
        self.most = max(self.most, len(self.alive))


@contextmanager
def holding() -> Iterator[Held]:
    """What is loaded of the ledger within the block."""
    held = Held()

    def loaded(row: PurchaseRecord, _context: Any) -> None:
        held.note(row)

    event.listen(PurchaseRecord, "load", loaded)
    try:
        yield held
    finally:
        event.remove(PurchaseRecord, "load", loaded)


def pieces(client: FlaskClient, address: str) -> Iterator[bytes]:
    answer = client.get(address, buffered=False)
    assert answer.status_code == 200
    assert answer.mimetype == "text/csv"
    yield from answer.iter_encoded()
    answer.close()


class TestOurOwnFiles:
    @pytest.mark.parametrize(
        ("who", "address"),
        [
            ("purchaser", f"/buyer/ledger.csv?year={YEAR}"),
            ("coordinator", f"/buyer/coordination/records.csv?year={YEAR}"),
        ],
    )
    def test_begin_before_the_last_row_and_hold_few(
        self, desk: Desk, signed_in: SignIn, who: str, address: str
    ) -> None:
        client = signed_in(getattr(desk, who))
        gc.collect()
        with holding() as held:
            sent = pieces(client, address)
            first = next(sent)
            assert first.startswith("\ufeff실적 기준일".encode())
            assert held.read <= AT_MOST < PURCHASES
            lines = first.count(b"\r\n") + sum(piece.count(b"\r\n") for piece in sent)
        assert lines == PURCHASES + 1
        assert held.read == PURCHASES
        assert held.most <= AT_MOST

    def test_another_department_is_answered_before_anything_is_sent(
        self, desk: Desk, signed_in: SignIn
    ) -> None:
        with transaction():
            other = factories.department(factories.institution(slug="other"))
        client = signed_in(desk.coordinator)
        answer = client.get(f"/buyer/coordination/records.csv?year={YEAR}&department={other.id}")
        assert answer.status_code == 404


class TestPublicFile:
    def test_begins_before_the_last_row(
        self, desk: Desk, client: FlaskClient, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        read, made = [0], public_purchases._purchase

        def counted(row: Any) -> Any:
            read[0] += 1
            return made(row)

        monkeypatch.setattr(public_purchases, "_purchase", counted)
        sent = pieces(client, f"/disclosures/gasang/{YEAR}/purchases.csv")
        first = next(sent)
        assert read[0] <= AT_MOST
        assert first.count(b"\r\n") + sum(p.count(b"\r\n") for p in sent) == PURCHASES + 1
        assert read[0] == PURCHASES


class TestCursor:
    @pytest.mark.parametrize("which", ["department", "institution", "public"])
    def test_the_rows_stay_on_the_databases_side(self, app: Flask, desk: Desk, which: str) -> None:
        place = desk.place
        asked: dict[str, Callable[[], Iterator[Any]]] = {
            "department": lambda: iterate_records(place.id, LedgerFilter(YEAR)),
            "institution": lambda: each_row(Selection(place.institution_id, YEAR)),
            "public": lambda: iterate_public_purchases(Chosen(place.institution_id, YEAR)),
        }
        rows = asked[which]()
        assert next(rows)
        assert open_cursors() == NAMED[db.session.get_bind().dialect.name]
        assert sum(1 for _ in rows) == PURCHASES - 1
        assert open_cursors() == 0


# SQLite reads its file a page at a time and has no cursors to name.
NAMED = {"postgresql": 1, "sqlite": 0}


def open_cursors() -> int:
    """How many named cursors this connection holds."""
    if db.session.get_bind().dialect.name == "sqlite":
        return 0
    named = text("SELECT count(*) FROM pg_cursors WHERE name <> ''")
    return int(db.session.scalar(named) or 0)
