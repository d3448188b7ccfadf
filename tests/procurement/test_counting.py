"""Counting: one pure decision; what is not known to count does not."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from marketplace.procurement.counting import (
    Designation,
    assess,
    counting_day,
    restored,
    snapshot,
)
from marketplace.procurement.models import CountsOn, NotCountedReason, PurchaseKind

DAY = date(2026, 3, 5)


@dataclass(frozen=True)
class Rule:
    counted_kinds: tuple[str, ...] = ("goods", "service")
    counted_certifications: tuple[str, ...] = ("certified_social", "village")
    vat_included: bool = True


SOCIAL = Designation(
    "certified_social", "인증사회적기업", "제2024-001호", date(2024, 3, 6), date(2026, 3, 5)
)
days = st.dates(date(2020, 1, 1), date(2030, 12, 31))


def judge(*held: Designation, rule: Rule | None = Rule(), kind: str = "goods", day: date = DAY):  # type: ignore[no-untyped-def]
    return assess(rule, PurchaseKind(kind), held, day, 10_000, 1_000)


class TestAssess:
    def test_counts_with_vat_on_the_last_valid_day(self) -> None:
        found = judge(SOCIAL)
        assert (found.counts, found.counted_won, found.certification) == (True, 11_000, SOCIAL)

    def test_counts_without_vat_where_the_rule_says_so(self) -> None:
        assert judge(SOCIAL, rule=Rule(vat_included=False)).counted_won == 10_000

    def test_does_not_count_the_day_after_and_names_what_lapsed(self) -> None:
        found = judge(SOCIAL, day=DAY + timedelta(days=1))
        assert found.reason is NotCountedReason.CERTIFICATION_LAPSED
        assert (found.counted_won, found.certification) == (0, SOCIAL)

    def test_does_not_count_before_it_was_issued(self) -> None:
        found = judge(SOCIAL, day=date(2024, 3, 5))
        assert found.reason is NotCountedReason.NO_CERTIFICATION

    def test_does_not_count_from_the_day_it_was_revoked(self) -> None:
        revoked = replace(SOCIAL, revoked_on=date(2026, 2, 1))
        assert judge(revoked, day=date(2026, 1, 31)).counts
        assert judge(revoked, day=date(2026, 2, 1)).reason is (
            NotCountedReason.CERTIFICATION_LAPSED
        )

    def test_a_kind_the_rule_does_not_list_is_no_reason_to_count(self) -> None:
        venture = replace(SOCIAL, kind="social_venture", expires_on=None)
        found = judge(venture)
        assert found.reason is NotCountedReason.CERTIFICATION_UNLISTED
        assert found.certification == venture

    def test_a_lapsed_listed_one_is_told_rather_than_a_held_unlisted_one(self) -> None:
        venture = replace(SOCIAL, kind="social_venture", expires_on=None)
        lapsed = replace(SOCIAL, expires_on=date(2025, 1, 1))
        assert judge(venture, lapsed).reason is NotCountedReason.CERTIFICATION_LAPSED

    def test_a_seller_without_any_does_not_count(self) -> None:
        assert judge().reason is NotCountedReason.NO_CERTIFICATION

    def test_works_do_not_count_where_the_rule_has_goods_and_services(self) -> None:
        assert judge(SOCIAL, kind="works").reason is NotCountedReason.KIND_NOT_COUNTED

    def test_nothing_counts_without_a_rule(self) -> None:
        assert judge(SOCIAL, rule=None).reason is NotCountedReason.NO_RULE

    def test_of_two_that_hold_the_longer_one_is_named(self) -> None:
        longer = replace(SOCIAL, kind="village", name="마을기업", expires_on=None)
        assert judge(SOCIAL, longer).certification == longer
        assert judge(longer, SOCIAL).certification == longer

    @given(issued=days, length=st.integers(0, 2000), day=days)
    def test_counts_exactly_while_it_holds(self, issued: date, length: int, day: date) -> None:
        held = replace(SOCIAL, issued_on=issued, expires_on=issued + timedelta(days=length))
        found = judge(held, day=day)
        assert found.counts is (issued <= day <= issued + timedelta(days=length))
        assert found.counted_won == (11_000 if found.counts else 0)

    @given(st.permutations([SOCIAL, replace(SOCIAL, kind="village"), replace(SOCIAL, number="2")]))
    def test_the_order_of_designations_does_not_matter(self, held: list[Designation]) -> None:
        found = judge(*held)
        assert found.counts
        assert found.certification is not None
        assert found.certification.kind == "village"


class TestCountingDay:
    @pytest.mark.parametrize(
        ("counts_on", "day"),
        [(CountsOn.ORDER, 1), (CountsOn.ACCEPTANCE, 2), (CountsOn.PAYMENT, 3)],
    )
    def test_is_the_day_the_rule_names(self, counts_on: CountsOn, day: int) -> None:
        march = [date(2026, 3, each) for each in (1, 2, 3)]
        assert counting_day(lambda _: counts_on, *march) == date(2026, 3, day)

    def test_has_not_come_while_unpaid(self) -> None:
        assert counting_day(lambda _: CountsOn.PAYMENT, DAY, DAY, None) is None

    @pytest.mark.parametrize(
        ("before", "after", "day"),
        [
            (CountsOn.PAYMENT, CountsOn.ACCEPTANCE, date(2027, 1, 8)),
            (CountsOn.PAYMENT, CountsOn.ORDER, date(2027, 1, 8)),
            (CountsOn.ACCEPTANCE, CountsOn.PAYMENT, date(2026, 12, 20)),
            (CountsOn.ORDER, CountsOn.PAYMENT, date(2026, 12, 1)),
        ],
    )
    def test_a_purchase_under_way_at_new_year_counts_once(
        self, before: CountsOn, after: CountsOn, day: date
    ) -> None:
        steps = (date(2026, 12, 1), date(2026, 12, 20), date(2027, 1, 8))
        found = counting_day(lambda on: before if on.year == 2026 else after, *steps)
        assert found == day

    @given(
        rules=st.lists(st.sampled_from(CountsOn), min_size=4, max_size=4),
        gaps=st.lists(st.integers(0, 200), min_size=3, max_size=3),
    )
    def test_whatever_the_rules_a_paid_purchase_has_one_day_and_keeps_it(
        self, rules: list[CountsOn], gaps: list[int]
    ) -> None:
        ordered = date(2026, 6, 1) + timedelta(days=gaps[0])
        accepted = ordered + timedelta(days=gaps[1])
        paid = accepted + timedelta(days=gaps[2])

        def counts_on(day: date) -> CountsOn:
            return rules[day.toordinal() // 180 % 4]

        found = counting_day(counts_on, ordered, accepted, paid)
        assert found in {ordered, accepted, paid}
        # What was decided when it was accepted is not decided again when it is paid.
        assert counting_day(counts_on, ordered, accepted, None) in {found, None}


class TestSnapshot:
    @pytest.mark.parametrize(
        "held",
        [
            SOCIAL,
            replace(SOCIAL, expires_on=None),
            replace(SOCIAL, revoked_on=DAY, is_stated=True),
        ],
    )
    def test_keeps_all_of_a_designation(self, held: Designation) -> None:
        assert restored(snapshot(held)) == held

    def test_of_nothing_is_empty(self) -> None:
        assert snapshot(None) == {}
        assert restored({}) is None
