"""`flask quota import`: a sheet as it is, into the ledger."""

from __future__ import annotations

import json
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import click
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn
from rich.table import Table as Grid

from marketplace.audit.service import Actor, acting_as
from marketplace.cli.quota_printed import keep_totals, printed_line
from marketplace.core.database import transaction
from marketplace.core.errors import Invalid, MarketplaceError
from marketplace.core.grids import MAX_FILE_BYTES, TOO_LARGE
from marketplace.procurement.institutions import get_institution
from marketplace.procurement.models import ImportState
from marketplace.procurement.sheets.departments import read_departments
from marketplace.procurement.sheets.examining import Examination, examine, open_sheet, read_rows
from marketplace.procurement.sheets.facts import machine_facts
from marketplace.procurement.sheets.files import prepare_sheet_file
from marketplace.procurement.sheets.judging import Choices, RowFate, Scope
from marketplace.procurement.sheets.mapping import Mapping
from marketplace.procurement.sheets.mappings import keep_mapping, mapping_for
from marketplace.procurement.sheets.recording import open_import, record_sheet
from marketplace.procurement.sheets.values import UNITS

MOST_SHOWN = 100
UNIT_WORDS = {word if word == "원" else f"{word}원": won for word, won in UNITS.items()}


@click.command("import")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--institution", "slug", required=True, help="기관의 주소 이름 (예: seongbuk)")
@click.option("--mapping", "name", default="", help="열 연결의 이름. 없으면 만들어 기억합니다.")
@click.option("--department", "place", default="", help="한 부서의 시트이면 부서 이름이나 코드")
@click.option("--unit", type=click.Choice([*UNIT_WORDS]), help="시트의 단위를 대신하는 단위")
@click.option("--year", type=click.IntRange(2000, 2100), help="연도가 없는 날짜의 연도")
@click.option("--late-reason", default="", help="마감된 달의 행을 열린 달에 기록하는 사유")
@click.option("--distinct", is_flag=True, help="비슷한 구매도 다른 구매로 보고 기록합니다.")
@click.option("--dry-run", is_flag=True, help="검사만 하고 아무것도 바꾸지 않습니다.")
@click.option("--skip-bad", is_flag=True, help="잘못된 행은 건너뛰고 나머지를 기록합니다.")
@click.option("--keep-printed", is_flag=True, help="시트에 적힌 합계를 공표한 수치로 남깁니다.")
@click.option(
    "--replace-printed", is_flag=True, help="다른 출처의 공표 수치도 시트의 값으로 바꿉니다."
)
@click.option("--json", "as_json", is_flag=True, help="기계가 읽을 JSON으로 답합니다.")
def import_sheet(  # noqa: PLR0913, PLR0917 - options of a command
    file: Path,
    slug: str,
    name: str,
    place: str,
    unit: str | None,
    year: int | None,
    late_reason: str,
    distinct: bool,
    dry_run: bool,
    skip_bad: bool,
    keep_printed: bool,
    replace_printed: bool,
    as_json: bool,
) -> None:
    """FILE(.xlsx, .csv)의 구매를 표 그대로 읽어 구매실적에 기록합니다.

    머리글, 단위, 합계를 찾아 알리고, 한 행이라도 잘못되면 아무것도 기록하지 않습니다.
    """
    choices = Choices(late_reason.strip(), all_distinct=distinct, skip_bad=skip_bad)
    printed = _Printed(keep_printed or replace_printed, replace_printed)
    wishes = _Wishes(name.strip(), unit, year, dry_run, as_json, printed)
    try:
        scope = _scope(slug, place)
        with acting_as(Actor(None, "cli:quota import")):
            told, done = _run(file, scope, choices, wishes)
    except MarketplaceError as error:
        raise click.ClickException(_said(error)) from None
    if as_json:
        click.echo(json.dumps(told, ensure_ascii=False, indent=2))
    else:
        _show(told, done, dry_run)
    if done.refused and not skip_bad:
        raise click.exceptions.Exit(1)


@dataclass(frozen=True, slots=True)
class _Printed:
    """Whether the sheet's own totals are kept, and whether over another document's."""

    keeps: bool = False
    replaces: bool = False


@dataclass(frozen=True, slots=True)
class _Wishes:
    """What the command says beside the sheet."""

    name: str
    unit: str | None
    year: int | None
    dry_run: bool
    is_quiet: bool
    printed: _Printed

    def on(self, mapping: Mapping) -> Mapping:
        """A mapping with the unit and the year of the command in place of the sheet's."""
        unit_won = UNIT_WORDS[self.unit] if self.unit else mapping.unit_won
        return replace(mapping, unit_won=unit_won, year=self.year or mapping.year)


