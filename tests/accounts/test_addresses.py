"""The address book: one usual address, only one's own."""

from __future__ import annotations

import pytest
from flask import Flask
from sqlalchemy.exc import IntegrityError

from marketplace.accounts import addresses
from marketplace.accounts.addresses import AddressBookFull, AddressNotFound, Place
from marketplace.accounts.models import Address
from marketplace.core.database import transaction
from tests.support import factories

HOME = Place("김시민", "010-1234-5678", "02856", "서울 성북구 보문로 168", "302호", "집")
WORK = Place("김시민", "02-000-0000", "04524", "서울 중구 세종대로 110", "", "일터")


@pytest.fixture
def member(app: Flask) -> int:
    with transaction():
        return factories.account().id


def add(member: int, place: Place, **more: bool) -> int:
    with transaction():
        return addresses.add_address(member, place, **more).id


def labels(member: int) -> list[tuple[str, bool]]:
    return [(each.label, each.is_usual) for each in addresses.list_addresses(member)]


class TestBook:
    def test_the_first_is_the_usual_one(self, member: int) -> None:
        add(member, HOME)
        add(member, WORK)
        assert labels(member) == [("집", True), ("일터", False)]

    def test_another_can_become_the_usual_one(self, member: int) -> None:
        add(member, HOME)
        add(member, WORK, is_usual=True)
        assert labels(member) == [("일터", True), ("집", False)]

    def test_striking_the_usual_one_leaves_another(self, member: int) -> None:
        home = add(member, HOME)
        add(member, WORK)
        with transaction():
            addresses.remove_address(member, home)
        assert labels(member) == [("일터", True)]

    def test_somebody_elses_is_not_there(self, member: int) -> None:
        home = add(member, HOME)
        with transaction():
            other = factories.account().id
        for act in (
            lambda: addresses.get_address(other, home),
            lambda: addresses.change_address(other, home, WORK),
            lambda: addresses.make_usual(other, home),
            lambda: addresses.remove_address(other, home),
        ):
            with pytest.raises(AddressNotFound), transaction():
                act()
        assert labels(member) == [("집", True)]

    def test_ends_at_twenty(self, member: int) -> None:
        for _ in range(addresses.MOST_ADDRESSES):
            add(member, HOME)
        with pytest.raises(AddressBookFull):
            add(member, WORK)

    def test_the_database_allows_one_usual_address_only(self, member: int) -> None:
        add(member, HOME)
        second = add(member, WORK)
        with pytest.raises(IntegrityError), transaction() as session:
            session.get_one(Address, second).is_usual = True
