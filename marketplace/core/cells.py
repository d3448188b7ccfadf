"""Judging single cells of a table: each check returns the value or adds a fault."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date
from typing import TypeVar

from marketplace.core.importing import Fault, Row, RowRefused
from marketplace.core.text import T

V = TypeVar("V")

DAY = re.compile(r"(\d{4})[-./년]\s*(\d{1,2})[-./월]\s*(\d{1,2})[.일]?")


@dataclass(slots=True)
class CellReader:
    """Reads the cells of one row and remembers every fault, so that all are told at once."""

    row: Row
    faults: list[Fault] = field(default_factory=list)

    def fault(self, column: str, wrong: str, remedy: str) -> None:
        """Remember what is wrong with a cell."""
        self.faults.append(Fault(column, wrong, remedy))

    def text(self, column: str, longest: int, *, required: bool = False) -> str:
        """A cell of at most `longest` characters."""
        said = self.row[column]
        if required and not said:
            self.fault(column, T("빈칸입니다."), T("값을 적어 주세요."))
        if len(said) > longest:
            self.fault(
                column,
                T("%(n)d자보다 깁니다.", n=longest),
                T("%(n)d자 안으로 줄여 주세요.", n=longest),
            )
        return said

    def whole(self, column: str, least: int = 0) -> int | None:
        """A whole number, thousands separated or not; None when nothing is stated."""
        return self._read(
            column,
            lambda said: _at_least(int(said.replace(",", "").removesuffix("원")), least),
            T("%(least)d 이상의 정수가 아닙니다.", least=least),
            T("숫자만 적거나 모르면 비워 두세요."),
        )

    def day(self, column: str, *, required: bool = False) -> date | None:
        """A day as 2017-06-30, 2017.6.30 or 2017년 6월 30일; None when blank."""
        if required and not self.row[column]:
            self.fault(column, T("빈칸입니다."), T("날짜를 2017-06-30처럼 적어 주세요."))
        return self._read(
            column, _day, T("날짜가 아닙니다."), T("날짜를 2017-06-30처럼 적어 주세요.")
        )

    def one_of(self, column: str, choices: dict[str, V]) -> V | None:
        """The meaning of a cell that must say one of a few words."""
        return self._read(
            column,
            choices.__getitem__,
            T("알 수 없는 값입니다: %(said)s", said=self.row[column]),
            T("다음 가운데 하나로 적어 주세요: %(choices)s", choices=", ".join(choices)),
        )

    def _read(self, column: str, reading: Callable[[str], V], wrong: str, remedy: str) -> V | None:
        said = self.row[column]
        if not said:
            return None
        try:
            return reading(said)
        except (ValueError, KeyError):
            self.fault(column, wrong, remedy)
            return None

    def finish(self) -> None:
        """Raise RowRefused with every fault, if there was any."""
        if self.faults:
            raise RowRefused(*self.faults)


def _at_least(value: int, least: int) -> int:
    if value < least:
        raise ValueError(value)
    return value


def _day(said: str) -> date:
    found = DAY.fullmatch(said.strip())
    if not found:
        raise ValueError(said)
    year, month, day = (int(part) for part in found.groups())
    return date(year, month, day)
