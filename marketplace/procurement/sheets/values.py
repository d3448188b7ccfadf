"""What a cell says: days, amounts and units as Korean offices write them."""

from __future__ import annotations

import re
from datetime import date, timedelta
from decimal import Decimal, InvalidOperation

from marketplace.core.grids import Cell, fold
from marketplace.core.text import T

UNITS = {
    "억": 100_000_000,
    "천만": 10_000_000,
    "백만": 1_000_000,
    "십만": 100_000,
    "만": 10_000,
    "천": 1_000,
    "원": 1,
}
# In a title `단위` stands before it; in the head of a column it stands in brackets or alone.
UNIT_WORD = re.compile(r"(억|천만|백만|십만|만|천)\s*원?|원")
STATED_UNIT = re.compile(r"단\s*위\s*[:：]?\s*([^)\]]{1,20})")
BRACKETED_UNIT = re.compile(
    r"[(\[]\s*(?:단\s*위\s*[:：]?)?\s*((?:억|천만|백만|십만|만|천)\s*원?|원)\s*[)\]]"
)
AMOUNT = re.compile(r"([0-9][0-9,]*(?:\.[0-9]+)?|\.[0-9]+)\s*(억|천만|백만|십만|만|천)?\s*원?정?")
NEGATIVE = re.compile(r"^(?:[-−–△▲]|\((?=.+\)$))")
LARGEST_WON = 10**15

YEAR = re.compile(
    r"(?<![0-9])(20[0-9]{2})\s*(?:년|학년|회계|\.|-|/|$|\s)|['’‘]([0-9]{2})\s*년?(?![0-9])"
)
WEEKDAY = re.compile(r"\(?[월화수목금토일](?:요일)?\)?$")
FULL_DAY = re.compile(
    r"['’‘]?([0-9]{4}|[0-9]{2})\s*[-./년]\s*([0-9]{1,2})\s*[-./월]\s*([0-9]{1,2})\s*[.일]?"
)
PACKED_DAY = re.compile(r"(20[0-9]{2})([0-9]{2})([0-9]{2})")
SHORT_DAY = re.compile(r"([0-9]{1,2})\s*[-./월]\s*([0-9]{1,2})\s*[.일]?")
CLOCK = re.compile(r"[ T][0-9]{1,2}:[0-9]{2}(?::[0-9]{2}(?:\.[0-9]+)?)?$")
SERIAL_BEGINS, SERIAL_ENDS = 32_874, 73_050  # 1990-01-01 to 2099-12-31 as Excel counts days
DAYS_TO_1904 = 1_462


class NotRead(ValueError):
    """A cell does not say what it should; carries what is wrong and what to change."""

    def __init__(self, wrong: str, remedy: str) -> None:
        super().__init__(wrong)
        self.wrong = wrong
        self.remedy = remedy


def refuse_fault(cell: Cell) -> None:
    """Raise NotRead for a cell that holds a spreadsheet's error or a formula never computed."""
    if cell.fault == "formula":
        raise NotRead(
            T("수식의 값이 저장되어 있지 않습니다."),
            T("엑셀에서 열어 저장하거나 값으로 붙여 넣어 주세요."),
        )
    if cell.fault:
        raise NotRead(
            T("수식 오류가 있습니다: %(fault)s", fault=cell.fault[:20]),
            T("엑셀에서 수식을 고치거나 값을 적어 주세요."),
        )


def read_day(cell: Cell, year: int | None, *, from_1904: bool = False) -> date | None:
    """The day a cell says, None when blank; `year` is used where none is written.

    Raises NotRead.
    """
    refuse_fault(cell)
    if isinstance(cell.value, date):
        return cell.value
    said = CLOCK.sub("", cell.text)
    said = WEEKDAY.sub("", said).strip() if not said.endswith(("월", "일")) else said
    if not said:
        return None
    remedy = T("날짜를 2026-03-05처럼 적어 주세요.")
    try:
        return _day(said, year, from_1904)
    except NotRead:
        raise
    except (ValueError, OverflowError):
        raise NotRead(T("날짜가 아닙니다: %(said)s", said=said[:40]), remedy) from None