def _scope(slug: str, place: str) -> Scope:
    institution = get_institution(slug)
    if not place:
        return Scope(institution.id)
    department_id = read_departments(institution.id).find(place)
    if department_id is None:
        raise click.ClickException(f"'{place}' 부서가 없습니다.")
    return Scope(institution.id, department_id)


def _run(
    file: Path, scope: Scope, choices: Choices, wishes: _Wishes
) -> tuple[dict[str, Any], Examination]:
    if file.stat().st_size > MAX_FILE_BYTES:
        raise click.ClickException(str(TOO_LARGE))
    data = file.read_bytes()
    sheet = open_sheet(data, file.name)
    proposed, _ = mapping_for(scope.institution_id, sheet.first, wishes.name)
    mapping = wishes.on(proposed)
    columns = (TextColumn("읽는 중"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
    console = Console(stderr=True, quiet=wishes.is_quiet)
    with Progress(*columns, console=console, transient=True) as progress:
        task = progress.add_task("", total=sheet.row_count)
        rows = read_rows(sheet, mapping, lambda: progress.advance(task))
    if wishes.dry_run:
        done = examine(scope, sheet, mapping, rows, choices)
        return machine_facts(done, recorded=0, applied=False), done
    checked = prepare_sheet_file(data, file.name)
    first = examine(scope, sheet, mapping, rows, choices)
    if first.refused and not choices.skip_bad:
        return machine_facts(first, recorded=0, applied=False), first
    with transaction():
        made = open_import(scope, checked)
        made.state, made.mapping_name = ImportState.RECORDING, wishes.name
        made.rows_total = made.rows_done = len(rows)
        done = record_sheet(made, sheet, mapping, rows, choices)
        applied = made.state is ImportState.RECORDED
        if applied and wishes.name:
            keep_mapping(scope.institution_id, wishes.name, sheet.first, mapping)
        told = machine_facts(
            done, recorded=len(done.having(RowFate.NEW)) if applied else 0, applied=applied
        )
        if applied and wishes.printed.keeps:
            told["printed"] = keep_totals(made, replaces=wishes.printed.replaces)
    return told, done


def _said(error: MarketplaceError) -> str:
    named = error.fields if isinstance(error, Invalid) else {}
    return "\n".join(
        [str(error.message), *(str(text) for texts in named.values() for text in texts)]
    )


def _show(told: dict[str, Any], done: Examination, dry_run: bool) -> None:
    console = Console()
    heads = ", ".join(str(number) for number in told["head_rows"])
    columns = " · ".join(f"{field}={label}" for field, label in told["columns"].items())
    console.print(
        f"머리글 {heads}행, 단위 {told['unit']}, 시트 {', '.join(told['sheets'])}", markup=False
    )
    console.print(f"열 {columns}", markup=False, highlight=False)
    for each in told["totals"]:
        verdict = "맞음" if not each["difference_won"] else f"{each['difference_won']:+,}원 다름"
        console.print(
            f"{each['row']}행 {each['label']}: 시트 {each['stated_won']:,}원, "
            f"행의 합 {each['sum_won']:,}원 ({verdict})",
            markup=False,
            highlight=False,
        )
    if told["refused"]:
        console.print(_faults(told["refused"]))
    new = len(done.having(RowFate.NEW))
    console.print(
        f"새로 {new}건 · 그대로 {told['unchanged']}건 · 같은 행 {told['repeated']}건 · "
        f"잘못 {len(done.refused)}건",
        highlight=False,
    )
    for each in told.get("printed", []):
        console.print(printed_line(each), markup=False, highlight=False)
    console.print(_conclusion(told, dry_run), highlight=False)


def _faults(refused: list[dict[str, Any]]) -> Grid:
    grid = Grid("행", "열", "무엇이 잘못되었나", "어떻게 고치나", title="기록할 수 없는 행")
    for each in refused[:MOST_SHOWN]:
        place = " ".join(filter(None, (each["cell"], each["column"]))) or "–"
        grid.add_row(str(each["row"]), place, each["wrong"], each["remedy"])
    if len(refused) > MOST_SHOWN:
        grid.add_row("…", "", f"그 밖에 {len(refused) - MOST_SHOWN}건", "")
    return grid


def _conclusion(told: dict[str, Any], dry_run: bool) -> str:
    if told["applied"]:
        return "기록했습니다."
    if dry_run:
        return "검사만 했습니다. 바뀐 것은 없습니다."
    return "아무것도 기록하지 않았습니다. 고친 뒤 다시 하거나 --skip-bad를 쓰세요."
