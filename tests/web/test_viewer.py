"""Everything a person may be today is known in one statement."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from flask import Flask
from sqlalchemy import select

from marketplace.accounts.models import Account, OfficeMember, OfficeRole
from marketplace.core import clock
from marketplace.core.database import db, transaction
from marketplace.core.permissions import DepartmentRole, Viewer
from marketplace.enterprises.models import EnterpriseMember
from marketplace.procurement.models import Department, Membership
from marketplace.web.viewer import current_viewer, forget_viewer
from tests.support import factories
from tests.support.signing_in import SignIn
from tests.support.statements import counting


@pytest.fixture
def place(app: Flask) -> Department:
    with transaction():
        return factories.department()


def viewer_of(signed_in: SignIn, person: Account) -> Viewer:
    with signed_in(person) as visitor:
        assert visitor.get("/account").status_code == 200
        return current_viewer()


class TestCurrentViewer:
    def test_holds_every_role_of_a_person(self, signed_in: SignIn, place: Department) -> None:
        with transaction():
            firm = factories.enterprise()
            person = factories.member_of(firm)
            db.session.add(OfficeMember(account_id=person.id, role=OfficeRole.STAFF))
            factories.serves_also(person, place, DepartmentRole.PURCHASER)
            factories.serves_also(person, place, DepartmentRole.COORDINATOR)
        assert viewer_of(signed_in, person) == Viewer(
            account_id=person.id,
            is_office=True,
            enterprise_ids=frozenset({firm.id}),
            department_roles={
                place.id: frozenset({DepartmentRole.PURCHASER, DepartmentRole.COORDINATOR})
            },
            coordinated_institution_ids=frozenset({place.institution_id}),
        )

    def test_holds_nothing_that_is_over(self, signed_in: SignIn, place: Department) -> None:
        with transaction():
            person = factories.member_of(factories.enterprise())
            db.session.scalars(select(EnterpriseMember)).one().ended_at = clock.now()
            member = OfficeMember(account_id=person.id, role=OfficeRole.STAFF, ended_at=clock.now())
            db.session.add(member)
        assert viewer_of(signed_in, person) == Viewer(account_id=person.id)

    @pytest.mark.parametrize(
        ("since", "until", "serves"),
        [(0, 0, True), (0, None, True), (1, None, False), (-9, -1, False), (-9, 0, True)],
    )
    def test_holds_a_department_from_the_first_day_to_the_last(
        self, signed_in: SignIn, place: Department, since: int, until: int | None, serves: bool
    ) -> None:
        def day(offset: int) -> date:
            return clock.today() + timedelta(days=offset)

        with transaction():
            person = factories.serves(place)
            held = db.session.scalars(select(Membership)).one()
            held.since, held.until = day(since), None if until is None else day(until)
        assert bool(viewer_of(signed_in, person).department_roles) is serves

    def test_costs_one_statement(self, app: Flask, signed_in: SignIn, place: Department) -> None:
        with transaction():
            person = factories.serves(place)
        with signed_in(person) as visitor:
            visitor.get("/account")
            forget_viewer()
            with counting(app) as sent:
                assert current_viewer().has_role(DepartmentRole.PURCHASER)
        assert len(sent) == 1, "\n".join(sent)
