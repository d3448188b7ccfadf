"""Charts: geometry that fits its frame, and figures that are told as they are."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from marketplace.web.chart_geometry import axis_steps
from marketplace.web.charts import Chart, grouped_bars

YEARS = ["2011", "2012", "2013"]


def disclosed() -> Chart:
    return grouped_bars(
        "의무구매 실적",
        "억원",
        YEARS,
        [("목표", [None, 12, 20]), ("실적", [Decimal("5.9"), 10, Decimal("21.7")])],
        label_heading="연도",
        marked=["2012"],
        mark_label="공표한 값과 다름",
    )


class TestGroupedBars:
    def test_draws_no_bar_for_what_nobody_measured(self) -> None:
        titles = [bar.title for bar in disclosed().wide.bars]
        assert titles[0] == "2011 실적 5.9"
        assert len(titles) == 5

    def test_says_a_dash_in_the_table_instead(self) -> None:
        row = disclosed().rows[0]
        assert (row.label, row.cells, row.marked) == ("2011", ("–", "5.9"), False)

    def test_points_out_the_marked_label_in_drawing_and_table(self) -> None:
        chart = disclosed()
        assert [mark.text for mark in chart.wide.marks] == ["2012"]
        assert [row.label for row in chart.rows if row.marked] == ["2012"]
        assert chart.mark_label == "공표한 값과 다름"

    def test_has_no_mark_in_the_legend_when_nothing_is_marked(self) -> None:
        chart = grouped_bars("t", "", ["a"], [("s", [1])], marked=["b"], mark_label="why")
        assert chart.mark_label == ""

    def test_heights_keep_the_proportion_of_the_values(self) -> None:
        heights = {bar.title: bar.height for bar in disclosed().wide.bars}
        ratio = heights["2013 목표 20"] / heights["2012 실적 10"]
        assert abs(ratio - 2) < Decimal("0.01")

    def test_bars_of_a_group_do_not_overlap(self) -> None:
        bars = [bar for bar in disclosed().narrow.bars if bar.title.startswith("2013")]
        assert bars[0].x + bars[0].width <= bars[1].x

    def test_leaves_out_labels_that_would_touch_but_never_the_last(self) -> None:
        years = [str(year) for year in range(2000, 2025)]
        chart = grouped_bars("t", "", years, [("s", [1] * 25)])
        shown = [label.text for label in chart.narrow.labels]
        assert len(shown) < 25
        assert shown[-1] == "2024"

    def test_sums_up_the_span_and_the_last_year_for_those_who_hear_it(self) -> None:
        assert disclosed().summary == "2011–2013. 2013: 목표 20, 실적 21.7"

    def test_rejects_a_series_of_another_length(self) -> None:
        with pytest.raises(ValueError, match="2 values for 3 labels"):
            grouped_bars("t", "", YEARS, [("s", [1, 2])])

    def test_rejects_negative_values(self) -> None:
        with pytest.raises(ValueError, match="negative"):
            grouped_bars("t", "", ["a"], [("s", [-1])])

    def test_draws_an_empty_chart_without_bars(self) -> None:
        chart = grouped_bars("t", "", [], [("s", [])])
        assert chart.wide.bars == ()
        assert chart.rows == ()

    @given(st.lists(st.integers(0, 10**13), min_size=1, max_size=30))
    def test_every_bar_stays_inside_its_drawing(self, values: list[int]) -> None:
        chart = grouped_bars("t", "", [str(v) for v in range(len(values))], [("s", values)])
        for plot in (chart.wide, chart.narrow):
            for bar in plot.bars:
                assert plot.left <= bar.x
                assert bar.x + bar.width <= plot.right
                assert bar.y >= 0
                assert bar.y + bar.height <= plot.height


class TestAxisSteps:
    @pytest.mark.parametrize(
        ("largest", "steps"),
        [
            (0, ["0", "0.25", "0.5", "0.75", "1"]),
            (Decimal("50"), ["0", "20", "40", "60"]),
            (120, ["0", "50", "100", "150"]),
            (374_170, ["0", "100000", "200000", "300000", "400000"]),
        ],
    )
    def test_are_round_and_reach_the_largest(self, largest: int, steps: list[str]) -> None:
        assert [str(step) for step in axis_steps(largest)] == steps

    @given(st.integers(1, 10**15))
    def test_are_few_and_enough(self, largest: int) -> None:
        steps = axis_steps(largest)
        assert steps[0] == 0
        assert steps[-1] >= largest
        assert 2 <= len(steps) <= 6
