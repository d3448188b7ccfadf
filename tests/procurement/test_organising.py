"""Rules of the department tree, roles and invitations."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from sqlalchemy import select

from marketplace.core import clock
from marketplace.core.database import db, transaction
from marketplace.core.errors import Conflict, Invalid
from marketplace.core.permissions import DepartmentRole
from marketplace.procurement.inviting import (
    AlreadyInvited,
    Invited,
    invite,
    invite_again,
)
from marketplace.procurement.models import Department, DepartmentKind, Institution, Membership
from marketplace.procurement.organising import (
    DEEPEST,
    DepartmentDraft,
    DepartmentInUse,
    add_department,
    close_department,
    list_tree,
    move_department,
    remove_department,
    reopen_department,
)
from marketplace.procurement.serving import give_role
from tests.procurement.quota.ledger import bought
from tests.support import factories

pytestmark = pytest.mark.usefixtures("app")


def add(body: Institution, name: str, parent: Department | None = None) -> Department:
    draft = DepartmentDraft(name, DepartmentKind.DIVISION)
    return add_department(body.id, draft, parent.id if parent else None)


def names(body: Institution) -> list[tuple[str, int]]:
    return [(each.department.name, each.depth) for each in list_tree(body.id)]


def purchaser(email: str = "kim@example.com") -> Invited:
    return Invited(email, "김새롬", DepartmentRole.PURCHASER)


class TestTree:
    def test_lists_follow_it(self) -> None:
        with transaction():
            body = factories.institution()
            first, second = add(body, "가국"), add(body, "나국")
            below = add(body, "가1과", first)
            add(body, "가1팀", below)
        assert names(body) == [("가국", 0), ("가1과", 1), ("가1팀", 2), ("나국", 0)]
        positions = {each.department.name: each.department.position for each in list_tree(body.id)}
        assert positions == {"가국": 0, "가1과": 1, "가1팀": 2, "나국": 3}
        with transaction():
            move_department(db.session.get_one(Department, below.id), second.id)
        assert names(body) == [("가국", 0), ("나국", 0), ("가1과", 1), ("가1팀", 2)]
        team = db.session.scalars(select(Department).filter_by(name="가1팀")).one()
        assert team.path == f"{second.id}/{below.id}/{team.id}/"

    def test_has_no_ring_and_a_bottom(self) -> None:
        with transaction():
            body = factories.institution()
            top = add(body, "1")
            under = add(body, "2", top)
        with pytest.raises(Invalid), transaction():
            move_department(top, under.id)
        with pytest.raises(Invalid), transaction():
            move_department(top, top.id)
        with transaction():
            deepest = under
            for n in range(3, DEEPEST + 1):
                deepest = add(body, str(n), deepest)
        with pytest.raises(Invalid), transaction():
            add(body, "zu tief", deepest)
        with transaction():
            other = add(body, "other")
        with pytest.raises(Invalid), transaction():
            move_department(top, other.id)  # five levels under another are six

    def test_takes_no_parent_of_another_body(self) -> None:
        with transaction():
            body, stranger = factories.institution(), factories.department()
            mine = add(body, "과")
        for deed in (
            lambda: add(body, "새 과", stranger),
            lambda: move_department(mine, stranger.id),
        ):
            with pytest.raises(Invalid) as refused, transaction():
                deed()
            assert "parent" in refused.value.fields

    def test_gives_two_names_that_sound_alike_codes_of_their_own(self) -> None:
        with transaction():
            body = factories.institution()
            codes = [add(body, name).code for name in ("청년과", "청년 과", "!!!")]
        assert len(set(codes)) == 3
        assert all(codes)


class TestClosing:
    def test_ends_roles_the_day_before_and_invitations_at_once(self) -> None:
        day = clock.today() + timedelta(days=10)
        with transaction():
            body = factories.institution()
            place = factories.department(body)
            person = factories.serves(place)
            asked = invite(place, purchaser())
            close_department(place, day)
        role = db.session.scalars(select(Membership).filter_by(account_id=person.id)).one()
        assert role.until == day - timedelta(days=1)
        assert asked.revoked_at is not None
        with pytest.raises(Invalid), transaction():
            invite(place, purchaser())
        with transaction():
            reopen_department(place)
        assert place.closed_on is None

    def test_waits_for_what_stands_under_it(self) -> None:
        with transaction():
            body = factories.institution()
            top = add(body, "국")
            under = add(body, "과", top)
        today = clock.today()
        with pytest.raises(Invalid), transaction():
            close_department(top, today)
        with transaction():
            close_department(under, today)
            close_department(top, today)
        with pytest.raises(Invalid), transaction():
            reopen_department(under)
        for day in (today - timedelta(days=1), today + timedelta(days=400)):
            with pytest.raises(Invalid), transaction():
                close_department(under, day)

    def test_one_with_purchases_is_never_removed(self) -> None:
        with transaction():
            body = factories.institution()
            used, unused = add(body, "쓴 과"), add(body, "안 쓴 과")
            bought(used, date(2026, 3, 2), 400_000)
        with pytest.raises(DepartmentInUse), transaction():
            remove_department(db.session.get_one(Department, used.id))
        with transaction():
            remove_department(db.session.get_one(Department, unused.id))
        assert names(body) == [("쓴 과", 0)]


class TestRoles:
    def test_one_that_was_to_end_goes_on(self) -> None:
        with transaction():
            place = factories.department()
            person = factories.serves(place)
        role = db.session.scalars(select(Membership).filter_by(account_id=person.id)).one()
        with transaction():
            role.until = clock.today()
            assert give_role(person, place, DepartmentRole.PURCHASER).id == role.id
        assert role.until is None

    def test_a_coordinator_serves_in_a_coordinating_department(self) -> None:
        with transaction():
            place = factories.department()
        wanted = Invited("kim@example.com", "김새롬", DepartmentRole.COORDINATOR)
        with pytest.raises(Invalid) as refused, transaction():
            invite(place, wanted)
        assert "role" in refused.value.fields
        with transaction():
            place.coordinates = True
            invite(place, wanted)

    def test_nobody_is_asked_twice_or_for_what_they_hold(self) -> None:
        with transaction():
            place = factories.department()
            person = factories.serves(place)
            invite(place, purchaser())
        with pytest.raises(AlreadyInvited), transaction():
            invite(place, purchaser(" KIM@example.com"))
        with pytest.raises(Invalid), transaction():
            invite(place, purchaser(person.email))

    def test_five_letters_are_enough(self) -> None:
        with transaction():
            asked = invite(factories.department(), purchaser())
            for _ in range(4):
                invite_again(asked)
        with pytest.raises(Conflict), transaction():
            invite_again(asked)
