"""Purchases as Open Contracting Data Standard 1.1 releases and records.

One record of the ledger is one contracting process. What takes it back is a later release of
the same process, so nothing published ever vanishes. Amounts are won with VAT.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from hashlib import sha256
from typing import Any

from marketplace.procurement.models import (
    ContractMethod,
    Department,
    Institution,
    PurchaseKind,
    PurchaseRecord,
)

VERSION = "1.1"
PUBLISHER = "이음장터"
Json = dict[str, Any]

CATEGORY = {
    PurchaseKind.GOODS: "goods",
    PurchaseKind.SERVICE: "services",
    PurchaseKind.WORKS: "works",
}
# OCDS's closed list; a card payment and one quote go to a seller without competition.
METHOD = {
    ContractMethod.NEGOTIATED_ONE_QUOTE: "direct",
    ContractMethod.NEGOTIATED_TWO_QUOTES: "limited",
    ContractMethod.COMPETITION: "open",
    ContractMethod.CARD: "direct",
    ContractMethod.OTHER: None,
}


@dataclass(frozen=True, slots=True)
class Process:
    """A purchase with who bought it, and the record that takes it back, if one does."""

    record: PurchaseRecord
    department: Department
    reversal: PurchaseRecord | None


@dataclass(frozen=True, slots=True)
class Publication:
    """Whose processes these are, under which registered prefix, at which address."""

    institution: Institution
    prefix: str
    uri: str
    published_at: datetime

    def ocid(self, record: PurchaseRecord) -> str:
        """The worldwide name of a process; it never changes."""
        return f"{self.prefix}-{record.public_id}"


def release_package(publication: Publication, processes: Iterable[Process]) -> Json:
    """Every release of some processes; the standard wants at least one."""
    releases = [each for process in processes for each in releases_of(publication, process)]
    return {**_package(publication), "releases": releases}


def record_package(publication: Publication, processes: Iterable[Process]) -> Json:
    """Each process with all its releases and how it stands now."""
    return {
        **_package(publication),
        "records": [_record(publication, process) for process in processes],
    }


def releases_of(publication: Publication, process: Process) -> list[Json]:
    """What was bought, and that it was taken back, oldest first."""
    bought = _release(publication, process, process.record, ["award", "contract"], "active")
    if process.reversal is None:
        return [bought]
    tags = ["awardCancellation", "contractTermination"]
    return [bought, _release(publication, process, process.reversal, tags, "cancelled")]


def _package(publication: Publication) -> Json:
    return {
        "uri": publication.uri,
        "version": VERSION,
        "publishedDate": _instant(publication.published_at),
        "publisher": {"name": PUBLISHER},
    }


def _record(publication: Publication, process: Process) -> Json:
    releases = releases_of(publication, process)
    compiled = {**releases[-1], "tag": ["compiled"]}
    compiled["id"] = f"{compiled['ocid']}-{compiled['date']}"
    return {"ocid": compiled["ocid"], "releases": releases, "compiledRelease": compiled}


def _release(
    publication: Publication,
    process: Process,
    said_by: PurchaseRecord,
    tags: Sequence[str],
    status: str,
) -> Json:
    record, ocid = process.record, publication.ocid(process.record)
    seller, department = _seller(record), _department(process.department)
    buyer = _buyer(publication.institution)
    value = {"amount": record.gross_won, "currency": "KRW"}
    items = [{"id": "1", "description": record.item}]
    contract_status = "terminated" if status == "cancelled" else status
    return {
        "ocid": ocid,
        "id": f"{ocid}-{said_by.public_id}",
        "date": _instant(said_by.recorded_at),
        "tag": list(tags),
        "initiationType": "tender",
        "language": "ko",
        "parties": [
            {**buyer, "roles": ["buyer"]},
            {**department, "roles": ["procuringEntity"]},
            {**seller, "roles": ["supplier"]},
        ],
        "buyer": _reference(buyer),
        "tender": _tender(record, department),
        "awards": [
            {
                "id": record.public_id,
                "status": status,
                "value": value,
                "suppliers": [_reference(seller)],
                "items": items,
                **({"description": said_by.reason} if said_by.reason else {}),
            }
        ],
        "contracts": [
            {
                "id": record.public_id,
                "awardID": record.public_id,
                "status": contract_status,
                "value": value,
                "items": items,
            }
        ],
    }


def _tender(record: PurchaseRecord, department: Json) -> Json:
    tender: Json = {
        "id": record.public_id,
        "title": record.item,
        "status": "complete",
        "procuringEntity": _reference(department),
        "mainProcurementCategory": CATEGORY[record.kind],
        "procurementMethodDetails": record.method.value,
    }
    if METHOD[record.method]:
        tender["procurementMethod"] = METHOD[record.method]
    return tender


def _buyer(institution: Institution) -> Json:
    return _party(f"institution-{institution.slug}", institution.name, institution.business_number)


def _department(department: Department) -> Json:
    return _party(f"department-{department.id}", department.name, None)


def _seller(record: PurchaseRecord) -> Json:
    number = record.seller_business_number
    known = number or record.enterprise_id
    # A seller known by its name alone is the same party wherever that name stands.
    name = known or sha256(record.seller_name.encode()).hexdigest()[:16]
    return _party(f"supplier-{name}", record.seller_name, number)


def _party(party_id: str, name: str, business_number: str | None) -> Json:
    party: Json = {"id": party_id, "name": name}
    if business_number:
        party["identifier"] = {"id": business_number, "legalName": name}
    return party


def _reference(party: Json) -> Json:
    return {"id": party["id"], "name": party["name"]}


def _instant(at: datetime) -> str:
    return at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
