"""Rules and purchases as people write them into files."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from marketplace.core.importing import Row, RowRefused
from marketplace.procurement.models import (
    Basis,
    ContractMethod,
    CountsOn,
    PurchaseKind,
    PurchaseTier,
)
from marketplace.procurement.rules.purchase_files import read_purchase
from marketplace.procurement.rules.rule_files import RuleRefused, read_rule, terms_from

WORDS = {"인증사회적기업": "certified_social", "certified_social": "certified_social"}
GOOD: dict[str, Any] = {
    "basis": "total_purchases",
    "rate_percent": "11",
    "kinds": ["goods", "service"],
    "designations": ["인증사회적기업", "남동형"],
}


class TestReadRule:
    def test_json_and_toml_say_the_same(self, tmp_path: Path) -> None:
        as_json, as_toml = tmp_path / "rule.json", tmp_path / "rule.toml"
        as_json.write_text(json.dumps(GOOD), "utf-8")
        as_toml.write_text(
            'basis = "total_purchases"\nrate_percent = "11"\nkinds = ["goods", "service"]\n'
            'designations = ["인증사회적기업", "남동형"]\n',
            "utf-8",
        )
        assert read_rule(as_json, WORDS) == read_rule(as_toml, WORDS)

    def test_takes_names_for_codes_and_keeps_local_kinds(self) -> None:
        terms = terms_from(GOOD, WORDS)
        assert terms.counted_certifications == ("certified_social", "남동형")
        assert terms.parts[0].rate_basis_points == 1_100
        assert terms.rate_places == 2
        assert terms.counts_on is CountsOn.ACCEPTANCE

    def test_a_fixed_amount_needs_its_amount(self) -> None:
        fixed = {"basis": "fixed_amount", "target_won": 10, "designations": ["a"]}
        assert terms_from(fixed, WORDS).fixed_won == 10
        with pytest.raises(RuleRefused) as refused:
            terms_from({"basis": "fixed_amount", "designations": ["a"]}, WORDS)
        assert "target_won" in refused.value.fields

    @pytest.mark.parametrize(
        ("change", "key"),
        [
            ({"basis": "everything"}, "basis"),
            ({"rate_percent": "viel"}, "rate_percent"),
            ({"rate_percent": 7.125}, "rate_percent"),
            ({"rate_percent": 101}, "rate_percent"),
            ({"kinds": []}, "kinds"),
            ({"kinds": ["food"]}, "kinds"),
            ({"designations": []}, "designations"),
            ({"vat": "maybe"}, "vat"),
            ({"basis_won": -1}, "basis_won"),
            ({"basis_won": 1.5}, "basis_won"),
            ({"target_won": 5}, "target_won"),
            ({"ratio": 7}, "ratio"),
            ({"rate_places": 3}, "rate_places"),
            ({"parts": [{"kinds": ["goods"]}, {"kinds": ["goods"]}]}, "parts"),
        ],
    )
    def test_names_the_key_that_is_wrong(self, change: dict[str, Any], key: str) -> None:
        with pytest.raises(RuleRefused) as refused:
            terms_from({**GOOD, **change}, WORDS)
        assert key in refused.value.fields

    def test_a_file_that_is_no_rule_is_refused(self, tmp_path: Path) -> None:
        for text in ("{", "[]"):
            file = tmp_path / "rule.json"
            file.write_text(text)
            with pytest.raises(RuleRefused):
                read_rule(file, WORDS)

    def test_the_databases_own_names_are_understood(self) -> None:
        terms = terms_from(
            {"basis": "fixed_amount", "fixed_won": 5, "counted_certifications": ["a"]}, WORDS
        )
        assert (terms.basis, terms.fixed_won) == (Basis.FIXED_AMOUNT, 5)


def row(**cells: str) -> Row:
    usual = {
        "date": "2016-05-02",
        "department": "총무과",
        "seller": "가상기업",
        "designation": "인증사회적기업",
        "kind": "물품",
        "net_won": "1,000,000",
        "vat_won": "100000",
        "method": "수의계약",
    }
    return Row(2, {**usual, **cells})


class TestReadPurchase:
    def test_reads_korean_words_and_thousands(self) -> None:
        bought = read_purchase(row(), WORDS)
        assert bought.day == date(2016, 5, 2)
        assert (bought.kind, bought.method) == (
            PurchaseKind.GOODS,
            ContractMethod.NEGOTIATED_TWO_QUOTES,
        )
        assert (bought.net_won, bought.vat_won) == (1_000_000, 100_000)
        assert [each.kind for each in bought.designations] == ["certified_social"]

    def test_reads_several_designations_and_none(self) -> None:
        several = read_purchase(row(designation="인증사회적기업; 여성기업"), WORDS)
        assert [each.kind for each in several.designations] == ["certified_social", "여성기업"]
        assert read_purchase(row(designation="없음"), WORDS).designations == ()

    def test_a_designation_that_had_ended_does_not_hold(self) -> None:
        (ended,) = read_purchase(row(designation_expires_on="2016-04-30"), WORDS).designations
        assert not ended.holds_on(date(2016, 5, 2))

    def test_a_correction_takes_away(self) -> None:
        bought = read_purchase(row(net_won="-1000000", vat_won="-100000", tier="2차"), WORDS)
        assert (bought.net_won, bought.tier) == (-1_000_000, PurchaseTier.SECOND)

    @pytest.mark.parametrize(
        ("cell", "said"),
        [
            ("date", "2016-13-01"),
            ("date", ""),
            ("kind", "음식"),
            ("kind", ""),
            ("net_won", "백만"),
            ("net_won", ""),
            ("method", "몰래"),
            ("department", ""),
        ],
    )
    def test_names_the_cell_that_is_wrong(self, cell: str, said: str) -> None:
        with pytest.raises(RowRefused) as refused:
            read_purchase(row(**{cell: said}), WORDS)
        assert cell in {fault.column for fault in refused.value.faults}
