"""Sheets brought into the ledger: the file, how it was read, and what became of each row."""

from __future__ import annotations

from enum import StrEnum

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from marketplace.core import clock
from marketplace.core.database import Model
from marketplace.core.states import Transitions
from marketplace.core.types import Document, Instant, Pk, enum_column, public_token
from marketplace.media.models import StoredFile
from marketplace.procurement.models.institutions import Department, Institution


class ImportState(StrEnum):
    READING = "reading"
    UNREADABLE = "unreadable"
    READ = "read"
    CHECKING = "checking"
    CHECKED = "checked"
    RECORDING = "recording"
    RECORDED = "recorded"
    UNDONE = "undone"


class ImportAct(StrEnum):
    FIND = "find"
    REFUSE = "refuse"
    MAP = "map"
    CHECK = "check"
    RECORD = "record"
    KEEP = "keep"
    TURN_BACK = "turn_back"
    UNDO = "undo"


IMPORT_TRANSITIONS = Transitions(
    "purchase import",
    {
        (ImportState.READING, ImportAct.FIND): ImportState.READ,
        (ImportState.READING, ImportAct.REFUSE): ImportState.UNREADABLE,
        (ImportState.READ, ImportAct.MAP): ImportState.CHECKING,
        (ImportState.CHECKED, ImportAct.MAP): ImportState.CHECKING,
        (ImportState.CHECKING, ImportAct.MAP): ImportState.CHECKING,
        (ImportState.CHECKING, ImportAct.CHECK): ImportState.CHECKED,
        (ImportState.CHECKED, ImportAct.RECORD): ImportState.RECORDING,
        (ImportState.RECORDING, ImportAct.KEEP): ImportState.RECORDED,
        (ImportState.RECORDING, ImportAct.TURN_BACK): ImportState.CHECKED,
        (ImportState.RECORDED, ImportAct.UNDO): ImportState.UNDONE,
    },
)


class PurchaseImport(Model):
    """One file on its way into the ledger, kept with what it said and what became of it.

    `department_id` is empty where a coordinator brings in rows of many departments. `found` is
    what was taken for the table, `mapping` how it is read, `choices` what a person settled
    ({late_reason, skip_bad, same, distinct}), `report` what became of the rows: counts, faults,
    totals stated and summed, the first rows.
    """

    __tablename__ = "purchase_import"

    id: Mapped[Pk]
    public_id: Mapped[str] = mapped_column(String(22), unique=True, default=public_token)
    institution_id: Mapped[int] = mapped_column(ForeignKey("institution.id"))
    department_id: Mapped[int | None] = mapped_column(ForeignKey("department.id"))
    file_id: Mapped[int] = mapped_column(ForeignKey("stored_file.id"))
    state: Mapped[ImportState] = mapped_column(
        enum_column(ImportState), default=ImportState.READING
    )
    mapping_name: Mapped[str] = mapped_column(String(60), default="")
    found: Mapped[Document] = mapped_column(default=dict)
    mapping: Mapped[Document] = mapped_column(default=dict)
    choices: Mapped[Document] = mapped_column(default=dict)
    report: Mapped[Document] = mapped_column(default=dict)
    problem: Mapped[str] = mapped_column(String(300), default="")
    rows_total: Mapped[int] = mapped_column(default=0)
    rows_done: Mapped[int] = mapped_column(default=0)
    made_by: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    made_at: Mapped[Instant] = mapped_column(default=clock.now)
    recorded_by: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    recorded_at: Mapped[Instant | None]
    undone_by: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    undone_at: Mapped[Instant | None]
    undo_reason: Mapped[str] = mapped_column(String(300), default="")

    institution: Mapped[Institution] = relationship()
    department: Mapped[Department | None] = relationship()
    file: Mapped[StoredFile] = relationship()

    __table_args__ = (
        Index(None, "institution_id", "id"),
        Index(None, "department_id", "id"),
        CheckConstraint("state <> 'undone' OR undo_reason <> ''", name="undoing_has_reason"),
    )


class ImportedRecord(Model):
    """Which row of which sheet a record came from; a record comes from one row."""

    __tablename__ = "imported_record"

    record_id: Mapped[int] = mapped_column(ForeignKey("purchase_record.id"), primary_key=True)
    import_id: Mapped[int] = mapped_column(ForeignKey("purchase_import.id"))
    sheet: Mapped[str] = mapped_column(String(80))
    row: Mapped[int]

    __table_args__ = (UniqueConstraint("import_id", "sheet", "row"),)


class ImportMapping(Model):
    """How an institution reads one kind of sheet, under a name; `signature` is of its head."""

    __tablename__ = "import_mapping"

    id: Mapped[Pk]
    institution_id: Mapped[int] = mapped_column(ForeignKey("institution.id"))
    name: Mapped[str] = mapped_column(String(60))
    signature: Mapped[str] = mapped_column(String(40))
    mapping: Mapped[Document]
    used_at: Mapped[Instant] = mapped_column(default=clock.now)

    __table_args__ = (
        UniqueConstraint("institution_id", "name"),
        Index(None, "institution_id", "signature", "used_at"),
    )


class DepartmentAlias(Model):
    """What sheets call a department; `alias` is folded, so that blanks do not matter."""

    __tablename__ = "department_alias"

    id: Mapped[Pk]
    institution_id: Mapped[int] = mapped_column(ForeignKey("institution.id"))
    alias: Mapped[str] = mapped_column(String(80))
    department_id: Mapped[int] = mapped_column(ForeignKey("department.id"))

    __table_args__ = (UniqueConstraint("institution_id", "alias"),)
