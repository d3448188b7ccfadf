"""Public figures and lists, brought in by the product's own importers."""

from __future__ import annotations

from marketplace.audit.service import Actor, acting_as
from marketplace.channels import importing as outlet_lists
from marketplace.core.importing import run_import
from marketplace.core.tables import read_table
from marketplace.demo.progress import Watcher, watched
from marketplace.demo.reading import REFERENCE
from marketplace.enterprises import listed_rows
from marketplace.enterprises.importing import EnterpriseList
from marketplace.procurement import history


def bring_in(watcher: Watcher) -> None:
    """Import every reference file; importing them twice changes nothing."""
    for importing in watched((_enterprises, _outlets, _disclosures), watcher, "공개 자료"):
        with acting_as(Actor(None, "demo")):
            importing()


def _enterprises() -> None:
    table = read_table(REFERENCE / "ulsan-junggu-enterprises.csv", listed_rows.REQUIRED_COLUMNS)
    listed = EnterpriseList("울산 중구", table.source, listed_rows.date_of(table.source))
    run_import(table.rows, listed.importer())


def _outlets() -> None:
    table = read_table(REFERENCE / "outlets.csv", outlet_lists.REQUIRED_COLUMNS)
    run_import(table.rows, outlet_lists.outlet_importer(table.source))


def _disclosures() -> None:
    table = read_table(REFERENCE / "seongbuk-disclosure.csv", history.REQUIRED_COLUMNS)
    printed = history.PublishedHistory("seongbuk", table.source[:300])
    run_import(table.rows, printed.importer())