def _day(said: str, year: int | None, from_1904: bool) -> date:
    if full := FULL_DAY.fullmatch(said) or PACKED_DAY.fullmatch(said):
        written, month, day = (int(part) for part in full.groups())
        return date(written if written > 99 else 2000 + written, month, day)
    if short := SHORT_DAY.fullmatch(said):
        if year is None:
            raise NotRead(
                T("연도가 없는 날짜입니다: %(said)s", said=said[:40]),
                T("열 연결 화면에서 연도를 고르거나 연도까지 적어 주세요."),
            )
        return date(year, int(short[1]), int(short[2]))
    serial = Decimal(said) if re.fullmatch(r"[0-9]{5}(\.[0-9]+)?", said) else None
    if serial is None or not SERIAL_BEGINS <= serial <= SERIAL_ENDS:
        raise ValueError(said)
    counted = int(serial) + (DAYS_TO_1904 if from_1904 else 0)
    return date(1899, 12, 30) + timedelta(days=counted)


def looks_like_day(cell: Cell) -> bool:
    """Whether a cell could be a day, the year aside."""
    try:
        return read_day(cell, 2000) is not None
    except NotRead:
        return False


def read_won(cell: Cell, unit_won: int) -> int | None:
    """The whole won a cell says in a unit, None when blank; raises NotRead."""
    refuse_fault(cell)
    said = cell.text
    if said in {"", "-", "–", "—"}:
        return None
    number, own_unit = _number(said)
    exact = number * (own_unit or unit_won)
    whole = exact.to_integral_value()
    # A tenth computed by a spreadsheet is off by less than any coin; half a won is a mistake.
    if abs(exact - whole) > Decimal("0.01"):
        raise NotRead(
            T("원 단위로 떨어지지 않는 금액입니다: %(said)s", said=said[:40]),
            T("단위를 확인하거나 원까지 적어 주세요."),
        )
    if abs(whole) > LARGEST_WON:
        raise NotRead(T("금액이 지나치게 큽니다."), T("단위를 확인해 주세요."))
    return int(whole)


def _number(said: str) -> tuple[Decimal, int | None]:
    sign = -1 if NEGATIVE.match(said) else 1
    bare = said.lstrip("-−–△▲").strip()
    if said.startswith("(") and said.endswith(")"):
        bare = said[1:-1].strip()
    bare = bare.removeprefix("₩").removeprefix("\\").removeprefix("금").strip()
    found = AMOUNT.fullmatch(bare)
    try:
        if not found:
            raise InvalidOperation
        number = Decimal(found[1].replace(",", ""))
    except InvalidOperation:
        raise NotRead(
            T("금액이 아닙니다: %(said)s", said=said[:40]), T("숫자만 적어 주세요.")
        ) from None
    unit = UNITS[found[2]] if found[2] else (1 if bare.endswith(("원", "원정")) else None)
    return sign * number, unit


def is_number(cell: Cell) -> bool:
    """Whether a cell holds an amount."""
    try:
        return read_won(cell, 1_000_000) is not None
    except NotRead:
        return False


def unit_in_title(said: str) -> int | None:
    """The won of `(단위: 천원)`; None when a text states no unit."""
    stated = STATED_UNIT.search(fold(said))
    found = UNIT_WORD.search(stated[1]) if stated else None
    return UNITS[found[1] or "원"] if found else None


def unit_in_head(said: str) -> int | None:
    """The won of a head like `금액(천원)`; None when it names none."""
    found = BRACKETED_UNIT.search(fold(said))
    word = UNIT_WORD.match(found[1]) if found else None
    return UNITS[word[1] or "원"] if word else unit_in_title(said)


def years_in(said: str) -> set[int]:
    """Every year a title names: 2026년, '26년."""
    return {
        int(full) if full else 2000 + int(short) for full, short in YEAR.findall(fold(said) + " ")
    }


def business_digits(cell: Cell) -> str:
    """The digits of a business number; a number cell loses its leading zeros to Excel."""
    digits = re.sub(r"[\s\-.]", "", cell.text)
    if isinstance(cell.value, Decimal) and digits.isdigit():
        return digits.zfill(10)
    return digits
