"""The state of public purchasing, by theme."""

from marketplace.procurement.models.institutions import (
    Department,
    DepartmentKind,
    Institution,
    InstitutionKind,
    Membership,
)
from marketplace.procurement.models.ledger import (
    NotCountedReason,
    PurchaseKind,
    PurchaseRecord,
    RecordOrigin,
)
from marketplace.procurement.models.purchases import (
    PURCHASE_FILE_TRANSITIONS,
    ContractMethod,
    Inspection,
    PurchaseFile,
    PurchaseFileAct,
    PurchaseFileStatus,
    RequestLine,
)
from marketplace.procurement.models.quota import (
    Basis,
    CountsOn,
    DepartmentTarget,
    MonthClosing,
    PublishedFigure,
    QuotaRule,
    RelatedBodies,
)
from marketplace.procurement.models.reminders import Reminder, ReminderSubject

__all__ = [
    "PURCHASE_FILE_TRANSITIONS",
    "Basis",
    "ContractMethod",
    "CountsOn",
    "Department",
    "DepartmentKind",
    "DepartmentTarget",
    "Inspection",
    "Institution",
    "InstitutionKind",
    "Membership",
    "MonthClosing",
    "NotCountedReason",
    "PublishedFigure",
    "PurchaseFile",
    "PurchaseFileAct",
    "PurchaseFileStatus",
    "PurchaseKind",
    "PurchaseRecord",
    "QuotaRule",
    "RecordOrigin",
    "RelatedBodies",
    "Reminder",
    "ReminderSubject",
    "RequestLine",
]
