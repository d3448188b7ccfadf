"""An import's way to the ledger, step by step; each step is a state and survives a reload."""

from __future__ import annotations

from collections.abc import Mapping as Dict
from typing import Any

from marketplace.audit import service as audit
from marketplace.core.database import db
from marketplace.core.errors import MarketplaceError
from marketplace.procurement.models import ImportAct, PurchaseImport
from marketplace.procurement.sheets.departments import read_departments, remember_aliases
from marketplace.procurement.sheets.examining import Examination, SheetFile
from marketplace.procurement.sheets.facts import found_facts, keep_said, report_facts
from marketplace.procurement.sheets.judging import Choices
from marketplace.procurement.sheets.mapping import to_document
from marketplace.procurement.sheets.mappings import keep_document, mapping_for
from marketplace.procurement.sheets.recording import get_held_import, move

MOST_CHOICES = 2_000


def note_found(import_id: int, file: SheetFile) -> PurchaseImport:
    """Keep what was taken for the table, and how such a head was read the last time."""
    made = get_held_import(import_id)
    move(made, ImportAct.FIND)
    mapping, name = mapping_for(made.institution_id, file.first)
    made.found = found_facts(file, read_departments(made.institution_id))
    made.mapping, made.mapping_name = to_document(mapping, file.first), name
    made.rows_total = file.row_count
    db.session.flush()
    return made


def note_unreadable(import_id: int, error: MarketplaceError) -> None:
    """Keep why the file cannot be read."""
    made = get_held_import(import_id)
    move(made, ImportAct.REFUSE)
    made.report = {"problem": keep_said(error.message)}
    db.session.flush()
    audit.record("import:unreadable", made)


def choose_mapping(
    import_id: int, document: dict[str, Any], name: str, aliases: Dict[str, int]
) -> PurchaseImport:
    """Keep how the sheet is read, under a name when one is given, and what departments are called.

    The rows are then judged anew. Raises DepartmentNotFound.
    """
    made = get_held_import(import_id)
    move(made, ImportAct.MAP)
    made.mapping, made.mapping_name = document, name.strip()[:60]
    made.rows_done = 0
    remember_aliases(made.institution_id, aliases)
    keep_document(made.institution_id, name, made.found["signature"], document)
    db.session.flush()
    audit.record("import:mapped", made, name=made.mapping_name)
    return made


def choose(import_id: int, choices: Choices) -> PurchaseImport:
    """Keep what a person settled; the rows are then judged anew."""
    made = get_held_import(import_id)
    move(made, ImportAct.MAP)
    made.choices, made.rows_done = _kept(choices), 0
    db.session.flush()
    return made


def begin_recording(import_id: int, choices: Choices) -> PurchaseImport:
    """Go to the ledger; raises ImpossibleTransition when somebody pressed a moment ago."""
    made = get_held_import(import_id)
    move(made, ImportAct.RECORD)
    made.choices, made.rows_done = _kept(choices), 0
    db.session.flush()
    return made


def note_checked(import_id: int, done: Examination) -> None:
    """Keep what recording would do."""
    made = get_held_import(import_id)
    move(made, ImportAct.CHECK)
    made.report, made.rows_done = report_facts(done), len(done.judged)
    db.session.flush()


def note_problem(import_id: int, error: MarketplaceError) -> None:
    """Back to the preview with what went wrong."""
    made = get_held_import(import_id)
    move(made, ImportAct.TURN_BACK)
    made.report = {**made.report, "problem": keep_said(error.message)}
    db.session.flush()


def choices_of(made: PurchaseImport) -> Choices:
    """What was settled."""
    kept = made.choices
    return Choices(
        late_reason=kept.get("late_reason", ""),
        distinct=frozenset(kept.get("distinct", ())),
        same=frozenset(kept.get("same", ())),
        skip_bad=bool(kept.get("skip_bad")),
    )


def _kept(choices: Choices) -> dict[str, Any]:
    return {
        "late_reason": choices.late_reason.strip()[:300],
        "distinct": sorted(choices.distinct)[:MOST_CHOICES],
        "same": sorted(choices.same)[:MOST_CHOICES],
        "skip_bad": choices.skip_bad,
    }
