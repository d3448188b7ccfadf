"""From the rows of a sheet to purchases as somebody wrote them, each fault under its cell."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import TypeVar

from marketplace.core import clock
from marketplace.core.business_numbers import is_business_number
from marketplace.core.grids import Cell, GridRow, column_letter
from marketplace.core.money import VAT_PERCENT, TaxedAmount, VatClass, split_gross
from marketplace.core.text import T
from marketplace.procurement.models import ContractMethod, PurchaseKind
from marketplace.procurement.sheets import values
from marketplace.procurement.sheets.finding import FoundTable, RowRole
from marketplace.procurement.sheets.mapping import AmountMeans, Mapping, unit_of
from marketplace.procurement.sheets.words import AMOUNTS, Field, read_kind, read_method

V = TypeVar("V")

EARLIEST = date(2000, 1, 1)
LONGEST = {Field.SELLER: 120, Field.ITEM: 200, Field.DEPARTMENT: 80, Field.NOTE: 200}
BLANK_REMEDY = T("값을 적어 주세요.")


@dataclass(frozen=True, slots=True)
class CellFault:
    """What is wrong in one cell of a sheet and what to change; `column` is its head."""

    sheet: str
    row: int
    column: str
    cell: str
    wrong: str
    remedy: str


@dataclass(slots=True)
class SheetRow:
    """One purchase as a sheet says it; `amounts` are the won of its amount columns."""

    sheet: str
    number: int
    day: date | None = None
    department: str = ""
    seller: str = ""
    business_number: str = ""
    item: str = ""
    kind: PurchaseKind = PurchaseKind.GOODS
    method: ContractMethod = ContractMethod.OTHER
    amount: TaxedAmount | None = None
    designation: str = ""
    note: str = ""
    reference: str = ""
    serial: str = ""
    amounts: dict[Field, int] = field(default_factory=dict)
    faults: list[CellFault] = field(default_factory=list)

    @property
    def place(self) -> tuple[str, int]:
        return self.sheet, self.number


@dataclass(slots=True)
class RowReader:
    """Reads the rows of one table by one mapping."""

    table: FoundTable
    mapping: Mapping
    last_department: str = ""

    @property
    def year(self) -> int | None:
        """The year of days without one: as overridden, or the only one the title names."""
        if self.mapping.year is not None:
            return self.mapping.year
        return min(self.table.years) if len(self.table.years) == 1 else None

    def read(self, source: GridRow) -> SheetRow:
        """One row, every fault found."""
        row = SheetRow(self.table.sheet, source.number)
        row.day = self._get(row, source, Field.DATE, self._day)
        if row.day is None and not row.faults:
            self.fault(row, Field.DATE, T("빈칸입니다."), T("날짜를 2026-03-05처럼 적어 주세요."))
        self._refuse_day(row)
        row.department = self._department(source)
        row.seller = self._text(row, source, Field.SELLER, required=True)
        has_item = Field.ITEM in self.mapping.columns
        row.item = self._text(row, source, Field.ITEM, required=has_item) or row.seller
        row.business_number = self._business_number(row, source)
        row.kind = self._word(row, source, Field.KIND, read_kind) or self.mapping.kind
        row.method = self._word(row, source, Field.METHOD, read_method) or self.mapping.method
        row.designation = self._text(row, source, Field.DESIGNATION)
        row.note = self._said(source, Field.NOTE)[:200]
        row.reference = self._said(source, Field.REFERENCE)[:80]
        row.serial = self._said(source, Field.SERIAL)[:40]
        self._read_amount(row, source)
        return row

    def fault(self, row: SheetRow, each: Field, wrong: str, remedy: str) -> None:
        """Remember what is wrong in a row's cell."""
        index = self.mapping.columns.get(each)
        label = next((c.label for c in self.table.columns if c.index == index), "")
        address = f"{column_letter(index)}{row.number}" if index is not None else ""
        row.faults.append(CellFault(row.sheet, row.number, label, address, wrong, remedy))

    def _cell(self, source: GridRow, each: Field) -> Cell:
        return source[self.mapping.columns.get(each, -1)]

    def _said(self, source: GridRow, each: Field) -> str:
        return self._cell(source, each).text

    def _get(
        self, row: SheetRow, source: GridRow, each: Field, reading: Callable[[Cell], V | None]
    ) -> V | None:
        try:
            return reading(self._cell(source, each))
        except values.NotRead as said:
            self.fault(row, each, said.wrong, said.remedy)
            return None

    def _day(self, cell: Cell) -> date | None:
        return values.read_day(cell, self.year, from_1904=self.table.from_1904)

    def _refuse_day(self, row: SheetRow) -> None:
        if row.day is not None and not EARLIEST <= row.day <= clock.today():
            self.fault(
                row,
                Field.DATE,
                T("2000년부터 오늘까지의 날짜가 아닙니다: %(day)s", day=row.day.isoformat()),
                T("날짜나 연도를 확인해 주세요."),
            )
            row.day = None

    def _department(self, source: GridRow) -> str:
        """A blank department is that of the row above it, as grouped sheets mean it."""
        said = self._said(source, Field.DEPARTMENT)
        self.last_department = said or self.last_department
        return self.last_department[: LONGEST[Field.DEPARTMENT]]

    def _text(self, row: SheetRow, source: GridRow, each: Field, *, required: bool = False) -> str:
        cell = self._cell(source, each)
        said = self._get(row, source, each, _plain) or ""
        if required and not said and not cell.fault:
            self.fault(row, each, T("빈칸입니다."), BLANK_REMEDY)
        most = LONGEST.get(each, 200)
        if len(said) > most:
            self.fault(
                row,
                each,
                T("%(n)d자보다 깁니다.", n=most),
                T("%(n)d자 안으로 줄여 주세요.", n=most),
            )
        return said[:most]

    def _business_number(self, row: SheetRow, source: GridRow) -> str:
        cell = self._cell(source, Field.BUSINESS_NUMBER)
        digits = values.business_digits(cell)
        if not digits or digits in {"-", "없음", "해당없음"}:
            return ""
        if not is_business_number(digits):
            self.fault(
                row,
                Field.BUSINESS_NUMBER,
                T("사업자등록번호가 올바르지 않습니다: %(said)s", said=cell.text[:20]),
                T("10자리 숫자를 확인하거나 모르면 비워 주세요."),
            )
            return ""
        return digits

    def _word(
        self, row: SheetRow, source: GridRow, each: Field, reading: Callable[[str], V | None]
    ) -> V | None:
        said = self._said(source, each)
        found = reading(said) if said else None
        if said and found is None:
            self.fault(
                row,
                each,
                T("알 수 없는 값입니다: %(said)s", said=said[:40]),
                T("물품·용역·공사나 계약 방법의 이름으로 적거나 비워 주세요."),
            )
        return found

    def _read_amount(self, row: SheetRow, source: GridRow) -> None:
        before = len(row.faults)
        for each in AMOUNTS:
            if each in self.mapping.columns:
                self._read_one_amount(row, source, each)
        if len(row.faults) > before:
            return
        net, vat, gross = (row.amounts.get(each) for each in (Field.NET, Field.VAT, Field.GROSS))
        row.amount = self._taxed(row, net, vat, gross)

    def _read_one_amount(self, row: SheetRow, source: GridRow, each: Field) -> None:
        unit = unit_of(self.mapping, self.table, each)
        won = self._get(row, source, each, lambda cell: values.read_won(cell, unit))
        if won is None:
            return
        if self._cell(source, each).is_filled:
            self.fault(
                row,
                each,
                T("합친 칸의 금액이 여러 행에 걸쳐 있습니다."),
                T("셀 병합을 풀고 행마다 금액을 적어 주세요."),
            )
            return
        row.amounts[each] = won

    def _taxed(
        self, row: SheetRow, net: int | None, vat: int | None, gross: int | None
    ) -> TaxedAmount | None:
        main = Field.GROSS if Field.GROSS in self.mapping.columns else Field.NET
        if net is None and gross is None:
            self.fault(row, main, T("금액이 없습니다."), BLANK_REMEDY)
            return None
        amount = _together(net, vat, gross, self.mapping.means)
        if gross is not None and amount.gross_won != gross:
            self.fault(
                row,
                Field.GROSS,
                T(
                    "공급가액 %(net)s원과 부가세 %(vat)s원을 더하면 합계 %(gross)s원과 다릅니다.",
                    net=f"{amount.net_won:,}",
                    vat=f"{amount.vat_won:,}",
                    gross=f"{gross:,}",
                ),
                T("세 금액 가운데 잘못된 것을 고쳐 주세요."),
            )
            return None
        if amount.gross_won <= 0 or amount.vat_won < 0:
            self.fault(
                row,
                main,
                T("1원 이상의 금액이 아닙니다."),
                T("취소나 반품은 원래 기록을 정정해 주세요."),
            )
            return None
        return amount


