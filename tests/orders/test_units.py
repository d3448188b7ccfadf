"""However a line is taken apart, its portions are what was paid, to the won."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from marketplace.orders.models import OrderLine


def line(quantity: int, unit_won: int, reduced_won: int) -> OrderLine:
    return OrderLine(
        quantity=quantity,
        unit_price_won=unit_won,
        gross_won=quantity * unit_won,
        reduced_won=reduced_won,
        cancelled_quantity=0,
        cancelled_won=0,
        claimed_quantity=0,
        claimed_won=0,
        returned_quantity=0,
        returned_won=0,
    )


@st.composite
def lines_and_takings(draw: st.DrawFn) -> tuple[OrderLine, list[tuple[int, str, bool]]]:
    quantity = draw(st.integers(1, 60))
    unit_won = draw(st.integers(1, 300_000))
    bought = line(quantity, unit_won, draw(st.integers(0, quantity * unit_won)))
    takings = st.tuples(
        st.integers(1, quantity), st.sampled_from(["cancelled", "claimed"]), st.booleans()
    )
    return bought, draw(st.lists(takings, max_size=40))


@given(lines_and_takings())
def test_portions_never_exceed_what_was_paid(
    drawn: tuple[OrderLine, list[tuple[int, str, bool]]],
) -> None:
    """Taken off, asked back, let go again, in any order."""
    bought, takings = drawn
    claims: list[tuple[int, int]] = []
    for units, way, let_go in takings:
        if let_go and claims:
            back, won = claims.pop()
            bought.claimed_quantity -= back
            bought.claimed_won -= won
        if units > bought.left_quantity:
            with pytest.raises(ValueError, match="units"):
                bought.worth_won(units)
            continue
        worth = bought.worth_won(units)
        assert 0 <= worth <= bought.left_won
        setattr(bought, f"{way}_quantity", getattr(bought, f"{way}_quantity") + units)
        setattr(bought, f"{way}_won", getattr(bought, f"{way}_won") + worth)
        if way == "claimed":
            claims.append((units, worth))
    assert bought.left_won >= 0
    rest = bought.worth_won(bought.left_quantity)
    assert bought.cancelled_won + bought.claimed_won + rest == bought.paid_won


@given(st.integers(1, 60), st.integers(1, 300_000), st.data())
def test_one_by_one_is_the_whole(quantity: int, unit_won: int, data: st.DataObject) -> None:
    bought = line(quantity, unit_won, data.draw(st.integers(0, quantity * unit_won)))
    given_back = []
    for _ in range(quantity):
        given_back.append(bought.worth_won(1))
        bought.returned_quantity += 1
        bought.returned_won += given_back[-1]
    assert sum(given_back) == bought.paid_won
    assert max(given_back) - min(given_back) <= 1
