"""The ground of a new marketplace, and its first person."""

from __future__ import annotations

import re

from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import func, select

from marketplace.accounts.models import Account, OfficeMember
from marketplace.audit.models import AuditEntry
from marketplace.catalog.models import Category
from marketplace.core.database import Model, db, transaction
from marketplace.enterprises.models import CertificationKind, Region
from marketplace.founding.laying import lay_ground
from tests.support.pages import submit, visible_text


def count(table: type[Model]) -> int:
    return int(db.session.scalar(select(func.count()).select_from(table)) or 0)


class TestLayGround:
    def test_lays_cities_categories_and_kinds_once(self, app: Flask) -> None:
        with transaction():
            lay_ground()
        laid = [count(table) for table in (Region, Category, CertificationKind)]
        assert (
            db.session.scalar(
                select(func.count()).select_from(Region).where(Region.parent_id.is_(None))
            )
            == 17
        )
        assert laid[1] >= 40
        with transaction():
            lay_ground()
        assert [count(table) for table in (Region, Category, CertificationKind)] == laid

    def test_leaves_alone_what_somebody_changed(self, app: Flask) -> None:
        with transaction():
            lay_ground()
            db.session.scalars(select(Category).filter_by(code="food")).one().name = "밥상"
        with transaction():
            lay_ground()
        assert db.session.scalars(select(Category).filter_by(code="food")).one().name == "밥상"

    def test_invents_no_district(self, app: Flask) -> None:
        with transaction():
            lay_ground()
        assert db.session.scalar(select(Region.id).where(Region.name.contains("가온"))) is None


class TestAppoint:
    def appoint(self, app: Flask, *more: str) -> str:
        run = app.test_cli_runner().invoke(
            args=["office", "appoint", "Kim@ieum.example", "--name", "김센터", *more]
        )
        assert run.exit_code == 0, run.output
        return run.output

    def test_the_first_person_sets_a_password_and_gets_in(
        self, app: Flask, client: FlaskClient
    ) -> None:
        said = self.appoint(app)
        found = re.search(r"http://localhost(/forgotten-password/\S+)", said)
        assert found
        answer = submit(client, found[1], {"password": "아주 긴 새 비밀번호"})
        assert answer.status_code in {302, 303}, visible_text(answer)
        sent = {"email": "kim@ieum.example", "password": "아주 긴 새 비밀번호"}
        submit(client, "/office/sign-in", sent)
        assert client.get("/office").status_code == 200

    def test_twice_is_once(self, app: Flask) -> None:
        self.appoint(app)
        self.appoint(app)
        assert (count(Account), count(OfficeMember)) == (1, 1)
        told = select(AuditEntry).filter_by(action="office_member:appointed")
        assert len(db.session.scalars(told).all()) == 1

    def test_who_is_let_go_is_out_and_can_come_back(self, app: Flask) -> None:
        self.appoint(app)
        run = app.test_cli_runner().invoke(args=["office", "let-go", "kim@ieum.example"])
        assert run.exit_code == 0
        db.session.rollback()
        assert db.session.scalars(select(OfficeMember)).one().ended_at is not None
        again = app.test_cli_runner().invoke(args=["office", "let-go", "kim@ieum.example"])
        assert again.exit_code != 0
        self.appoint(app, "--manager")
        db.session.rollback()
        assert db.session.scalars(select(OfficeMember)).one().ended_at is None
