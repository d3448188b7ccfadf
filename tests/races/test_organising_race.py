"""Several hands on one tree, one invitation, the last two coordinators: each rule holds."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import pytest
from flask import Flask
from sqlalchemy import func, select

from marketplace.accounts.models import Account
from marketplace.core import clock
from marketplace.core.database import db, transaction
from marketplace.core.errors import Conflict, Invalid
from marketplace.core.permissions import DepartmentRole
from marketplace.notify.models import Letter
from marketplace.procurement.inviting import Invited, accept_as_newcomer, invite
from marketplace.procurement.models import Department, DepartmentKind, Invitation, Membership
from marketplace.procurement.organising import DepartmentDraft, add_department, move_department
from marketplace.procurement.serving import end_membership
from tests.races.visitors import all_at_once
from tests.support import factories

pytestmark = pytest.mark.race

HANDS = 6


def refused(app: Flask, deeds: Sequence[Callable[[], object]]) -> int:
    """Everybody does their deed at once; how many were refused."""

    def do(deed: Callable[[], object]) -> bool:
        with app.app_context():
            try:
                with transaction():
                    deed()
            except (Conflict, Invalid):
                return True
            return False

    return sum(all_at_once(do, deeds))


def count(model: type, **named: object) -> int:
    db.session.rollback()
    return db.session.scalar(select(func.count()).select_from(model).filter_by(**named)) or 0


class TestTogether:
    def test_one_link_opens_one_account(self, app: Flask) -> None:
        with transaction():
            place = factories.department()
            asked = Invited("kim@example.com", "김새롬", DepartmentRole.PURCHASER)
            invite(place, asked)
        secret = db.session.scalars(select(Letter)).one().context["token"]
        db.session.rollback()
        deed = lambda: accept_as_newcomer(secret, "김새롬", "!")  # noqa: E731
        assert refused(app, [deed] * HANDS) == HANDS - 1
        assert count(Account, email="kim@example.com") == count(Membership) == 1

    def test_one_address_is_asked_once(self, app: Flask) -> None:
        with transaction():
            place_id = factories.department().id
        asked = Invited("kim@example.com", "김새롬", DepartmentRole.PURCHASER)

        def deed() -> None:
            invite(db.session.get_one(Department, place_id), asked)

        assert refused(app, [deed] * HANDS) == HANDS - 1
        assert count(Invitation) == count(Letter) == 1

    def test_two_moves_make_no_ring(self, app: Flask) -> None:
        with transaction():
            body = factories.institution()
            draft = DepartmentDraft
            first, second = (
                add_department(body.id, draft(name, DepartmentKind.BUREAU)).id
                for name in ("가국", "나국")
            )

        def move(own: int, parent: int) -> Callable[[], None]:
            return lambda: move_department(db.session.get_one(Department, own), parent)

        assert refused(app, [move(first, second), move(second, first)]) == 1
        db.session.rollback()
        parents = set(db.session.scalars(select(Department.parent_id)))
        assert None in parents

    def test_the_last_two_coordinators_do_not_end_each_other(self, app: Flask) -> None:
        with transaction():
            place = factories.department()
            for _ in range(2):
                factories.serves(place, DepartmentRole.COORDINATOR)
        ids = list(db.session.scalars(select(Membership.id)))
        db.session.rollback()

        def end(membership_id: int) -> Callable[[], None]:
            def deed() -> None:
                held = db.session.get_one(Membership, membership_id)
                end_membership(held, clock.today(), keeps_coordinator=True)

            return deed

        assert refused(app, [end(each) for each in ids]) == 1
        assert count(Membership, until=None) == 1
