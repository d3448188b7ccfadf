"""Hints on contracts: the best any dated row gives, and never a yes for what is not known."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from marketplace.procurement.contracting import (
    Answer,
    Case,
    Hint,
    Question,
    hint,
    hints,
    read_limits,
)
from marketplace.procurement.models import InstitutionKind

DIRECT, ONE_QUOTE = Question.DIRECT_CONTRACT, Question.ONE_QUOTE
PLAIN = Case(
    body=InstitutionKind.DISTRICT,
    net_won=20_000_000,
    kinds_held=frozenset(),
    ratio_basis_points=None,
    bought_before_won=0,
    day=date(2026, 11, 20),
)


def ask(question: Question, **values: object) -> Hint:
    return hint(question, replace(PLAIN, **values), read_limits())  # type: ignore[arg-type]


class TestDirectContract:
    def test_is_open_to_anybody_up_to_20_million(self) -> None:
        assert ask(DIRECT).answer is Answer.POSSIBLE

    def test_is_not_known_above_that_for_a_firm_we_know_nothing_of(self) -> None:
        assert ask(DIRECT, net_won=20_000_001).answer is Answer.UNKNOWN

    @pytest.mark.parametrize("kind", ["cooperative", "social_venture", "fair_trade"])
    def test_an_ordinary_kind_is_never_said_to_be_eligible(self, kind: str) -> None:
        found = ask(DIRECT, net_won=50_000_000, kinds_held=frozenset({kind}))
        assert found.answer is Answer.UNKNOWN

    @pytest.mark.parametrize("kind", ["certified_social", "village", "self_support"])
    def test_a_listed_kind_needs_the_ratio_certificate(self, kind: str) -> None:
        case = {"net_won": 50_000_000, "kinds_held": frozenset({kind})}
        assert ask(DIRECT, **case).answer is Answer.CONDITIONAL
        assert ask(DIRECT, **case, ratio_basis_points=2_999).answer is Answer.CONDITIONAL
        assert ask(DIRECT, **case, ratio_basis_points=3_000).answer is Answer.POSSIBLE

    def test_a_womens_enterprise_needs_none(self) -> None:
        held = frozenset({"women"})
        assert ask(DIRECT, net_won=100_000_000, kinds_held=held).answer is Answer.POSSIBLE

    def test_competition_is_needed_above_every_limit(self) -> None:
        held = frozenset({"women", "certified_social"})
        found = ask(DIRECT, net_won=100_000_001, kinds_held=held, ratio_basis_points=9_000)
        assert found.answer is Answer.NOT_SO

    def test_a_facility_of_the_severely_disabled_has_no_stated_limit(self) -> None:
        held = frozenset({"severely_disabled_facility"})
        found = ask(DIRECT, net_won=900_000_000, kinds_held=held)
        assert found.answer is Answer.POSSIBLE
        assert found.row is not None
        assert found.row.up_to_won is None

    def test_says_when_the_years_sum_would_pass_the_limit(self) -> None:
        assert not ask(DIRECT, net_won=5_000_000).passes_limit_with_the_year
        assert ask(
            DIRECT, net_won=5_000_000, bought_before_won=16_000_000
        ).passes_limit_with_the_year


class TestOneQuote:
    def test_is_enough_up_to_20_million(self) -> None:
        assert ask(ONE_QUOTE).answer is Answer.POSSIBLE
        assert ask(ONE_QUOTE, net_won=20_000_001).answer is Answer.NOT_SO

    def test_is_enough_up_to_50_million_for_listed_kinds(self) -> None:
        held = frozenset({"disabled"})
        assert ask(ONE_QUOTE, net_won=50_000_000, kinds_held=held).answer is Answer.POSSIBLE
        assert ask(ONE_QUOTE, net_won=50_000_001, kinds_held=held).answer is Answer.NOT_SO

    def test_a_row_does_not_hold_before_its_day(self) -> None:
        held = frozenset({"disabled"})
        before = ask(ONE_QUOTE, net_won=30_000_000, kinds_held=held, day=date(2014, 11, 23))
        assert before.answer is Answer.NOT_SO


class TestRows:
    def test_bodies_under_other_law_are_told_so(self) -> None:
        police = replace(PLAIN, body=InstitutionKind.RELATED)
        assert {each.answer for each in hints(police)} == {Answer.OUTSIDE}

    def test_every_row_names_its_article_its_day_and_how_sure_we_are(self) -> None:
        for row in read_limits().rows:
            assert row.article.startswith("제")
            assert row.confidence in {"high", "medium", "low"}
            assert row.noted_on >= date(2026, 1, 1)
