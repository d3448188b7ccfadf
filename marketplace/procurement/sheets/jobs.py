"""Sheets in the background: read, judged and recorded; each safe to repeat.

A small file is done at once by calling the same; a large one is asked for with `enqueue`.
"""

from __future__ import annotations

from collections.abc import Callable

from marketplace.audit.service import Actor, acting_as
from marketplace.core.database import db, transaction
from marketplace.core.errors import MarketplaceError
from marketplace.core.jobs import enqueue, job
from marketplace.procurement.models import ImportState, PurchaseImport
from marketplace.procurement.sheets.examining import examine, open_sheet, read_rows
from marketplace.procurement.sheets.files import read_sheet_file
from marketplace.procurement.sheets.mapping import from_document
from marketplace.procurement.sheets.preparing import (
    choices_of,
    note_checked,
    note_found,
    note_problem,
    note_unreadable,
)
from marketplace.procurement.sheets.recording import get_held_import, record_sheet, scope_of

SMALL_BYTES = 100_000  # about a thousand rows: read while the person waits
TOLD_EVERY = 500  # rows between two tellings of progress

NEXT = {
    ImportState.READING: "imports.read",
    ImportState.CHECKING: "imports.check",
    ImportState.RECORDING: "imports.record",
}


def go_on(import_id: int, account_id: int | None, name: str = "") -> None:
    """Do what an import waits for: a small file at once, a large one in the background."""
    made = db.session.get_one(PurchaseImport, import_id)
    deed = NEXT.get(made.state)
    if deed is None:
        return
    if made.file.byte_count > SMALL_BYTES:
        enqueue(deed, import_id, account_id, name)
    else:
        DEEDS[deed](import_id, account_id, name)


@job("imports.read")
def read_import(import_id: int, _account_id: int | None = None, _name: str = "") -> None:
    """Find the table in a file; one without any becomes UNREADABLE."""
    made = _waiting(import_id, ImportState.READING)
    if made is None:
        return
    stored = made.file
    try:
        file = open_sheet(read_sheet_file(stored), stored.filename)
    except MarketplaceError as error:
        with transaction():
            note_unreadable(import_id, error)
        return
    with transaction():
        note_found(import_id, file)


@job("imports.check")
def check_import(import_id: int, _account_id: int | None = None, _name: str = "") -> None:
    """Judge every row as it would be recorded, and keep the report."""
    made = _waiting(import_id, ImportState.CHECKING)
    if made is None:
        return
    scope, choices, document = scope_of(made), choices_of(made), made.mapping
    file = open_sheet(read_sheet_file(made.file), made.file.filename)
    mapping = from_document(document, file.first)
    rows = read_rows(file, mapping, _teller(import_id))
    done = examine(scope, file, mapping, rows, choices)
    with transaction():
        note_checked(import_id, done)


@job("imports.record")
def record_import(import_id: int, account_id: int | None = None, name: str = "") -> None:
    """Write the rows into the ledger in the name of whoever pressed; or turn back, told why."""
    made = _waiting(import_id, ImportState.RECORDING)
    if made is None:
        return
    file = open_sheet(read_sheet_file(made.file), made.file.filename)
    mapping, choices = from_document(made.mapping, file.first), choices_of(made)
    rows = read_rows(file, mapping, _teller(import_id))
    try:
        with acting_as(Actor(account_id, name or "job:imports")), transaction():
            held = get_held_import(import_id)
            if held.state is ImportState.RECORDING:
                record_sheet(held, file, mapping, rows, choices)
    except MarketplaceError as error:
        with transaction():
            note_problem(import_id, error)


DEEDS: dict[str, Callable[..., object]] = {
    "imports.read": read_import,
    "imports.check": check_import,
    "imports.record": record_import,
}


def _waiting(import_id: int, state: ImportState) -> PurchaseImport | None:
    """The import while it waits for this deed; another worker may have done it."""
    made = db.session.get(PurchaseImport, import_id, populate_existing=True)
    return made if made is not None and made.state is state else None


def _teller(import_id: int) -> Callable[[], None]:
    """Tells now and then how far the reading is."""
    done = 0

    def tell() -> None:
        nonlocal done
        done += 1
        if done % TOLD_EVERY == 0:
            with transaction():
                get_held_import(import_id).rows_done = done

    return tell
