"""A publication as people read it: facts, sections, tables, bars. Every format is made of it.

Words are Korean sentences (`T`), which pages translate and files keep. A cell is a whole number,
a decimal, words, or None for what nobody stated: formats show that as words, never as zero.
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

from marketplace.core.text import T

Cell = str | int | Decimal | None


class Several(str):
    """Words one after the other, each translated by itself."""

    __slots__ = ("between", "parts")

    parts: tuple[str, ...]
    between: str

    def __new__(cls, *parts: str, between: str = ", ") -> Several:
        text = super().__new__(cls, between.join(parts))
        text.parts, text.between = parts, between
        return text


NOT_STATED = T("적혀 있지 않음")


class Unit(StrEnum):
    """What the figures of a column are."""

    WORDS = "words"
    WON = "won"
    PERCENT = "percent"
    COUNT = "count"
    YEAR = "year"
    NUMBER = "number"  # the head says of what


@dataclass(frozen=True, slots=True)
class Column:
    """One column; its unit stands in the head, never in a cell."""

    label: str
    unit: Unit = Unit.WORDS

    @property
    def is_number(self) -> bool:
        return self.unit is not Unit.WORDS


@dataclass(frozen=True, slots=True)
class Table:
    """`name` is an English word for files; `total` is a last row that adds the others up."""

    name: str
    caption: str
    columns: tuple[Column, ...]
    rows: tuple[tuple[Cell, ...], ...]
    total: tuple[Cell, ...] | None = None
    note: str = ""
    links: tuple[str, ...] = ()  # where a row's figures can be opened, row by row


@dataclass(frozen=True, slots=True)
class Bars:
    """Amounts in won beside each other; a value nobody stated has no bar."""

    caption: str
    labels: tuple[str, ...]
    series: tuple[tuple[str, tuple[int | None, ...]], ...]
    label_heading: str = ""


@dataclass(frozen=True, slots=True)
class Note:
    """A sentence one must not overlook."""

    words: str
    is_warning: bool = False


@dataclass(frozen=True, slots=True)
class Facts:
    """Names and what they are."""

    pairs: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Lines:
    """Sentences below each other."""

    sentences: tuple[str, ...]


Block = Table | Bars | Note | Facts | Lines


@dataclass(frozen=True, slots=True)
class Section:
    heading: str
    blocks: tuple[Block, ...]


@dataclass(frozen=True, slots=True)
class Report:
    """A whole publication; `address` is where it stays, `source` says what it was made from."""

    title: str
    subtitle: str
    issuer: str
    facts: tuple[tuple[str, str], ...]
    notes: tuple[Note, ...]
    sections: tuple[Section, ...]
    address: str = ""
    source: str = ""

    @property
    def tables(self) -> list[Table]:
        """Every table in order."""
        return [b for section in self.sections for b in section.blocks if isinstance(b, Table)]


UNIT_WORDS: dict[Unit, str] = {Unit.WON: T("원"), Unit.PERCENT: "%", Unit.COUNT: T("건")}


def won_words(amount: int | None) -> str:
    """1,234원, or that nobody stated it."""
    return NOT_STATED if amount is None else T("%(amount)s원", amount=f"{amount:,}")


def percent_words(rate: str | Decimal | None) -> str:
    """108.5%, or that it cannot be computed."""
    return T("계산할 수 없음") if rate is None else f"{rate}%"


def number_words(cell: Cell) -> str:
    """A cell of a table as words."""
    if cell is None:
        return NOT_STATED
    return f"{cell:,}" if isinstance(cell, int | Decimal) else cell


def head_words(column: Column) -> str:
    """A column's label with its unit: 목표(원)."""
    unit = UNIT_WORDS.get(column.unit)
    return Several(column.label, "(", unit, ")", between="") if unit else column.label
