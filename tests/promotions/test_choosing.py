"""What a coupon takes off a basket, alone and with others."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from marketplace.core import clock
from marketplace.promotions.baskets import BRAND, CATEGORY, ENTERPRISE, Basket, BasketLine
from marketplace.promotions.choosing import Offered, best_choice, make_plan, obstacle
from marketplace.promotions.models import Coupon, CouponScope, CouponStatus, DiscountKind

MAKER, BAKER = 1, 2
FOOD, LIVING = 11, 12


def line(option_id: int, won: int, maker: int = MAKER, category: int = LIVING) -> BasketLine:
    marks = frozenset({(ENTERPRISE, maker), (CATEGORY, category)})
    return BasketLine(option_id, f"물건{option_id}", maker, won, marks)


def basket(*lines: BasketLine, delivery_won: int = 3_000) -> Basket:
    return Basket(lines, delivery_won)


SOAP_AND_BREAD = basket(line(1, 6_500), line(2, 5_000, BAKER, FOOD))


def offer(n: int = 1, person_used: int = 0, **values: Any) -> Offered:
    scopes = values.pop("scopes", [])
    made = Coupon(
        **{
            "id": n,
            "code": f"C{n}",
            "name": f"쿠폰{n}",
            "kind": DiscountKind.WON,
            "amount": 1_000,
            "min_goods_won": 0,
            "starts_on": clock.today(),
            "ends_on": clock.today(),
            "status": CouponStatus.ACTIVE,
            "uses_per_person": 1,
            "used": 0,
            "is_combinable": False,
            **values,
        }
    )
    made.scopes = scopes
    return Offered(made, person_used)


class TestOne:
    def test_is_shared_out_over_the_lines_it_means(self) -> None:
        plan = make_plan(SOAP_AND_BREAD, [offer()])
        assert (plan.discount_won, plan.by_option) == (1_000, {1: 565, 2: 435})

    def test_a_percentage_drops_the_fraction_and_knows_its_cap(self) -> None:
        odd = basket(line(1, 333))
        assert make_plan(odd, [offer(kind=DiscountKind.PERCENT, amount=10)]).discount_won == 33
        capped = offer(kind=DiscountKind.PERCENT, amount=50, cap_won=2_000)
        assert make_plan(SOAP_AND_BREAD, [capped]).discount_won == 2_000

    def test_of_an_enterprise_takes_off_its_own_lines_only(self) -> None:
        plan = make_plan(SOAP_AND_BREAD, [offer(enterprise_id=BAKER, amount=9_000)])
        assert plan.by_option == {2: 5_000}

    def test_of_a_category_takes_off_that_category(self) -> None:
        scoped = offer(scopes=[CouponScope(category_id=FOOD), CouponScope(brand_id=7)])
        assert make_plan(SOAP_AND_BREAD, [scoped]).by_option == {2: 1_000}

    def test_of_a_brand_means_what_stands_under_it(self) -> None:
        under = BasketLine(3, "공동", MAKER, 9_000, frozenset({(BRAND, 7), (ENTERPRISE, MAKER)}))
        scoped = offer(scopes=[CouponScope(brand_id=7)])
        assert make_plan(basket(line(1, 6_500), under), [scoped]).by_option == {3: 1_000}

    @pytest.mark.parametrize(
        ("values", "said"),
        [
            ({"starts_on": clock.today() + timedelta(days=1)}, "아직"),
            ({"ends_on": clock.today() - timedelta(days=1)}, "기간이 끝났"),
            ({"status": CouponStatus.PAUSED}, "기간이 끝났"),
            ({"total_uses": 3, "used": 3}, "모두 쓰였"),
            ({"person_used": 1}, "이미 쓰셨"),
            ({"enterprise_id": 99}, "상품이 없어요"),
            ({"min_goods_won": 12_000}, "500원 더"),
        ],
    )
    def test_says_why_it_cannot_be_used(self, values: dict[str, Any], said: str) -> None:
        refused = obstacle(offer(**values), SOAP_AND_BREAD)
        assert refused is not None
        assert said in refused
        assert make_plan(SOAP_AND_BREAD, [offer(**values)]).applied == ()


class TestTogether:
    def test_those_that_stand_alone_are_dropped_beside_another(self) -> None:
        plan = make_plan(SOAP_AND_BREAD, [offer(1), offer(2, is_combinable=True)])
        assert [each.coupon.id for each in plan.applied] == [1]
        assert "함께" in plan.dropped["C2"]

    def test_an_enterprises_own_comes_before_the_centres(self) -> None:
        centre = offer(1, is_combinable=True, amount=5_000, scopes=[CouponScope(category_id=FOOD)])
        own = offer(2, is_combinable=True, amount=2_000, enterprise_id=BAKER)
        plan = make_plan(SOAP_AND_BREAD, [centre, own])
        assert [(each.coupon.id, each.amount_won) for each in plan.applied] == [
            (2, 2_000),
            (1, 3_000),
        ]
        assert plan.by_option == {2: 5_000}

    def test_no_more_than_three(self) -> None:
        many = [offer(n, is_combinable=True, amount=10) for n in range(1, 6)]
        plan = make_plan(SOAP_AND_BREAD, many)
        assert (len(plan.applied), sorted(plan.dropped)) == (3, ["C4", "C5"])

    def test_the_best_is_one_large_or_several_small(self) -> None:
        small = [offer(n, is_combinable=True, amount=700) for n in (2, 3)]
        assert best_choice(SOAP_AND_BREAD, [offer(1), *small]) == ["C2", "C3"]
        assert best_choice(SOAP_AND_BREAD, [offer(1, amount=2_000), *small]) == ["C1"]
        assert best_choice(SOAP_AND_BREAD, [offer(1, person_used=1)]) == []


class TestRest:
    """Either nothing is left to pay or 100 won at least."""

    def test_nothing_left_is_fine(self) -> None:
        plan = make_plan(basket(line(1, 900), delivery_won=0), [offer()])
        assert (plan.discount_won, plan.kept_won) == (900, 0)

    def test_one_to_99_won_are_left_on_as_100(self) -> None:
        plan = make_plan(basket(line(1, 1_050), delivery_won=0), [offer()])
        assert (plan.discount_won, plan.kept_won) == (950, 50)

    def test_points_give_way_first(self) -> None:
        plan = make_plan(basket(line(1, 5_000), delivery_won=0), [offer()], points_won=3_990)
        assert (plan.discount_won, plan.points_won, plan.kept_won) == (1_000, 3_900, 90)

    @given(
        lines=st.lists(st.integers(1, 3_000), min_size=1, max_size=6),
        off=st.lists(st.integers(1, 4_000), max_size=3),
        points=st.integers(0, 9_000),
        delivery=st.sampled_from([0, 60, 3_000]),
    )
    def test_always(self, lines: list[int], off: list[int], points: int, delivery: int) -> None:
        bought = basket(*(line(n, won) for n, won in enumerate(lines)), delivery_won=delivery)
        chosen = [offer(n + 1, amount=won, is_combinable=True) for n, won in enumerate(off)]
        plan = make_plan(bought, chosen, points)
        taken = plan.discount_won + plan.points_won
        whole = bought.goods_won + delivery
        assert sum(plan.by_option.values()) == taken <= bought.goods_won
        assert all(plan.by_option.get(each.option_id, 0) <= each.gross_won for each in bought.lines)
        assert not 0 < whole - taken < 100 or whole < 100
