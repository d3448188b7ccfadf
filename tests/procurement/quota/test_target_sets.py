"""Targets shared out within bounds, versioned, and changed after the notification with a reason."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest
from flask import Flask
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import func, select

from marketplace.core import clock
from marketplace.core.apportioning import apportion
from marketplace.core.database import db, transaction
from marketplace.core.errors import Invalid
from marketplace.notify.models import Letter
from marketplace.procurement.models import (
    Basis,
    Department,
    Institution,
    PurchaseKind,
    ShareBy,
    Spending,
    SpendingMeasure,
    YearStep,
)
from marketplace.procurement.standing import institution_standing
from marketplace.procurement.year.proposing import Way, propose_targets
from marketplace.procurement.year.sharing import Bounds, share_out
from marketplace.procurement.year.steps import do_step, step_state
from marketplace.procurement.year.survey import Answer, answer_survey
from marketplace.procurement.year.targets import (
    TargetsDoNotAdd,
    TargetsNotSet,
    set_targets,
    target_history,
)
from marketplace.procurement.year.telling import send_targets
from tests.procurement.quota.ledger import bought
from tests.support import factories

MARCH = datetime(2026, 3, 10, 3, tzinfo=UTC)


def district() -> tuple[Institution, list[Department]]:
    """Three departments that answered 1, 2 and 3 and had 3,000, 0 and 1,000 last year."""
    body = factories.institution()
    places = [factories.department(body, position=n) for n in range(3)]
    do_step(body.id, 2026, YearStep.SURVEY)
    for n, place in enumerate(places, 1):
        factories.serves(place)
        answer_survey(place.id, 2026, Answer(n))
    bought(places[0], date(2025, 5, 1), 3_000)
    bought(places[2], date(2025, 5, 1), 1_000)
    return body, places


class TestProposals:
    def test_mix_both_by_percentage(self, app: Flask) -> None:
        with clock.frozen(MARCH), transaction():
            body, _ = district()
        # half of 1:2:3 and half of 3:0:1, of 2,400
        mixed = propose_targets(body.id, 2026, 2_400, Way(ShareBy.MIXED, mixed_percent=50))
        assert list(mixed.values()) == [200 + 900, 400, 600 + 300]

    def test_leave_what_is_pinned(self, app: Flask) -> None:
        with clock.frozen(MARCH), transaction():
            body, places = district()
        way = Way(pinned={places[1].id: 10})
        assert list(propose_targets(body.id, 2026, 50, way).values()) == [10, 10, 30]
        with pytest.raises(Invalid):
            propose_targets(body.id, 2026, 5, way)

    def test_cut_at_the_cap_and_give_the_rest_to_others(self) -> None:
        assert share_out(100, {1: 8, 2: 1, 3: 1}, Bounds(cap_won=50)) == {1: 50, 2: 25, 3: 25}
        with pytest.raises(Invalid):
            share_out(100, {1: 1, 2: 1}, Bounds(cap_won=49))

    def test_round_to_the_unit_and_lose_nothing(self) -> None:
        shared = share_out(10_007, {1: 1, 2: 1, 3: 2}, Bounds(unit_won=1_000))
        assert shared == {1: 3_000, 2: 2_000, 3: 5_007}


class TestSetTargets:
    def test_keeps_versions_and_tells_again_only_what_changed(self, app: Flask) -> None:
        with clock.frozen(MARCH):
            with transaction():
                body, places = district()
                ids = [place.id for place in places]
                set_targets(body.id, 2026, dict(zip(ids, (10, 20, 70), strict=True)), 100)
                assert send_targets(body.id, 2026) == 3
            changed = dict(zip(ids, (10, 30, 60), strict=True))
            with pytest.raises(Invalid) as refused, transaction():
                set_targets(body.id, 2026, changed, 100)
            assert "reason" in refused.value.fields
            with transaction():
                set_targets(body.id, 2026, changed, 100, reason="조직 개편")
            state = step_state(body.id, 2026, YearStep.TARGETS)
            assert not state.is_done
            assert state.events[-1].reason == "조직 개편"
            with transaction():
                assert send_targets(body.id, 2026) == 2
        assert [each.reason for each in target_history(body.id, 2026)] == ["조직 개편", ""]
        told = select(func.count()).select_from(Letter).filter_by(template="target_notified")
        assert db.session.scalar(told) == 5

    def test_after_telling_nothing_changed_is_no_version(self, app: Flask) -> None:
        with clock.frozen(MARCH):
            with transaction():
                body, places = district()
                set_targets(body.id, 2026, {places[0].id: 100}, 100)
                send_targets(body.id, 2026)
            with pytest.raises(TargetsNotSet), transaction():
                set_targets(body.id, 2026, {places[0].id: 100}, 100, reason="없음")
        assert len(target_history(body.id, 2026)) == 1

    def test_refuses_less_than_the_rule_requires(self, app: Flask) -> None:
        with clock.frozen(MARCH):
            with transaction():
                body, places = district()
                factories.quota_rule(body, fixed_won=1_000)
            with pytest.raises(TargetsDoNotAdd, match="1원 적습니다"), transaction():
                set_targets(body.id, 2026, {places[0].id: 999}, 999)
            with transaction():
                kept = set_targets(body.id, 2026, {places[0].id: 1_000}, 1_000)
        assert kept.required_won == 1_000

    def test_refuses_less_than_a_share_of_what_was_stated_to_be_spent(self, app: Flask) -> None:
        with clock.frozen(MARCH):
            with transaction() as session:
                body, places = district()
                basis = Basis.NEGOTIABLE_TOTAL
                factories.quota_rule(body, basis=basis, fixed_won=None, rate_basis_points=700)
                session.add_all(
                    Spending(
                        institution_id=body.id,
                        year=2026,
                        measure=SpendingMeasure.NEGOTIABLE,
                        kind=kind,
                        amount_won=10_000,
                    )
                    for kind in PurchaseKind
                )
            assert institution_standing(body.id, 2026).target_won == 2_100
            with pytest.raises(TargetsDoNotAdd), transaction():
                set_targets(body.id, 2026, {places[0].id: 2_099}, 2_099)
            with transaction():
                kept = set_targets(body.id, 2026, {places[0].id: 2_100}, 2_100)
        assert kept.required_won == 2_100


@given(
    whole=st.integers(0, 10**12),
    weights=st.lists(st.integers(0, 10**12), min_size=1, max_size=40).filter(any),
    floor=st.integers(0, 10**9),
    room=st.integers(0, 10**9),
    unit=st.sampled_from([1, 1_000, 10_000, 1_000_000]),
)
def test_shares_keep_floor_cap_and_unit_and_lose_nothing(
    whole: int, weights: list[int], floor: int, room: int, unit: int
) -> None:
    floor = min(floor, whole // unit // len(weights) * unit)
    floor -= floor % unit
    cap = (-(-whole // unit // len(weights)) + 1) * unit + unit + room
    shared = share_out(whole, dict(enumerate(weights)), Bounds(floor, cap, unit))
    assert sum(shared.values()) == whole
    assert all(floor <= won <= cap for won in shared.values())
    assert sum(1 for won in shared.values() if won % unit) <= 1


@given(whole=st.integers(0, 10**12), weights=st.lists(st.integers(0, 10**9), min_size=1))
def test_apportioning_is_within_one_of_the_exact_part(whole: int, weights: list[int]) -> None:
    parts = apportion(whole, dict(enumerate(weights)))
    assert sum(parts.values()) == whole
    total = sum(weights)
    if total:
        assert all(
            abs(parts[n] * total - whole * weight) < total for n, weight in enumerate(weights)
        )
