"""Imports a person may see: of departments they report for, of institutions they coordinate."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from sqlalchemy import ColumnElement, or_, select
from sqlalchemy.orm import joinedload

from marketplace.accounts.models import Account
from marketplace.core.database import db
from marketplace.core.pagination import Page, clamp_limit, decode_cursor, encode_cursor
from marketplace.procurement.models import ImportMapping, PurchaseImport
from marketplace.procurement.sheets.recording import ImportNotFound


@dataclass(frozen=True, slots=True)
class Seen:
    """Whose imports somebody sees."""

    department_ids: Collection[int]
    institution_ids: Collection[int]

    def imports(self) -> ColumnElement[bool]:
        """Those of own departments, and all of coordinated institutions."""
        return or_(
            PurchaseImport.department_id.in_(sorted(self.department_ids)),
            PurchaseImport.institution_id.in_(sorted(self.institution_ids)),
        )


def find_import(public_id: str, seen: Seen) -> PurchaseImport:
    """One import; raises ImportNotFound for one of others."""
    query = (
        select(PurchaseImport)
        .where(PurchaseImport.public_id == public_id, seen.imports())
        .options(joinedload(PurchaseImport.file), joinedload(PurchaseImport.department))
    )
    made = db.session.scalar(query)
    if made is None:
        raise ImportNotFound
    return made


def list_imports(seen: Seen, cursor: str | None = None) -> Page[tuple[PurchaseImport, str]]:
    """Imports with who brought each in, newest first."""
    query = (
        select(PurchaseImport, Account.name)
        .outerjoin(Account, Account.id == PurchaseImport.made_by)
        .where(seen.imports())
        .options(joinedload(PurchaseImport.file), joinedload(PurchaseImport.department))
        .order_by(PurchaseImport.id.desc())
    )
    if cursor:
        query = query.where(PurchaseImport.id < decode_cursor(cursor, [int])[0])
    size = clamp_limit(None, 20)
    rows = [(made, name or "") for made, name in db.session.execute(query.limit(size + 1))]
    last = rows[size - 1][0] if len(rows) > size else None
    return Page(rows[:size], encode_cursor(last.id) if last else None)


def list_mapping_names(institution_id: int) -> list[str]:
    """The names mappings are kept under, last used first, a hundred at most."""
    query = select(ImportMapping.name).filter_by(institution_id=institution_id)
    return list(db.session.scalars(query.order_by(ImportMapping.used_at.desc()).limit(100)))
