"""A department among those like it: a median and a place, and nothing where few are alike."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from flask import Flask

from marketplace.core.database import db, transaction
from marketplace.procurement.models import Department, DepartmentKind
from marketplace.procurement.outlook.likeness import band_of, compare
from tests.procurement.quota.ledger import bought
from tests.support import factories
from tests.support.statements import counting


def alike(counted: list[int], **values: object) -> list[Department]:
    """Departments of one kind and size that bought so many percent of their target."""
    body = factories.institution()
    places = [factories.department(body, **values) for _ in counted]
    for place, percent in zip(places, counted, strict=True):
        factories.target(place, 20_000_000, year=2026)
        if percent:
            bought(place, date(2026, 3, 2), percent * 200_000)
    return places


def test_tells_the_median_and_the_own_place(app: Flask) -> None:
    with transaction():
        places = alike([10, 50, 30, 80, 30])
        factories.target(factories.department(places[0].institution), 900_000_000, year=2026)
        dong = factories.department(places[0].institution, kind=DepartmentKind.DONG_OFFICE)
        factories.target(dong, 20_000_000, year=2026)
    db.session.refresh(places[2])
    with counting(app) as sent:
        found = compare(places[2], 2026)
    assert found is not None
    assert (found.count, found.place) == (5, 3)
    assert (found.median_percent, found.own_percent) == (Decimal("30.0"), Decimal("30.0"))
    assert len(sent) == 1


def test_nothing_that_bought_nothing_is_left_out(app: Flask) -> None:
    with transaction():
        places = alike([0, 0, 0, 10, 20])
    found = compare(places[0], 2026)
    assert found is not None
    assert (found.place, found.median_percent) == (3, Decimal("0.0"))


def test_says_nothing_where_few_are_alike_or_there_is_no_target(app: Flask) -> None:
    with transaction():
        few = alike([10, 20, 30, 40])
        without = factories.department(few[0].institution)
    assert compare(few[0], 2026) is None
    assert compare(without, 2026) is None


def test_bands_follow_one_another() -> None:
    assert band_of(10_000_000) == (0, 10_000_000)
    assert band_of(10_000_001) == (10_000_000, 30_000_000)
    assert band_of(10**9) == (100_000_000, None)
