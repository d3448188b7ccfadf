"""Mappings an institution keeps under names, proposed again when the same head comes."""

from __future__ import annotations

from typing import Any

from sqlalchemy import select

from marketplace.audit import service as audit
from marketplace.core import clock
from marketplace.core.database import db
from marketplace.procurement.models import ImportMapping
from marketplace.procurement.sheets.finding import FoundTable
from marketplace.procurement.sheets.mapping import (
    Mapping,
    from_document,
    propose,
    signature_of,
    to_document,
)

LONGEST_NAME = 60


def find_mapping(institution_id: int, name: str) -> ImportMapping | None:
    """The mapping kept under a name."""
    query = select(ImportMapping).filter_by(institution_id=institution_id, name=name)
    return db.session.scalar(query)


def mapping_for(institution_id: int, table: FoundTable, name: str = "") -> tuple[Mapping, str]:
    """How to read a sheet: as kept under `name`, else as its head was read last, else proposed.

    Also the name it is kept under, empty for a proposal.
    """
    if name:
        kept = find_mapping(institution_id, name)
    else:
        query = select(ImportMapping).filter_by(
            institution_id=institution_id, signature=signature_of(table)
        )
        latest = (ImportMapping.used_at.desc(), ImportMapping.id.desc())
        kept = db.session.scalars(query.order_by(*latest).limit(1)).first()
    if kept is None:
        return propose(table), ""
    return from_document(kept.mapping, table), kept.name


def keep_mapping(institution_id: int, name: str, table: FoundTable, mapping: Mapping) -> None:
    """Keep a mapping under a name for the next sheet, in place of the one before; audited."""
    keep_document(institution_id, name, signature_of(table), to_document(mapping, table))


def keep_document(institution_id: int, name: str, signature: str, document: dict[str, Any]) -> None:
    """The same of a mapping that is a document already. What belongs to one file only, its
    year and the sheets left out, is not kept.
    """
    name = name.strip()[:LONGEST_NAME]
    if not name:
        return
    lasting = {**document, "year": None, "skipped_sheets": []}
    kept = find_mapping(institution_id, name)
    if kept is None:
        kept = ImportMapping(institution_id=institution_id, name=name)
        db.session.add(kept)
    elif kept.mapping == lasting and kept.signature == signature:
        kept.used_at = clock.now()
        return
    kept.signature, kept.mapping, kept.used_at = signature, lasting, clock.now()
    db.session.flush()
    audit.record("import:mapping_kept", kept, name=name)
