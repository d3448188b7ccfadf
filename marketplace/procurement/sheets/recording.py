"""Writing an examined sheet into the ledger: all of it or nothing, in few statements."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import select

from marketplace.audit import service as audit
from marketplace.audit.service import current_actor
from marketplace.core import clock
from marketplace.core.database import db
from marketplace.core.errors import Conflict, NotFound
from marketplace.core.text import T
from marketplace.media.files import CheckedFile, keep_file
from marketplace.procurement.booking import hold_ledgers
from marketplace.procurement.correcting import reversal_of
from marketplace.procurement.errors import ReasonNeeded
from marketplace.procurement.models import (
    IMPORT_TRANSITIONS,
    Department,
    ImportAct,
    ImportedRecord,
    MonthClosing,
    PurchaseImport,
    PurchaseRecord,
)
from marketplace.procurement.months import Month
from marketplace.procurement.records import keep_rows
from marketplace.procurement.sheets.departments import read_departments
from marketplace.procurement.sheets.examining import Examination, SheetFile, examine
from marketplace.procurement.sheets.facts import report_facts
from marketplace.procurement.sheets.judging import Choices, RowFate, Scope
from marketplace.procurement.sheets.mapping import Mapping
from marketplace.procurement.sheets.reading import SheetRow


class ImportNotFound(NotFound):
    """No such import, or one of another department's."""

    code = "import_not_found"

    def __init__(self) -> None:
        super().__init__(T("가져오기를 찾을 수 없습니다."))


class MonthsClosedSince(Conflict):
    """An import is undone only while every month it is booked in is open."""

    code = "months_closed_since"


def open_import(scope: Scope, file: CheckedFile) -> PurchaseImport:
    """A file that waits to be read, its bytes kept as evidence; audited."""
    actor = current_actor().account_id
    stored = keep_file(file, actor)
    made = PurchaseImport(
        institution_id=scope.institution_id,
        department_id=scope.department_id,
        file_id=stored.id,
        made_by=actor,
    )
    db.session.add(made)
    db.session.flush()
    audit.record("import:opened", made, digest=stored.digest, filename=stored.filename)
    return made


def scope_of(made: PurchaseImport) -> Scope:
    """Whose rows an import may bring in."""
    return Scope(made.institution_id, made.department_id)


def move(made: PurchaseImport, act: ImportAct) -> None:
    """The next state; raises ImpossibleTransition."""
    made.state = IMPORT_TRANSITIONS.after(made.state, act)


def record_sheet(
    made: PurchaseImport,
    file: SheetFile,
    mapping: Mapping,
    rows: Sequence[SheetRow],
    choices: Choices,
) -> Examination:
    """Judge again with every ledger held, and write what is new; the import keeps the report.

    Refused rows mean that nothing is written, unless `choices.skip_bad`: then the import
    turns back to CHECKED. Twice gives what the first time gave.
    """
    scope = scope_of(made)
    _hold(scope, rows)
    done = examine(scope, file, mapping, rows, choices)
    made.report = report_facts(done)
    if done.refused and not choices.skip_bad:
        move(made, ImportAct.TURN_BACK)
        return done
    _write(made, done)
    move(made, ImportAct.KEEP)
    made.recorded_by, made.recorded_at = current_actor().account_id, clock.now()
    db.session.flush()
    counts = made.report["counts"]
    audit.record("import:recorded", made, recorded=counts["new"], refused=counts["refused"])
    return done


def _hold(scope: Scope, rows: Sequence[SheetRow]) -> None:
    names = read_departments(scope.institution_id)
    found = {names.find(row.department) for row in rows if row.department}
    hold_ledgers([*filter(None, found), *filter(None, [scope.department_id])])


def _write(made: PurchaseImport, done: Examination) -> None:
    new = [each for each in done.having(RowFate.NEW) if each.record is not None]
    records = [each.record for each in new if each.record is not None]
    for record in records:
        record.evidence_id = made.file_id
    keep_rows(records)
    db.session.add_all(
        ImportedRecord(
            record_id=each.record.id,
            import_id=made.id,
            sheet=each.source.sheet[:80],
            row=each.source.number,
        )
        for each in new
        if each.record is not None
    )
    db.session.flush()


def undo_import(import_id: int, reason: str) -> int:
    """Take back every record of an import that nobody has taken back; how many; audited.

    Raises ReasonNeeded, ImpossibleTransition for one that is not recorded, MonthsClosedSince
    when a month it is booked in was closed: then records are corrected one by one.
    """
    if not reason.strip():
        raise ReasonNeeded("reason")
    made = get_held_import(import_id)
    undone = IMPORT_TRANSITIONS.after(made.state, ImportAct.UNDO)
    records = _standing(made.id)
    hold_ledgers({each.department_id for each in records})
    _refuse_closed(records)
    said = reason.strip()
    keep_rows([reversal_of(each, said, Month(each.year, each.month)) for each in records])
    made.state, made.undo_reason = undone, said
    made.undone_by, made.undone_at = current_actor().account_id, clock.now()
    db.session.flush()
    audit.record("import:undone", made, reason=said, taken_back=len(records))
    return len(records)


def get_held_import(import_id: int) -> PurchaseImport:
    """An import, held against others until the transaction ends; raises ImportNotFound."""
    made = db.session.get(PurchaseImport, import_id, populate_existing=True, with_for_update=True)
    if made is None:
        raise ImportNotFound
    return made


def _standing(import_id: int) -> list[PurchaseRecord]:
    reversal = select(PurchaseRecord.reverses_id).where(PurchaseRecord.reverses_id.is_not(None))
    query = (
        select(PurchaseRecord)
        .join(ImportedRecord, ImportedRecord.record_id == PurchaseRecord.id)
        .where(ImportedRecord.import_id == import_id, PurchaseRecord.id.not_in(reversal))
        .order_by(PurchaseRecord.id)
    )
    return list(db.session.scalars(query))


def _refuse_closed(records: Sequence[PurchaseRecord]) -> None:
    booked = {(each.department_id, each.year, each.month) for each in records}
    query = (
        select(Department.id, Department.name, MonthClosing.year, MonthClosing.month)
        .join(Department, Department.id == MonthClosing.department_id)
        .where(MonthClosing.department_id.in_(sorted({key for key, _, _ in booked})))
    )
    closed = [
        f"{name} {year}-{month:02}"
        for key, name, year, month in db.session.execute(query)
        if (key, year, month) in booked
    ]
    if closed:
        raise MonthsClosedSince(
            T(
                "그사이 마감된 달이 있어 되돌릴 수 없습니다: %(months)s",
                months=", ".join(closed[:5]),
            ),
            kept=T("기록은 그대로 있습니다."),
            action=T("잘못된 기록만 하나씩 정정해 주세요."),
        )