def _plain(cell: Cell) -> str:
    values.refuse_fault(cell)
    return cell.text


def _together(
    net: int | None, vat: int | None, gross: int | None, means: AmountMeans
) -> TaxedAmount:
    """Net and VAT from whichever of the three a row states."""
    if net is not None and vat is not None:
        return TaxedAmount(net, vat)
    if net is not None:
        added = gross - net if gross is not None else _vat_on(net, means)
        return TaxedAmount(net, added)
    whole = gross or 0
    if vat is not None:
        return TaxedAmount(whole - vat, vat)
    if means is AmountMeans.EXEMPT:
        return TaxedAmount(whole, 0)
    if means is AmountMeans.EXCLUDED:
        return TaxedAmount(whole, _vat_on(whole, means))
    return split_gross(whole, VatClass.TAXABLE)


def _vat_on(net: int, means: AmountMeans) -> int:
    return 0 if means is AmountMeans.EXEMPT else (net * VAT_PERCENT + 50) // 100


def read_tables(
    tables: Sequence[FoundTable], mapping: Mapping, on_row: Callable[[], object] = lambda: None
) -> list[SheetRow]:
    """Every purchase of the tables, in sheet order; hidden rows too unless they are left out."""
    rows = []
    for table in tables:
        if table.sheet in mapping.skipped_sheets:
            continue
        reader = RowReader(table, mapping)
        for source in table.rows(RowRole.DATA):
            if source.is_hidden and not mapping.reads_hidden:
                continue
            rows.append(reader.read(source))
            on_row()
    return rows
