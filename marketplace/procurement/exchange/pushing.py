"""Purchases another system tells of: by the same rules as by hand, each external id once."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from typing import Any

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from marketplace.core.database import db
from marketplace.core.errors import Conflict, Invalid, MarketplaceError
from marketplace.core.money import TaxedAmount
from marketplace.core.text import T
from marketplace.procurement.correcting import Correction, RightVersion, correct_record
from marketplace.procurement.counting import Designation
from marketplace.procurement.errors import LooksRecorded, RecordNotFound
from marketplace.procurement.models import (
    ApiToken,
    ContractMethod,
    Department,
    PurchaseKind,
    PurchaseRecord,
    PushedPurchase,
)
from marketplace.procurement.outside import OutsidePurchase, record_with_evidence
from marketplace.procurement.sheets.departments import DepartmentNames, read_departments
from marketplace.procurement.similar import Seller


class ExternalIdReused(Conflict):
    """The external id is another purchase's; a change is a correction."""

    code = "external_id_reused"

    def __init__(self) -> None:
        super().__init__(
            T("이미 다른 내용으로 기록한 external_id입니다."),
            action=T("내용을 바꾸려면 정정(corrections)을 보내 주세요."),
        )


@dataclass(frozen=True, slots=True)
class Pushed:
    """One purchase as another system says it. `department` is a name, code or remembered alias."""

    external_id: str
    department: str
    day: date
    seller: Seller
    item: str
    kind: PurchaseKind
    method: ContractMethod
    amount: TaxedAmount
    stated: Designation | None = None
    late_reason: str = ""
    is_distinct: bool = False


class Outcome(StrEnum):
    CREATED = "created"
    UNCHANGED = "unchanged"
    REFUSED = "refused"


@dataclass(frozen=True, slots=True)
class Result:
    """What became of one purchase; `errors` are sentences by field, `code` of the failure."""

    external_id: str
    outcome: Outcome
    record: PurchaseRecord | None = None
    code: str = ""
    message: str = ""
    errors: dict[str, list[str]] = field(default_factory=dict)


FIELDS = {
    "counted_on": "date",
    "seller_name": "seller_name",
    "seller_business_number": "seller_business_number",
    "stated_expires_on": "designation",
}


def push_purchases(token: ApiToken, pushed: Sequence[Pushed], evidence_id: int) -> list[Result]:
    """Record each by itself: one refused leaves nothing of itself and the others alone."""
    names = read_departments(token.institution_id)
    # In the order of their ledgers, so that two batches never wait for each other crosswise.
    order = sorted(range(len(pushed)), key=lambda at: names.find(pushed[at].department) or 0)
    results = {at: _push(token, pushed[at], names, evidence_id) for at in order}
    return [results[at] for at in range(len(pushed))]


def _push(token: ApiToken, said: Pushed, names: DepartmentNames, evidence_id: int) -> Result:
    try:
        with db.session.begin_nested():
            return _record(token, said, names, evidence_id)
    except LooksRecorded as looked:
        told = T("다른 구매이면 distinct를 true로 보내 주세요.")
        return Result(
            said.external_id,
            Outcome.REFUSED,
            code=looked.code,
            message=looked.message,
            errors={"distinct": [told]},
        )
    except MarketplaceError as error:
        named = error.fields if isinstance(error, Invalid) else {}
        errors = {FIELDS.get(name, name): texts for name, texts in named.items()}
        return Result(
            said.external_id,
            Outcome.REFUSED,
            code=error.code,
            message=error.message,
            errors=errors,
        )


def _record(token: ApiToken, said: Pushed, names: DepartmentNames, evidence_id: int) -> Result:
    department_id = names.find(said.department)
    if department_id is None:
        told = T("부서를 찾을 수 없습니다: %(said)s", said=said.department)
        raise Invalid(told, {"department": [told]})
    # The institution held first: two requests with one external id find each other's record.
    db.session.get_one(
        Department, department_id, populate_existing=True, with_for_update={"key_share": True}
    )
    digest = _digest(said)
    before = _pushed_before(token.institution_id, said.external_id)
    if before is not None:
        if before.digest != digest:
            raise ExternalIdReused
        record = db.session.get_one(PurchaseRecord, before.record_id)
        return Result(said.external_id, Outcome.UNCHANGED, record)
    record = record_with_evidence(_purchase(said, department_id, token), evidence_id)
    db.session.add(
        PushedPurchase(
            record_id=record.id,
            institution_id=token.institution_id,
            external_id=said.external_id,
            digest=digest,
            token_id=token.id,
        )
    )
    try:
        db.session.flush()
    except IntegrityError as error:  # told for another department a moment ago
        raise ExternalIdReused from error
    return Result(said.external_id, Outcome.CREATED, record)


def _pushed_before(institution_id: int, external_id: str) -> PushedPurchase | None:
    return db.session.scalar(
        select(PushedPurchase).filter_by(institution_id=institution_id, external_id=external_id)
    )


def _purchase(said: Pushed, department_id: int, token: ApiToken) -> OutsidePurchase:
    named = hashlib.sha256(f"{token.institution_id}\x1f{said.external_id}".encode()).hexdigest()
    return OutsidePurchase(
        department_id=department_id,
        counted_on=said.day,
        kind=said.kind,
        method=said.method,
        seller=said.seller,
        item=said.item,
        amount=said.amount,
        key=f"api:{named[:40]}",
        stated=said.stated,
        late_reason=said.late_reason,
        is_distinct=said.is_distinct,
    )


def _digest(said: Pushed) -> str:
    """Of what makes the purchase; why it is late or distinct is said of the telling only."""
    facts: dict[str, Any] = {
        "department": said.department,
        "day": said.day.isoformat(),
        "seller": [said.seller.name, said.seller.business_number],
        "item": said.item,
        "kind": said.kind.value,
        "method": said.method.value,
        "amount": [said.amount.net_won, said.amount.vat_won],
        "stated": str(said.stated),
    }
    return hashlib.sha256(json.dumps(facts, sort_keys=True).encode()).hexdigest()


def correct_pushed(
    institution_id: int, public_id: str, reason: str, right: RightVersion | None
) -> Correction:
    """Correct a record of the institution as by hand; raises RecordNotFound for any other."""
    query = (
        select(PurchaseRecord.id)
        .join(Department, Department.id == PurchaseRecord.department_id)
        .where(PurchaseRecord.public_id == public_id, Department.institution_id == institution_id)
    )
    record_id = db.session.scalar(query)
    if record_id is None:
        raise RecordNotFound
    return correct_record(record_id, reason, right)
