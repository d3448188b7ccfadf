"""`flask quota evaluate`: what a rule makes of a table of purchases."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import click
from flask.cli import with_appcontext
from rich.console import Console

from marketplace.cli.importing import open_table, show
from marketplace.core.importing import ImportReport, Outcome, Row, RowRefused, RowReport
from marketplace.enterprises.kinds import kind_codes_by_word
from marketplace.procurement.rules.evaluating import evaluate
from marketplace.procurement.rules.facts import evaluation_facts, regime_facts
from marketplace.procurement.rules.purchase_files import REQUIRED_COLUMNS, read_purchase
from marketplace.procurement.rules.purchases import Purchase
from marketplace.procurement.rules.regimes import judge_regimes
from marketplace.procurement.rules.rule_files import RuleRefused, read_rule

EXISTING = click.Path(exists=True, dir_okay=False, path_type=Path)


@click.command("evaluate")
@click.option("--purchases", required=True, type=EXISTING, help="구매 내역 CSV")
@click.option("--rule", "rule_file", required=True, type=EXISTING, help="규칙 파일(JSON, TOML)")
@click.option("--regimes", is_flag=True, help="법정 우선구매 제도도 나란히 평가합니다.")
@click.option("--skip-bad", is_flag=True, help="잘못된 행은 건너뛰고 나머지를 평가합니다.")
@click.option("--json", "as_json", is_flag=True, help="기계가 읽을 JSON으로 답합니다.")
@with_appcontext
def evaluate_purchases(
    purchases: Path, rule_file: Path, regimes: bool, skip_bad: bool, as_json: bool
) -> None:
    """구매 내역을 규칙에 비추어 목표, 인정 실적, 비율을 계산합니다.

    구매 내역의 열: date, department, seller, designation, kind, net_won, vat_won, method.
    규칙 파일은 docs/quota-rules.md에 적힌 대로 씁니다.
    """
    words = kind_codes_by_word()
    try:
        terms = read_rule(rule_file, words)
    except RuleRefused as refused:
        raise click.ClickException(str(refused.message)) from None
    rows = _read(open_table(purchases, REQUIRED_COLUMNS).rows, words, skip_bad)
    told = evaluation_facts(evaluate(terms, rows))
    if regimes and terms.year is not None:
        told["regimes"] = regime_facts(judge_regimes(rows, terms.year, are_all=True))
    click.echo(json.dumps(told, ensure_ascii=False, indent=2) if as_json else _sentences(told))


def _read(rows: list[Row], words: dict[str, str], skip_bad: bool) -> list[Purchase]:
    """The purchases; bad rows are told one by one and end the command unless skipped."""
    read: list[Purchase] = []
    refused: list[RowReport] = []
    for row in rows:
        try:
            read.append(read_purchase(row, words))
        except RowRefused as fault:
            refused.append(RowReport(row.number, Outcome.REFUSED, fault.faults))
    if refused:
        show(ImportReport(refused), Console(stderr=True), dry_run=True)
    if refused and not skip_bad:
        raise click.exceptions.Exit(1)
    return read


def _sentences(told: dict[str, Any]) -> str:
    lines = [
        f"기준액 {_won(told['basis_won'])} · 목표 {_won(told['target_won'])} · "
        f"인정 {_won(told['counted_won'])} · 비율 {told['rate_percent'] or '–'}%"
    ]
    lines += [
        f"  {each['department']}: 인정 {_won(each['counted_won'])} ({each['rate_percent'] or '–'}%)"
        for each in told["by_department"]
    ]
    lines += [f"  {each['row']}행 미인정: {each['reason']}" for each in told["not_counted"]]
    lines += [f"  적혀 있지 않아 계산할 수 없음: {each}" for each in told["missing"]]
    return "\n".join(lines)


def _won(amount: int | None) -> str:
    return "알 수 없음" if amount is None else f"{amount:,}원"
