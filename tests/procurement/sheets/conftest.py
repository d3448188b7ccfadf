"""A district with two departments and one certified maker, and a sheet brought in for it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select

from marketplace.core import clock
from marketplace.core.database import db, transaction
from marketplace.enterprises.models import Enterprise
from marketplace.procurement.models import (
    Department,
    ImportState,
    Institution,
    PurchaseImport,
    PurchaseRecord,
)
from marketplace.procurement.sheets.examining import Examination, examine, open_sheet, read_rows
from marketplace.procurement.sheets.files import prepare_sheet_file
from marketplace.procurement.sheets.judging import Choices, Scope
from marketplace.procurement.sheets.mapping import Mapping, propose
from marketplace.procurement.sheets.recording import open_import, record_sheet
from tests.support import factories

NOON = datetime(2026, 11, 20, 3, 0, tzinfo=UTC)


@dataclass
class District:
    """A district and what its sheets speak of."""

    body: Institution
    welfare: Department
    general: Department
    maker: Enterprise

    @property
    def scope(self) -> Scope:
        return Scope(self.body.id)


@pytest.fixture
def district(app: Flask) -> Iterator[District]:
    with clock.frozen(NOON):
        with transaction():
            body = factories.institution(slug="gasang", name="가상구")
            factories.quota_rule(body, counted_certifications=["certified_social", "village"])
            factories.certification_kind("village", "마을기업")
            maker = factories.enterprise(name="햇살", business_number="1208147521")
            factories.certified(maker)
            made = District(
                body,
                factories.department(body, name="복지정책과", code="B01"),
                factories.department(body, name="총무과", code="A01"),
                maker,
            )
        yield made


Bring = Callable[..., tuple[PurchaseImport, Examination]]


@pytest.fixture
def bring(district: District) -> Bring:
    """Bring a file in as its words propose it; `choices` and `mapping` change that."""

    def do(
        data: bytes,
        choices: Choices | None = None,
        mapping: Mapping | None = None,
        scope: Scope | None = None,
    ) -> tuple[PurchaseImport, Examination]:
        file = open_sheet(data, "실적.xlsx")
        how = mapping or propose(file.first)
        rows = read_rows(file, how)
        checked = prepare_sheet_file(data, "실적.xlsx")
        with transaction():
            made = open_import(scope or district.scope, checked)
            made.state = ImportState.RECORDING
            done = record_sheet(made, file, how, rows, choices or Choices())
        return made, done

    return do


Look = Callable[..., Examination]


@pytest.fixture
def look(district: District) -> Look:
    """What bringing a file in would do."""

    def do(data: bytes, choices: Choices | None = None, **how: Any) -> Examination:
        file = open_sheet(data, "실적.xlsx")
        mapping = propose(file.first)
        return examine(
            how.get("scope", district.scope),
            file,
            mapping,
            read_rows(file, mapping),
            choices or Choices(),
        )

    return do


def records() -> list[PurchaseRecord]:
    db.session.rollback()
    return list(db.session.scalars(select(PurchaseRecord).order_by(PurchaseRecord.id)))
