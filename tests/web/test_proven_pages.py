"""A kept page is the page: whatever it shows changes the proof, and it is one person's."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import timedelta

import pytest
from flask import Flask, g
from flask.testing import FlaskClient
from sqlalchemy import select, text, update
from werkzeug.test import Client, TestResponse

from marketplace.core import clock
from marketplace.core.database import Doors, db, transaction
from marketplace.core.permissions import DepartmentRole
from marketplace.core.types import public_token
from marketplace.orders.models import Parcel
from marketplace.procurement import approving
from marketplace.procurement.closing import close_month
from marketplace.procurement.correcting import correct_record
from marketplace.procurement.drafting import ListOwner, put_on_list
from marketplace.procurement.models import (
    DepartmentTarget,
    Membership,
    PurchaseFile,
    PurchaseRecord,
)
from marketplace.procurement.months import Month
from marketplace.procurement.reminding import remind_of_closing
from marketplace.web.proven_pages import ProvenPages
from tests.procurement.purchasing import Scene, accepted, delivered, make_scene, requested
from tests.procurement.quota.ledger import bought
from tests.support import factories
from tests.support.pages import visible_text
from tests.support.signing_in import SignIn
from tests.support.statements import counting

NONCE = re.compile(r'nonce="([^"]+)"')
PAGES = ["/buyer", "/buyer/coordination", "/buyer/coordination/months"]


class Kept:
    """A coordinator and purchaser in front of kept pages."""

    def __init__(self, app: Flask, scene: Scene, client: FlaskClient) -> None:
        client.get("/buyer")  # the session gets its token
        cookie = client.get_cookie("ieum_session")
        assert cookie is not None
        self.app, self.scene = app, scene
        self.cookie = cookie.value
        self.front = ProvenPages(app, app.wsgi_app)
        self.client = Client(self.front)

    def get(self, path: str, cookie: str = "", **headers: str) -> TestResponse:
        db.session.rollback()
        for name in list(g):
            g.pop(name)
        self.client.set_cookie("ieum_session", cookie or self.cookie)
        return self.client.get(path, headers=headers)

    def cost(self, path: str) -> int:
        with counting(self.app) as sent:
            assert self.get(path).status_code == 200
        return len(sent)


@pytest.fixture
def kept(app: Flask, signed_in: SignIn) -> Kept:
    scene = make_scene()
    with transaction():
        factories.target(scene.place, 100_000)
        person = factories.serves_also(scene.purchaser, scene.place, DepartmentRole.COORDINATOR)
    return Kept(app, scene, signed_in(person))


@pytest.mark.parametrize("path", PAGES)
def test_asked_again_it_costs_one_statement_and_has_a_nonce_of_its_own(
    kept: Kept, path: str
) -> None:
    first = kept.get(path)
    with counting(kept.app) as sent:
        second = kept.get(path)
    assert len(sent) == 1
    one, two = (NONCE.findall(each.text)[0] for each in (first, second))
    assert one != two
    assert first.text.replace(one, "") == second.text.replace(two, "")
    assert two in second.headers["Content-Security-Policy"]
    assert second.headers["Cache-Control"] == "no-store"
    assert "Set-Cookie" not in second.headers


def test_a_server_that_hung_up_costs_the_page_once_and_nothing_else(kept: Kept) -> None:
    first = kept.get("/buyer")
    hang_up(kept.app)
    again = kept.get("/buyer")
    assert again.status_code == 200
    assert visible_text(again) == visible_text(first)
    assert kept.cost("/buyer") == 1


def hang_up(app: Flask) -> None:
    """Every connection for proofs is ended at its other end; SQLite has no other end."""
    doors: Doors = app.extensions["doors"]
    if doors.prove.dialect.name == "sqlite":
        return
    with doors.prove.connect() as connection:
        pid = connection.scalar(text("SELECT pg_backend_pid()"))
    with doors.write.connect() as connection:
        connection.execute(text("SELECT pg_terminate_backend(:pid, 5000)"), {"pid": pid})


def record(scene: Scene) -> None:
    bought(scene.place, clock.today(), 11_000)


def correct(scene: Scene) -> None:
    correct_record(db.session.scalars(select(PurchaseRecord.id)).all()[0], "잘못 적음")


def close(scene: Scene) -> None:
    close_month(scene.place.id, clock.today().year, 1)


def retarget(scene: Scene) -> None:
    db.session.scalars(select(DepartmentTarget)).one().target_won = 7_000_000


def retarget_in_bulk(scene: Scene) -> None:
    db.session.execute(update(DepartmentTarget).values(target_won=8_000_000))


def rename(scene: Scene) -> None:
    db.session.merge(scene.place).name = "새이름과"


def rename_body(scene: Scene) -> None:
    db.session.merge(scene.body).name = "새이름구"


def list_something(scene: Scene) -> None:
    put_on_list(ListOwner(scene.place.id, scene.purchaser.id), scene.soap.options[0].id, 1)


def approve(scene: Scene) -> None:
    file = db.session.scalars(select(PurchaseFile).filter_by(decided_at=None)).first()
    assert file is not None
    approving.approve(file.id, scene.approver)


def rename_person(scene: Scene) -> None:
    db.session.merge(scene.purchaser).name = "새이름"


def end_a_role(scene: Scene) -> None:
    query = select(Membership).filter_by(account_id=scene.purchaser.id, role="purchaser")
    db.session.scalars(query).one().until = clock.today() - timedelta(days=1)


CHANGES: list[Callable[[Scene], object]] = [
    *(record, correct, retarget, retarget_in_bulk, rename, rename_body),
    *(list_something, approve, rename_person, end_a_role),
]


@pytest.mark.parametrize("change", CHANGES, ids=lambda each: each.__name__)
@pytest.mark.parametrize("path", ["/buyer", "/buyer/coordination"])
def test_whatever_changes_is_seen_at_once(
    kept: Kept, path: str, change: Callable[[Scene], object]
) -> None:
    scene = kept.scene
    accepted(scene)
    requested(scene, (scene.soap, 1))
    before = kept.get(path).text
    assert kept.cost(path) == 1
    with transaction():
        change(scene)
    with counting(kept.app) as sent:
        after = kept.get(path)
    assert len(sent) > 1, "the old page was given again"
    assert after.status_code == 200
    assert strip(after.text) != strip(before)
    assert kept.cost(path) == 1


def strip(page: str) -> str:
    """Without what differs from answer to answer."""
    return re.sub(r'nonce="[^"]*"|content="[^"]*"|value="[^"]*"', "", page)


def test_a_lapsed_seller_leaves_the_pipeline_of_a_kept_page(kept: Kept) -> None:
    scene = kept.scene
    delivered(scene)
    assert "진행 중</p>" in kept.get("/buyer").text or kept.get("/buyer").status_code == 200
    assert kept.cost("/buyer") == 1
    with transaction():
        db.session.merge(scene.certification).expires_on = clock.today() - timedelta(days=1)
    assert kept.cost("/buyer") > 1


def test_a_reminder_and_a_closing_change_the_coordinators_page(kept: Kept) -> None:
    scene = kept.scene
    kept.get("/buyer/coordination")
    for change in (close, lambda s: remind_of_closing(s.place, Month(clock.today().year, 2), None)):
        assert kept.cost("/buyer/coordination") == 1
        with transaction():
            change(scene)
        assert kept.cost("/buyer/coordination") > 1


class TestWhose:
    def test_a_forged_signature_is_shown_the_door(self, kept: Kept) -> None:
        kept.get("/buyer")
        assert kept.get("/buyer", cookie=kept.cookie[:-3] + "abc").status_code == 302

    def test_an_account_disabled_since_is_shown_the_door(self, kept: Kept) -> None:
        kept.get("/buyer")
        with transaction():
            db.session.merge(kept.scene.purchaser).disabled_at = clock.now()
        assert kept.get("/buyer").status_code == 302

    def test_a_password_changed_since_ends_it(self, kept: Kept) -> None:
        kept.get("/buyer")
        with transaction():
            db.session.merge(kept.scene.purchaser).session_stamp = public_token()
        assert kept.get("/buyer").status_code == 302

    def test_another_browser_makes_its_own(self, kept: Kept) -> None:
        kept.get("/buyer")
        with counting(kept.app) as sent:
            kept.get("/buyer", **{"User-Agent": "another"})
        assert len(sent) > 1

    def test_a_hard_reload_makes_it_anew(self, kept: Kept) -> None:
        kept.get("/buyer")
        with counting(kept.app) as sent:
            kept.get("/buyer", **{"Cache-Control": "no-cache"})
        assert len(sent) > 1

    def test_nobody_elses_page_is_kept(self, kept: Kept) -> None:
        assert kept.client.get("/products").status_code == 200
        kept.get("/buyer/ledger")
        assert not kept.front.pages

    def test_a_month_later_nothing_is_left(self, kept: Kept) -> None:
        kept.get("/buyer")
        later = clock.now() + timedelta(days=31)
        with clock.frozen(later):
            assert kept.cost("/buyer") > 1


def test_only_so_many_are_kept(kept: Kept) -> None:
    kept.get("/buyer")
    (page,) = kept.front.pages.values()
    for number in range(300):
        kept.front.keep(str(number), page)
    assert len(kept.front.pages) == 128
    assert db.session.scalars(select(Parcel)).all() == []
