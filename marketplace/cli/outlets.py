"""`flask outlets import FILE`: bring in a list of outlets."""

from __future__ import annotations

from pathlib import Path

from flask.cli import AppGroup

from marketplace.channels.importing import REQUIRED_COLUMNS, outlet_importer
from marketplace.cli.importing import import_options, import_rows, open_table

outlets_cli = AppGroup("outlets", help="Outlets from lists.")


@outlets_cli.command("import")
@import_options
def import_outlets(file: Path, dry_run: bool, skip_bad: bool) -> None:
    """FILE의 판매 공간을 가져옵니다. 열: name, kind, region, (host, operator, opened_on, …)."""
    table = open_table(file, REQUIRED_COLUMNS)
    import_rows(
        table.rows,
        outlet_importer(table.source or file.name),
        command="outlets import",
        dry_run=dry_run,
        skip_bad=skip_bad,
    )
