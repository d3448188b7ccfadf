"""The state of public purchasing, by theme."""

from marketplace.procurement.models.changes import ChangeMark
from marketplace.procurement.models.closing_notes import (
    AnnouncedPurchase,
    DuplicateDecision,
    DuplicateVerdict,
    RecordExplanation,
)
from marketplace.procurement.models.evaluation import (
    Award,
    AwardGrade,
    Evaluation,
    EvaluationScheme,
    FiledReport,
    MarkKind,
    YearMark,
)
from marketplace.procurement.models.exchange import ApiToken, KeptAnswer, PushedPurchase
from marketplace.procurement.models.imports import (
    IMPORT_TRANSITIONS,
    DepartmentAlias,
    ImportAct,
    ImportedRecord,
    ImportMapping,
    ImportState,
    PurchaseImport,
)
from marketplace.procurement.models.institutions import (
    Department,
    DepartmentKind,
    Institution,
    InstitutionKind,
    Membership,
)
from marketplace.procurement.models.invitations import Invitation
from marketplace.procurement.models.ledger import (
    NotCountedReason,
    PurchaseKind,
    PurchaseRecord,
    PurchaseTier,
    RecordOrigin,
)
from marketplace.procurement.models.plans import (
    QuarterPlanCall,
    QuarterPlanVersion,
    TextSubject,
    YearText,
)
from marketplace.procurement.models.publications import Publication, PublicationKind
from marketplace.procurement.models.publish_runs import PublishRun
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
    Absence,
    Basis,
    CountsOn,
    DepartmentTarget,
    MonthClosing,
    PublishedFigure,
    QuotaRule,
    RelatedBodies,
    Rounding,
)
from marketplace.procurement.models.reminders import Reminder, ReminderSubject
from marketplace.procurement.models.spending import Spending, SpendingMeasure
from marketplace.procurement.models.survey import SurveyAnswer, SurveyAnswerVersion, YearReminder
from marketplace.procurement.models.target_sets import ShareBy, TargetSet
from marketplace.procurement.models.totals import MonthTotal
from marketplace.procurement.models.webhooks import (
    DELIVERY_TRANSITIONS,
    WEBHOOK_TRANSITIONS,
    DeliveryAct,
    DeliveryFault,
    DeliveryStatus,
    Webhook,
    WebhookAct,
    WebhookDelivery,
    WebhookEvent,
    WebhookStatus,
)
from marketplace.procurement.models.widgets import Widget
from marketplace.procurement.models.year import StepAct, StepEvent, YearStep

__all__ = [
    "DELIVERY_TRANSITIONS",
    "IMPORT_TRANSITIONS",
    "PURCHASE_FILE_TRANSITIONS",
    "WEBHOOK_TRANSITIONS",
    "Absence",
    "AnnouncedPurchase",
    "ApiToken",
    "Award",
    "AwardGrade",
    "Basis",
    "ChangeMark",
    "ContractMethod",
    "CountsOn",
    "DeliveryAct",
    "DeliveryFault",
    "DeliveryStatus",
    "Department",
    "DepartmentAlias",
    "DepartmentKind",
    "DepartmentTarget",
    "DuplicateDecision",
    "DuplicateVerdict",
    "Evaluation",
    "EvaluationScheme",
    "FiledReport",
    "ImportAct",
    "ImportMapping",
    "ImportState",
    "ImportedRecord",
    "Inspection",
    "Institution",
    "InstitutionKind",
    "Invitation",
    "KeptAnswer",
    "MarkKind",
    "Membership",
    "MonthClosing",
    "MonthTotal",
    "NotCountedReason",
    "Publication",
    "PublicationKind",
    "PublishRun",
    "PublishedFigure",
    "PurchaseFile",
    "PurchaseFileAct",
    "PurchaseFileStatus",
    "PurchaseImport",
    "PurchaseKind",
    "PurchaseRecord",
    "PurchaseTier",
    "PushedPurchase",
    "QuarterPlanCall",
    "QuarterPlanVersion",
    "QuotaRule",
    "RecordExplanation",
    "RecordOrigin",
    "RelatedBodies",
    "Reminder",
    "ReminderSubject",
    "RequestLine",
    "Rounding",
    "ShareBy",
    "Spending",
    "SpendingMeasure",
    "StepAct",
    "StepEvent",
    "SurveyAnswer",
    "SurveyAnswerVersion",
    "TargetSet",
    "TextSubject",
    "Webhook",
    "WebhookAct",
    "WebhookDelivery",
    "WebhookEvent",
    "WebhookStatus",
    "Widget",
    "YearMark",
    "YearReminder",
    "YearStep",
    "YearText",
]
