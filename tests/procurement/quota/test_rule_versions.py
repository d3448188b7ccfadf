"""A rule changes by versions; records are explained by each of them."""

from __future__ import annotations

import json
from datetime import date

import pytest
from flask import Flask
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from marketplace.core.database import transaction
from marketplace.core.errors import Invalid
from marketplace.procurement.errors import RecordNotFound
from marketplace.procurement.models import Basis, Department, NotCountedReason, PurchaseRecord
from marketplace.procurement.rules.evaluating import evaluate
from marketplace.procurement.rules.explaining import explain_record
from marketplace.procurement.rules.finding import find_rule
from marketplace.procurement.rules.ledger_purchases import ledger_purchases
from marketplace.procurement.rules.terms import ALL_KINDS, Part, RuleTerms, terms_of
from marketplace.procurement.rules.versions import RuleChange, list_versions, write_rule
from tests.procurement.quota.ledger import SOCIAL, bought, uncounted
from tests.support import factories

COOPERATIVE = {**SOCIAL, "kind": "cooperative", "name": "협동조합"}
FIRST_DAY, JULY = date(2026, 1, 1), date(2026, 7, 1)


def terms(*who: str) -> RuleTerms:
    return RuleTerms(Basis.FIXED_AMOUNT, ALL_KINDS, who, fixed_won=10_000_000)


def two_versions() -> tuple[Department, list[PurchaseRecord]]:
    """From July co-operatives count too; a purchase of each kind from before and after."""
    place = factories.department()
    body = place.institution_id
    first = write_rule(body, 2026, RuleChange(terms("certified_social"), FIRST_DAY))
    wider = terms("certified_social", "cooperative")
    write_rule(body, 2026, RuleChange(wider, JULY, reason="조례 개정"))
    unlisted = NotCountedReason.CERTIFICATION_UNLISTED
    return place, [
        bought(place, date(2026, 3, 2), 1_100_000, designations=[SOCIAL], rule_id=first.id),
        uncounted(
            place,
            date(2026, 3, 3),
            2_200_000,
            not_counted_reason=unlisted,
            certification=COOPERATIVE,
            designations=[COOPERATIVE],
            rule_id=first.id,
        ),
    ]


class TestWriteRule:
    def test_a_change_keeps_the_version_before_it(self, app: Flask) -> None:
        with transaction():
            place, _ = two_versions()
        body = place.institution_id
        assert [rule.version for rule in list_versions(body, 2026)] == [1, 2]
        before, after = (find_rule(body, 2026, day) for day in (date(2026, 6, 30), JULY))
        assert (before.version, after.version) == (1, 2)  # type: ignore[union-attr]

    def test_a_change_needs_a_reason_and_a_day_of_its_year(self, app: Flask) -> None:
        with transaction():
            place, _ = two_versions()
        with pytest.raises(Invalid) as refused, transaction():
            write_rule(place.institution_id, 2026, RuleChange(terms("a"), date(2025, 1, 1)))
        assert set(refused.value.fields) == {"reason", "effective_on"}

    @pytest.mark.parametrize(
        "parts",
        [
            (Part(ALL_KINDS, 1_000, 700),),
            (Part(ALL_KINDS, None, None),),
            (Part(("goods",), 500, 500), Part(("works",), None, 300)),
        ],
    )
    def test_reads_back_what_was_written(self, app: Flask, parts: tuple[Part, ...]) -> None:
        written = RuleTerms(Basis.TOTAL_PURCHASES, ALL_KINDS, ("women",), parts=parts, year=2026)
        with transaction():
            rule = write_rule(factories.institution().id, 2026, RuleChange(written, FIRST_DAY))
        assert terms_of(rule) == written


class TestBothResults:
    def test_the_newest_version_judges_the_same_records_again(self, app: Flask) -> None:
        with transaction():
            place, _ = two_versions()
        first, second = list_versions(place.institution_id, 2026)
        results = [
            evaluate(
                terms_of(rule), ledger_purchases(place.institution_id, 2026), are_all=False
            ).measured
            for rule in (first, second)
        ]
        assert [each.counted_won for each in results] == [1_100_000, 3_300_000]
        assert [str(each.rate_percent) for each in results] == ["11.0", "33.0"]


class TestExplain:
    def test_says_for_each_rule_why(self, app: Flask) -> None:
        with transaction():
            _, (_, cooperative) = two_versions()
        told = {each.rule: each for each in explain_record(cooperative.id).judgements}
        assert told["rule 2026/1"].outcome == "certification_unlisted"
        assert told["rule 2026/1"].was_applied
        assert (told["rule 2026/2"].outcome, told["rule 2026/2"].counted_won) == (
            "counts",
            2_200_000,
        )
        assert told["sme"].outcome == "company_size"
        assert told["women"].outcome == "certification_unlisted"

    def test_the_command_tells_it(self, app: Flask) -> None:
        with transaction():
            _, (social, _) = two_versions()
        explain = ["quota", "explain", "--record"]
        run = app.test_cli_runner().invoke
        told = json.loads(run(args=[*explain, str(social.id), "--json"]).output)
        assert told["judgements"][0]["outcome"] == "counts"
        assert "인정 1,100,000원" in run(args=[*explain, str(social.id)]).output
        assert run(args=[*explain, "999999"]).exit_code == 1

    def test_an_unknown_record_is_not_found(self, app: Flask) -> None:
        with pytest.raises(RecordNotFound):
            explain_record(999_999)


@given(rows=st.lists(st.tuples(st.integers(1, 10**9), st.booleans()), max_size=8))
@settings(
    max_examples=8, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
def test_the_ledger_judged_again_by_its_own_rule_gives_what_was_booked(
    app: Flask, rows: list[tuple[int, bool]]
) -> None:
    with transaction():
        place = factories.department()
        rule = write_rule(
            place.institution_id, 2026, RuleChange(terms("certified_social"), FIRST_DAY)
        )
        for won, counts in rows:
            add = bought if counts else uncounted
            add(place, date(2026, 5, 5), won, designations=[SOCIAL] if counts else [])
    again = evaluate(terms_of(rule), ledger_purchases(place.institution_id, 2026), are_all=False)
    assert again.measured.counted_won == sum(won for won, counts in rows if counts)
