"""When two rows are the same purchase: the rule, and the key by which a sheet counts once.

A row is known by what was bought: department, day, seller (number, else name), item and gross
won. It is not known by its place, so a sheet may be sorted, cut or grown and brought in again.

- Rows alike within a file are as many purchases as there are rows: the second has the key of a
  second.
- They are one purchase only when they are identical in everything and the sheet itself says so:
  both bear one number (연번 within a sheet, 문서·계약·승인번호 anywhere), or a note says 중복.
- A row alike in another sheet of the same file (months beside a yearly one) may be either: a
  person decides.
"""

from __future__ import annotations

import hashlib
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

from marketplace.procurement.sheets.reading import SheetRow
from marketplace.procurement.sheets.words import SAYS_TWICE

PREFIX = "sheet:"
AGAIN = "~"  # before the count of undone imports a key was part of


def base_of(row: SheetRow, gross_won: int) -> str:
    """What a row is known by, apart from its department."""
    seller = row.business_number or row.seller.replace(" ", "").casefold()
    said = "\x1f".join((str(row.day), seller, row.item.replace(" ", "").casefold(), str(gross_won)))
    return PREFIX + hashlib.sha256(said.encode()).hexdigest()[:40]


@dataclass(slots=True)
class Identities:
    """Gives each row of a file its key, in file order."""

    seen: Counter[tuple[int, str]] = field(default_factory=Counter)
    alike: dict[tuple[int, str], list[SheetRow]] = field(default_factory=lambda: defaultdict(list))

    def key(self, department_id: int, row: SheetRow, gross_won: int) -> str:
        """`sheet:<digest>:<1 for the first of its like, 2 for the second …>`."""
        base = base_of(row, gross_won)
        self.seen[department_id, base] += 1
        self.alike[department_id, base].append(row)
        return f"{base}:{self.seen[department_id, base]}"

    def earlier(self, department_id: int, row: SheetRow, gross_won: int) -> Sequence[SheetRow]:
        """Rows before it that are known by the same."""
        return self.alike.get((department_id, base_of(row, gross_won)), ())


def says_it_is_the_same(row: SheetRow, earlier: SheetRow) -> bool:
    """Whether two rows are identical in everything and the sheet says that they are one."""
    if _everything(row) != _everything(earlier):
        return False
    if SAYS_TWICE.search(row.note) or SAYS_TWICE.search(earlier.note):
        return True
    if row.reference or earlier.reference:
        return row.reference == earlier.reference
    same_sheet = row.sheet == earlier.sheet
    return same_sheet and bool(row.serial) and row.serial == earlier.serial


def _everything(row: SheetRow) -> tuple[Any, ...]:
    return (
        *(row.day, row.seller, row.business_number, row.item, row.kind, row.method),
        *(row.amount, row.designation),
    )


def first_same(row: SheetRow, earlier: Iterable[SheetRow]) -> SheetRow | None:
    """The row an identical one repeats, by the sheet's own word."""
    return next((each for each in earlier if says_it_is_the_same(row, each)), None)
