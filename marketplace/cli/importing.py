"""What every import command has in common: its options, its progress, its report."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any, TypeVar

import click
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn
from rich.table import Table as Grid

from marketplace.audit.service import Actor, acting_as
from marketplace.core.importing import Importer, ImportReport, Outcome, Row, run_import
from marketplace.core.tables import Table, TableRefused, read_table

R = TypeVar("R")
Command = TypeVar("Command", bound=Callable[..., Any])

MOST_FAULTS_SHOWN = 200


def import_options(command: Command) -> Command:
    """FILE, --dry-run and --skip-bad."""
    for decorate in (
        click.option("--skip-bad", is_flag=True, help="잘못된 행은 건너뛰고 나머지를 가져옵니다."),
        click.option("--dry-run", is_flag=True, help="검사만 하고 아무것도 바꾸지 않습니다."),
        click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path)),
    ):
        command = decorate(command)
    return command


def open_table(file: Path, required: Sequence[str]) -> Table:
    """The table in a file; a file that cannot be read ends the command with its reason."""
    try:
        return read_table(file, required)
    except TableRefused as refused:
        raise click.ClickException(str(refused.message)) from None


def import_rows(
    rows: Sequence[Row], importer: Importer[R], *, command: str, dry_run: bool, skip_bad: bool
) -> ImportReport:
    """Run an import before the reader's eyes; exits with 1 when rows were refused and none kept."""
    console = Console()
    columns = (TextColumn("가져오는 중"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
    with Progress(*columns, console=console, transient=True) as progress:
        task = progress.add_task("", total=len(rows))
        with acting_as(Actor(None, f"cli:{command}")):
            report = run_import(
                rows,
                importer,
                dry_run=dry_run,
                skip_bad=skip_bad,
                on_row=lambda: progress.advance(task),
            )
    show(report, console, dry_run=dry_run)
    if report.refused and not skip_bad:
        raise click.exceptions.Exit(1)
    return report


def show(report: ImportReport, console: Console, *, dry_run: bool) -> None:
    """Faults row by row, then how many rows came to what."""
    if report.refused:
        console.print(_faults(report))
    console.print(
        f"새로 {report.count(Outcome.CREATED)}건 · 바뀜 {report.count(Outcome.UPDATED)}건 · "
        f"그대로 {report.count(Outcome.UNCHANGED)}건 · 잘못 {len(report.refused)}건",
        highlight=False,
    )
    console.print(_conclusion(report, dry_run), highlight=False)


def _faults(report: ImportReport) -> Grid:
    grid = Grid("행", "열", "무엇이 잘못되었나", "어떻게 고치나", title="가져올 수 없는 행")
    shown = [(row.number, fault) for row in report.refused for fault in row.faults]
    for number, fault in shown[:MOST_FAULTS_SHOWN]:
        grid.add_row(str(number), fault.column or "–", fault.wrong, fault.remedy)
    if len(shown) > MOST_FAULTS_SHOWN:
        grid.add_row("…", "", f"그 밖에 {len(shown) - MOST_FAULTS_SHOWN}건", "")
    return grid


def _conclusion(report: ImportReport, dry_run: bool) -> str:
    if report.applied:
        return "가져왔습니다."
    if dry_run:
        return "검사만 했습니다. 바뀐 것은 없습니다."
    return "아무것도 가져오지 않았습니다. 고친 뒤 다시 하거나 --skip-bad를 쓰세요."
