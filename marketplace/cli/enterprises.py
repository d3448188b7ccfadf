"""`flask enterprises import FILE --region R`: bring in a public list of enterprises."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

import click
from flask.cli import AppGroup

from marketplace.cli.importing import import_options, import_rows, open_table
from marketplace.enterprises.importing import EnterpriseList
from marketplace.enterprises.listed_rows import REQUIRED_COLUMNS, date_of
from marketplace.enterprises.regions import find_region

enterprises_cli = AppGroup("enterprises", help="Enterprises from public lists.")


@enterprises_cli.command("import")
@import_options
@click.option("--region", "region_said", required=True, help="지역 이름이나 코드 (예: 울산 중구)")
@click.option(
    "--as-of",
    type=click.DateTime(["%Y-%m-%d"]),
    help="종사자 수의 기준일. 적지 않으면 파일 머리말에서 읽습니다.",
)
def import_enterprises(
    file: Path, region_said: str, as_of: datetime | None, dry_run: bool, skip_bad: bool
) -> None:
    """FILE의 공개 명단을 가져옵니다. 열: name, kind, designated_on, (dong, employees, …)."""
    table = open_table(file, REQUIRED_COLUMNS)
    day = as_of.date() if as_of else date_of(table.source)
    if day is None:
        click.echo(
            "명단의 기준일을 알 수 없어 종사자 수는 가져오지 않습니다. --as-of로 적어 주세요."
        )
    listed = EnterpriseList(region_said, table.source or file.name, day)
    if find_region(region_said) is None:
        click.echo(f"처음 보는 지역입니다. 새로 만듭니다: {region_said}")
    import_rows(
        table.rows,
        listed.importer(),
        command="enterprises import",
        dry_run=dry_run,
        skip_bad=skip_bad,
    )
