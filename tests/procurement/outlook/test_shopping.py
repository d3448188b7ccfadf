"""What to buy to reach a target."""

from __future__ import annotations

from dataclasses import replace

from flask import Flask

from marketplace.core.database import db, transaction
from marketplace.procurement.correcting import correct_record
from marketplace.procurement.outlook.shopping import advise
from tests.procurement.purchasing import accepted, make_scene
from tests.procurement.quota.ledger import uncounted
from tests.support import factories
from tests.support.statements import counting


def test_parts_close_the_gap_to_the_won_with_what_was_bought_before(app: Flask) -> None:
    scene = make_scene()
    accepted(scene)
    with transaction():
        food = factories.category("food", "먹거리")
        cookie = factories.product(scene.seller, category_id=food.id, price_won=7_000)
        factories.product(factories.enterprise(), category_id=food.id)  # counts for nobody
    accepted(scene, (cookie, 3))
    place_id = scene.place.id
    db.session.refresh(scene.rule)
    with counting(app) as sent:
        found = advise(place_id, scene.rule, 1_000_000)
    assert len(sent) <= 4
    assert found.from_history
    assert sum(each.part_won for each in found.suggestions) == 1_000_000
    assert [each.bought_won for each in found.suggestions] == [22_000, 21_000]
    for each in found.suggestions:
        (offer,) = each.offers
        assert offer.seller == scene.seller.name
        assert offer.sum_won >= each.part_won > offer.sum_won - offer.price_won


def test_a_seller_whose_certificate_ended_is_not_offered(app: Flask) -> None:
    scene = make_scene()
    with transaction() as session:
        session.delete(session.merge(scene.certification))
    assert advise(scene.place.id, scene.rule, 1_000_000).suggestions == ()


def test_without_history_the_best_sellers_are_offered(app: Flask) -> None:
    scene = make_scene()
    found = advise(scene.place.id, scene.rule, 500_000)
    assert not found.from_history
    assert [each.part_won for each in found.suggestions] == [500_000]


def test_nothing_is_suggested_where_nothing_is_missing(app: Flask) -> None:
    scene = make_scene()
    assert advise(scene.place.id, scene.rule, 0).suggestions == ()
    assert advise(scene.place.id, scene.rule, None).suggestions == ()
    assert advise(scene.place.id, None, 1_000).suggestions == ()


def test_names_what_was_bought_without_counting_unless_taken_back(app: Flask) -> None:
    scene = make_scene()
    with transaction():
        kept = uncounted(scene.place, scene.rule.effective_on, 300_000, item="현수막")
        wrong = uncounted(scene.place, scene.rule.effective_on, 900_000, item="의자")
    with transaction():
        correct_record(wrong.id, "취소")
    (missed,) = advise(scene.place.id, scene.rule, 1_000).missed
    assert (missed.item, missed.gross_won, missed.times) == (kept.item, 300_000, 1)
    assert replace(missed, times=2) != missed
