"""`flask quota …`: bring published years in, and say how an institution stands."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import click
from flask.cli import AppGroup

from marketplace.cli.importing import import_options, import_rows, open_table
from marketplace.cli.quota_evaluating import evaluate_purchases
from marketplace.cli.quota_explaining import explain
from marketplace.cli.quota_importing import import_sheet
from marketplace.cli.quota_publishing import publish_year
from marketplace.cli.quota_verifying import verify
from marketplace.core import clock
from marketplace.core.errors import MarketplaceError
from marketplace.procurement.disclosure import DisclosedYear, disclosed_year
from marketplace.procurement.history import REQUIRED_COLUMNS, PublishedHistory, cited
from marketplace.procurement.institutions import find_institution, get_institution
from marketplace.procurement.models import Institution
from marketplace.procurement.publishing.rule_words import ABSENCES
from marketplace.procurement.standing import InstitutionStanding, institution_standing
from marketplace.procurement.year_facts import departments_facts, year_facts

quota_cli = AppGroup("quota", help="Mandatory-purchase quotas: history, standing, disclosure.")
for command in (verify, evaluate_purchases, explain, publish_year, import_sheet):
    quota_cli.add_command(command)


@quota_cli.command("import-history")
@import_options
@click.option("--institution", "slug", required=True, help="기관의 주소 이름 (예: seongbuk)")
@click.option("--create", "name", help="없으면 이 이름으로 기관을 만듭니다 (예: 성북구)")
def import_history(file: Path, slug: str, name: str | None, dry_run: bool, skip_bad: bool) -> None:
    """FILE의 공표된 연도별 실적을 가져옵니다.

    열: year, target_won, actual_won, printed_rate_percent. 빈칸은 적혀 있지 않음입니다.
    """
    table = open_table(file, REQUIRED_COLUMNS)
    if find_institution(slug) is None and not name:
        raise click.ClickException(
            f"'{slug}' 기관이 없습니다. --create 이름 을 붙이면 새로 만듭니다."
        )
    history = PublishedHistory(slug, cited(table.source, file.name), (name or "").strip())
    import_rows(
        table.rows,
        history.importer(),
        command="quota import-history",
        dry_run=dry_run,
        skip_bad=skip_bad,
    )


@quota_cli.command("status")
@click.option("--institution", "slug", required=True, help="기관의 주소 이름 (예: seongbuk)")
@click.option("--year", type=click.IntRange(2000, 2100), help="연도 (기본: 올해)")
@click.option("--json", "as_json", is_flag=True, help="기계가 읽을 JSON으로 답합니다.")
def status(slug: str, year: int | None, as_json: bool) -> None:
    """한 해의 목표, 실적, 비율과 부서별 현황을 보여 줍니다."""
    wanted = year or clock.today().year
    try:
        institution = get_institution(slug)
        disclosed = disclosed_year(institution.id, wanted)
    except MarketplaceError as error:
        raise click.ClickException(str(error.message)) from None
    standing = institution_standing(institution.id, wanted) if disclosed.is_live else None
    told = _facts(institution, disclosed, standing)
    click.echo(json.dumps(told, ensure_ascii=False, indent=2) if as_json else _told(told))


def _facts(
    institution: Institution, disclosed: DisclosedYear, standing: InstitutionStanding | None
) -> dict[str, Any]:
    late = standing.late_departments if standing else ()
    return {
        "institution": {"slug": institution.slug, "name": institution.name},
        **year_facts(disclosed),
        "pipeline_won": standing.pipeline_won if standing else None,
        "missing_won": standing.missing_won if standing else None,
        "late_departments": [each.department.name for each in late],
        "departments": departments_facts(standing),
    }


def _told(facts: dict[str, Any]) -> str:
    """The facts as a person reads them."""
    lines = [
        f"{facts['institution']['name']} {facts['year']}년",
        f"  목표   {_won(facts['target_won'])}",
        f"  실적   {_actual(facts)}",
        f"  비율   {_percent(facts['rate_percent'])}",
    ]
    if facts["coverage"]:
        over = facts["coverage"]
        lines.append(
            f"  측정   부서 {over['departments']}곳 가운데 {over['measured_departments']}곳"
            f" (뺀 기간의 구매 {_won(over['left_out_won'])})"
        )
    if facts["printed_rate"]:
        said = "계산값과 다름" if facts["rate_disagrees"] else "계산값과 같음"
        lines.append(f"  공표   {facts['printed_rate']}% ({said})")
    lines += [_department(each) for each in facts["departments"]]
    if facts["late_departments"]:
        lines.append("  마감이 늦은 부서: " + ", ".join(facts["late_departments"]))
    return "\n".join(lines)


def _actual(facts: dict[str, Any]) -> str:
    return ABSENCES[facts["absence"]] if facts["absence"] else _won(facts["actual_won"])


def _department(each: dict[str, Any]) -> str:
    """부서: 실적 / 목표 (비율), or the mark's word; with the months left out behind."""
    if each["absence"]:
        said = ABSENCES[each["absence"]]
    else:
        amounts = f"{_won(each['actual_won'])} / {_won(each['target_won'])}"
        said = f"{amounts} ({_percent(each['rate_percent'])})"
    months = [
        f"{one['month']}월 {ABSENCES[one['kind']]}" for one in each["left_out"] if one["month"]
    ]
    return f"  {each['name']}: {said}" + (f" [{', '.join(months)}]" if months else "")


def _won(amount: int | None) -> str:
    return "적혀 있지 않음" if amount is None else f"{amount:,}원"


def _percent(rate: str | None) -> str:
    return "–" if rate is None else f"{rate}%"
