"""`flask quota explain`: why one record counts or not, for each rule."""

from __future__ import annotations

import json
from typing import Any

import click
from flask.cli import with_appcontext

from marketplace.core.errors import MarketplaceError
from marketplace.procurement.counting import snapshot
from marketplace.procurement.rules.explaining import Explanation, explain_record

WORDS = {
    "counts": "인정",
    "no_certification": "인증 없음",
    "certification_lapsed": "인증 만료",
    "certification_unlisted": "기준에 없는 인증",
    "kind_not_counted": "기준에 없는 종류",
    "second_tier_beside": "2차 구매는 따로 집계",
    "other_year": "다른 해의 구매",
    "not_in_force": "그해에 시행 중인 기준을 모름",
    "company_size": "기업 규모를 모름",
    "technology_mark": "기술개발제품 여부를 모름",
    "green_mark": "녹색제품 여부를 모름",
}


@click.command("explain")
@click.option("--record", "record_id", required=True, type=int, help="구매 기록 번호")
@click.option("--json", "as_json", is_flag=True, help="기계가 읽을 JSON으로 답합니다.")
@with_appcontext
def explain(record_id: int, as_json: bool) -> None:
    """구매 기록 하나가 기준마다 왜 인정되거나 인정되지 않는지 보여 줍니다."""
    try:
        told = _facts(explain_record(record_id))
    except MarketplaceError as error:
        raise click.ClickException(str(error.message)) from None
    click.echo(json.dumps(told, ensure_ascii=False, indent=2) if as_json else _sentences(told))


def _facts(explanation: Explanation) -> dict[str, Any]:
    record = explanation.record
    return {
        "record": record.id,
        "counted_on": record.counted_on.isoformat(),
        "booked_in": f"{record.year}-{record.month:02}",
        "seller": record.seller_name,
        "item": record.item,
        "gross_won": record.gross_won,
        "counted_won": record.counted_won,
        "reverses": record.reverses_id,
        "taken_back_by": explanation.taken_back_by,
        "judgements": [
            {
                "rule": each.rule,
                "outcome": each.outcome,
                "counted_won": each.counted_won,
                "designation": snapshot(each.designation) or None,
                "was_applied": each.was_applied,
            }
            for each in explanation.judgements
        ],
    }


def _sentences(told: dict[str, Any]) -> str:
    lines = [
        f"기록 {told['record']}: {told['counted_on']} {told['seller']} {told['item']} "
        f"{told['gross_won']:,}원, {told['booked_in']} 실적 {told['counted_won']:,}원"
    ]
    if told["taken_back_by"]:
        lines.append(f"  기록 {told['taken_back_by']}에서 정정했습니다.")
    for each in told["judgements"]:
        mark = " (적용한 기준)" if each["was_applied"] else ""
        named = each["designation"]["name"] if each["designation"] else ""
        said = WORDS.get(each["outcome"], each["outcome"])
        lines.append(f"  {each['rule']}{mark}: {said} {each['counted_won']:,}원 {named}".rstrip())
    return "\n".join(lines)
