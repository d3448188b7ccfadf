"""Which column says what: proposed, corrected by a person, kept by the heads' own words."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Mapping as Dict
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from marketplace.core.errors import Invalid
from marketplace.core.text import T
from marketplace.procurement.models import ContractMethod, PurchaseKind
from marketplace.procurement.sheets.finding import FoundTable
from marketplace.procurement.sheets.words import AMOUNTS, Field


class AmountMeans(StrEnum):
    """What the only amount of a row is: with VAT, without it, or free of it."""

    INCLUDED = "included"
    EXCLUDED = "excluded"
    EXEMPT = "exempt"


class MappingRefused(Invalid):
    """A mapping cannot read a purchase from the sheet; names the fields that lack."""

    code = "mapping_refused"


@dataclass(frozen=True, slots=True)
class Mapping:
    """How a sheet is read. `columns` are indexes by field; None is taken from the sheet.

    `kind` and `method` are used where a row does not say; `reads_hidden` whether rows a filter
    hides are purchases too.
    """

    columns: Dict[Field, int]
    unit_won: int | None = None
    year: int | None = None
    means: AmountMeans = AmountMeans.INCLUDED
    kind: PurchaseKind = PurchaseKind.GOODS
    method: ContractMethod = ContractMethod.OTHER
    reads_hidden: bool = True
    skipped_sheets: frozenset[str] = field(default_factory=frozenset)

    def refuse_incomplete(self) -> None:
        """Raise MappingRefused when day, seller or amount have no column."""
        faults: dict[str, list[str]] = {}
        for each, said in (
            (Field.DATE, T("날짜가 있는 열을 골라 주세요.")),
            (Field.SELLER, T("업체명이 있는 열을 골라 주세요.")),
        ):
            if each not in self.columns:
                faults[each.value] = [said]
        if not any(each in self.columns for each in (Field.GROSS, Field.NET)):
            faults[Field.GROSS.value] = [T("금액이나 공급가액이 있는 열을 골라 주세요.")]
        if faults:
            raise MappingRefused(T("열 연결을 확인해 주세요."), faults)


def propose(table: FoundTable) -> Mapping:
    """What the words and values of a sheet suggest."""
    only_net = Field.NET in table.proposed and Field.GROSS not in table.proposed
    heads = " ".join(column.label for column in table.columns) + table.title
    excluded = (
        only_net or "부가세별도" in heads.replace(" ", "") or "VAT별도" in heads.replace(" ", "")
    )
    return Mapping(
        columns=dict(table.proposed),
        means=AmountMeans.EXCLUDED if excluded else AmountMeans.INCLUDED,
    )


def keys_of(table: FoundTable) -> list[str]:
    """A name for every column that stays when columns move: its label, counted when repeated."""
    seen: Counter[str] = Counter()
    keys = []
    for label in table.labels:
        seen[label] += 1
        keys.append(label if seen[label] == 1 else f"{label}#{seen[label]}")
    return keys


def signature_of(table: FoundTable) -> str:
    """The same for every sheet with the same head."""
    return hashlib.sha256("\n".join(table.labels).encode()).hexdigest()[:40]


def to_document(mapping: Mapping, table: FoundTable) -> dict[str, Any]:
    """A mapping as it is kept: columns by their heads, not by their places."""
    by_index = {
        column.index: key for column, key in zip(table.columns, keys_of(table), strict=True)
    }
    return {
        "columns": {
            each.value: by_index[i] for each, i in mapping.columns.items() if i in by_index
        },
        "unit_won": mapping.unit_won,
        "year": mapping.year,
        "means": mapping.means.value,
        "kind": mapping.kind.value,
        "method": mapping.method.value,
        "reads_hidden": mapping.reads_hidden,
        "skipped_sheets": sorted(mapping.skipped_sheets),
    }


def from_document(kept: Dict[str, Any], table: FoundTable) -> Mapping:
    """A kept mapping for a sheet; columns whose heads are gone are left out."""
    by_key = {key: column.index for column, key in zip(table.columns, keys_of(table), strict=True)}
    return Mapping(
        columns={Field(f): by_key[key] for f, key in kept["columns"].items() if key in by_key},
        unit_won=kept.get("unit_won"),
        year=kept.get("year"),
        means=AmountMeans(kept.get("means", AmountMeans.INCLUDED)),
        kind=PurchaseKind(kept.get("kind", PurchaseKind.GOODS)),
        method=ContractMethod(kept.get("method", ContractMethod.OTHER)),
        reads_hidden=bool(kept.get("reads_hidden", True)),
        skipped_sheets=frozenset(kept.get("skipped_sheets", ())),
    )


def unit_of(mapping: Mapping, table: FoundTable, each: Field) -> int:
    """The won an amount column counts in: as overridden, in its head, in the title, else won."""
    if mapping.unit_won is not None:
        return mapping.unit_won
    index = mapping.columns.get(each)
    stated = next((c.unit_won for c in table.columns if c.index == index), None)
    return stated or table.unit_won or 1


def main_amount(mapping: Mapping) -> Field:
    """The amount a total is compared by: gross where there is one."""
    return next((each for each in AMOUNTS if each in mapping.columns), Field.GROSS)
